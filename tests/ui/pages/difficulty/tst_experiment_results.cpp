// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/error.h"
#include "tests/ui/pages/difficulty/experiment_project.h"
#include "ui/pages/difficulty/control/control_curves.h"
#include "ui/pages/difficulty/paper_values.h"
#include "ui/pages/difficulty/prediction/prediction_figures.h"
#include "ui/pages/difficulty/prediction/prediction_result.h"
#include "ui/pages/difficulty/set_size/size_figures.h"

#include <QtTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace winnow;
using namespace winnow::ui;
using store::Access;
using store::Project;
using test::ExperimentProject;

namespace {

/// The sentence of the Error that `read` throws; empty: it throws none.
template <typename Read>
QString sentenceOf(Read&& read) {
    try {
        read();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

}  // namespace

class TestExperimentResults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Sheet methods/lpntk.md, section 6.
    void thePapersTablesAreReadBySizes_data() {
        QTest::addColumn<int>("table");
        QTest::addColumn<int>("one");
        QTest::addColumn<int>("other");
        QTest::addColumn<double>("wanted");
        QTest::newRow("first") << 0 << 4096 << 1024 << .8512;
        QTest::newRow("end of the first row") << 0 << 4096 << 1 << .062;
        QTest::newRow("second row") << 0 << 1024 << 256 << .8206;
        QTest::newRow("either order") << 0 << 16 << 64 << .7169;
        QTest::newRow("last") << 0 << 4 << 1 << .3720;
        QTest::newRow("Table 5") << 1 << 16 << 1 << .6023;
        QTest::newRow("Table 6") << 2 << 256 << 64 << .5409;
    }
    void thePapersTablesAreReadBySizes() {
        QFETCH(int, table);
        QFETCH(int, one);
        QFETCH(int, other);
        QFETCH(double, wanted);
        const auto& values = paperCorrelations()[static_cast<std::size_t>(table)];
        QCOMPARE(values.between(one, other).value_or(-9), wanted);
    }

    void thePaperHasNotEverySize() {
        QVERIFY(!paperCorrelations()[0].between(4096, 17));
        QVERIFY(!paperCorrelations()[0].between(64, 64));
        QCOMPARE(likelyTable(3, 0.1), 2);
        QCOMPARE(likelyTable(1, 0.1), 0);
        QCOMPARE(likelyTable(1, 0.001), 1);
        QCOMPARE(likelyTable(1, std::nan("")), 0);
    }

    void readsADifficultyExperiment() {
        ExperimentProject project;
        const std::string id = project.addDifficulty("sizes");
        const Project stored = Project::open(project.path(), Access::Read);
        const DifficultyResult result = difficultyResult(stored, id, project.samples());
        QCOMPARE(result.sizes, (std::vector<std::int64_t>{16, 4, 1}));
        QCOMPARE(result.repeats, 3);
        QCOMPARE(result.diverged, 1);
        QCOMPARE(result.between(0, 1).rho, ExperimentProject::correlation(1, 0, 1));
        QCOMPARE(result.between(0, 2, 2).rho, ExperimentProject::correlation(2, 0, 2));
        QVERIFY(std::isnan(result.between(0, 2, 2).low));
        QVERIFY(divergedText(result).startsWith(QStringLiteral("1 of 252")));
    }

    void pairsAreMeansOfWhatIsDefined() {
        ExperimentProject project;
        const std::string id = project.addDifficulty("sizes");
        const Project stored = Project::open(project.path(), Access::Read);
        const DifficultyResult result = difficultyResult(stored, id, project.samples());
        const PairPoints mean = pairPoints(result, 0, 2, DifficultyResult::kMean, 1000);
        QCOMPARE(mean.ids.size(), 64U);
        QCOMPARE(mean.ids[1], 4);  // class after class
        // Repeats add 0, 0.1 and 0.2; the last sample is not defined in repeat 1: 0 and 0.2.
        QVERIFY(std::abs(mean.points[3].x() - ExperimentProject::difficulty(1, 0, 3)) < 1e-12);
        QVERIFY(std::abs(mean.points[63].y() - ExperimentProject::difficulty(1, 2, 63)) < 1e-12);
        const PairPoints one = pairPoints(result, 0, 2, 1, 1000);
        QCOMPARE(one.ids.size(), 63U);
        QCOMPARE(one.points[5].y(), ExperimentProject::difficulty(1, 2, 5));
        // Every fourth: as many of each class.
        const PairPoints few = pairPoints(result, 0, 1, DifficultyResult::kMean, 16);
        QCOMPARE(few.ids.size(), 16U);
        for (int label = 0; label < 4; ++label)
            QCOMPARE(std::ranges::count_if(few.ids, [&](auto each) { return each % 4 == label; }), 4);
    }

    void theTableShowsOwnAndPaperValues() {
        ExperimentProject project;
        const std::string id = project.addDifficulty("sizes");
        const Project stored = Project::open(project.path(), Access::Read);
        const DifficultyResult result = difficultyResult(stored, id, project.samples());
        const HeatTableData table =
            correlationTable(result, DifficultyResult::kMean, &paperCorrelations()[0]);
        QCOMPARE(table.rows, (QStringList{QStringLiteral("16"), QStringLiteral("4")}));
        QCOMPARE(table.columns, (QStringList{QStringLiteral("4"), QStringLiteral("1")}));
        QCOMPARE(table.cells[0].text, QStringLiteral("0.75"));
        QCOMPARE(table.cells[0].second, QStringLiteral("paper 0.64"));
        QVERIFY(table.cells[0].toolTip.contains(QStringLiteral("95 % interval 0.65 to 0.85")));
        QVERIFY(!table.cells[2].shown);
        QVERIFY(table.csv.contains(QStringLiteral("16,4,0.75,0.65,0.85,0.6379\n")));
        const HeatTableData plain = correlationTable(result, 0, nullptr);
        QCOMPARE(plain.cells[0].text, QStringLiteral("0.70"));
        QVERIFY(plain.cells[0].second.isEmpty());
    }

    void anUndefinedCorrelationIsADash() {
        ExperimentProject project;
        const std::string id = project.addDifficulty("sizes");
        project.changeResult(id, [](nlohmann::json& result) {
            result["mean"][0][2] = result["mean"][2][0] = nullptr;
        });
        const Project stored = Project::open(project.path(), Access::Read);
        const DifficultyResult result = difficultyResult(stored, id, project.samples());
        const HeatTableData table = correlationTable(result, DifficultyResult::kMean, nullptr);
        QCOMPARE(table.cells[1].text, QStringLiteral("–"));
        QVERIFY(std::isnan(table.cells[1].value));
        const LineChartData curve = correlationCurve(result, 0, DifficultyResult::kMean, nullptr);
        QCOMPARE(curve.series.size(), 1);
        QCOMPARE(curve.series[0].points.size(), 1);  // against 4 alone
    }

    void theCurveRunsOverSizes() {
        ExperimentProject project;
        const std::string id = project.addDifficulty("sizes");
        const Project stored = Project::open(project.path(), Access::Read);
        const DifficultyResult result = difficultyResult(stored, id, project.samples());
        const LineChartData curve =
            correlationCurve(result, 0, DifficultyResult::kMean, &paperCorrelations()[0]);
        QCOMPARE(curve.series.size(), 2);
        QCOMPARE(curve.series[0].points, (QList<QPointF>{{1, .2303}, {4, .6379}}));
        QCOMPARE(curve.series[1].points.size(), 2);
        QCOMPARE(curve.series[1].points[1], QPointF(4, 0.75));
        QCOMPARE(curve.series[1].bandLow.size(), 2);
        QCOMPARE(horizontalTicks(curve).ticks.size(), 3);
        QVERIFY(horizontalTicks(curve).logarithmic);
        QVERIFY(correlationCurve(result, 0, 1, nullptr).series[0].bandLow.isEmpty());
    }

    void readsAControlExperiment() {
        ExperimentProject project(5);
        const std::string id = project.addControl("company");
        const Project stored = Project::open(project.path(), Access::Read);
        const ControlResult result = controlResult(stored, id, project.samples(), 5);
        QCOMPARE(result.runs, 4);
        QCOMPARE(result.epochs, 5);
        QVERIFY(result.ordered);
        QCOMPARE(result.dropped[2], 1);
        const auto members = result.members(Company::Interchangeable, 2);
        QCOMPARE(members.size(), 12U);
        QCOMPARE(members[1].id, 2 + 5 * 2);
        QCOMPARE(members[1].kappa, 9.75);
        // The class without target has no members; outside there is nothing.
        QVERIFY(result.members(Company::Medium, 4).empty());
        QVERIFY(result.members(Company::Medium, 9).empty());
        QCOMPARE(result.perClass.size(), 5U);
    }

    void curvesAreMeansOverRuns() {
        ExperimentProject project;
        const std::string id = project.addControl("company");
        const Project stored = Project::open(project.path(), Access::Read);
        const ControlResult result = controlResult(stored, id, project.samples(), 4);
        const ControlCurves curves = controlCurves(result.loss);
        QCOMPARE(curves.classes.size(), 4U);
        // Runs are start * (0.8, 0.9, 1, 1.1): mean 0.95, deviation of n - 1 0.1290994.
        const double start = ExperimentProject::loss(0, 2, 3, 1);
        const LossCurve& one = curves.classes[1][0];
        QVERIFY(std::abs(one.mean[3] - 0.95 * start) < 1e-6);
        QVERIFY(std::abs(one.deviation[3] - 0.12909944 * start) < 1e-6);
        QCOMPARE(one.runs, 4);
        // A run of the last set was dropped: 0.9, 1, 1.1.
        const LossCurve& last = curves.classes[1][2];
        QCOMPARE(last.runs, 3);
        QVERIFY(std::abs(last.mean[0] - ExperimentProject::loss(2, 2, 0, 1)) < 1e-6);
        // Over all: first the mean over targets, then over runs.
        double targets = 0;
        for (int label = 0; label < 4; ++label)
            targets += ExperimentProject::loss(0, 2, 2, label) / 4;
        QVERIFY(std::abs(curves.all[0].mean[2] - 0.95 * targets) < 1e-6);
        QVERIFY(std::abs(curves.all[0].deviation[2] - 0.12909944 * targets) < 1e-6);
        const LineChartData chart = controlChart(curves.all);
        QCOMPARE(chart.series.size(), 3);
        QCOMPARE(chart.series[0].points[0].x(), 1.0);
        QCOMPARE(chart.series[2].bandHigh.size(), 5);
    }

    void readsAPrediction() {
        ExperimentProject project;
        const std::string id = project.addPrediction("next");
        const Project stored = Project::open(project.path(), Access::Read);
        const PredictionResult result = predictionResult(stored, id, project.samples());
        QCOMPARE(result.predictors.size(), 3U);
        QCOMPARE(result.seeds, 2);
        QCOMPARE(result.seedNumber(1), 8);
        // 20 iterations, 10 events a seed; centred says 5 of them, displacement all and two more.
        const Confusion centred = result.confusion(0, 0);
        QCOMPARE(centred.hits, 5);
        QCOMPARE(centred.missed, 5);
        QCOMPARE(centred.falseAlarms, 0);
        QCOMPARE(centred.quiet, 20 * 8 - 10);
        const Confusion all = result.confusion(2, PredictionResult::kAllSeeds);
        QCOMPARE(all.hits, 20);
        QCOMPARE(all.falseAlarms, 4);
        QCOMPARE(result.batchAt(0, 3).front(), 24);
        QCOMPARE(result.batchAt(1, 20).size(), 7U);  // the last is short
        const HeatTableData table = confusionTable(result, 0, 0);
        QCOMPARE(table.cells[0].text, QStringLiteral("5"));
        QCOMPARE(table.cells[0].value, 0.5);
        const LineChartData chart = eventChart(result, 2, PredictionResult::kAllSeeds);
        QCOMPARE(chart.series[0].points[4], QPointF(5, 1));
        QCOMPARE(chart.series[1].points[5], QPointF(6, 1));  // a false alarm
        QCOMPARE(chart.series[0].points[5], QPointF(6, 0));
    }

    void followsOneSample() {
        ExperimentProject project;  // 200 samples, 8 a batch: sample 0 is in batch 0 alone
        const std::string id = project.addPrediction("next", 2, 60, 8);
        const Project stored = Project::open(project.path(), Access::Read);
        const PredictionResult result = predictionResult(stored, id, project.samples());
        // Sample 0 is in batches 0, 25 and 50, and first in each.
        const auto lanes = sampleLanes(result, 0, PredictionResult::kAllSeeds);
        QCOMPARE(lanes.size(), 2U);
        QCOMPARE(lanes[1].inBatch, (std::vector<std::int64_t>{0, 25, 50}));
        QCOMPARE(lanes[1].events.size(), 3U);
        QCOMPARE(lanes[1].events[1].iteration, 25);
        QVERIFY(!lanes[1].events[1].forgotten);
        QVERIFY(lanes[1].events[1].saidBy(2) && !lanes[1].events[1].saidBy(0));
        QCOMPARE(sampleLanes(result, 0, 1).size(), 1U);
        QCOMPARE(sampleLanes(result, 0, 1).front().seed, 1);
        const auto most = mostForgotten(result, 3);
        QCOMPARE(most.size(), 3U);
        QCOMPARE(most[0].id, 0);
        QCOMPARE(most[0].events, 4);  // in batches 0 and 50 of either seed
        QCOMPARE(most[1].id, 16);
    }

    void damagedFilesGiveASentence_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("file");
        for (const char* file : {"sample.npy", "difficulty.npy", "correlation.npy", "result.json"})
            QTest::addRow("difficulty %s", file) << QByteArray("difficulty") << QByteArray(file);
        for (const char* file :
             {"target.npy", "member.npy", "kappa.npy", "loss.npy", "result.json"})
            QTest::addRow("control %s", file) << QByteArray("control") << QByteArray(file);
        for (const char* file : {"counts.npy", "batch.npy", "event.npy", "result.json"})
            QTest::addRow("prediction %s", file) << QByteArray("prediction") << QByteArray(file);
    }
    void damagedFilesGiveASentence() {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, file);
        ExperimentProject project;
        const bool sizes = kind == "difficulty", control = kind == "control";
        const std::string id = sizes     ? project.addDifficulty("x")
                               : control ? project.addControl("x")
                                         : project.addPrediction("x");
        project.truncate(id, file.constData(), 90);
        const Project stored = Project::open(project.path(), Access::Read);
        const QString sentence = sentenceOf([&] {
            if (sizes)
                (void)difficultyResult(stored, id, project.samples());
            else if (control)
                (void)controlResult(stored, id, project.samples(), 4);
            else
                (void)predictionResult(stored, id, project.samples());
        });
        QVERIFY2(sentence.contains(QString::fromUtf8(file)), qPrintable(sentence));
    }

    void whatDoesNotFitTheDataGivesASentence() {
        ExperimentProject project;
        const std::string sizes = project.addDifficulty("x");
        const std::string control = project.addControl("x");
        const std::string prediction = project.addPrediction("x");
        const Project stored = Project::open(project.path(), Access::Read);
        QVERIFY(sentenceOf([&] {
                    (void)difficultyResult(stored, sizes, 20);
                }).contains(QStringLiteral("sample.npy")));
        QVERIFY(sentenceOf([&] {
                    (void)controlResult(stored, control, 20, 4);
                }).contains(QStringLiteral("member.npy")));
        QVERIFY(sentenceOf([&] {
                    (void)controlResult(stored, control, 200, 5);
                }).contains(QStringLiteral("target.npy")));
        QVERIFY(sentenceOf([&] {
                    (void)predictionResult(stored, prediction, 20);
                }).contains(QStringLiteral("batch.npy")));
        project.changeResult(sizes, [](nlohmann::json& result) { result["mean"].erase(0); });
        QVERIFY(sentenceOf([&] {
                    (void)difficultyResult(stored, sizes, 200);
                }).contains(QStringLiteral("result.json")));
    }
};

QTEST_GUILESS_MAIN(TestExperimentResults)
#include "tst_experiment_results.moc"
