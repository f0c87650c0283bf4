// SPDX-License-Identifier: Apache-2.0
// `experiment forgetting-prediction` and `experiment gap-check` as a script starts them.
#include "engine/store/npy.h"
#include "tests/end_to_end/engine_program.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <signal.h>

using namespace winnow;
using test::contentOf;
using test::engine;

class TestTheory : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_project;

    QStringList experiment(const QString& kind, const QStringList& more) const {
        return QStringList{"experiment",
                           kind,
                           m_project,
                           "--dataset",
                           "digits",
                           "--threads",
                           "2",
                           "--device",
                           "cpu"} +
               more;
    }
    /// A few seeds; enough iterations to be stopped in the middle.
    QStringList prediction(const QString& name, const QStringList& more = {}) const {
        return experiment("forgetting-prediction",
                          QStringList{"--name", name, "--batch", "16"} + more);
    }
    QString folderOf(const QString& name) const { return test::folderOf(m_project, name); }
    QJsonObject resultOf(const QString& name) const { return test::resultOf(m_project, name); }
    store::Array array(const QString& name, const char* file) const {
        return store::readNpy((folderOf(name) + file).toStdString());
    }

private Q_SLOTS:
    void initTestCase() {
        m_project = m_folder.filePath("theory.winnow");
        const auto imported =
            engine({"import", m_project, "planted", "--name", "digits", "--limit", "300"});
        QVERIFY2(imported.code == 0, imported.err.constData());
    }

    void forgettingIsPredictedAndCounted() {
        const auto run =
            engine(prediction("small", {"--iterations", "30", "--repeat", "2", "--seed", "5"}) +
                   QStringList{"--events"});
        QVERIFY2(run.code == 0, run.err.constData());
        QCOMPARE(run.events("artifact")[0]["kind"].toString(), "forgetting-prediction");
        QVERIFY(!run.events("metric").isEmpty());
        const store::Array counts = array("small", "counts.npy"),
                           batch = array("small", "batch.npy"), event = array("small", "event.npy");
        QCOMPARE(counts.shape, (store::Shape{3, 2, 30, 4}));
        QCOMPARE(batch.shape, (store::Shape{2, 31, 16}));
        QCOMPARE(event.shape[1], std::int64_t{5});
        const QJsonObject result = resultOf("small");
        QCOMPARE(result["iterations"].toInt(), 30);
        QCOMPARE(result["seeds"].toInt(), 2);
        QCOMPARE(result["batch"].toInt(), 16);
        QCOMPARE(result["update"].toString(), "probability");
        QCOMPARE(result["event_mode"].toString(), "evaluation");
        QVERIFY(result["seconds_training"].toDouble() > 0);
        QVERIFY(result["seconds_predicting"].toDouble() > 0);
        QVERIFY(result["seconds"].toDouble() > 0);
        theFilesSayWhatTheResultSays(result, counts, batch, event);
    }

    void settingsDecideTheResult() {
        const QStringList short_{"--iterations", "4", "--repeat", "1"};
        const auto paper =
            engine(prediction("paper", short_ + QStringList{"--preset", "paper-mnist"}));
        QVERIFY2(paper.code == 0, paper.err.constData());
        const QJsonObject result = resultOf("paper");
        QCOMPARE(result["lr"].toDouble(), 0.001);
        QCOMPARE(result["momentum"].toDouble(), 0.9);
        QCOMPARE(result["weight_decay"].toDouble(), 5e-4);
        const auto dropout = engine(prediction(
            "dropout",
            short_ +
                QStringList{
                    "--model", "lenet-code", "--event-mode", "training", "--update", "logit"}));
        QVERIFY2(dropout.code == 0, dropout.err.constData());
        QCOMPARE(resultOf("dropout")["event_mode"].toString(), "training");
        QCOMPARE(resultOf("dropout")["update"].toString(), "logit");
    }

    void whatIsNotDefinedIsNull() {
        // Steps too small to change any prediction: no event, and none predicted.
        const auto run =
            engine(prediction("still", {"--iterations", "2", "--repeat", "1", "--lr", "1e-9"}));
        QVERIFY2(run.code == 0, run.err.constData());
        const QJsonObject result = resultOf("still");
        QCOMPARE(result["events"].toInt(-1), 0);
        for (const auto& predictor : result["predictors"].toArray())
            for (const char* figure : {"precision", "recall", "f1"}) {
                const QJsonObject summary = predictor.toObject()[figure].toObject();
                QVERIFY(summary.contains("mean") && summary["mean"].isNull());
                QCOMPARE(summary["n"].toInt(-1), 0);
                QVERIFY(predictor.toObject()["per_seed"].toArray()[0].toObject()[figure].isNull());
            }
        QCOMPARE(array("still", "event.npy").shape, (store::Shape{0, 5}));
    }

    void aStoppedPredictionGoesOn() {
        const auto words = [&](const QString& name) {
            return prediction(name, {"--iterations", "150", "--repeat", "12"});
        };
        const QStringList whole = words("whole"), stopped = words("stopped");
        const auto reference = engine(whole);
        QVERIFY2(reference.code == 0, reference.err.constData());
        test::WatchedEngine watched(stopped);
        QVERIFY(watched.waitForProgress("seeds", 2));
        watched.send(SIGTERM);
        const auto ended = watched.finish();
        QCOMPARE(ended.code, 3);
        QVERIFY(ended.events("artifact").isEmpty());
        const auto resumed = engine(stopped + QStringList{"--events"});
        QVERIFY2(resumed.code == 0, resumed.err.constData());
        QVERIFY2(resumed.events("progress")[0]["done"].toInt() >= 1, "it began anew");
        for (const char* file : {"counts.npy", "batch.npy", "event.npy"})
            QVERIFY2(contentOf(folderOf("stopped") + file) == contentOf(folderOf("whole") + file),
                     file);
    }

    void theGapIsBelowItsBound() {
        QVERIFY(engine({"train",
                        m_project,
                        "--dataset",
                        "digits",
                        "--name",
                        "net",
                        "--epochs",
                        "1",
                        "--scores",
                        "none"})
                    .code == 0);
        const auto run = engine(experiment("gap-check",
                                           {"--name",
                                            "gap",
                                            "--widths",
                                            "8,32",
                                            "--repeat",
                                            "3",
                                            "--samples",
                                            "2",
                                            "--delta",
                                            "0.1",
                                            "--run",
                                            "net",
                                            "--pairs",
                                            "5"}));
        QVERIFY2(run.code == 0, run.err.constData());
        const QJsonObject result = resultOf("gap");
        QCOMPARE(result["delta"].toDouble(), 0.1);
        QCOMPARE(result["samples"].toInt(), 2);
        const QJsonArray rows = result["rows"].toArray();
        QCOMPARE(rows.size(), 2);
        for (int i = 0; i < 2; ++i) {
            const QJsonObject row = rows[i].toObject();
            QCOMPARE(row["width"].toInt(), i == 0 ? 8 : 32);
            QCOMPARE(row["inits"].toInt(), 3);
            QVERIFY(row["gap"].toDouble() > 0);
            QVERIFY(row["scaled"].toDouble() > 0);
            QVERIFY(row["scaled"].toDouble() <= row["bound"].toDouble());
            QCOMPARE(row["above_bound"].toInt(-1), 0);
            QVERIFY(row["gap_same_class"].isDouble() && row["gap_other_class"].isDouble());
        }
        const QJsonObject pairs = result["pair_statistics"].toObject();
        QCOMPARE(pairs["pairs"].toInt(), 5);
        QVERIFY(pairs["run"].toString().startsWith("run-"));
        const double negative = pairs["negative"].toDouble(-1);
        QVERIFY(negative >= 0 && negative <= 1);
        QVERIFY(pairs["diagonal_to_off_diagonal"].toDouble() > 0);
        QVERIFY(pairs["largest_to_second"].toDouble() >= 1);
        const auto parents =
            engine({"show", m_project, "gap", "--json"}).json()["parents"].toArray();
        QCOMPARE(parents.size(), 2);
    }

    void aStoppedGapCheckGoesOn() {
        const auto words = [&](const QString& name) {
            return experiment(
                "gap-check",
                {"--name", name, "--widths", "64,700", "--repeat", "8", "--samples", "6"});
        };
        const auto reference = engine(words("whole gap"));
        QVERIFY2(reference.code == 0, reference.err.constData());
        test::WatchedEngine watched(words("stopped gap"));
        QVERIFY(watched.waitForProgress("initialisations", 3));
        watched.send(SIGINT);
        QCOMPARE(watched.finish().code, 3);
        const auto resumed = engine(words("stopped gap") + QStringList{"--events"});
        QVERIFY2(resumed.code == 0, resumed.err.constData());
        QVERIFY2(resumed.events("progress")[0]["done"].toInt() >= 1, "it began anew");
        const QJsonArray rows = resultOf("stopped gap")["rows"].toArray();
        QVERIFY(!rows.isEmpty());
        QCOMPARE(rows, resultOf("whole gap")["rows"].toArray());
    }

    void refusesWithOneSentence_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("says");
        QTest::newRow("no iteration")
            << prediction("n", {"--iterations", "0"}) << "iterations is \"0\"";
        QTest::newRow("no such update")
            << prediction("n", {"--update", "softmax"}) << "update is \"softmax\"";
        QTest::newRow("delta 1") << experiment("gap-check", {"--delta", "1"}) << "delta is \"1\"";
        QTest::newRow("no such run") << experiment("gap-check", {"--run", "none"}) << "none";
    }
    void refusesWithOneSentence() {
        QFETCH(QStringList, words);
        QFETCH(QString, says);
        const auto refused = engine(words).refusedWith(2, says);
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
    }

