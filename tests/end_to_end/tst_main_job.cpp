// SPDX-License-Identifier: Apache-2.0
#include "engine/store/npy.h"
#include "engine/store/npz.h"
#include "tests/end_to_end/engine_program.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace winnow;
using namespace winnow::test;

/// The main job, one command after the other, on the built-in set; each test goes on from the one
/// before.
class TestMainJob : public QObject {
    Q_OBJECT

    static constexpr int kSamples = 600;
    QTemporaryDir m_folder;
    QString m_project;

    [[nodiscard]] Finished run(QStringList words) const {
        words.insert(1, m_project);
        return engine(words);
    }
    [[nodiscard]] QJsonObject shown(const QString& word) const {
        return run({"show", word, "--json"}).json().toObject();
    }
    [[nodiscard]] store::Array array(const QString& word, const char* file) const {
        return store::readNpy(
            (m_project + "/arrays/" + shown(word)["id"].toString() + "/" + file).toStdString());
    }
    [[nodiscard]] qint64 kept(const QString& selection) const {
        const auto mask = array(selection, "kept.npy");
        return std::ranges::count(mask.as<std::uint8_t>(), 1);
    }

private Q_SLOTS:
    void initTestCase() { m_project = m_folder.filePath("main.winnow"); }

    void imports() {
        const auto done =
            run({"import", "planted", "--name", "digits", "--limit", QString::number(kSamples)});
        QVERIFY2(done.code == 0, done.err.constData());
        QCOMPARE(array("digits", "images.npy").shape, (store::Shape{kSamples, 1, 28, 28}));
    }

    void trains() {
        const auto done = run({"train",
                               "--dataset",
                               "digits",
                               "--name",
                               "net",
                               "--epochs",
                               "4",
                               "--lr",
                               "0.02",
                               "--seed",
                               "3",
                               "--threads",
                               "1"});
        QVERIFY2(done.code == 0, done.err.constData());
        QCOMPARE(array("net", "loss.npy").shape, (store::Shape{4, kSamples}));
        const auto fitted = array("net", "fitted.npy");
        const auto held = kSamples - std::ranges::count(fitted.as<std::uint8_t>(), 1);
        QVERIFY2(std::abs(held - kSamples / 10) <= 10, qPrintable(QString::number(held)));
        QCOMPARE(shown("net")["parents"].toArray(), QJsonArray{"dataset-1"});
    }

    void theSameSeedGivesTheSameBits() {
        const auto done = run({"train",
                               "--dataset",
                               "digits",
                               "--name",
                               "again",
                               "--epochs",
                               "4",
                               "--lr",
                               "0.02",
                               "--seed",
                               "3",
                               "--threads",
                               "1"});
        QCOMPARE(done.code, 0);
        QCOMPARE(array("again", "loss.npy").bytes == array("net", "loss.npy").bytes, true);
    }

    void computesAKernel() {
        const auto done =
            run({"kernel", "--run", "net", "--name", "k", "--neighbours", "8", "--store-matrix"});
        QVERIFY2(done.code == 0, done.err.constData());
        const auto matrix = array("k", "matrix.npy");
        QCOMPARE(matrix.shape, (store::Shape{kSamples, kSamples}));
        const auto values = matrix.as<float>();
        const auto flags = array("k", "redundant.npy");
        for (std::size_t i = 0; i < kSamples; ++i) {
            float best = -std::numeric_limits<float>::infinity();
            for (std::size_t j = 0; j < kSamples; ++j)
                if (j != i) best = std::max(best, values[i * kSamples + j]);
            QCOMPARE(flags.as<std::uint8_t>()[i] == 1, best > values[i * kSamples + i]);
        }
    }

    void clusters() {
        const auto done = run({"cluster", "--kernel", "k", "--name", "c"});
        QVERIFY2(done.code == 0, done.err.constData());
        const auto sizes = array("c", "sizes.npy");
        std::int64_t members = 0;
        for (const auto size : sizes.as<std::int64_t>()) members += size;
        const auto redundant = array("k", "redundant.npy");
        const auto left = kSamples - std::ranges::count(redundant.as<std::uint8_t>(), 1);
        QVERIFY(members <= left && members > left / 2);
    }

