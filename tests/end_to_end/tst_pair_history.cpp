// SPDX-License-Identifier: Apache-2.0
// Snapshots of a training: kept through a kill, opened by kernels, and what `serve` tells of a pair
// at each of them.
#include "engine/store/npy.h"
#include "tests/end_to_end/engine_program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <signal.h>

using namespace winnow;
using test::contentOf;

namespace {

constexpr int kEpochs = 6;

bool near(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance * (1 + std::abs(b));
}

}  // namespace

class TestPairHistory : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_project;

    [[nodiscard]] QStringList training(const QString& name, const QStringList& more = {}) const {
        return QStringList{"train",
                           m_project,
                           "--dataset",
                           "p",
                           "--name",
                           name,
                           "--epochs",
                           QString::number(kEpochs),
                           "--batch",
                           "32",
                           "--lr",
                           "0.02",
                           "--threads",
                           "1"} +
               more;
    }
    [[nodiscard]] QString file(const QString& artifact, const QString& name) const {
        return m_project + "/arrays/" + artifact + "/" + name;
    }
    [[nodiscard]] QString idOf(const QString& name) const {
        for (const auto& row : test::engine({"list", m_project, "--json"}).json().toArray())
            if (row.toObject()["name"].toString() == name) return row.toObject()["id"].toString();
        return {};
    }
    /// Makes a kernel with its matrix, of one thread; empty when that failed.
    [[nodiscard]] QString kernel(const QStringList& more) const {
        const auto made = test::engine(
            QStringList{"kernel", m_project, "--store-matrix", "--threads", "1", "--events"} +
            more);
        return made.code == 0 ? made.events("done")[0]["artifact"].toString() : QString();
    }
    [[nodiscard]] QJsonObject ask(const QString& line) const {
        const auto answers = test::engine({"serve", m_project}, line.toUtf8() + "\n").events();
        return answers.size() == 1 ? answers[0] : QJsonObject();
    }
    [[nodiscard]] QJsonObject history(const QString& kernel, int a, int b) const {
        return ask(QStringLiteral(R"({"ask":"history","kernel":"%1","samples":[%2,%3]})")
                       .arg(kernel)
                       .arg(a)
                       .arg(b));
    }

