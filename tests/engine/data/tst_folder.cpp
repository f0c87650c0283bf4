// SPDX-License-Identifier: Apache-2.0
#include "engine/data/decode.h"
#include "engine/data/image.h"
#include "tests/engine/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace winnow;
using data::Geometry;
using data::Image;
using test::Bytes;
namespace fs = std::filesystem;

namespace {

/// The image whose Pillow results are quoted below.
Image pattern() {
    Image image({1, 5, 7});
    for (int y = 0; y < 5; ++y)
        for (int x = 0; x < 7; ++x)
            image.pixels[static_cast<std::size_t>(y * 7 + x)] =
                static_cast<std::uint8_t>((x * 37 + y * 91 + x * y * 13) % 256);
    return image;
}

Image random(Geometry geometry, std::uint64_t seed) {
    Image image(geometry);
    image.pixels = test::noise(geometry.size(), seed);
    return image;
}

/// Antialiased triangle filter in one two-dimensional sum, in double precision.
double slowPixel(const Image& image,
                 std::int64_t c,
                 double rows,
                 double columns,
                 std::int64_t y,
                 std::int64_t x) {
    const Geometry& g = image.geometry;
    const double scaleY = static_cast<double>(g.height) / rows,
                 scaleX = static_cast<double>(g.width) / columns;
    const double supportY = std::max(scaleY, 1.0), supportX = std::max(scaleX, 1.0);
    double sum = 0, weights = 0;
    for (std::int64_t j = 0; j < g.height; ++j)
        for (std::int64_t i = 0; i < g.width; ++i) {
            const double dy =
                std::abs((static_cast<double>(j) + 0.5 - (static_cast<double>(y) + 0.5) * scaleY) /
                         supportY);
            const double dx =
                std::abs((static_cast<double>(i) + 0.5 - (static_cast<double>(x) + 0.5) * scaleX) /
                         supportX);
            const double weight = std::max(0.0, 1 - dy) * std::max(0.0, 1 - dx);
            weights += weight;
            sum +=
                weight * image.pixels[static_cast<std::size_t>((c * g.height + j) * g.width + i)];
        }
    return sum / weights;
}

tl::expected<Image, data::Refusal> decodedPng(std::uint8_t depth,
                                              std::uint8_t type,
                                              std::uint32_t width,
                                              Bytes rows,
                                              Bytes palette = {},
                                              Bytes transparency = {}) {
    return data::decodeImage(test::pngFile(
        {width, 1, depth, type, std::move(rows), std::move(palette), std::move(transparency), {}}));
}

}  // namespace

class TestFolder : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_next = 0;

    fs::path newFolder() { return fs::path(m_dir.path().toStdString()) / std::to_string(m_next++); }