    /// Columns are read from the matrix or computed again: samples that are rounded twins may fall
    /// to either of two equal centroids, all others may not differ.
    void clustersAlikeWithoutTheMatrix() {
        for (const QStringList& words : {QStringList{"kernel", "--run", "net", "--name", "bare"},
                                         {"cluster", "--kernel", "bare", "--name", "cb"}}) {
            const auto done = run(words);
            QVERIFY2(done.code == 0, done.err.constData());
        }
        const auto stored = array("c", "similarity.npy");
        const auto computed = array("cb", "similarity.npy");
        QCOMPARE(array("cb", "sizes.npy").shape, array("c", "sizes.npy").shape);
        std::int64_t different = 0;
        for (std::size_t i = 0; i < kSamples; ++i) {
            const float a = stored.as<float>()[i];
            const float b = computed.as<float>()[i];
            if (std::isnan(a) != std::isnan(b) || std::abs(a - b) > 1e-4F * std::abs(a))
                ++different;
        }
        QVERIFY2(different <= kSamples / 100, qPrintable(QString::number(different)));
    }

    void selects_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("random") << QStringList{
            "--method", "random", "--dataset", "digits", "--keep", "50%"};
        QTest::newRow("redundant") << QStringList{"--method", "redundant", "--kernel", "k"};
        QTest::newRow("lpntk-pipeline")
            << QStringList{"--method", "lpntk-pipeline", "--cluster", "c"};
        QTest::newRow("el2n") << QStringList{"--method", "el2n", "--run", "net", "--keep", "0.8"};
        QTest::newRow("grand") << QStringList{"--method", "grand", "--run", "net", "--keep", "0.8"};
        QTest::newRow("forgetting")
            << QStringList{"--method", "forgetting", "--run", "net", "--keep", "0.8"};
        QTest::newRow("herding") << QStringList{
            "--method", "herding", "--run", "net", "--keep", "0.8"};
        QTest::newRow("welling") << QStringList{
            "--method", "herding", "--herding", "welling", "--run", "net", "--keep", "0.8"};
        QTest::newRow("influence-score")
            << QStringList{"--method", "influence-score", "--run", "net", "--keep", "0.8"};
    }
    void selects() {
        QFETCH(QStringList, words);
        const QString name = QTest::currentDataTag();
        const auto done = run(QStringList{"select", "--name", name} + words);
        QVERIFY2(done.code == 0, done.err.constData());
        QVERIFY(kept(name) > 0 && kept(name) < kSamples);
        if (words.contains("0.8")) {  // of the fitted samples; the held-out ones are all kept
            const auto fittedMask = array("net", "fitted.npy");
            const auto fitted = std::ranges::count(fittedMask.as<std::uint8_t>(), 1);
            const auto wanted =
                static_cast<double>(fitted) * 0.8 + static_cast<double>(kSamples - fitted);
            QVERIFY(std::abs(static_cast<double>(kept(name)) - wanted) <= 1);
        }
    }

    void influenceSaysHowItWasComputed() {
        const auto score = shown("influence-score")["summary"].toObject()["score"].toObject();
        QCOMPARE(score["layer"].toString(), "fc3");
        QCOMPARE(score["parameters"].toInt(), 850);
        QCOMPARE(score["damping"].toDouble(), 5e-4);  // the weight decay of the training
        QVERIFY(score["gradient_norm"].toDouble() < 1e-8);
        QVERIFY(score["rank_correlation_at_tenfold_damping"].toDouble() > 0);
        const auto refused = run({"select",
                                  "--method",
                                  "influence-score",
                                  "--run",
                                  "net",
                                  "--keep",
                                  "0.8",
                                  "--damping",
                                  "0",
                                  "--name",
                                  "singular"})
                                 .refusedWith(2, "give at least 1e-8");
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
    }

    void evaluates() {
        const auto done = run({"evaluate",
                               "--kernel",
                               "k",
                               "--run",
                               "net",
                               "--method",
                               "lpntk-pipeline,influence-score",
                               "--keep",
                               "0.8,0.5",
                               "--selection",
                               "herding",
                               "--epochs",
                               "2",
                               "--lr",
                               "0.02",
                               "--repeat",
                               "2",
                               "--name",
                               "compared",
                               "--events"});
        QVERIFY2(done.code == 0, done.err.constData());
        // Everything, random and two methods at two shares, and the selection at its own.
        const auto curves = array("compared", "accuracy.npy");
        QCOMPARE(curves.shape, (store::Shape{2 * (1 + 2 + 4 + 1), 2}));
        const auto metrics = done.events("metric");
        QCOMPARE(metrics.size(), 16);
        QCOMPARE(metrics[0]["name"].toString(), "accuracy full 1");
        for (const char* name : {"accuracy random 0.8", "accuracy lpntk-pipeline 0.5"})
            QCOMPARE(std::ranges::count(
                         metrics,
                         QString(name),
                         [](const QJsonObject& metric) { return metric["name"].toString(); }),
                     2);
        QFile file(m_project + "/arrays/" + shown("compared")["id"].toString() + "/result.json");
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto result = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(result["points"].toArray().size(), 8);
        QCOMPARE(result["test_samples"].toInt(), 150);
        for (const auto& test : result["tests"].toArray())
            QVERIFY(QStringList({"better", "worse", "no difference"})
                        .contains(test.toObject()["verdict"].toString()));
    }

    void evaluatesNothing() {
        const auto refused =
            run({"evaluate", "--dataset", "digits"}).refusedWith(2, "something to compare");
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
    }

    void laysOutAMap() {
        const auto done = run({"embed", "--kernel", "k", "--name", "map", "--dimensions", "2"});
        QVERIFY2(done.code == 0, done.err.constData());
        QCOMPARE(array("map", "coordinates.npy").shape, (store::Shape{kSamples, 2}));
    }

    void exportsWhatWasKept() {
        const auto to = m_folder.filePath("pruned");
        const auto done =
            run({"export", "--selection", "lpntk-pipeline", "--to", to, "--format", "npz"});
        QVERIFY2(done.code == 0, done.err.constData());
        const auto archives = QDir(to).entryInfoList({"*.npz"});
        QVERIFY(!archives.isEmpty());
        const auto arrays = store::readNpz(archives[0].filePath().toStdString());
        QCOMPARE(arrays.at("x_train").shape.at(0), kept("lpntk-pipeline"));
        QVERIFY(QFile::exists(to + "/winnow.json"));
    }

    void leavesAWholeProject() {
        const auto checked = run({"check"});
        QVERIFY2(checked.code == 0, checked.out.constData());
        QCOMPARE(QDir(m_project + "/work").entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 QStringList());
    }

    void servesAnswers() {
        const auto served = engine({"serve", m_project}, "{\"no\":\"request\"}\nnot json\n");
        QCOMPARE(served.code, 0);
        QCOMPARE(served.events().size(), 2);
        for (const auto& answer : served.events())
            QVERIFY2(answer.contains("error"), served.out.constData());
    }

    void calcFindsRedundantSamples() {
        const auto matrix = m_project + "/arrays/" + shown("k")["id"].toString() + "/matrix.npy";
        const auto out = m_folder.filePath("redundant.npy");
        const auto done = engine({"calc", "redundant", "--kernel", matrix, "--out", out});
        QVERIFY2(done.code == 0, done.err.constData());
        QVERIFY(store::readNpy(out.toStdString()).bytes == array("k", "redundant.npy").bytes);
        const auto refused =
            engine({"calc", "fpc", "--kernel", matrix, "--centroids", "601", "--out", out})
                .refusedWith(2, "601");
        QVERIFY2(refused.isEmpty(), qPrintable(refused));
    }
};

QTEST_GUILESS_MAIN(TestMainJob)
#include "tst_main_job.moc"
