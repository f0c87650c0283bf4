// SPDX-License-Identifier: Apache-2.0
#include "engine/store/npy.h"
#include "engine/store/npz.h"
#include "tests/engine/data/data_files.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace winnow;
using store::Array;
using test::Bytes;
namespace fs = std::filesystem;

namespace {

const Bytes kPixels = test::noise(4 * 3 * 6 * 5, 1);  // 4 RGB images of 6 x 5

Array labels(std::vector<std::int64_t> values = {0, 1, 2, 1}) {
    const auto count = static_cast<std::int64_t>(values.size());
    return Array::from<std::int64_t>(values, {count});
}

/// [N,C,H,W] to [N,H,W,C].
Bytes channelsLast(const Bytes& pixels) {
    Bytes out;
    for (std::size_t n = 0; n < 4; ++n)
        for (std::size_t i = 0; i < 30; ++i)
            for (std::size_t c = 0; c < 3; ++c) out.push_back(pixels[n * 90 + c * 30 + i]);
    return out;
}

}  // namespace

class TestNpzSource : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_next = 0;

    fs::path newFile() {
        return fs::path(m_dir.path().toStdString()) / std::to_string(m_next++) / "set.npz";
    }

    fs::path written(const store::NamedArrays& arrays) {
        const fs::path file = newFile();
        fs::create_directories(file.parent_path());
        store::writeNpz(file, arrays);
        return file;
    }