private Q_SLOTS:
    void resizesAsPillowDoes_data() {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::addColumn<QList<int>>("pixels");
        // Image.fromarray(pattern).resize((width, height), Image.BILINEAR), Pillow 11.
        QTest::newRow("3x4") << 3 << 4
                             << QList<int>{
                                    61, 128, 127, 163, 151, 142, 148, 140, 106, 125, 142, 131};
        QTest::newRow("2x2") << 2 << 2 << QList<int>{122, 140, 131, 140};
        QTest::newRow("5x3")
            << 5 << 3
            << QList<int>{32, 111, 190, 134, 166, 92, 181, 130, 159, 82, 170, 152, 129, 119, 109};
        QTest::newRow("1x1") << 1 << 1 << QList<int>{134};
        QTest::newRow("9x11") << 9 << 11
                              << QList<int>{0,   17,  40,  64,  87,  111, 135, 158, 182, 205, 222,
                                            30,  49,  75,  102, 128, 154, 127, 122, 148, 174, 193,
                                            81,  103, 134, 164, 195, 227, 113, 61,  91,  122, 145,
                                            131, 157, 182, 145, 149, 185, 130, 114, 149, 123, 96,
                                            182, 211, 227, 105, 75,  115, 155, 195, 235, 136, 48,
                                            90,  123, 156, 129, 143, 187, 141, 134, 179, 162, 142,
                                            27,  63,  109, 140, 182, 231, 135, 94,  125, 172, 207,
                                            78,  116, 155, 100, 107, 161, 161, 137, 82,  121, 159,
                                            108, 148, 182, 76,  62,  119, 176, 162, 56,  90,  130};
    }
    void resizesAsPillowDoes() {
        QFETCH(int, height);
        QFETCH(int, width);
        QFETCH(QList<int>, pixels);
        const Image out = data::resized(pattern().view(), height, width);
        QCOMPARE(QList<int>(out.pixels.begin(), out.pixels.end()), pixels);
    }

    void resizesAsASlowSumDoes() {
        const Image image = random({3, 37, 53}, 5);
        for (const auto& [height, width] : {std::pair{8, 9}, {32, 32}, {64, 20}, {37, 100}}) {
            const Image out = data::resized(image.view(), height, width);
            std::size_t at = 0;
            for (std::int64_t c = 0; c < 3; ++c)
                for (std::int64_t y = 0; y < height; ++y)
                    for (std::int64_t x = 0; x < width; ++x, ++at)
                        // Half a step of rounding in each of the two passes.
                        QVERIFY(std::abs(out.pixels[at] -
                                         slowPixel(image, c, height, width, y, x)) < 1.01);
        }
    }

    void grayIsPillowsLuma() {
        Image image({3, 2, 2});
        image.pixels = {10, 0, 255, 123, 200, 0, 255, 45, 30, 255, 255, 67};
        // Image.convert('L'), Pillow 11.
        QVERIFY((data::withChannels(image.view(), 1).pixels == Bytes{124, 29, 255, 71}));
        QVERIFY(
            (data::withChannels({{1, 1, 2}, Bytes{7, 9}}, 3).pixels == Bytes{7, 9, 7, 9, 7, 9}));
    }

    void alphaIsLaidOverWhite() {
        const Bytes grayAlpha{100, 100, 100, 255, 0, 51};
        QVERIFY((data::withChannels({{2, 1, 3}, grayAlpha}, 1).pixels == Bytes{100, 255, 224}));
        const Bytes rgba{10, 20, 30, 128};
        QVERIFY((data::withChannels({{4, 1, 1}, rgba}, 3).pixels == Bytes{132, 137, 142}));
    }

    void decodesEveryKindOfPng() {
        QVERIFY((decodedPng(8, 0, 3, {1, 2, 3})->pixels == Bytes{1, 2, 3}));
        QVERIFY((decodedPng(1, 0, 4, {0xa0})->pixels == Bytes{255, 0, 255, 0}));
        QVERIFY((decodedPng(4, 0, 2, {0x3f})->pixels == Bytes{0x33, 0xff}));
        // 16 bits are scaled, not cut: 0x0180 is 1.49 of 255, 0x0182 is 1.502.
        QVERIFY((decodedPng(16, 0, 4, {0x01, 0x80, 0x01, 0x82, 0xff, 0xff, 0, 0})->pixels ==
                 Bytes{1, 2, 255, 0}));
        QVERIFY((decodedPng(16, 2, 1, {0x10, 0x10, 0x80, 0x80, 0xff, 0xff})->pixels ==
                 Bytes{0x10, 0x80, 0xff}));
        QVERIFY((decodedPng(8, 4, 1, {9, 8})->geometry == Geometry{2, 1, 1}));
        QVERIFY((decodedPng(8, 6, 1, {1, 2, 3, 4})->pixels == Bytes{1, 2, 3, 4}));
        QVERIFY(
            (decodedPng(8, 3, 2, {1, 0}, {1, 2, 3, 4, 5, 6})->pixels == Bytes{4, 1, 5, 2, 6, 3}));
        QVERIFY(
            (decodedPng(8, 3, 1, {1}, {1, 2, 3, 4, 5, 6}, {255, 7})->pixels == Bytes{4, 5, 6, 7}));
        QVERIFY(!decodedPng(8, 3, 1, {1}).has_value());
    }

    void turnsImagesUpright_data() {
        QTest::addColumn<int>("orientation");
        QTest::addColumn<QByteArray>("upright");
        // Stored: rows "abc" and "def"; EXIF 2.32, tag 0x0112, drawn as letters.
        QTest::newRow("1") << 1 << QByteArray("abc/def");
        QTest::newRow("2") << 2 << QByteArray("cba/fed");
        QTest::newRow("3") << 3 << QByteArray("fed/cba");
        QTest::newRow("4") << 4 << QByteArray("def/abc");
        QTest::newRow("5") << 5 << QByteArray("ad/be/cf");
        QTest::newRow("6") << 6 << QByteArray("da/eb/fc");
        QTest::newRow("7") << 7 << QByteArray("fc/eb/da");
        QTest::newRow("8") << 8 << QByteArray("cf/be/ad");
        QTest::newRow("9 is none") << 9 << QByteArray("abc/def");
    }
    void turnsImagesUpright() {
        QFETCH(int, orientation);
        QFETCH(QByteArray, upright);
        Image stored({1, 2, 3});
        stored.pixels = {'a', 'b', 'c', 'd', 'e', 'f'};
        const Image out = data::upright(stored, orientation);
        QByteArray text;
        for (std::size_t i = 0; i < 6; ++i) {
            if (i > 0 && i % static_cast<std::size_t>(out.geometry.width) == 0) text += '/';
            text += static_cast<char>(out.pixels[i]);
        }
        QCOMPARE(text, upright);
    }

    void honoursTheOrientationOfAJpeg() {
        // Left half white, right half black; orientation 6 shows it turned clockwise: white above
        // black.
        Image image({3, 16, 32});
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            image.pixels[i] = i % 32 < 16 ? 255 : 0;
        const auto out = data::decodeImage(test::jpegFile(image, 6));
        QVERIFY(out.has_value());
        QVERIFY((out->geometry == Geometry{3, 32, 16}));
        QVERIFY(out->pixels[5] > 200 && out->pixels[31 * 16 + 5] < 50);
        const auto plain = data::decodeImage(test::jpegFile(image));
        QVERIFY((plain->geometry == Geometry{3, 16, 32}));
    }

    void honoursTheOrientationOfAPng() {
        test::PngParts parts{2, 1, 8, 0, {10, 20}, {}, {}, {}};
        parts.exif = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0,
                      3,   0,   0, 0,  1, 0, 3, 0, 0, 0, 0, 0,    0};
        QVERIFY((data::decodeImage(test::pngFile(parts))->pixels == Bytes{20, 10}));
    }

    void keepsTheCommonSize() {
        const fs::path folder = newFolder();
        for (const char* name : {"b/2.png", "a/1.png", "b/1.png"})
            test::put(
                folder / name,
                test::rgbPng(random({3, 5, 4}, static_cast<std::uint64_t>(name[0] + name[2]))));
        const data::ImportedData set = test::imported(folder);
        QVERIFY((set.geometry == Geometry{3, 5, 4}));
        QVERIFY((set.train.labels == std::vector<std::int64_t>{0, 1, 1}));
        QCOMPARE(QString::fromStdString(set.train.files[1].path), QString("b/1.png"));
        QVERIFY(test::first(set.train.pixels, 60) == random({3, 5, 4}, 'a' + '1').pixels);
        QVERIFY(set.facts.notes.empty());
    }

    void proposesASizeAndSaysSo() {
        const fs::path folder = newFolder();
        test::put(folder / "a" / "1.png", test::rgbPng(random({3, 50, 70}, 1)));
        test::put(folder / "a" / "2.png", test::rgbPng(random({3, 20, 30}, 2)));
        const data::ImportedData set = test::imported(folder);
        QVERIFY((set.geometry == Geometry{3, 32, 32}));
        QCOMPARE(set.facts.notes.size(), std::size_t{1});
        data::ImportOptions options;
        options.height = 10, options.width = 12, options.channels = 1;
        const data::ImportedData small = test::imported(folder, options);
        QVERIFY((small.geometry == Geometry{1, 10, 12}));
        const Image gray = data::withChannels(random({3, 50, 70}, 1).view(), 1);
        QVERIFY(test::first(small.train.pixels, 120) == data::resized(gray.view(), 10, 12).pixels);
        QCOMPARE(small.train.files[0].width, std::int64_t{70});
    }

    void readsTrainAndTestFolders_data() {
        QTest::addColumn<QString>("test");
        for (const char* name : {"test", "val", "validation"}) QTest::newRow(name) << name;
    }
    void readsTrainAndTestFolders() {
        QFETCH(QString, test);
        const fs::path folder = newFolder();
        const Bytes image = test::rgbPng(random({3, 4, 4}, 1));
        for (const char* name : {"train/a/1.png", "train/b/1.png", "train/b/deep/er/2.png"})
            test::put(folder / name, image);
        for (const char* name : {"b/1.png", "z/1.png"})
            test::put(folder / test.toStdString() / name, image);
        const data::ImportedData set = test::imported(folder);
        QVERIFY((set.classNames == std::vector<std::string>{"a", "b"}));
        QVERIFY((set.train.labels == std::vector<std::int64_t>{0, 1, 1}));
        QVERIFY(set.test.has_value() && (set.test->labels == std::vector<std::int64_t>{1}));
        QCOMPARE(set.facts.skipped.size(), std::size_t{1});
    }

    void readsTinyImageNetsLayout() {
        const fs::path folder = newFolder();
        const Bytes image = test::jpegFile(random({3, 8, 8}, 1));
        test::put(folder / "wnids.txt", "n02\nn01\n");
        test::put(folder / "words.txt",
                  "n01\tgoldfish, Carassius auratus\nn02\tEuropean fire salamander\n");
        test::put(folder / "train" / "n01" / "images" / "n01_0.JPEG", image);
        test::put(folder / "train" / "n01" / "n01_boxes.txt", "n01_0.JPEG\t0\t0\t7\t7\n");
        test::put(folder / "train" / "n02" / "images" / "n02_0.JPEG", image);
        test::put(folder / "val" / "images" / "val_0.JPEG", image);
        test::put(folder / "val" / "images" / "val_1.JPEG", image);
        test::put(folder / "val" / "val_annotations.txt", "val_0.JPEG\tn02\t0\t0\t7\t7\n");
        const data::ImportedData set = test::imported(folder);
        QCOMPARE(set.facts.format, data::Format::TinyImageNet);
        QVERIFY(
            (set.classNames == std::vector<std::string>{"goldfish", "European fire salamander"}));
        QVERIFY((set.test->labels == std::vector<std::int64_t>{1}));
        QCOMPARE(set.facts.skipped.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestFolder)
#include "tst_folder.moc"
