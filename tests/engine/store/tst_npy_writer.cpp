// SPDX-License-Identifier: Apache-2.0
#include "engine/store/npy.h"
#include "tests/engine/store/child.h"
#include "tests/engine/store/store_test.h"

#include <QTest>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

using Names = std::vector<std::string>;

class TestNpyWriter : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_dir;
    std::filesystem::path folder() { return pathOf(*m_dir); }
    std::filesystem::path file() { return folder() / "tile.npy"; }

private Q_SLOTS:
    void init() { m_dir.emplace(); }

    void whatIsWrittenThroughTheMappingIsRead() {
        NpyWriter writer(file(), DType::Float32, {100, 7});
        QVERIFY(!std::filesystem::exists(file()));
        for (std::size_t i = 0; i < 700; ++i) writer.as<float>()[i] = static_cast<float>(i);
        writer.commit();
        QCOMPARE(namesIn(folder()), Names{"tile.npy"});
        const Array array = readNpy(file());
        QCOMPARE(array.shape, (Shape{100, 7}));
        QCOMPARE(array.as<float>()[699], 699.0F);
    }

    void withoutCommitNothingRemains() {
        writeNpy<int>(file(), std::vector<int>{1}, {1});
        { NpyWriter writer(file(), DType::Float32, {10}); }
        QCOMPARE(namesIn(folder()), Names{"tile.npy"});
        QCOMPARE(readNpy(file()).dtype, DType::Int32);
    }

    void emptyArraysAreWritten() {
        NpyWriter writer(file(), DType::Int64, {0, 5});
        QVERIFY(writer.as<std::int64_t>().empty());
        writer.commit();
        QCOMPARE(readNpy(file()).shape, (Shape{0, 5}));
    }

    void aPartialFileIsContinued() {
        {
            NpyWriter writer(file(), DType::Float32, {10}, true);
            QVERIFY(!writer.resumed());
            writer.as<float>()[3] = 42;
            writer.flush();
        }
        NpyWriter writer(file(), DType::Float32, {10}, true);
        QVERIFY(writer.resumed());
        QCOMPARE(writer.as<float>()[3], 42.0F);
        writer.commit();
        QCOMPARE(namesIn(folder()), Names{"tile.npy"});
    }

    void aPartialFileOfAnotherShapeIsNot() {
        {
            NpyWriter writer(file(), DType::Float32, {10}, true);
            writer.as<float>()[3] = 42;
        }
        NpyWriter writer(file(), DType::Float32, {5, 2}, true);
        QVERIFY(!writer.resumed());
        QCOMPARE(writer.as<float>()[3], 0.0F);
    }

    void aPartialFileThatIsCutShortIsNot() {
        { NpyWriter writer(file(), DType::Float32, {10}, true); }
        const auto partial = folder() / "tile.npy.partial";
        writeBytes(partial, bytesOf(partial).substr(0, 140));
        QVERIFY(!NpyWriter(file(), DType::Float32, {10}, true).resumed());
    }

    void whatIsLargerThanTheDiskIsRefusedAtOnce() {
        WINNOW_THROWS(OutOfResources,
                      "disk is full",
                      NpyWriter(file(), DType::UInt8, {std::int64_t{1} << 60}));
        QVERIFY(namesIn(folder()).empty());
    }

    void aFullDiskIsAnErrorAndNoCrash() {
        constexpr std::size_t kDisk = std::size_t{1} << 20;
        WINNOW_CHILD(onSmallDisk(folder(), kDisk, [&]() -> std::string {
            const auto whole = static_cast<std::int64_t>(kDisk);
            std::string wrong = notError([&] { NpyWriter(file(), DType::UInt8, {whole}); },
                                         ErrorKind::OutOfResources,
                                         "tile.npy: the disk is full");
            wrong += notError([&] { writeNpy(file(), Array(DType::UInt8, {whole})); },
                              ErrorKind::OutOfResources,
                              "tile.npy: the disk is full");
            if (!namesIn(folder()).empty()) wrong += "something is left";
            NpyWriter fits(file(), DType::UInt8, {whole / 2});
            std::ranges::fill(fits.as<std::uint8_t>(), std::uint8_t{7});
            fits.commit();
            return wrong;
        }));
    }

    void anotherTypeIsRefused() {
        NpyWriter writer(file(), DType::Float32, {10});
        WINNOW_THROWS(BadInput, "float32 where uint8", writer.as<std::uint8_t>());
    }

    void impossibleShapesAreRefused() {
        WINNOW_THROWS(BadInput, "not a possible", NpyWriter(file(), DType::Float32, {-1}));
        WINNOW_THROWS(BadInput,
                      "not a possible",
                      NpyWriter(file(), DType::Float64, {std::int64_t{1} << 61, 3}));
        QVERIFY(namesIn(folder()).empty());
    }

    void aMissingFolderIsNamed() {
        WINNOW_THROWS(BadInput,
                      "none/tile.npy: there is no such",
                      NpyWriter(folder() / "none/tile.npy", DType::Float32, {10}));
    }
};

QTEST_GUILESS_MAIN(TestNpyWriter)
#include "tst_npy_writer.moc"
