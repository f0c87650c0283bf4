// SPDX-License-Identifier: Apache-2.0
#include "tests/end_to_end/engine_program.h"
#include "tests/end_to_end/small_disk.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QMap>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace winnow::test;

namespace {

/// An environment variable for the programs started in its scope; null: not set.
class Variable {
public:
    Variable(const char* name, const QByteArray& value) : m_name(name), m_before(qgetenv(name)) {
        put(value);
    }
    ~Variable() { put(m_before); }
    Q_DISABLE_COPY_MOVE(Variable)

private:
    void put(const QByteArray& value) const {
        if (value.isNull())
            qunsetenv(m_name);
        else
            qputenv(m_name, value);
    }
    const char* m_name;
    QByteArray m_before;
};

/// A training that takes long enough to be stopped in the middle, yet not long.
QStringList training(const QString& project, const QString& name, int epochs = 60) {
    return {"train",
            project,
            "--dataset",
            "digits",
            "--name",
            name,
            "--epochs",
            QString::number(epochs),
            "--batch",
            "32",
            "--lr",
            "0.01",
            "--scores",
            "none",
            "--threads",
            "1",
            "--device",
            "cpu"};
}

}  // namespace

/// Jobs as a script or the window starts them: events, exit codes, cancelling, resuming.
class TestJobProgram : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_project;

