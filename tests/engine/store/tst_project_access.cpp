// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/store/child.h"
#include "tests/engine/store/store_test.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

namespace fs = std::filesystem;

/// What a project is not: absent, foreign, newer, damaged, read-only, on a full disk.
class TestProjectAccess : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_dir;
    fs::path folder() { return pathOf(*m_dir) / "p # 1.winnow"; }
    void makeProject() {
        Project project = Project::create(folder());
        addArtifact(project, "run", 5);
    }

private Q_SLOTS:
    void init() { m_dir.emplace(); }

    void whatIsNoProjectIsNamed() {
        WINNOW_THROWS(BadInput, "there is no project", Project::open(folder(), Access::Read));
        fs::create_directory(folder());
        WINNOW_THROWS(BadInput, "no project.db", Project::open(folder(), Access::Write));
        writeBytes(pathOf(*m_dir) / "file", "x");
        WINNOW_THROWS(BadInput, "is a file", Project::open(pathOf(*m_dir) / "file", Access::Read));
        WINNOW_THROWS(BadInput, "is a file", Project::create(pathOf(*m_dir) / "file"));
        WINNOW_THROWS(BadInput,
                      "there is no project",
                      Project::open(pathOf(*m_dir) / "file/p.winnow", Access::Read));
    }

    void aFolderWithOtherThingsIsNotMadeAProject() {
        fs::create_directory(folder());
        writeBytes(folder() / "thesis.tex", "x");
        WINNOW_THROWS(BadInput, "not empty", Project::create(folder()));
        QCOMPARE(namesIn(folder()), std::vector<std::string>{"thesis.tex"});
    }

    void aCreationThatWasCutOffIsCompleted() {
        fs::create_directories(folder() / "arrays");
        writeBytes(folder() / ".winnow-0123456789abcdef.tmp", "half a catalogue");
        WINNOW_THROWS(BadInput, "no project.db", Project::open(folder(), Access::Read));
        Project project = Project::create(folder());
        QCOMPARE(addArtifact(project, "run"), std::string("run-1"));
        QVERIFY(!fs::exists(folder() / ".winnow-0123456789abcdef.tmp"));
    }

    void anEmptiedCatalogueIsNotReplaced() {
        makeProject();
        writeBytes(folder() / "project.db", "");
        WINNOW_THROWS(BadInput, "empty catalogue", Project::open(folder(), Access::Write));
        WINNOW_THROWS(BadInput, "empty catalogue", Project::create(folder()));
        fs::remove(folder() / "project.db");
        WINNOW_THROWS(BadInput, "restore it", Project::create(folder()));
        QVERIFY(fs::exists(folder() / "arrays/run-1/values.npy"));
    }

    void aNewerVersionIsRefusedAndLeftUntouched_data() {
        QTest::addColumn<bool>("write");
        QTest::newRow("reading") << false;
        QTest::newRow("writing") << true;
    }
    void aNewerVersionIsRefusedAndLeftUntouched() {
        QFETCH(bool, write);
        makeProject();
        sql(folder(), "PRAGMA user_version = 99");
        const std::string before = bytesOf(folder() / "project.db");
        const auto names = namesIn(folder());
        WINNOW_THROWS(BadInput,
                      "newer version of Winnow (catalogue version 99, this program knows 1)",
                      Project::open(folder(), write ? Access::Write : Access::Read));
        WINNOW_THROWS(BadInput, "newer version", Project::create(folder()));
        QVERIFY(bytesOf(folder() / "project.db") == before);
        QCOMPARE(namesIn(folder()), names);
    }

    void aDatabaseOfAnotherProgramIsRefused() {
        makeProject();
        sql(folder(), "PRAGMA application_id = 1");
        WINNOW_THROWS(BadInput, "another program", Project::open(folder(), Access::Write));
    }

    void aDamagedCatalogueIsNamed_data() {
        QTest::addColumn<int>("kept");
        QTest::addColumn<QByteArray>("fragment");
        QTest::newRow("a few bytes") << 50 << QByteArray("is damaged");
        QTest::newRow("the header alone") << 100 << QByteArray("is damaged");
        QTest::newRow("a page") << 4096 << QByteArray("is damaged");
    }
    void aDamagedCatalogueIsNamed() {
        QFETCH(int, kept);
        QFETCH(QByteArray, fragment);
        makeProject();
        const auto file = folder() / "project.db";
        writeBytes(file, bytesOf(file).substr(0, static_cast<std::size_t>(kept)));
        for (const Access access : {Access::Read, Access::Write})
            WINNOW_THROWS(
                BadInput, fragment.toStdString(), Project::open(folder(), access).artifacts());
        writeBytes(file, std::string(5000, 'x'));
        WINNOW_THROWS(BadInput, "is damaged", Project::open(folder(), Access::Write));
    }

    void aCatalogueWithoutATableIsNamedAsDamaged() {
        makeProject();
        sql(folder(), "DROP TABLE parent");
        WINNOW_THROWS(BadInput, "is damaged", Project::open(folder(), Access::Read).artifacts());
    }

    void anOlderCatalogueIsMigratedWhenItIsWritten() {
        makeProject();
        // What a version 0 is: a catalogue that has its mark and no tables yet.
        sql(folder(),
            "DROP TABLE parent; DROP TABLE file; DROP TABLE selection; DROP TABLE tag;"
            "DROP TABLE decision; DROP TABLE setting; DROP TABLE counter; DROP TABLE pending;"
            "DELETE FROM artifact; DELETE FROM job; DROP TABLE artifact; DROP TABLE job;"
            "PRAGMA user_version = 0");
        fs::remove_all(folder() / "arrays/run-1");
        WINNOW_THROWS(BadInput, "older version", Project::open(folder(), Access::Read));
        Project project = Project::open(folder(), Access::Write);
        QCOMPARE(addArtifact(project, "run"), std::string("run-1"));
        QVERIFY(project.check().empty());
    }

    void aFailedMigrationChangesNothing() {
        makeProject();
        sql(folder(), "PRAGMA user_version = 0");  // its tables are in the way of version 1's
        WINNOW_THROWS(BadInput, "is damaged", Project::open(folder(), Access::Write));
        sql(folder(), "PRAGMA user_version = 1");
        QCOMPARE(Project::open(folder(), Access::Read).artifacts().size(), std::size_t{1});
    }

    void foldersThatWereLostWhileCopyingAreMadeAgain() {
        makeProject();
        fs::remove(folder() / "work");
        fs::remove(folder() / "jobs");
        Project project = Project::open(folder(), Access::Write);
        JobLock job(project, "train", nlohmann::json::object());
        job.finish(JobState::Done, "");
    }

    void aReaderDoesNotWrite() {
        makeProject();
        Project project = Project::open(folder(), Access::Read);
        WINNOW_THROWS(Internal, "opened for reading", project.setSetting("a", "b"));
        WINNOW_THROWS(Internal, "opened for reading", addArtifact(project, "run"));
        WINNOW_THROWS(
            Internal, "opened for reading", JobLock(project, "train", nlohmann::json::object()));
    }

    void aForbiddenProjectIsReadAndNotWritten() {
        makeProject();
        WINNOW_CHILD(asOrdinaryUser(pathOf(*m_dir), [&]() -> std::string {
            if (::access(folder().c_str(), W_OK) == 0) return "skip: the folder is our own";
            return checkReadOnly("permission is denied");
        }));
    }

    void aReadOnlyDiskIsReadAndNotWritten() {
        makeProject();
        WINNOW_CHILD(onReadOnlyDisk(pathOf(*m_dir), [&] { return checkReadOnly("is read-only"); }));
    }

    void aReadOnlyProjectThatWasNotClosedIsRefused() {
        makeProject();
        {
            // The log of a writer that was killed.
            Project project = Project::open(folder(), Access::Write);
            addArtifact(project, "run", 6);
            fs::copy(folder(), pathOf(*m_dir) / "copy", fs::copy_options::recursive);
        }
        if (!fs::exists(pathOf(*m_dir) / "copy/project.db-wal")) QSKIP("no write-ahead log here");
        WINNOW_CHILD(onReadOnlyDisk(pathOf(*m_dir), [&] {
            return notError([&] { (void)Project::open(pathOf(*m_dir) / "copy", Access::Read); },
                            ErrorKind::BadInput,
                            "was not closed");
        }));
        QCOMPARE(Project::open(pathOf(*m_dir) / "copy", Access::Write).artifacts().size(),
                 std::size_t{2});
    }

    void aFullDiskIsNamedAndLosesNothing() {
        fs::create_directory(folder());
        WINNOW_CHILD(onSmallDisk(folder(), std::size_t{1} << 20, [&]() -> std::string {
            fs::create_directory(folder() / "p");
            Project project = Project::create(folder() / "p");
            std::string wrong;
            const auto fill = [&] {
                for (int i = 0; i < 1000; ++i) addArtifact(project, "run", 1, {}, {}, 1000);
            };
            wrong += notError(fill, ErrorKind::OutOfResources, "the disk is full");
            for (const Damage& damage : project.check()) wrong += damage.sentence;
            if (project.artifacts().size() < 3) wrong += "nothing was stored";
            return wrong;
        }));
    }

    void aDiskTooSmallForACatalogueIsNamed() {
        fs::create_directory(folder());
        WINNOW_CHILD(onSmallDisk(folder(), 16384, [&] {
            return notError([&] { (void)Project::create(folder() / "p"); },
                            ErrorKind::OutOfResources,
                            "the disk is full");
        }));
    }

private:
    std::string checkReadOnly(const std::string& fragment) {
        const Project reader = Project::open(folder(), Access::Read);
        std::string wrong;
        if (reader.read("run-1", "values.npy").as<float>()[0] != 5)
            wrong += "it reads another value ";
        for (const Damage& damage : reader.check()) wrong += damage.sentence;
        wrong += notError(
            [&] { (void)Project::open(folder(), Access::Write); }, ErrorKind::BadInput, fragment);
        wrong += notError(
            [&] { (void)Project::create(folder() / "new"); }, ErrorKind::BadInput, fragment);
        return wrong;
    }
};

QTEST_GUILESS_MAIN(TestProjectAccess)
#include "tst_project_access.moc"
