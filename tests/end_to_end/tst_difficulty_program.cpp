// SPDX-License-Identifier: Apache-2.0
#include "engine/store/npy.h"
#include "tests/end_to_end/engine_program.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace winnow;
using namespace winnow::test;

/// The studies of difficulty as a person runs them, tiny, on the built-in set; each test goes on
/// from the one before.
class TestDifficultyProgram : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_project;

    [[nodiscard]] QJsonObject result(const QString& artifact) const {
        QFile file(m_project + "/arrays/" + artifact + "/result.json");
        if (!file.open(QIODevice::ReadOnly)) return {};
        return QJsonDocument::fromJson(file.readAll()).object();
    }
    [[nodiscard]] store::Array array(const QString& artifact, const char* file) const {
        return store::readNpy((m_project + "/arrays/" + artifact + "/" + file).toStdString());
    }
    [[nodiscard]] Finished experiment(const QString& kind, QStringList words) const {
        return engine(QStringList{"experiment", kind, m_project, "--threads", "2"} + words);
    }

private Q_SLOTS:
    void initTestCase() {
        m_project = m_folder.filePath("difficulty.winnow");
        for (const QStringList& words :
             {QStringList{"import", m_project, "planted", "--name", "digits", "--limit", "400"},
              {"train", m_project, "--dataset", "digits", "--epochs", "2", "--lr", "0.02"},
              {"kernel", m_project, "--run", "run-1"},
              {"cluster", m_project, "--kernel", "kernel-1"}}) {
            const Finished done = engine(words);
            QVERIFY2(done.code == 0, done.err.constData());
        }
    }

    void difficultyTellsItsCorrelations() {
        const QStringList words{"--dataset",
                                "digits",
                                "--samples-per-class",
                                "16",
                                "--sizes",
                                "8,1",
                                "--repeats",
                                "1",
                                "--epochs",
                                "2",
                                "--lr",
                                "0.02"};
        const Finished done = experiment("difficulty", words + QStringList{"--events"});
        QVERIFY2(done.code == 0, done.err.constData());
        QStringList metrics;
        for (const QJsonObject& event : done.events("metric")) metrics << event["name"].toString();
        QCOMPARE(metrics.count("correlation"), 2);
        const QJsonObject told = result("difficulty-1");
        QCOMPARE(told["sizes"].toArray(), (QJsonArray{16, 8, 1}));
        QCOMPARE(told["trainings"].toInt(), 1 + 2 + 16);
        QCOMPARE(told["mean"].toArray()[0].toArray()[0].toDouble(), 1.0);
        const auto classes = told["classes"].toInt();
        QCOMPARE(array("difficulty-1", "difficulty.npy").shape, (store::Shape{1, 3, 16 * classes}));
        const Finished shown = experiment("difficulty", words + QStringList{"--seed", "2"});
        QVERIFY2(shown.out.contains("correlation:"), shown.out.constData());
    }
    void aStoppedStudyGoesOn() {
        const QStringList words{"experiment",
                                "difficulty",
                                m_project,
                                "--dataset",
                                "digits",
                                "--samples-per-class",
                                "16",
                                "--sizes",
                                "4,1",
                                "--epochs",
                                "60",
                                "--lr",
                                "0.02",
                                "--threads",
                                "2"};
        WatchedEngine watched(words);
        QVERIFY(watched.waitForProgress("train on 16 of each class", 1));
        watched.send(SIGTERM);
        QCOMPARE(watched.finish().code, 3);
        const Finished done = engine(words);
        QVERIFY2(done.code == 0, done.err.constData());
        QVERIFY2(done.err.contains("were done before"), done.err.constData());
    }
    void companyDecidesTheDifficulty() {
        const Finished done =
            experiment("difficulty-control",
                       {"--cluster", "cluster-1", "--added", "2", "--runs", "3", "--epochs", "5"});
        QVERIFY2(done.code == 0, done.err.constData());
        QVERIFY2(done.out.contains("non-interchangeable"), done.out.constData());
        const QJsonObject told = result("difficulty-control-1");
        QCOMPARE(told["difficulty"].toArray().size(), 3);
        const auto classes = told["per_class"].toArray().size();
        QCOMPARE(array("difficulty-control-1", "loss.npy").shape, (store::Shape{3, 3, 5, classes}));
        QCOMPARE(array("difficulty-control-1", "member.npy").shape, (store::Shape{3, classes, 2}));
    }
    void budgetsAreCompared() {
        const Finished done = experiment(
            "small-budget",
            {"--cluster", "cluster-1", "--shares", "5%,10%", "--runs", "2", "--epochs", "2"});
        QVERIFY2(done.code == 0, done.err.constData());
        QCOMPARE(array("small-budget-1", "accuracy.npy").shape, (store::Shape{2, 2, 2, 2}));
        for (const QJsonValue& row : result("small-budget-1")["rows"].toArray())
            QVERIFY(QStringList({"better", "worse", "no difference"})
                        .contains(row["verdict"].toString()));
    }
    void wrongSizesAreOneSentence() {
        const Finished done = experiment(
            "difficulty",
            {"--dataset", "digits", "--samples-per-class", "16", "--sizes", "5", "--epochs", "1"});
        const QString other = done.refusedWith(2, "5 does not divide 16");
        QVERIFY2(other.isEmpty(), qPrintable(other));
    }
    void theListTellsThemApart() {
        const Finished listed = engine({"list", m_project});
        for (const char* says : {"trainings 19", "ordered", "diverged 0"})
            QVERIFY2(listed.out.contains(says), listed.out.constData());
        QCOMPARE(engine({"check", m_project}).code, 0);
    }
};

QTEST_GUILESS_MAIN(TestDifficultyProgram)
#include "tst_difficulty_program.moc"
