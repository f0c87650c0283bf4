// SPDX-License-Identifier: Apache-2.0
#include "engine/store/project.h"
#include "tests/end_to_end/engine_program.h"
#include "tests/end_to_end/small_disk.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace winnow;
using namespace winnow::test;

namespace {

/// A project with a data set and a run made from it.
void makeProject(const QString& folder) {
    auto project = store::Project::create(folder.toStdString());
    store::ArtifactRow data;
    data.kind = "dataset";
    data.name = "digits";
    data.spec = R"({"fields":{"name":"digits"},"kind":"import"})";
    store::ArtifactDraft dataset(project, data);
    const std::vector<std::int64_t> labels{0, 1, 1};
    dataset.write<std::int64_t>("labels.npy", labels, {3});
    const auto id = dataset.commit({{"samples", 3}, {"classes", 2}}, 0.5);

    store::ArtifactRow row;
    row.kind = "run";
    row.name = "first";
    row.spec = R"({"fields":{"dataset":"digits","epochs":2},"kind":"train"})";
    row.parents = {id};
    row.seed = 7;
    store::ArtifactDraft run(project, row);
    const std::vector<double> losses{1, 2, 3, 4};
    run.write<double>("loss.npy", losses, {2, 2});
    (void)run.commit({{"test accuracy", 0.75}}, 2);
}

}  // namespace

/// list, show, check and jobs on a project that is whole, damaged, newer or read-only.
class TestReadingVerbs : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString newProject(const QString& name) const {
        const auto path = m_folder.filePath(name);
        makeProject(path);
        return path;
    }
    /// Where the one file of run-1 lies.
    [[nodiscard]] static QString lossFile(const QString& project) {
        return project + "/arrays/run-1/loss.npy";
    }

