// SPDX-License-Identifier: Apache-2.0
#include "engine/store/atomic.h"
#include "engine/store/checksum.h"
#include "engine/store/file_lock.h"
#include "engine/store/npy.h"
#include "engine/store/version.h"
#include "tests/engine/store/child.h"
#include "tests/engine/store/store_test.h"

#include <QTest>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

using Names = std::vector<std::string>;

class TestFiles : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_dir;
    std::filesystem::path folder() { return pathOf(*m_dir); }

private Q_SLOTS:
    void init() { m_dir.emplace(); }

    void aFileIsReplacedWholly() {
        writeFile(folder() / "a", "first");
        writeFile(folder() / "a", "second, longer");
        QCOMPARE(readText(folder() / "a"), std::string("second, longer"));
        QCOMPARE(namesIn(folder()), Names{"a"});
    }

    void anUncommittedFileLeavesTheOldOne() {
        writeFile(folder() / "a", "first");
        {
            AtomicFile file(folder() / "a");
            file.write(std::as_bytes(std::span(std::string_view("half"))));
            QVERIFY(isTemporary(file.temporary()));
        }
        QCOMPARE(readText(folder() / "a"), std::string("first"));
        QCOMPARE(namesIn(folder()), Names{"a"});
    }

    void namesAreTakenAsTheyAre_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("spaces and quotes") << QByteArray("it's \"a\" name.npy");
        QTest::newRow("emoji") << QByteArray("\xf0\x9f\x90\xb8.npy");
        QTest::newRow("as long as names may be") << QByteArray(255, 'n');
        QTest::newRow("new line") << QByteArray("a\nb");
    }
    void namesAreTakenAsTheyAre() {
        QFETCH(QByteArray, name);
        writeNpy<float>(folder() / name.toStdString(), std::vector<float>{1, 2}, {2});
        QCOMPARE(namesIn(folder()), Names{name.toStdString()});
        QCOMPARE(readNpy(folder() / name.toStdString()).as<float>()[1], 2.0F);
    }

    void foldersAndMissingFilesAreNamed() {
        WINNOW_THROWS(BadInput, "no such file", readText(folder() / "none"));
        WINNOW_THROWS(BadInput, "no regular file", readText(folder()));
        WINNOW_THROWS(BadInput, "no regular file", readNpy("/dev/zero"));
        WINNOW_THROWS(BadInput, "there is no such", writeFile(folder() / "none/a", "x"));
        std::filesystem::create_directory(folder() / "b");
        WINNOW_THROWS(BadInput, "is a folder", writeFile(folder() / "b", "x"));
        QCOMPARE(namesIn(folder()), Names{"b"});
    }

    void textOverTheLimitIsRefusedBeforeItIsRead() {
        writeFile(folder() / "a", "12345");
        QCOMPARE(readText(folder() / "a", 5), std::string("12345"));
        WINNOW_THROWS(BadInput, "has 5 bytes", readText(folder() / "a", 4));
    }

    void forbiddenFoldersAreNamed() {
        WINNOW_CHILD(asOrdinaryUser(folder(), [&] {
            if (::access(folder().c_str(), W_OK) == 0)
                std::filesystem::permissions(folder(),
                                             std::filesystem::perms::owner_write,
                                             std::filesystem::perm_options::remove);
            return notError([&] { writeFile(folder() / "a", "x"); },
                            ErrorKind::BadInput,
                            "permission is denied");
        }));
    }

    void readOnlyDisksAreNamed() {
        WINNOW_CHILD(onReadOnlyDisk(folder(), [&] {
            return notError(
                [&] { writeFile(folder() / "a", "x"); }, ErrorKind::BadInput, "is read-only");
        }));
    }

    void checksumsAreThoseOfCrc32() {
        const std::string_view text = "123456789";  // the check value of the CRC catalogue
        QCOMPARE(checksum(std::as_bytes(std::span(text))), std::string("crc32:cbf43926"));
        QCOMPARE(checksum({}), std::string("crc32:00000000"));
        writeFile(folder() / "a", text);
        QCOMPARE(checksumOfFile(folder() / "a"), std::string("crc32:cbf43926"));
        std::string large(3'000'001, 'x');
        writeFile(folder() / "a", large);
        QCOMPARE(checksumOfFile(folder() / "a"), checksum(std::as_bytes(std::span(large))));
    }

    void aLockExcludesOthersUntilItGoes() {
        const auto path = folder() / "a.lock";
        QVERIFY(!FileLock::isHeld(path));
        auto lock = FileLock::tryAcquire(path);
        QVERIFY(lock);
        QVERIFY(!FileLock::tryAcquire(path));
        QVERIFY(FileLock::isHeld(path));
        WINNOW_CHILD(inChild([&]() -> std::string {
            return FileLock::tryAcquire(path) ? "a second process took the lock" : "";
        }));
        lock.reset();
        QVERIFY(!FileLock::isHeld(path));
        std::move(*FileLock::tryAcquire(path)).removeFile();
        QVERIFY(namesIn(folder()).empty());
    }

    void theVersionIsConfigured() {
        QVERIFY(!versionText().empty());
        QVERIFY(versionText().find('@') == std::string_view::npos);
    }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