private Q_SLOTS:
    void readsEveryPairOfNames_data() {
        QTest::addColumn<QString>("images");
        QTest::addColumn<QString>("classes");
        QTest::addColumn<QString>("testImages");
        QTest::addColumn<QString>("testClasses");
        QTest::newRow("x y") << "x"
                             << "y"
                             << ""
                             << "";
        QTest::newRow("x_train") << "x_train"
                                 << "y_train"
                                 << "x_test"
                                 << "y_test";
        QTest::newRow("images") << "images"
                                << "labels"
                                << "test_images"
                                << "test_labels";
        QTest::newRow("train_images") << "train_images"
                                      << "train_labels"
                                      << "test_images"
                                      << "test_labels";
    }
    void readsEveryPairOfNames() {
        QFETCH(QString, images);
        QFETCH(QString, classes);
        QFETCH(QString, testImages);
        QFETCH(QString, testClasses);
        const Array pixels = Array::from<std::uint8_t>(kPixels, {4, 3, 6, 5});
        store::NamedArrays arrays{{images.toStdString(), pixels},
                                  {classes.toStdString(), labels()}};
        if (!testImages.isEmpty()) {
            arrays[testImages.toStdString()] = pixels;
            arrays[testClasses.toStdString()] = labels({2, 2, 0, 1});
        }
        const data::ImportedData set = test::imported(written(arrays));
        QCOMPARE(set.facts.format, data::Format::Npz);
        QVERIFY(set.train.pixels == kPixels);
        QVERIFY((set.train.labels == std::vector<std::int64_t>{0, 1, 2, 1}));
        QCOMPARE(set.test.has_value(), !testImages.isEmpty());
        if (set.test) QVERIFY((set.test->labels == std::vector<std::int64_t>{2, 2, 0, 1}));
    }

    void recognisesTheLayout() {
        const auto geometryOf = [&](store::Shape shape, const Bytes& bytes) {
            return test::imported(written(
                {{"x", Array::from<std::uint8_t>(bytes, std::move(shape))}, {"y", labels()}}));
        };
        const data::ImportedData last = geometryOf({4, 6, 5, 3}, channelsLast(kPixels));
        QVERIFY((last.geometry == data::Geometry{3, 6, 5}));
        QVERIFY(last.train.pixels == kPixels);
        QVERIFY((geometryOf({4, 18, 5}, kPixels).geometry == data::Geometry{1, 18, 5}));
        QVERIFY((geometryOf({4, 1, 18, 5}, kPixels).geometry == data::Geometry{1, 18, 5}));
        QVERIFY((geometryOf({4, 18, 5, 1}, kPixels).geometry == data::Geometry{1, 18, 5}));
    }

    void readsFloatsInEitherRange_data() {
        QTest::addColumn<double>("scale");
        QTest::newRow("0 to 1") << 255.0;
        QTest::newRow("0 to 255") << 1.0;
    }
    void readsFloatsInEitherRange() {
        QFETCH(double, scale);
        std::vector<float> values;
        for (const std::uint8_t pixel : kPixels)
            values.push_back(static_cast<float>(pixel / scale));
        const auto set = test::imported(
            written({{"x", Array::from<float>(values, {4, 3, 6, 5})}, {"y", labels()}}));
        QVERIFY(set.train.pixels == kPixels);
    }

    void testImagesShareTheScaleOfTheTrainingImages() {
        std::vector<double> train(8, 0.5), test(8, 3.0);
        train[0] = 1;
        const auto sentence =
            test::refusal(written({{"x_train", Array::from<double>(train, {2, 2, 2})},
                                   {"y_train", labels({0, 1})},
                                   {"x_test", Array::from<double>(test, {2, 2, 2})},
                                   {"y_test", labels({0, 1})}}));
        QVERIFY(QString::fromStdString(sentence).contains("x_test"));
    }

    void refusesNumbersThatAreNoPixels_data() {
        QTest::addColumn<double>("value");
        QTest::newRow("negative") << -0.5;
        QTest::newRow("above 255") << 256.0;
        QTest::newRow("not a number") << std::nan("");
        QTest::newRow("infinite") << HUGE_VAL;
    }
    void refusesNumbersThatAreNoPixels() {
        QFETCH(double, value);
        std::vector<double> values(16, 0.25);
        values[9] = value;
        const auto sentence = test::refusal(
            written({{"x", Array::from<double>(values, {4, 2, 2})}, {"y", labels()}}));
        QVERIFY2(QString::fromStdString(sentence).contains("'x'"), sentence.c_str());
    }

    void refusesLabelsThatDoNotFit_data() {
        QTest::addColumn<QList<double>>("values");
        QTest::newRow("too few") << QList<double>{0, 1, 2};
        QTest::newRow("negative") << QList<double>{0, 1, 2, -1};
        QTest::newRow("no whole number") << QList<double>{0, 1, 2, 0.5};
        QTest::newRow("far out of range") << QList<double>{0, 1, 2, 70000};
        QTest::newRow("not a number") << QList<double>{0, 1, 2, std::nan("")};
    }
    void refusesLabelsThatDoNotFit() {
        QFETCH(QList<double>, values);
        const std::vector<double> list(values.begin(), values.end());
        QVERIFY(
            !test::refusal(
                 written(
                     {{"x", Array::from<std::uint8_t>(Bytes(16), {4, 2, 2})},
                      {"y", Array::from<double>(list, {static_cast<std::int64_t>(list.size())})}}))
                 .empty());
    }

    void refusesShapesThatAreNoImages_data() {
        QTest::addColumn<QList<qint64>>("shape");
        QTest::newRow("flat") << QList<qint64>{4, 90};
        QTest::newRow("two channels") << QList<qint64>{4, 2, 9, 5};
        QTest::newRow("five axes") << QList<qint64>{4, 1, 1, 9, 10};
        QTest::newRow("no images") << QList<qint64>{0, 9, 10};
        QTest::newRow("no pixels") << QList<qint64>{4, 0, 10};
    }
    void refusesShapesThatAreNoImages() {
        QFETCH(QList<qint64>, shape);
        const Array images(store::DType::UInt8, store::Shape(shape.begin(), shape.end()));
        QVERIFY(!test::refusal(written({{"x", images}, {"y", labels()}})).empty());
    }

    void saysWhichArraysThereAre() {
        const auto sentence = QString::fromStdString(
            test::refusal(written({{"pictures", labels()}, {"tags", labels()}})));
        QVERIFY2(sentence.contains("pictures, tags"), qPrintable(sentence));
    }

    void readsAPairOfNpyFiles() {
        const fs::path folder = newFile().parent_path();
        fs::create_directories(folder);
        store::writeNpy(folder / "x.npy", Array::from<std::uint8_t>(kPixels, {4, 3, 6, 5}));
        store::writeNpy(folder / "y.npy",
                        Array::from<std::int64_t>(std::vector<std::int64_t>{3, 1, 2, 1}, {4, 1}));
        for (const fs::path& source : {folder, folder / "x.npy"}) {
            const data::ImportedData set = test::imported(source);
            QVERIFY(set.train.pixels == kPixels);
            QCOMPARE(set.train.labels[0], std::int64_t{3});
            QCOMPARE(set.classNames.size(), std::size_t{4});
        }
    }

    void refusesAnArchiveThatIsCutShort() {
        const fs::path file =
            written({{"x", Array::from<std::uint8_t>(kPixels, {4, 3, 6, 5})}, {"y", labels()}});
        const Bytes whole = test::got(file);
        for (std::size_t bytes = 0; bytes < whole.size(); bytes += bytes < 100 ? 1 : 7) {
            test::put(file, test::first(whole, bytes));
            QVERIFY(!test::refusal(file, {.format = data::Format::Npz}).empty());
        }
    }

    void refusesObjectArrays() {
        const fs::path folder = newFile().parent_path();
        const std::string header = "{'descr': '|O', 'fortran_order': False, 'shape': (4,), }";
        test::put(folder / "x.npy",
                  std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' +
                      header + "cos\nsystem\n(S'true'\ntR.");
        store::writeNpy(folder / "y.npy", labels());
        QVERIFY(!test::refusal(folder).empty());
    }

    void readsTheSharedArchives() {
        WINNOW_NEEDS_SHARED();
        const data::ImportedData fashion = test::imported(test::shared("data/npz/fashion-500.npz"));
        QVERIFY((fashion.geometry == data::Geometry{1, 28, 28}));
        QCOMPARE(fashion.train.labels.size(), std::size_t{500});
        const data::ImportedData cifar = test::imported(test::shared("data/npz/cifar-200.npz"));
        QVERIFY((cifar.geometry == data::Geometry{3, 32, 32}));
        const Array x = store::readNpz(test::shared("data/npz/cifar-200.npz")).at("x");
        for (std::size_t i = 0; i < cifar.train.pixels.size(); ++i)
            QVERIFY(std::abs(cifar.train.pixels[i] / 255.0 -
                             static_cast<double>(x.as<float>()[i])) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(TestNpzSource)
#include "tst_npz_source.moc"