private Q_SLOTS:
    void initTestCase() {
        m_project = m_folder.filePath("history.winnow");
        QCOMPARE(
            test::engine({"import", m_project, "planted", "--name", "p", "--limit", "200"}).code,
            0);
        const auto trained = test::engine(training("kept", {"--snapshots", "2"}));
        QVERIFY2(trained.code == 0, trained.err.constData());
    }

    void snapshotsAreListedWithTheirSizes() {
        const QJsonArray listed =
            QJsonDocument::fromJson(contentOf(file("run-1", "run.json")))["snapshots"].toArray();
        QCOMPARE(listed.size(), 3);
        for (int i = 0; i < 3; ++i) {
            const QJsonObject one = listed[i].toObject();
            QCOMPARE(one["epoch"].toInt(), 2 * (i + 1));
            QCOMPARE(one["bytes"].toInteger(), QFile(file("run-1", one["file"].toString())).size());
        }
        QVERIFY(contentOf(file("run-1", "snapshot-0006.safetensors")) ==
                contentOf(file("run-1", "last.safetensors")));
    }

    void snapshotsSurviveAKill() {
        {
            test::WatchedEngine watched(training("killed", {"--snapshots", "1", "--events"}));
            QVERIFY(watched.waitForProgress("train", 22));  // six steps an epoch: in the fourth
            watched.send(SIGKILL);
            QCOMPARE(watched.finish().code, -1);
        }
        const auto resumed = test::engine(training("killed", {"--snapshots", "1", "--verbose"}));
        QVERIFY2(resumed.code == 0, resumed.err.constData());
        const QString id = idOf("killed");
        QCOMPARE(QDir(m_project + "/arrays/" + id).entryList({"snapshot-*"}).size(), kEpochs);
        for (const char* name : {"0002", "0004", "0006"}) {
            const QString snapshot = QStringLiteral("snapshot-%1.safetensors").arg(name);
            QVERIFY(contentOf(file(id, snapshot)) == contentOf(file("run-1", snapshot)));
        }
    }

    void historyIsTheKernelAtEverySnapshot() {
        const QString best = kernel({"--run", "run-1"});
        QVERIFY(!best.isEmpty());
        const QJsonObject answer = history(best, 3, 40);
        QVERIFY2(answer["ok"].toBool(), qPrintable(answer["error"].toString()));
        QCOMPARE(answer["run"].toString(), "run-1");
        const QJsonArray snapshots = answer["snapshots"].toArray();
        QCOMPARE(snapshots.size(), 3);
        for (int i = 0; i < 3; ++i) {
            const QJsonObject one = snapshots[i].toObject();
            const QString checkpoint = QStringLiteral("epoch-%1").arg(2 * (i + 1));
            QCOMPARE(one["checkpoint"].toString(), checkpoint);
            // The whole kernel, computed at that snapshot by the sweep.
            const QString at = kernel({"--run", "run-1", "--checkpoint", checkpoint});
            QVERIFY(!at.isEmpty());
            const auto matrix = store::readNpy(file(at, "matrix.npy").toStdString());
            const auto values = matrix.as<float>();
            QVERIFY(near(one["kappa"].toDouble(), values[3 * 200 + 40], 1e-5));
            QVERIFY(near(one["kappa_own"].toArray()[0].toDouble(), values[3 * 200 + 3], 1e-5));
            QVERIFY(near(one["kappa_own"].toArray()[1].toDouble(), values[40 * 200 + 40], 1e-5));
            QVERIFY(near(one["cosine"].toDouble(),
                         values[3 * 200 + 40] /
                             std::sqrt(double{values[3 * 200 + 3]} * values[40 * 200 + 40]),
                         1e-5));
        }
    }

    void historyAgreesWithThePairAtTheKernelsWeights_data() {
        QTest::addColumn<QString>("checkpoint");
        for (const char* word : {"best", "last", "epoch-4"}) QTest::newRow(word) << word;
    }
    void historyAgreesWithThePairAtTheKernelsWeights() {
        QFETCH(QString, checkpoint);
        const QString id =
            kernel({"--run", "run-1", "--checkpoint", checkpoint, "--kind", "centred"});
        QVERIFY(!id.isEmpty());
        const QJsonObject all = history(id, 11, 12);
        const QJsonObject told = all["at_kernel"].toObject();
        const QJsonObject pair =
            ask(QStringLiteral(R"({"ask":"pair","kernel":"%1","samples":[11,12]})").arg(id));
        QCOMPARE(told["checkpoint"].toString(), checkpoint);
        for (const char* key : {"kappa", "cosine"})
            QVERIFY(near(told[key].toDouble(), pair[key].toDouble(), 1e-5));
        QCOMPARE(told["relation"], pair["relation"]);
        QCOMPARE(all["classes"], pair["classes"]);
        for (int i = 0; i < 2; ++i) {
            QVERIFY(near(told["kappa_own"].toArray()[i].toDouble(),
                         pair["kappa_own"].toArray()[i].toDouble(),
                         1e-5));
            const int label = pair["classes"].toArray()[i].toInt();
            const double probability =
                pair["probabilities"].toArray()[i].toArray()[label].toDouble();
            QVERIFY(near(told["probabilities"].toArray()[i].toDouble(), probability, 1e-5));
            QVERIFY(near(told["losses"].toArray()[i].toDouble(), -std::log(probability), 1e-4));
        }
        const QJsonArray snapshots = all["snapshots"].toArray();
        if (checkpoint == "last")
            QCOMPARE(told["kappa"], snapshots.last().toObject()["kappa"]);
        else if (checkpoint == "epoch-4")
            QCOMPARE(told["kappa"], snapshots[1].toObject()["kappa"]);
    }

    void aRunWithoutSnapshotsSaysHowToHaveThem() {
        QCOMPARE(test::engine(training("bare")).code, 0);
        const QString id = kernel({"--run", "bare"});
        const QJsonObject answer = history(id, 1, 2);
        QCOMPARE(answer["code"].toInt(), 2);
        QVERIFY2(answer["error"].toString().contains("train with --snapshots 1"),
                 qPrintable(answer["error"].toString()));
        const auto refused = test::engine(
            {"kernel", m_project, "--run", "bare", "--checkpoint", "epoch-2", "--threads", "1"});
        const QString said = refused.refusedWith(2, "kept no snapshots: train with --snapshots 1");
        QVERIFY2(said.isEmpty(), qPrintable(said));
    }

    void anEpochThatWasNotKeptIsRefusedWithThoseThatWere() {
        const auto refused = test::engine(
            {"kernel", m_project, "--run", "run-1", "--checkpoint", "epoch-3", "--threads", "1"});
        const QString said = refused.refusedWith(2, "epoch-2, epoch-4, epoch-6");
        QVERIFY2(said.isEmpty(), qPrintable(said));
    }

    void badPairsAreRefused() {
        const QString id = kernel({"--run", "run-1", "--class", "1"});
        QCOMPARE(history(id, 1, 9999)["code"].toInt(), 2);
        const auto one =
            ask(QStringLiteral(R"({"ask":"history","kernel":"%1","samples":[1]})").arg(id));
        QVERIFY(one["error"].toString().contains("a pair is two"));
    }
};

QTEST_GUILESS_MAIN(TestPairHistory)
#include "tst_pair_history.moc"
