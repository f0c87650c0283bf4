// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/store/store_test.h"

#include <QTest>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

namespace fs = std::filesystem;

using Harm = void (*)(const fs::path&);
Q_DECLARE_METATYPE(Harm)

class TestCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWholeProjectHasNoDamage() {
        const QTemporaryDir dir;
        Project project = Project::create(pathOf(dir) / "p");
        QVERIFY(project.check().empty());
        addArtifact(project, "dataset");
        addArtifact(project, "run", 1, {}, {"dataset-1"});
        QVERIFY(project.check().empty());
    }

    void everyKindOfDamageIsFoundAndNamed_data() {
        QTest::addColumn<Harm>("harm");
        QTest::addColumn<QByteArray>("where");
        QTest::addColumn<QByteArray>("fragment");
        const auto row = [](const char* name, Harm harm, const char* where, const char* fragment) {
            QTest::newRow(name) << harm << QByteArray(where) << QByteArray(fragment);
        };
        row(
            "a flipped bit",
            [](const fs::path& p) { flipByte(p / "arrays/run-1/values.npy", 150); },
            "arrays/run-1/values.npy",
            "contents changed");
        row(
            "a flipped bit in the header",
            [](const fs::path& p) { flipByte(p / "arrays/run-1/values.npy", 0); },
            "arrays/run-1/values.npy",
            "contents changed");
        row(
            "a file cut short",
            [](const fs::path& p) { fs::resize_file(p / "arrays/run-1/values.npy", 130); },
            "arrays/run-1/values.npy",
            "has 130 bytes where it was stored with 192");
        row(
            "a file removed",
            [](const fs::path& p) { fs::remove(p / "arrays/run-1/note.txt"); },
            "arrays/run-1/note.txt",
            "is missing");
        row(
            "a folder in a file's place",
            [](const fs::path& p) {
                fs::remove(p / "arrays/run-1/note.txt");
                fs::create_directory(p / "arrays/run-1/note.txt");
            },
            "arrays/run-1/note.txt",
            "no regular file");
        row(
            "a folder removed",
            [](const fs::path& p) { fs::remove_all(p / "arrays/run-1"); },
            "run-1",
            "folder arrays/run-1 is missing");
        row(
            "all arrays removed",
            [](const fs::path& p) { fs::remove_all(p / "arrays"); },
            "arrays",
            "is missing");
        row(
            "a foreign folder",
            [](const fs::path& p) { fs::create_directory(p / "arrays/run-9"); },
            "arrays/run-9",
            "belongs to no artifact");
        row(
            "a foreign file",
            [](const fs::path& p) { writeBytes(p / "arrays/run-1/x", "x"); },
            "arrays/run-1/x",
            "not in the catalogue");
        row(
            "a dangling parent",
            [](const fs::path& p) { sql(p, "UPDATE parent SET parent = 'dataset-7'"); },
            "run-1",
            "parent dataset-7");
        row(
            "a dangling job",
            [](const fs::path& p) {
                sql(p, "UPDATE artifact SET job = 'job-3' WHERE id = 'run-1'");
            },
            "run-1",
            "job job-3");
        row(
            "a spec that is no JSON",
            [](const fs::path& p) { sql(p, "UPDATE artifact SET spec = '{' WHERE id = 'run-1'"); },
            "run-1",
            "no JSON");
        row(
            "an array that is none, stored so",
            [](const fs::path& p) {
                sql(p,
                    "UPDATE file SET path = 'arrays/run-1/note.npy' WHERE path LIKE "
                    "'%run-1/note.txt'");
                fs::rename(p / "arrays/run-1/note.txt", p / "arrays/run-1/note.npy");
            },
            "arrays/run-1/note.npy",
            "no .npy file");
        row(
            "a lost table",
            [](const fs::path& p) { sql(p, "DROP TABLE file"); },
            "project.db",
            "is damaged");
        row(
            "an index that lost a row",
            [](const fs::path& p) {
                sql(p,
                    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
                    "'CREATE UNIQUE INDEX artifact_name ON artifact(kind, name) WHERE name = '''' "
                    "' "
                    "WHERE name = 'artifact_name'");
            },
            "project.db",
            "is damaged");
    }
    void everyKindOfDamageIsFoundAndNamed() {
        QFETCH(Harm, harm);
        QFETCH(QByteArray, where);
        QFETCH(QByteArray, fragment);
        const QTemporaryDir dir;
        const fs::path folder = pathOf(dir) / "p";
        {
            Project project = Project::create(folder);
            addArtifact(project, "dataset");
            addArtifact(project, "run", 1, {}, {"dataset-1"});
        }
        harm(folder);
        const auto damages = Project::open(folder, Access::Read).check();
        std::string all;
        bool found = false;
        for (const Damage& damage : damages) {
            all += damage.where + ": " + damage.sentence + "\n";
            found = found || (damage.where == where.toStdString() &&
                              damage.sentence.find(fragment.toStdString()) != std::string::npos);
        }
        QVERIFY2(found, all.c_str());
    }

    void everyDamagedPageOfTheCatalogueIsNoticedOrHarmless() {
        const QTemporaryDir dir;
        const fs::path folder = pathOf(dir) / "p";
        {
            Project project = Project::create(folder);
            for (int i = 0; i < 5; ++i) addArtifact(project, "run");
        }
        const std::string whole = bytesOf(folder / "project.db");
        for (std::size_t page = 1; page < whole.size() / 4096; ++page) {
            std::string damaged = whole;
            damaged.replace(page * 4096, 64, 64, '\xee');
            writeBytes(folder / "project.db", damaged);
            try {
                QVERIFY(!Project::open(folder, Access::Read).check().empty());
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::BadInput);
            }
        }
    }

    void severalDamagesAreAllReported() {
        const QTemporaryDir dir;
        Project project = Project::create(pathOf(dir) / "p");
        for (int i = 0; i < 3; ++i) addArtifact(project, "run");
        fs::remove(pathOf(dir) / "p/arrays/run-1/note.txt");
        flipByte(pathOf(dir) / "p/arrays/run-3/note.txt", 0);
        QCOMPARE(project.check().size(), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(TestCheck)
#include "tst_check.moc"
