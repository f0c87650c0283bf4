// SPDX-License-Identifier: Apache-2.0
#include "engine/store/archive.h"
#include "engine/store/npy.h"
#include "engine/store/npz.h"
#include "tests/engine/store/child.h"
#include "tests/engine/store/store_test.h"
#include "tests/support/shared_data.h"

#include <QTest>

#include <algorithm>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

namespace {

NamedArrays sample() {
    NamedArrays arrays;
    arrays["x"] = Array::from<float>(std::vector<float>{1, 2, 3, 4, 5, 6}, {2, 3});
    arrays["labels"] = Array::from<std::int64_t>(std::vector<std::int64_t>{7, -8}, {2});
    arrays["conv1.weight"] = Array(DType::Float64, {6, 1, 5, 5});
    arrays["empty"] = Array(DType::UInt8, {0});
    return arrays;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

/// Little-endian number over four bytes at `offset` from the `index`th central directory entry.
std::string patched(std::string archive, int index, std::size_t offset, std::uint32_t value) {
    std::size_t at = 0;
    for (int i = 0; i <= index; ++i) at = archive.find("PK\1\2", at + (i > 0 ? 4 : 0));
    for (std::size_t i = 0; i < 4; ++i)
        archive.at(at + offset + i) = static_cast<char>(value >> (8 * i));
    return archive;
}
constexpr std::size_t kPackedAt = 20, kUnpackedAt = 24;

}  // namespace

class TestNpz : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_dir;
    std::filesystem::path folder() { return pathOf(*m_dir); }
    std::filesystem::path file() { return folder() / "a.npz"; }

private Q_SLOTS:
    void init() { m_dir.emplace(); }

    void arraysComeBack_data() {
        QTest::addColumn<bool>("deflate");
        QTest::newRow("stored") << false;
        QTest::newRow("deflated") << true;
    }
    void arraysComeBack() {
        QFETCH(bool, deflate);
        const NamedArrays arrays = sample();
        writeNpz(file(), arrays, deflate ? NpzCompression::Deflated : NpzCompression::Stored);
        QCOMPARE(namesIn(folder()), std::vector<std::string>{"a.npz"});
        const NamedArrays back = readNpz(file());
        QCOMPARE(back.size(), arrays.size());
        for (const auto& [name, array] : arrays) {
            QCOMPARE(back.at(name).dtype, array.dtype);
            QCOMPARE(back.at(name).shape, array.shape);
            QVERIFY(back.at(name).bytes == array.bytes);
        }
        QCOMPARE(readNpz(file(), {"x"}).size(), std::size_t{1});
    }

    void deflatedIsSmaller() {
        const NamedArrays arrays{{"zeros", Array(DType::Float32, {10000})}};
        writeNpz(file(), arrays);
        const auto stored = std::filesystem::file_size(file());
        writeNpz(file(), arrays, NpzCompression::Deflated);
        QVERIFY(std::filesystem::file_size(file()) < stored / 10);
    }

    void equalArraysGiveEqualFiles() {
        writeNpz(file(), sample(), NpzCompression::Deflated);
        const std::string first = bytesOf(file());
        writeNpz(file(), sample(), NpzCompression::Deflated);
        QVERIFY(bytesOf(file()) == first);
    }

    void membersAreListedWithoutReadingThem() {
        writeNpz(file(), sample());
        const auto members = listNpz(file());
        QCOMPARE(members.size(), std::size_t{4});
        QCOMPARE(members[0].name, std::string("conv1.weight"));
        QCOMPARE(members[0].dtype, DType::Float64);
        QCOMPARE(members[0].shape, (Shape{6, 1, 5, 5}));
    }

    void aMissingMemberIsNamedWithThoseThereAre() {
        writeNpz(file(), sample());
        WINNOW_THROWS(
            BadInput,
            "no array 'y' in " + file().string() + "; its arrays are: conv1.weight, empty",
            readNpz(file(), {"y"}));
    }

    void otherMembersArePassedOver() {
        ArchiveWriter writer(file());
        writer.add("readme.txt", {std::byte{'x'}}, {}, false);
        writer.add("a.npy", npyHeaderBytes(DType::UInt8, {0}), {}, false);
        writer.commit();
        QCOMPARE(listNpz(file()).size(), std::size_t{1});
        QCOMPARE(readNpz(file()).size(), std::size_t{1});
    }

    void objectArraysAreRefused() {
        std::string text("\x93NUMPY\x01\x00\x40\x00", 10);
        text += "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }";
        text.resize(73, ' ');
        text += "\npickle";
        const auto bytes = std::as_bytes(std::span(text));
        ArchiveWriter writer(file());
        writer.add("a.npy", {bytes.begin(), bytes.end()}, {}, false);
        writer.commit();
        WINNOW_THROWS(
            BadInput, "'a.npy' in " + file().string() + " holds Python objects", readNpz(file()));
        WINNOW_THROWS(BadInput, "Python objects", listNpz(file()));
    }

