// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/data/data_files.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace winnow;
using test::Bytes;
namespace fs = std::filesystem;

namespace {

const Bytes kPixels = test::noise(5 * 3 * 4, 1);
const Bytes kLabels{0, 1, 2, 1, 0};

}  // namespace

class TestIdx : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_next = 0;

    fs::path newFolder() {
        return fs::path(m_dir.path().toStdString()) / ("set " + std::to_string(m_next++));
    }

    static void putSplit(const fs::path& folder, const std::string& split, bool packed) {
        const Bytes images = test::idxImages(5, 3, 4, kPixels), labels = test::idxLabels(kLabels);
        const std::string end = packed ? ".gz" : "";
        test::put(folder / (split + "-images-idx3-ubyte" + end),
                  packed ? test::gzipped(images) : images);
        test::put(folder / (split + "-labels-idx1-ubyte" + end),
                  packed ? test::gzipped(labels) : labels);
    }

private Q_SLOTS:
    void readsAFolder_data() {
        QTest::addColumn<bool>("packed");
        QTest::newRow("plain") << false;
        QTest::newRow("gzip") << true;
    }
    void readsAFolder() {
        QFETCH(bool, packed);
        const fs::path folder = newFolder();
        putSplit(folder, "train", packed);
        putSplit(folder, "t10k", packed);
        const data::ImportedData set = test::imported(folder);
        QCOMPARE(set.facts.format, data::Format::Idx);
        QCOMPARE(set.facts.packed, packed);
        QVERIFY((set.geometry == data::Geometry{1, 3, 4}));
        QVERIFY(set.train.pixels == kPixels);
        QVERIFY(set.test.has_value() && set.test->pixels == kPixels);
        QVERIFY((set.train.labels == std::vector<std::int64_t>{0, 1, 2, 1, 0}));
        QVERIFY((set.classNames == std::vector<std::string>{"0", "1", "2"}));
    }

    void readsOneImagesFileWithItsLabelsBeside() {
        const fs::path folder = newFolder();
        putSplit(folder, "train", false);
        const data::ImportedData set = test::imported(folder / "train-images-idx3-ubyte");
        QVERIFY(set.train.pixels == kPixels);
        QVERIFY(!set.test);
    }

    void namesClassesByTheFileBeside() {
        const fs::path folder = newFolder();
        putSplit(folder, "train", false);
        test::put(folder / "classes.txt", "ant\nbee\ncat\n");
        QVERIFY(
            (test::imported(folder).classNames == std::vector<std::string>{"ant", "bee", "cat"}));
    }

    void refusesOneFileThatIsCutShort_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("packed");
        QTest::addColumn<int>("bytes");
        for (const int bytes : {0, 1, 3, 4, 7, 8, 15, 16, 17, 75}) {
            QTest::addRow("images %d", bytes) << "train-images-idx3-ubyte" << false << bytes;
            QTest::addRow("images.gz %d", bytes) << "train-images-idx3-ubyte.gz" << true << bytes;
        }
        for (const int bytes : {0, 3, 4, 7, 8, 12}) {
            QTest::addRow("labels %d", bytes) << "train-labels-idx1-ubyte" << false << bytes;
            QTest::addRow("labels.gz %d", bytes) << "train-labels-idx1-ubyte.gz" << true << bytes;
        }
    }
    void refusesOneFileThatIsCutShort() {
        QFETCH(QString, file);
        QFETCH(bool, packed);
        QFETCH(int, bytes);
        const fs::path folder = newFolder();
        putSplit(folder, "train", packed);
        const fs::path path = folder / file.toStdString();
        test::put(path, test::first(test::got(path), static_cast<std::size_t>(bytes)));
        QVERIFY(!test::refusal(folder).empty());
        QVERIFY(!test::refusal(folder, {.format = data::Format::Idx}).empty());
    }

    void refusesBytesAfterTheLastImage_data() { readsAFolder_data(); }
    void refusesBytesAfterTheLastImage() {
        QFETCH(bool, packed);
        const fs::path folder = newFolder();
        putSplit(folder, "train", packed);
        Bytes images = test::idxImages(5, 3, 4, kPixels);
        images.push_back(7);
        test::put(folder / (packed ? "train-images-idx3-ubyte.gz" : "train-images-idx3-ubyte"),
                  packed ? test::gzipped(images) : images);
        QVERIFY(!test::refusal(folder).empty());
    }

    void refusesAHeaderThatClaimsMoreThanTheFileHolds_data() { readsAFolder_data(); }
    void refusesAHeaderThatClaimsMoreThanTheFileHolds() {
        QFETCH(bool, packed);
        const fs::path folder = newFolder();
        putSplit(folder, "train", packed);
        const Bytes images = test::idxImages(60000, 60000, 60000, kPixels);
        test::put(folder / (packed ? "train-images-idx3-ubyte.gz" : "train-images-idx3-ubyte"),
                  packed ? test::gzipped(images) : images);
        QVERIFY(QString::fromStdString(test::refusal(folder)).contains("size"));
    }

    void refusesCountsThatDiffer() {
        const fs::path folder = newFolder();
        putSplit(folder, "train", false);
        test::put(folder / "train-labels-idx1-ubyte", test::idxLabels({0, 1, 2, 1}));
        const auto sentence = QString::fromStdString(test::refusal(folder));
        QVERIFY2(sentence.contains("5 images") && sentence.contains("4 labels"),
                 qPrintable(sentence));
    }

    void refusesWhatIsNoIdx_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("wrong magic") << QByteArray("\x01\x02\x08\x03\0\0\0\1\0\0\0\1\0\0\0\1x", 17);
        QTest::newRow("floats") << QByteArray("\0\0\x0d\x03\0\0\0\1\0\0\0\1\0\0\0\1abcd", 20);
        QTest::newRow("no images") << QByteArray("\0\0\x08\x03\0\0\0\0\0\0\0\1\0\0\0\1", 16);
        QTest::newRow("text") << QByteArray("hello, this is no data set");
    }
    void refusesWhatIsNoIdx() {
        QFETCH(QByteArray, bytes);
        const fs::path folder = newFolder();
        test::put(folder / "train-images-idx3-ubyte", bytes.toStdString());
        test::put(folder / "train-labels-idx1-ubyte", test::idxLabels({0}));
        QVERIFY(!test::refusal(folder).empty());
    }

    void refusesATestLabelThatNoTrainingClassHas() {
        const fs::path folder = newFolder();
        putSplit(folder, "train", false);
        putSplit(folder, "t10k", false);
        test::put(folder / "t10k-labels-idx1-ubyte", test::idxLabels({0, 1, 3, 1, 0}));
        QVERIFY(QString::fromStdString(test::refusal(folder)).contains("label 3 of sample 2"));
    }

    void readsMnist() {
        WINNOW_NEEDS_SHARED();
        const data::ImportedData set = test::imported(test::shared("data/mnist"));
        std::vector<std::int64_t> counts(10);
        for (const auto label : set.train.labels) ++counts[static_cast<std::size_t>(label)];
        QVERIFY((counts == std::vector<std::int64_t>{
                               5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}));
        QCOMPARE(set.test->labels.size(), std::size_t{10000});
        // Mean of MNIST's training pixels as every tutorial quotes it: 0.1307.
        const double sum = std::accumulate(set.train.pixels.begin(), set.train.pixels.end(), 0.0);
        QVERIFY(std::abs(sum / 255 / 47040000 - 0.1307) < 5e-5);
    }
};

QTEST_GUILESS_MAIN(TestIdx)
#include "tst_idx.moc"