private:
    /// Sums over counts.npy and event.npy are the figures; an event's sample is in its batch.
    static void theFilesSayWhatTheResultSays(const QJsonObject& result,
                                             const store::Array& counts,
                                             const store::Array& batch,
                                             const store::Array& event) {
        const QStringList names{"centred", "error", "displacement"};
        const auto number = counts.as<std::int64_t>();
        const auto rows = event.as<std::int64_t>();
        std::int64_t events = 0;
        for (std::int64_t p = 0; p < 3; ++p) {
            const QJsonObject predictor = result["predictors"].toArray()[int(p)].toObject();
            QCOMPARE(predictor["name"].toString(), names[int(p)]);
            double sum = 0;
            for (std::int64_t r = 0; r < 2; ++r) {
                std::int64_t pooled[4] = {0, 0, 0, 0}, listed[2] = {0, 0};
                for (std::int64_t t = 0; t < 30; ++t)
                    for (std::int64_t c = 0; c < 4; ++c)
                        pooled[c] += number[std::size_t(((p * 2 + r) * 30 + t) * 4 + c)];
                for (std::size_t m = 0; m < rows.size(); m += 5) {
                    if (rows[m] != r || ((rows[m + 4] >> p) & 1) == 0) continue;
                    ++listed[rows[m + 3]];
                }
                QCOMPARE(listed[1], pooled[0]);
                QCOMPARE(listed[0], pooled[1]);
                const QJsonObject seed = predictor["per_seed"].toArray()[int(r)].toObject();
                QCOMPARE(seed["seed"].toInt(), int(5 + r));
                QCOMPARE(seed["events"].toInteger(), qint64(pooled[0] + pooled[2]));
                QCOMPARE(seed["predicted"].toInteger(), qint64(pooled[0] + pooled[1]));
                const double recall = double(pooled[0]) / double(pooled[0] + pooled[2]);
                QVERIFY(pooled[0] + pooled[2] > 0);
                QVERIFY(std::abs(seed["recall"].toDouble() - recall) < 1e-12);
                sum += recall;
                if (p == 0) events += pooled[0] + pooled[2];
            }
            QVERIFY(std::abs(predictor["recall"].toObject()["mean"].toDouble() - sum / 2) < 1e-12);
            QCOMPARE(predictor["recall"].toObject()["n"].toInt(), 2);
        }
        QCOMPARE(result["events"].toInteger(), qint64(events));
        const auto ids = batch.as<std::int64_t>();
        for (std::size_t m = 0; m < rows.size(); m += 5) {
            const auto first = ids.begin() + (rows[m] * 31 + rows[m + 1]) * 16;
            QVERIFY(std::find(first, first + 16, rows[m + 2]) != first + 16);
        }
    }
};

QTEST_GUILESS_MAIN(TestTheory)
#include "tst_theory.moc"