    void aBombIsRefusedBeforeItIsUnpacked() {
        writeNpz(file(), {{"a", Array(DType::UInt8, {80 << 20})}}, NpzCompression::Deflated);
        WINNOW_THROWS(BadInput, "far more than arrays compress", readNpz(file()));
        WINNOW_THROWS(BadInput, "far more than arrays compress", listNpz(file()));
    }

    void aMemberWhoseClaimedSizeLiesIsRefused() {
        writeNpz(file(), sample(), NpzCompression::Deflated);
        const std::string good = bytesOf(file());
        for (const std::uint32_t claimed : {0U, 1U, 127U, 1327U, 1329U, 60U << 20, 0xfffffff0U}) {
            writeBytes(file(), patched(good, 0, kUnpackedAt, claimed));
            WINNOW_THROWS(BadInput, "a.npz", readNpz(file()));
        }
    }

    void membersLargerThanTheArchiveAreRefused() {
        writeNpz(file(), sample());
        const auto size = static_cast<std::uint32_t>(std::filesystem::file_size(file()));
        writeBytes(file(), patched(bytesOf(file()), 1, kPackedAt, size));
        WINNOW_THROWS(BadInput, "larger than the file", readNpz(file()));
    }

    void aNameThatIsThereTwiceIsRefused() {
        writeNpz(file(), {{"a", Array(DType::UInt8, {3})}, {"b", Array(DType::UInt8, {3})}});
        writeBytes(file(), replaced(bytesOf(file()), "b.npy", "a.npy"));
        WINNOW_THROWS(BadInput, "there twice", readNpz(file()));
    }

    void damagedNumbersAreFoundByTheirChecksum() {
        writeNpz(file(), {{"a", Array(DType::UInt8, {3000})}});
        flipByte(file(), 1500);
        WINNOW_THROWS(BadInput, "damaged", readNpz(file()));
    }

    void everyTruncationIsRefused() {
        writeNpz(folder() / "whole.npz", sample(), NpzCompression::Deflated);
        const std::string whole = bytesOf(folder() / "whole.npz");
        for (std::size_t kept = 0; kept < whole.size(); kept += 1 + kept / 40) {
            writeBytes(file(), std::string_view(whole).substr(0, kept));
            WINNOW_THROWS(BadInput, "a.npz", readNpz(file()));
        }
    }

    /// Whatever byte is damaged: an Error or arrays, never a crash, never a foreign exception.
    void anyDamagedByteIsSurvived() {
        writeNpz(folder() / "whole.npz", sample(), NpzCompression::Deflated);
        const std::string whole = bytesOf(folder() / "whole.npz");
        for (std::size_t at = 0; at < whole.size(); ++at) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ 0xff);
            writeBytes(file(), damaged);
            try {
                (void)readNpz(file());
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::BadInput);
            }
        }
    }

    void otherFilesAreRefused() {
        writeBytes(file(), "this is no archive");
        WINNOW_THROWS(BadInput, "no zip archive", readNpz(file()));
        writeBytes(file(), "");
        WINNOW_THROWS(BadInput, "a.npz", readNpz(file()));
        WINNOW_THROWS(BadInput, "no such file", readNpz(folder() / "none.npz"));
        WINNOW_THROWS(BadInput, "no regular file", readNpz(folder()));
    }

    void aFullDiskLeavesTheOldArchive() {
        WINNOW_CHILD(onSmallDisk(folder(), std::size_t{1} << 20, [&]() -> std::string {
            writeNpz(file(), sample());
            const std::string before = bytesOf(file());
            std::string wrong = notError(
                [&] {
                    writeNpz(file(), {{"a", Array(DType::UInt8, {2 << 20})}});
                },
                ErrorKind::OutOfResources,
                "the disk is full");
            if (bytesOf(file()) != before) wrong += " the old archive is gone";
            if (namesIn(folder()).size() != 1) wrong += " something is left";
            return wrong;
        }));
    }

    void numPysOwnArchivesAreRead() {
        WINNOW_NEEDS_SHARED();
        const NamedArrays deflated = readNpz(shared("data/npz/fashion-500.npz"));
        QCOMPARE(deflated.at("x_train").shape, (Shape{500, 28, 28}));
        QCOMPARE(deflated.at("x_train").dtype, DType::UInt8);
        const auto labels = deflated.at("y_train").as<std::int64_t>();
        QCOMPARE(std::ranges::max(labels), std::int64_t{9});
        QCOMPARE(labels[0], std::int64_t{9});
        const NamedArrays stored = readNpz(shared("data/npz/cifar-200.npz"));
        QCOMPARE(stored.at("x").shape, (Shape{200, 3, 32, 32}));
        QCOMPARE(stored.at("x").dtype, DType::Float32);
        writeNpz(file(), stored);
        QVERIFY(readNpz(file()).at("x").bytes == stored.at("x").bytes);
    }
};

QTEST_GUILESS_MAIN(TestNpz)
#include "tst_npz.moc"
