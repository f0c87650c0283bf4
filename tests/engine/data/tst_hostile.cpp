// SPDX-License-Identifier: Apache-2.0
#include "engine/data/decode.h"
#include "engine/store/random.h"
#include "tests/engine/data/data_files.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace winnow;
using test::Bytes;
namespace fs = std::filesystem;

namespace {

data::Image picture(std::int64_t channels = 3) {
    data::Image image({channels, 12, 16});
    image.pixels = test::noise(image.pixels.size(), 3);
    return image;
}

}  // namespace

class TestHostile : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_next = 0;

    fs::path newFolder() { return fs::path(m_dir.path().toStdString()) / std::to_string(m_next++); }

private Q_SLOTS:
    void sharedFolderSkipsWhatIsBroken() {
        WINNOW_NEEDS_SHARED();
        const data::ImportedData set = test::imported(test::shared("data/image-folder"));
        QCOMPARE(set.classNames.size(), std::size_t{11});
        const auto hostile = std::find(set.classNames.begin(), set.classNames.end(), "hostile") -
                             set.classNames.begin();
        QCOMPARE(std::count(set.train.labels.begin(), set.train.labels.end(), hostile), 2);
        QCOMPARE(set.train.labels.size(), std::size_t{202});
        std::vector<std::string> skipped;
        for (const auto& file : set.facts.skipped) {
            QVERIFY(!file.reason.empty());
            skipped.push_back(file.path);
        }
        std::sort(skipped.begin(), skipped.end());
        QVERIFY((skipped == std::vector<std::string>{"hostile/empty.png",
                                                     "hostile/huge-60000x60000.png",
                                                     "hostile/text.png",
                                                     "hostile/truncated.jpg"}));
    }

    void everyTruncationIsRefused_data() {
        QTest::addColumn<QByteArray>("file");
        const auto row = [](const char* name, const Bytes& bytes) {
            QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                              static_cast<qsizetype>(bytes.size()));
        };
        row("png", test::rgbPng(picture()));
        row("jpeg", test::jpegFile(picture()));
        row("gray jpeg", test::jpegFile(picture(1)));
        row("jpeg with EXIF", test::jpegFile(picture(), 6));
    }
    void everyTruncationIsRefused() {
        QFETCH(QByteArray, file);
        const Bytes whole(file.begin(), file.end());
        QVERIFY(data::decodeImage(whole).has_value());
        for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
            // A JPEG whose last bytes are its end marker, and a PNG whose last are its end chunk,
            // lose no pixel without them; both are refused all the same, so that the rule is one.
            const auto image = data::decodeImage(test::first(whole, bytes));
            QVERIFY2(!image.has_value(),
                     qPrintable(QString("%1 of %2 bytes").arg(bytes).arg(whole.size())));
            QVERIFY(!image.error().empty());
        }
    }

    void changedBytesNeverHarm_data() { everyTruncationIsRefused_data(); }
    void changedBytesNeverHarm() {
        QFETCH(QByteArray, file);
        Random random{7};
        for (int round = 0; round < 2000; ++round) {
            Bytes bytes(file.begin(), file.end());
            for (std::uint64_t changes = 1 + random.below(4); changes > 0; --changes)
                bytes[random.below(bytes.size())] = static_cast<std::uint8_t>(random.below(256));
            const auto probed = data::probeImage(bytes);
            const auto image = data::decodeImage(bytes);
            if (!image) continue;
            QVERIFY(probed.has_value());
            QCOMPARE(image->pixels.size(), image->geometry.size());
            QCOMPARE(image->geometry.height, probed->height);
            QCOMPARE(image->geometry.width, probed->width);
        }
    }

    void imageBombsAreRefusedByTheirHeader_data() {
        QTest::addColumn<unsigned>("width");
        QTest::addColumn<unsigned>("height");
        QTest::newRow("60000x60000") << 60000U << 60000U;
        QTest::newRow("2^31-1") << 0x7fffffffU << 0x7fffffffU;
        QTest::newRow("2^32-1") << 0xffffffffU << 0xffffffffU;
        QTest::newRow("wide") << 0x7fffffffU << 1U;
        QTest::newRow("tall") << 1U << 0x7fffffffU;
        QTest::newRow("8000x8000 in a few bytes") << 8000U << 8000U;
        QTest::newRow("nothing") << 0U << 0U;
    }
    void imageBombsAreRefusedByTheirHeader() {
        QFETCH(unsigned, width);
        QFETCH(unsigned, height);
        test::PngParts parts;
        parts.width = width;
        parts.height = height;
        QVERIFY(!data::probeImage(test::pngFile(parts)).has_value());
        QVERIFY(!data::decodeImage(test::pngFile(parts)).has_value());
        Bytes jpeg = test::jpegFile(picture());
        // SOF0: marker, length, precision, height, width.
        const Bytes marker{0xff, 0xc0};
        const auto sof = std::search(jpeg.begin(), jpeg.end(), marker.begin(), marker.end());
        QVERIFY(sof != jpeg.end());
        for (int i = 0; i < 4; ++i) *(sof + 5 + i) = width == 0 ? 0 : 0xff;
        QVERIFY(!data::probeImage(jpeg).has_value());
    }

    void linksThatLeaveTheSourceAreListed() {
        const fs::path folder = newFolder(), outside = newFolder();
        const Bytes image = test::rgbPng(picture());
        test::put(outside / "secret.png", image);
        test::put(folder / "a" / "real.png", image);
        fs::create_symlink(outside / "secret.png", folder / "a" / "leaves.png");
        fs::create_symlink(outside, folder / "b");
        fs::create_symlink(folder / "a" / "gone.png", folder / "a" / "dangling.png");
        fs::create_symlink(folder, folder / "a" / "loop");
        fs::create_symlink(folder / "a" / "real.png", folder / "a" / "stays.png");
        const data::ImportedData set = test::imported(folder);
        QCOMPARE(set.train.labels.size(), std::size_t{2});
        QVERIFY((set.classNames == std::vector<std::string>{"a"}));
        QCOMPARE(set.facts.skipped.size(), std::size_t{4});
    }

    void namesOfAnyKindWork() {
        const fs::path folder = newFolder() / "my \"data\" 'set' \xf0\x9f\x90\xb8";
        const Bytes image = test::rgbPng(picture());
        test::put(folder / "c,l\"a ss" / "\xf0\x9f\x90\xb8 {}.png", image);
        test::put(folder / "caf\xc3\xa9" / "%s.png", image);
        const data::ImportedData set = test::imported(folder);
        QCOMPARE(set.train.labels.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(set.classNames[1]), QString::fromUtf8("caf\xc3\xa9"));
    }

    void aNameThatIsNoUtf8IsListed() {
        const fs::path folder = newFolder();
        test::put(folder / "a" / "ok.png", test::rgbPng(picture()));
        test::put(folder / "a" / "\xff\xfe.png", test::rgbPng(picture()));
        const data::ImportedData set = test::imported(folder);
        fs::remove_all(folder);  // QTemporaryDir cannot name the file
        QCOMPARE(set.train.labels.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(set.facts.skipped.at(0).path),
                 QString::fromUtf8("a/\xef\xbf\xbd\xef\xbf\xbd.png"));
    }

    void aSourceBrokenAsAWholeIsRefused_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"empty folder",
                                 "files without classes",
                                 "only broken images",
                                 "only empty classes",
                                 "text file",
                                 "empty file",
                                 "not there"})
            QTest::newRow(what) << what;
    }
    void aSourceBrokenAsAWholeIsRefused() {
        QFETCH(QString, what);
        fs::path source = newFolder();
        if (what != "not there") fs::create_directories(source);
        if (what == "files without classes") test::put(source / "a.png", test::rgbPng(picture()));
        if (what == "only broken images") {
            test::put(source / "a" / "a.png", "text");
            Bytes jpeg = test::jpegFile(picture());
            test::put(source / "b" / "b.jpg", test::first(jpeg, jpeg.size() - 20));
        }
        if (what == "only empty classes") fs::create_directories(source / "a");
        if (what.endsWith(" file")) {
            test::put(source / "file", what == "text file" ? "hello" : "");
            source /= "file";
        }
        QVERIFY(!test::refusal(source).empty());
    }

    void aClassWithoutAReadableImageIsNoClass() {
        const fs::path folder = newFolder();
        const Bytes jpeg = test::jpegFile(picture());
        test::put(folder / "a" / "1.jpg", jpeg);
        test::put(folder / "b" / "broken.jpg", test::first(jpeg, jpeg.size() / 2));
        test::put(folder / "bb" / "broken.jpg", test::first(jpeg, jpeg.size() - 10));
        test::put(folder / "c" / "1.jpg", jpeg);
        fs::create_directories(folder / "d");
        const data::ImportedData set = test::imported(folder);
        QVERIFY((set.classNames == std::vector<std::string>{"a", "c"}));
        QVERIFY((set.train.labels == std::vector<std::int64_t>{0, 1}));
        QCOMPARE(set.facts.skipped.size(), std::size_t{3});
    }

    void aLimitIsMetAlthoughImagesAreBroken() {
        const fs::path folder = newFolder();
        const Bytes jpeg = test::jpegFile(picture()), broken = test::first(jpeg, jpeg.size() / 2);
        for (int i = 0; i < 20; ++i)
            for (const char* name : {"a", "b"})
                test::put(folder / name / (std::to_string(i) + ".jpg"), i % 2 == 0 ? jpeg : broken);
        data::ImportOptions options;
        options.limit = 14;
        const data::ImportedData set = test::imported(folder, options);
        QCOMPARE(set.train.labels.size(), std::size_t{14});
        QCOMPARE(std::count(set.train.labels.begin(), set.train.labels.end(), 0), 7);
    }
};

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