private Q_SLOTS:
    void listsAsJson() {
        const auto all = engine({"list", newProject("json.winnow"), "--json"}).json().toArray();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[0]["id"].toString(), "dataset-1");
        QCOMPARE(all[0]["kind"].toString(), "dataset");
        QCOMPARE(all[0]["name"].toString(), "digits");
        QVERIFY(all[0]["created"].toString().startsWith("20"));
        QCOMPARE(all[0]["summary"]["samples"].toInt(), 3);
        QCOMPARE(all[1]["parents"].toArray(), QJsonArray{"dataset-1"});
    }

    void listsOneKind() {
        const auto project = newProject("kind.winnow");
        const auto runs = engine({"list", project, "run", "--json"}).json().toArray();
        QCOMPARE(runs.size(), 1);
        QCOMPARE(runs[0]["id"].toString(), "run-1");
        QCOMPARE(engine({"list", project, "kernel", "--json"}).out.trimmed(), QByteArray("[]"));
    }

    void listsAsText() {
        const auto text = engine({"list", newProject("text.winnow")});
        QCOMPARE(text.code, 0);
        QVERIFY(text.out.contains("digits") && text.out.contains("samples 3") &&
                text.out.contains("run-1"));
    }

    void pathsMayHoldAnything_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("spaces") << "my data set.winnow";
        QTest::newRow("emoji") << "🙂 Ünïcode.winnow";
        QTest::newRow("quotes") << "it's \"quoted\".winnow";
        QTest::newRow("percent and hash") << "100% #1?.winnow";
        QTest::newRow("a newline") << "two\nlines.winnow";
        QTest::newRow("named like a verb") << "kernel";
    }
    void pathsMayHoldAnything() {
        QFETCH(QString, name);
        const auto project = newProject(name);
        QCOMPARE(engine({"list", project, "--json"}).json().toArray().size(), 2);
        QCOMPARE(engine({"check", project}).code, 0);
        QCOMPARE(engine({"list", name, "--json"}, {}, m_folder.path()).json().toArray().size(), 2);
    }

    void showsSpecParentsAndFiles_data() {
        QTest::addColumn<QString>("word");
        QTest::newRow("by id") << "run-1";
        QTest::newRow("by name") << "first";
    }
    void showsSpecParentsAndFiles() {
        QFETCH(QString, word);
        const auto project = newProject("show-" + word);
        const auto run = engine({"show", project, word, "--json"}).json().toObject();
        QCOMPARE(run["id"].toString(), "run-1");
        QCOMPARE(run["spec"]["kind"].toString(), "train");
        QCOMPARE(run["spec"]["fields"]["epochs"].toInt(), 2);
        QCOMPARE(run["parents"].toArray(), QJsonArray{"dataset-1"});
        QCOMPARE(run["seed"].toInt(), 7);
        QVERIFY(run["version"].toString().startsWith("0."));
        QVERIFY(run["files"][0]["path"].toString().endsWith("loss.npy"));
        QCOMPARE(run["files"][0]["bytes"].toInt(), 128 + 4 * 8);
        const auto text = engine({"show", project, word});
        QVERIFY(text.out.contains("epochs") && text.out.contains("dataset-1") &&
                text.out.contains("loss.npy"));
    }

    void showRefusesWhatIsNotThere() {
        const auto refused = engine({"show", newProject("none.winnow"), "frist"})
                                 .refusedWith(2, "did you mean \"first\"?");
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
    }

    void checkFindsDamage_data() {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"missing", "cut short", "longer", "one bit"})
            QTest::newRow(kind) << kind;
    }
    void checkFindsDamage() {
        QFETCH(QString, kind);
        const auto project = newProject("damage " + kind);
        QCOMPARE(engine({"check", project}).code, 0);
        QFile file(lossFile(project));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        if (kind == "missing")
            QVERIFY(file.remove());
        else
            QVERIFY(file.open(QIODevice::ReadWrite));
        if (kind == "cut short") QVERIFY(file.resize(file.size() - 1));
        if (kind == "longer") QVERIFY(file.resize(file.size() + 1));
        if (kind == "one bit") {
            QVERIFY(file.seek(file.size() - 3));
            QVERIFY(file.putChar('\x01'));
        }
        file.close();
        const auto checked = engine({"check", project});
        QCOMPARE(checked.code, 2);
        QCOMPARE(checked.out.count('\n'), 1);
        QVERIFY2(checked.out.contains("run-1"), checked.out.constData());
        QVERIFY(checked.err.startsWith("winnow-engine: "));
        QCOMPARE(checked.err.count('\n'), 1);
    }

    void refusesACatalogueThatIsNone_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("this is no SQLite file, whatever its name says");
        QTest::newRow("zeros") << QByteArray(8192, '\0');
    }
    void refusesACatalogueThatIsNone() {
        QFETCH(QByteArray, content);
        const auto project = newProject("none " + QString(QTest::currentDataTag()));
        QFile file(project + "/project.db");
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
        file.close();
        for (const QStringList& verb : {QStringList{"list", project}, {"check", project}}) {
            const auto refused = engine(verb).refusedWith(2, "project.db");
            QVERIFY2(refused.isEmpty(), qPrintable(refused));
        }
    }

    void leavesANewerProjectUntouched() {
        const auto project = newProject("newer.winnow");
        QFile file(project + "/project.db");
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(
            file.seek(60));  // user_version, 4 bytes big-endian (SQLite's file format, section 1.3)
        file.write(QByteArray::fromHex("00000063"));
        file.seek(0);
        const auto before = file.readAll();
        const auto refused = engine({"list", project}).refusedWith(2, "newer version of Winnow");
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
        file.seek(0);
        QCOMPARE(file.readAll(), before);
    }

    void readsFromAReadOnlyDisk() {
        const auto folder = m_folder.filePath("disk");
        QVERIFY(QDir().mkpath(folder));
        SmallDisk disk(folder, 4);
        if (!disk.mounted()) QSKIP("only root may mount a file system");
        makeProject(folder + "/p.winnow");
        QVERIFY(disk.makeReadOnly());
        QCOMPARE(engine({"list", folder + "/p.winnow", "--json"}).json().toArray().size(), 2);
        QCOMPARE(engine({"check", folder + "/p.winnow"}).code, 0);
    }

    void jobsOfAFreshProjectAreNone() {
        QCOMPARE(engine({"jobs", newProject("jobs.winnow"), "--json"}).out.trimmed(),
                 QByteArray("[]"));
    }

    void loadsNoLibTorch() {
        QProcess loader;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("LD_DEBUG", "libs");
        loader.setProcessEnvironment(environment);
        loader.start(qEnvironmentVariable("WINNOW_ENGINE"), {"list", newProject("light.winnow")});
        QVERIFY(loader.waitForFinished());
        const auto log = loader.readAllStandardError();
        QVERIFY(log.contains("sqlite3"));
        QVERIFY(!log.contains("torch") && !log.contains("winnow_compute"));
    }
};

QTEST_GUILESS_MAIN(TestReadingVerbs)
#include "tst_reading_verbs.moc"