private Q_SLOTS:
    void initTestCase() {
        m_project = m_folder.filePath("it's a \"project\" 🙂.winnow");
        const auto imported =
            engine({"import", m_project, "planted", "--name", "digits", "--limit", "400"});
        QVERIFY2(imported.code == 0, imported.err.constData());
        QVERIFY(imported.out.contains("made dataset-1"));
    }

    void eventsAreJsonLines() {
        const auto run = engine(training(m_project, "events", 3) + QStringList{"--events"});
        QVERIFY2(run.code == 0, run.err.constData());
        for (const auto& event : run.events()) QVERIFY(!event["event"].toString().isEmpty());
        const auto progress = run.events("progress");
        QVERIFY(!progress.isEmpty());
        for (const auto& event : progress) {
            QVERIFY(event["stage"].isString() && event["done"].isDouble() &&
                    event["total"].isDouble());
            QVERIFY(event.contains("eta_s"));
        }
        QCOMPARE(run.events("artifact").size(), 1);
        QCOMPARE(run.events("artifact")[0]["kind"].toString(), "run");
        const auto metrics = run.events("metric");
        QVERIFY(!metrics.isEmpty());
        QVERIFY(metrics[0]["name"].isString() && metrics[0]["step"].isDouble());
        const auto last = run.events().back();
        QCOMPARE(last["event"].toString(), "done");
        QVERIFY(last["seconds"].toDouble() > 0);
        QCOMPARE(last["artifact"].toString(), run.events("artifact")[0]["id"].toString());
    }

    void everyStageEndsWithItsLastReport() {
        const auto run = engine(training(m_project, "stages", 2) + QStringList{"--events"});
        QCOMPARE(run.code, 0);
        QMap<QString, QJsonObject> last;
        for (const auto& event : run.events("progress")) last[event["stage"].toString()] = event;
        QVERIFY(last.contains("train"));
        QCOMPARE(last["train"]["done"], last["train"]["total"]);
    }

    void threadsSpinBrieflyUnlessThePersonSaysOtherwise_data() {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("told");
        QTest::newRow("nothing said")
            << QByteArray() << QByteArray() << QByteArray("GOMP_SPINCOUNT = '2000'");
        QTest::newRow("a count") << QByteArray("GOMP_SPINCOUNT") << QByteArray("777")
                                 << QByteArray("GOMP_SPINCOUNT = '777'");
        QTest::newRow("a policy") << QByteArray("OMP_WAIT_POLICY") << QByteArray("PASSIVE")
                                  << QByteArray("GOMP_SPINCOUNT = '0'");
    }
    void threadsSpinBrieflyUnlessThePersonSaysOtherwise() {
        QFETCH(QByteArray, variable);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, told);
        const Variable display("OMP_DISPLAY_ENV", "verbose");
        const Variable policy("OMP_WAIT_POLICY", variable == "OMP_WAIT_POLICY" ? value : nullptr);
        const Variable count("GOMP_SPINCOUNT", variable == "GOMP_SPINCOUNT" ? value : nullptr);
        const auto run =
            engine({"import", m_project, "planted", "--name", "threads" + told, "--limit", "100"});
        QCOMPARE(run.code, 0);
        QVERIFY2(run.err.contains(told), run.err.constData());
    }

    void endsWithoutTakingLibrariesDown() {
        const Variable debug("LD_DEBUG", "files");
        const auto run =
            engine({"import", m_project, "planted", "--name", "ending", "--limit", "100"});
        QCOMPARE(run.code, 0);
        QVERIFY(run.out.contains("made dataset-"));
        QVERIFY(run.err.contains("libtorch_cpu.so"));
        QVERIFY(!run.err.contains("calling fini"));
    }

    void runsAJobFile() {
        QFile file(m_folder.filePath("job.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QJsonObject fields{
            {"dataset", "digits"}, {"epochs", 1}, {"name", "from a file"}, {"scores", "none"}};
        file.write(QJsonDocument(
                       QJsonObject{{"kind", "train"}, {"project", m_project}, {"fields", fields}})
                       .toJson());
        file.close();
        const auto run = engine({"run", file.fileName(), "--events"});
        QVERIFY2(run.code == 0, run.err.constData());
        QCOMPARE(run.events("artifact").size(), 1);
    }

    void cancelsAndGoesOnWhereItStopped_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }
    void cancelsAndGoesOnWhereItStopped() {
        QFETCH(int, signal);
        const auto name = QString("stopped by %1").arg(signal);
        const auto whole = engine(training(m_project, name + ", whole"));
        QVERIFY2(whole.code == 0, whole.err.constData());

        WatchedEngine watched(training(m_project, name));
        QVERIFY(watched.waitForProgress("train", 200));
        watched.send(signal);
        const auto stopped = watched.finish();
        QCOMPARE(stopped.code, 3);
        QVERIFY(stopped.err.contains("the same command again goes on"));
        QCOMPARE(stopped.events().back()["event"].toString(), "error");
        QCOMPARE(stopped.events().back()["code"].toInt(), 3);
        QVERIFY(stopped.events("artifact").isEmpty());

        const auto resumed = engine(training(m_project, name) + QStringList{"--events"});
        QVERIFY2(resumed.code == 0, resumed.err.constData());
        QVERIFY2(resumed.events("progress")[0]["done"].toInt() > 100, "it began anew");
        const auto ids = [this](const QString& run) {
            return engine({"show", m_project, run, "--json"}).json()["id"].toString();
        };
        for (const char* file : {"loss.npy", "last.safetensors", "curve.npy"}) {
            const auto resumedFile = contentOf(m_project + "/arrays/" + ids(name) + "/" + file);
            QVERIFY(!resumedFile.isEmpty());
            QVERIFY2(resumedFile ==
                         contentOf(m_project + "/arrays/" + ids(name + ", whole") + "/" + file),
                     file);
        }
    }

    void aKilledJobIsInterruptedAndGoesOn() {
        WatchedEngine watched(training(m_project, "killed"));
        QVERIFY(watched.waitForProgress("train", 200));
        watched.send(SIGKILL);
        QCOMPARE(watched.finish().code, -1);
        const auto jobs = engine({"jobs", m_project, "--json"}).json().toArray();
        QCOMPARE(jobs.last()["state"].toString(), "interrupted");
        QCOMPARE(engine({"check", m_project}).code, 0);
        const auto resumed = engine(training(m_project, "killed") + QStringList{"--events"});
        QVERIFY2(resumed.code == 0, resumed.err.constData());
        QVERIFY2(resumed.events("progress")[0]["done"].toInt() > 1, "it began anew");
    }

    void theSameJobTwiceIsRefused() {
        WatchedEngine first(training(m_project, "twice", 2000));
        QVERIFY(first.waitForProgress("train", 1));
        const auto second =
            engine(training(m_project, "twice", 2000)).refusedWith(2, "running already");
        QVERIFY2(second.isEmpty(), qPrintable(second));
        const auto other = engine(training(m_project, "another meanwhile", 1));
        QVERIFY2(other.code == 0, other.err.constData());
        first.send(SIGTERM);
        QCOMPARE(first.finish().code, 3);
    }

    void aReaderThatLeavesDoesNotStopTheJob() {
        QProcess shell;
        auto words = training(m_project, "unread", 2) + QStringList{"--events"};
        shell.start(
            "sh",
            QStringList{"-c", "{ \"$WINNOW_ENGINE\" \"$@\"; echo $? >&2; } | true", "sh"} + words);
        QVERIFY(shell.waitForFinished(300'000));
        QCOMPARE(shell.readAllStandardError(), QByteArray("0\n"));
        QCOMPARE(engine({"show", m_project, "unread", "--json"}).json()["kind"].toString(), "run");
    }

    void refusesWithOneSentence_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("says");
        const QString p = m_project;
        QTest::newRow("no such data set")
            << QStringList{"train", p, "--dataset", "digit"} << "digit";
        QTest::newRow("no such run") << QStringList{"kernel", p, "--run", "none"} << "none";
        QTest::newRow("name taken")
            << QStringList{"import", p, "planted", "--name", "digits", "--limit", "200"}
            << "digits";
        QTest::newRow("no project")
            << QStringList{"train", p + "/no", "--dataset", "digits"} << "no";
        QTest::newRow("source is no data")
            << QStringList{"import", p, "/dev/null", "--name", "null"} << "/dev/null";
    }
    void refusesWithOneSentence() {
        QFETCH(QStringList, words);
        QFETCH(QString, says);
        const auto refused = engine(words).refusedWith(2, says);
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
        QCOMPARE(engine({"check", m_project}).code, 0);
    }

    void cudaWithoutAGpuIsRefused() {
        if (QFile::exists("/dev/nvidia0") || QFile::exists("/dev/dxg")) QSKIP("there is a GPU");
        const auto refused = engine({"train", m_project, "--dataset", "digits", "--device", "cuda"})
                                 .refusedWith(2, "GPU");
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
    }

    void aFullDiskIsCode4AndLosesNothing() {
        const auto folder = m_folder.filePath("disk");
        QVERIFY(QDir().mkpath(folder));
        const SmallDisk disk(folder, 6);
        if (!disk.mounted()) QSKIP("only root may mount a file system");
        const auto project = folder + "/p.winnow";
        const auto small =
            engine({"import", project, "planted", "--name", "small", "--limit", "200"});
        QVERIFY2(small.code == 0, small.err.constData());
        const auto large =
            engine({"import", project, "planted", "--name", "large", "--limit", "20000"});
        QCOMPARE(large.code, 4);
        QCOMPARE(large.err.count("winnow-engine: "), 1);
        QCOMPARE(engine({"check", project}).code, 0);
        QCOMPARE(engine({"list", project, "--json"}).json().toArray().size(), 1);
    }

    void aReadOnlyDiskIsCode2() {
        const auto folder = m_folder.filePath("read-only");
        QVERIFY(QDir().mkpath(folder));
        SmallDisk disk(folder, 16);
        if (!disk.mounted()) QSKIP("only root may mount a file system");
        const auto project = folder + "/p.winnow";
        QCOMPARE(engine({"import", project, "planted", "--name", "digits", "--limit", "200"}).code,
                 0);
        QVERIFY(disk.makeReadOnly());
        const auto refused =
            engine({"train", project, "--dataset", "digits"}).refusedWith(2, "p.winnow");
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
        QCOMPARE(engine({"list", project, "--json"}).json().toArray().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestJobProgram)
#include "tst_job_program.moc"
