// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

#include <matio.h>

using namespace winnow;
using test::Bytes;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kCount = 4, kHeight = 3, kWidth = 5;

std::uint8_t pixel(std::size_t n, std::size_t c, std::size_t y, std::size_t x) {
    return static_cast<std::uint8_t>(60 * n + 20 * c + 5 * y + x);
}

void writeMat(const fs::path& file, std::vector<std::uint8_t> labels, matio_compression packing) {
    fs::create_directories(file.parent_path());
    std::vector<std::uint8_t> pixels;
    for (std::size_t n = 0; n < kCount; ++n)
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t x = 0; x < kWidth; ++x)
                for (std::size_t y = 0; y < kHeight; ++y) pixels.push_back(pixel(n, c, y, x));
    std::size_t dims[4]{kHeight, kWidth, 3, kCount}, rows[2]{labels.size(), 1};
    mat_t* mat = Mat_CreateVer(file.c_str(), nullptr, MAT_FT_MAT5);
    matvar_t* x = Mat_VarCreate("X", MAT_C_UINT8, MAT_T_UINT8, 4, dims, pixels.data(), 0);
    matvar_t* y = Mat_VarCreate("y", MAT_C_UINT8, MAT_T_UINT8, 2, rows, labels.data(), 0);
    Mat_VarWrite(mat, x, packing);
    Mat_VarWrite(mat, y, packing);
    Mat_VarFree(x);
    Mat_VarFree(y);
    Mat_Close(mat);
}

}  // namespace

class TestSvhn : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_next = 0;

    fs::path newFolder() { return fs::path(m_dir.path().toStdString()) / std::to_string(m_next++); }

private Q_SLOTS:
    void readsBothSplits_data() {
        QTest::addColumn<bool>("packed");
        QTest::newRow("plain") << false;
        QTest::newRow("compressed") << true;
    }
    void readsBothSplits() {
        QFETCH(bool, packed);
        const auto packing = packed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE;
        const fs::path folder = newFolder();
        writeMat(folder / "train_32x32.mat", {1, 10, 9, 2}, packing);
        writeMat(folder / "test_32x32.mat", {3, 10, 3, 3}, packing);
        const data::ImportedData set = test::imported(folder);
        QCOMPARE(set.facts.format, data::Format::Svhn);
        QVERIFY((set.geometry == data::Geometry{3, kHeight, kWidth}));
        QVERIFY((set.train.labels == std::vector<std::int64_t>{1, 0, 9, 2}));
        QVERIFY((set.test->labels == std::vector<std::int64_t>{3, 0, 3, 3}));
        std::size_t at = 0;
        for (std::size_t n = 0; n < kCount; ++n)
            for (std::size_t c = 0; c < 3; ++c)
                for (std::size_t y = 0; y < kHeight; ++y)
                    for (std::size_t x = 0; x < kWidth; ++x)
                        QCOMPARE(set.train.pixels[at++], pixel(n, c, y, x));
    }

    void refusesLabelsOutOfRangeAndCountsThatDiffer() {
        const fs::path file = newFolder() / "train_32x32.mat";
        writeMat(file, {1, 11, 9, 2}, MAT_COMPRESSION_NONE);
        QVERIFY(QString::fromStdString(test::refusal(file)).contains("label 11 of sample 1"));
        writeMat(file, {1, 1, 9}, MAT_COMPRESSION_NONE);
        QVERIFY(QString::fromStdString(test::refusal(file)).contains("4 images, but 3 labels"));
    }

    void refusesEveryTruncation_data() { readsBothSplits_data(); }
    void refusesEveryTruncation() {
        QFETCH(bool, packed);
        const fs::path file = newFolder() / "train_32x32.mat";
        writeMat(file, {1, 10, 9, 2}, packed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE);
        const Bytes whole = test::got(file);
        // The last bytes of an uncompressed file are padding, without which nothing is lost.
        for (std::size_t bytes = 0; bytes + 8 < whole.size(); bytes += bytes < 200 ? 1 : 13) {
            test::put(file, test::first(whole, bytes));
            QVERIFY2(!test::refusal(file, {.format = data::Format::Svhn}).empty(),
                     qPrintable(QString::number(bytes)));
        }
    }
};

QTEST_GUILESS_MAIN(TestSvhn)
#include "tst_svhn.moc"
