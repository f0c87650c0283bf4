// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/error.h"
#include "tests/ui/pages/evaluate/evaluation_project.h"
#include "ui/pages/evaluate/evaluation.h"
#include "ui/pages/evaluate/evaluation_chart.h"
#include "ui/pages/evaluate/evaluation_model.h"
#include "ui/pages/evaluate/gap_check.h"
#include "ui/pages/evaluate/gap_view.h"
#include "ui/pages/evaluate/method_look.h"
#include "ui/pages/evaluate/paper_values.h"
#include "ui/pages/evaluate/small_budget.h"
#include "ui/pages/evaluate/small_budget_view.h"
#include "ui/pages/train/record_table.h"
#include "ui/widgets/table_figure.h"

#include <QAbstractItemModelTester>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace winnow;
using namespace winnow::ui;
using test::EvaluationProject;

namespace {

store::Project opened(const EvaluationProject& project) {
    return store::Project::open(project.path(), store::Access::Read);
}

const LineSeries* seriesOf(const LineChartData& data, const QString& name) {
    for (const LineSeries& series : data.series)
        if (series.name == name) return &series;
    return nullptr;
}

/// The sentence of what a function throws; empty: it throws nothing.
template <typename Call>
QString sentenceOf(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

}  // namespace

class TestEvaluation : public QObject {
    Q_OBJECT

    std::unique_ptr<EvaluationProject> m_project;
    std::shared_ptr<const Evaluation> m_evaluation;

    QString cell(const EvaluationModel& model, int row, int column) const {
        return model.index(row, column).data().toString();
    }

private Q_SLOTS:
    void initTestCase() {
        m_project = std::make_unique<EvaluationProject>();
        const std::string id = m_project->addEvaluation("first");
        m_evaluation = std::make_shared<Evaluation>(readEvaluation(opened(*m_project), id));
    }

    void readsWhatIsStored() {
        QCOMPARE(m_evaluation->methods(),
                 (QStringList{"full", "random", "lpntk-pipeline", "el2n", "forgetting"}));
        QCOMPARE(m_evaluation->keeps(), (std::vector<double>{0.2, 0.4, 0.6, 0.8, 0.9}));
        QCOMPARE(m_evaluation->points.size(), std::size_t(21));
        const EvaluationPoint* point = m_evaluation->point("el2n", 0.4);
        QCOMPARE(point->kept, 24000);
        QCOMPARE(point->accuracy.n, 10);
        const auto trials = m_evaluation->trialsOf("el2n", 0.4);
        QCOMPARE(trials.size(), std::size_t(10));
        QCOMPARE(trials[2].seed, 3);
        QCOMPARE(trials[2].accuracy, EvaluationProject::accuracy("el2n", 0.4, 3));
        // The curve ends where the trial says.
        QVERIFY(std::abs(m_evaluation->curves.row(trials[2].row).back() - trials[2].accuracy) <
                1e-6);
        QCOMPARE(m_evaluation->test("forgetting", 0.2, "random")->verdict, QString("worse"));
        QVERIFY(m_evaluation->test("random", 0.2, "random") == nullptr);
    }

    void damagedOrForeignJsonGivesASentence_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("part");
        const std::string good = m_project->evaluationJson().dump();
        const auto changed = [&](const char* pointer, const nlohmann::json& value) {
            auto json = m_project->evaluationJson();
            json["epochs"] = 1;
            // accuracy.npy of addResult() has one row.
            json["trials"] = nlohmann::json::array({json["trials"][0]});
            json[nlohmann::json::json_pointer(pointer)] = value;
            return QString::fromStdString(json.dump());
        };
        QTest::newRow("cut off") << QString::fromStdString(good.substr(0, 300)) << "no JSON";
        QTest::newRow("a list") << "[1, 2]"
                                << "no JSON object";
        QTest::newRow("empty") << ""
                               << "no JSON";
        QTest::newRow("foreign") << R"({"suspects": 3})"
                                 << "\"model\" is missing";
        QTest::newRow("text for a number")
            << changed("/points/3/keep", "a lot") << "points[3]: \"keep\" is no number";
        QTest::newRow("share above 1") << changed("/points/3/keep", 1.5) << "\"keep\" is no share";
        QTest::newRow("null share") << changed("/points/3/keep", nullptr) << "\"keep\" is no share";
        QTest::newRow("half a seed") << changed("/points/0/seeds", 2.5) << "\"seeds\"";
        QTest::newRow("no list") << changed("/points", 3) << "\"points\" is no list";
        QTest::newRow("no points") << changed("/points", nlohmann::json::array()) << "empty";
        QTest::newRow("row outside") << changed("/trials/0/row", 1) << "accuracy.npy has 1 rows";
        QTest::newRow("other epochs")
            << changed("/epochs", 7) << "accuracy.npy has the shape [1,1]";
        QTest::newRow("number for a row") << changed("/tests/2", 7) << "tests[2]: it is no object";
    }
    void damagedOrForeignJsonGivesASentence() {
        QFETCH(QString, json);
        QFETCH(QString, part);
        EvaluationProject project;
        const std::string id = project.addResult("evaluation", json.toStdString());
        const QString sentence = sentenceOf([&] { (void)readEvaluation(opened(project), id); });
        QVERIFY2(sentence.startsWith("evaluation-1/"), qPrintable(sentence));
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY2(sentence.endsWith("run the job again that made it"), qPrintable(sentence));
        QVERIFY(!sentenceOf([&] { (void)readSmallBudget(opened(project), id); }).isEmpty());
        QVERIFY(!sentenceOf([&] { (void)readGapCheck(opened(project), id); }).isEmpty());
    }

    void aFileThatIsNotThereGivesASentence() {
        EvaluationProject project;
        const std::string id = project.addEvaluation("gone");
        const store::Project store = opened(project);
        std::filesystem::remove(store.path(id, "accuracy.npy"));
        QVERIFY(!sentenceOf([&] { (void)readEvaluation(store, id); }).isEmpty());
        std::filesystem::remove(store.path(id, "result.json"));
        QVERIFY(sentenceOf([&] { (void)readEvaluation(store, id); }).contains("cannot be read"));
    }

    void whatIsNotDefinedIsNaN() {
        auto json = m_project->evaluationJson();
        json["epochs"] = 1;
        json["trials"] = nlohmann::json::array();
        json["points"][1]["accuracy"]["deviation"] = nullptr;
        json["tests"][0]["t"] = nullptr;
        json["tests"][0]["verdict"] = nullptr;
        EvaluationProject project;
        const Evaluation read =
            readEvaluation(opened(project), project.addResult("evaluation", json.dump()));
        QVERIFY(std::isnan(read.points[1].accuracy.deviation));
        QVERIFY(std::isnan(read.tests[0].t));
        QCOMPARE(verdictText(read.tests[0].verdict, "random"), QString("no test: under two seeds"));
    }

    void metricsOfAJobArePoints() {
        const QVector<MetricPoint> metrics{{"trainings", 1, 1},
                                           {"accuracy random 0.8", 1, 0.9},
                                           {"accuracy el2n 0.8", 1, 0.7},
                                           {"accuracy random 0.8", 2, 0.92},
                                           {"accuracy random 0.8", 3, std::nan("")},
                                           {"accuracy random often", 1, 0.1},
                                           {"accuracy random 8", 1, 0.1}};
        const auto evaluation = reportedEvaluation(metrics);
        QVERIFY(evaluation.has_value());
        QCOMPARE(evaluation->points.size(), std::size_t(2));
        const EvaluationPoint* random = evaluation->point("random", 0.8);
        QCOMPARE(random->seeds, 2);
        QVERIFY(std::abs(random->accuracy.mean - 0.91) < 1e-12);
        QVERIFY(std::abs(random->accuracy.deviation - std::sqrt(0.0002)) < 1e-12);
        QVERIFY(std::isnan(evaluation->point("el2n", 0.8)->accuracy.deviation));
        QVERIFY(!reportedEvaluation({{"trainings", 1, 1}}).has_value());
    }

    void aLineAMethodWithRandomAlways() {
        const LineChartData all = accuracyOverKeep(*m_evaluation, Band::Interval, {});
        QCOMPARE(all.series.size(), 5);
        const LineSeries* random = seriesOf(all, "random");
        QVERIFY(random->dashed);
        QCOMPARE(random->colour, DataColour::neutral());
        QCOMPARE(random->points.size(), 5);
        const SummaryFigures figures = m_evaluation->point("random", 0.2)->accuracy;
        QCOMPARE(random->points[0], QPointF(20, 100 * figures.mean));
        QCOMPARE(random->bandLow[0], 100 * figures.low);
        QCOMPARE(random->bandHigh[0], 100 * figures.high);
        const LineSeries* full = seriesOf(all, "full set");
        QCOMPARE(full->points.first().x(), 20.0);
        QCOMPARE(full->points.last().x(), 100.0);
        QCOMPARE(full->points.first().y(), full->points.last().y());
        const LineChartData some =
            accuracyOverKeep(*m_evaluation, Band::Deviation, {"random", "el2n", "full"});
        QCOMPARE(some.series.size(), 3);
        const LineSeries* still = seriesOf(some, "random");
        QVERIFY(still != nullptr);
        QCOMPARE(still->bandLow[0], 100 * (figures.mean - figures.deviation));
        QCOMPARE(still->bandName, QString("± one deviation"));
    }

    void aPointOfTheChartIsThatOfTheEvaluation() {
        const LineChartData chart = accuracyOverKeep(*m_evaluation, Band::Interval, {"el2n"});
        for (int series = 0; series < chart.series.size(); ++series) {
            const EvaluationPoint* point = pointAt(*m_evaluation, chart, series, 1);
            const bool full = chart.series[series].name == "full set";
            QCOMPARE(point == nullptr, full);
            if (!full) QCOMPARE(100 * point->accuracy.mean, chart.series[series].points[1].y());
        }
    }

    void trainingsAndTheirMeanByEpoch() {
        const LineChartData chart = accuracyOverEpochs(*m_evaluation, "el2n", 0.6);
        // Random's mean, ten trainings, their mean.
        QCOMPARE(chart.series.size(), 12);
        QCOMPARE(chart.series.first().name, QString("random"));
        QVERIFY(!chart.series.first().bandLow.isEmpty());
        QCOMPARE(chart.series.last().points.size(), EvaluationProject::kEvaluationEpochs);
        QVERIFY(std::abs(chart.series.last().points.last().y() -
                         100 * m_evaluation->point("el2n", 0.6)->accuracy.mean) < 1e-4);
    }

    void divergedTrainingsAreLeftOutOfAMean() {
        const std::vector<float> good{0.5F, 0.75F}, bad{0.5F, std::nanf("")}, other{0.25F, 0.25F};
        const LineSeries mean = meanCurve({good, bad, other});
        QCOMPARE(mean.points[1], QPointF(2, 50));
        QVERIFY(std::abs(mean.bandHigh[1] - (50 + 100 * std::sqrt(0.125))) < 1e-9);
    }

    void aMethodKeepsItsLook() {
        const QStringList methods{"full", "random", "el2n", "lpntk-pipeline", "grand"};
        QCOMPARE(methodLook("lpntk-pipeline", methods).colour, DataColour::accent());
        QCOMPARE(methodLook("el2n", methods).colour, DataColour::slot(6));
        QCOMPARE(methodLook("grand", methods).colour, DataColour::slot(4));
        QVERIFY(methodLook("el2n", methods).marker != methodLook("grand", methods).marker);
        QVERIFY(methodLook("random", methods).dashed);
    }

    void paperValuesAreThoseOfTheTables_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<double>("mnist");
        QTest::addColumn<double>("cifar");
        // Tables 2 and 3 of the lpNTK paper.
        QTest::newRow("full") << "full" << 99.31 << 93.28;
        QTest::newRow("pipeline") << "lpntk-pipeline" << 99.37 << 93.55;
        QTest::newRow("el2n") << "el2n" << 99.33 << 93.32;
        QTest::newRow("grand") << "grand" << 99.28 << 92.87;
        QTest::newRow("forgetting") << "forgetting" << 99.26 << 92.64;
        QTest::newRow("influence") << "influence-score" << 99.27 << 92.53;
        QTest::newRow("redundant") << "redundant" << 99.30 << 93.17;
    }
    void paperValuesAreThoseOfTheTables() {
        QFETCH(QString, method);
        QFETCH(double, mnist);
        QFETCH(double, cifar);
        for (const QString kernel : {"", "lpntk"}) {
            QCOMPARE(paperValue({PaperSet::Mnist, true, kernel}, method)->mean, mnist);
            QCOMPARE(paperValue({PaperSet::Cifar10, true, kernel}, method)->mean, cifar);
        }
        QVERIFY(!paperValue({}, "random").has_value());
        QVERIFY(!paperValue({}, "herding").has_value());
    }

    void anotherKernelHasItsOwnPaperValuesOrNone() {
        QCOMPARE(paperValue({PaperSet::Mnist, true, "pntk"}, "redundant")->mean, 99.27);
        QCOMPARE(paperValue({PaperSet::Cifar10, true, "pntk"}, "redundant")->mean, 90.93);
        QVERIFY(!paperValue({PaperSet::Mnist, true, "pntk"}, "lpntk-pipeline").has_value());
        QVERIFY(!paperValue({PaperSet::Mnist, true, "centred"}, "redundant").has_value());
        QCOMPARE(paperValue({PaperSet::Mnist, true, "centred"}, "el2n")->mean, 99.33);
    }

    void onlyMnistItselfIsMnist_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("same");
        for (const char* name : {"mnist", "MNIST", "my mnist", "mnist_10000", "mnist-5k"})
            QTest::newRow(name) << name << true;
        for (const char* name : {"kmnist",
                                 "EMNIST letters",
                                 "fashion-mnist",
                                 "Fashion MNIST",
                                 "kuzushiji-mnist",
                                 "k-mnist",
                                 "digits"})
            QTest::newRow(name) << name << false;
    }
    void onlyMnistItselfIsMnist() {
        QFETCH(QString, name);
        QFETCH(bool, same);
        const PaperMatch match = paperMatch(name, 1, 10);
        QCOMPARE(match.same, same);
        QCOMPARE(match.set, PaperSet::Mnist);
        QVERIFY(!paperMatch("cifar100", 3, 100).same);
        QVERIFY(paperMatch("cifar10", 3, 10).same);
    }

    void theTableSaysItInWords() {
        EvaluationModel model;
        QAbstractItemModelTester tester(&model);
        model.setEvaluation(m_evaluation, {PaperSet::Mnist, false});
        QCOMPARE(model.rowCount(), 21);
        QCOMPARE(cell(model, 0, EvaluationModel::Method), QString("full set"));
        QCOMPARE(cell(model, 0, EvaluationModel::ToFull), QString("reference"));
        // At 20 % forgetting is last, under random.
        QCOMPARE(cell(model, 20, EvaluationModel::Method), QString("forgetting score"));
        QCOMPARE(cell(model, 20, EvaluationModel::Verdict), QString("worse than random"));
        QVERIFY(cell(model, 20, EvaluationModel::ToRandom).startsWith(QChar(0x2212)));
        QCOMPARE(model.index(20, EvaluationModel::Verdict).data(RecordToneRole).toInt(),
                 int(DangerTone));
        QCOMPARE(cell(model, 20, EvaluationModel::Kept), QString("12\u202f000"));
        QCOMPARE(cell(model, 20, EvaluationModel::Paper), QString("99.26 ± 0.06"));
        QCOMPARE(model.headerData(EvaluationModel::Paper, Qt::Horizontal, Qt::DisplayRole),
                 QVariant("Paper, MNIST, %"));
        QVERIFY(model.index(20, EvaluationModel::P)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains("paired by seed"));
        for (int column = 0; column < EvaluationModel::Columns; ++column)
            QVERIFY(
                !model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
    }

    void theFullSetIsHeldAgainstRandomOfTheChosenShare() {
        EvaluationModel model;
        model.setEvaluation(m_evaluation, {});
        QCOMPARE(cell(model, 0, EvaluationModel::Verdict), QString("–"));
        model.setFullAgainst(0.2);
        QCOMPARE(cell(model, 0, EvaluationModel::Verdict), QString("better than random"));
        const EvaluationTest* test = m_evaluation->test("random", 0.2, "full");
        QVERIFY(test->t < 0);
        QCOMPARE(model.index(0, EvaluationModel::T).data(RecordSortRole).toDouble(), -test->t);
    }

    void theTableAsCsv() {
        EvaluationModel model;
        model.setEvaluation(m_evaluation, {});
        const TableFigure figure(&model);
        const QStringList lines = figure.figureCsv().split('\n');
        QCOMPARE(lines.size(), 23);
        QVERIFY(lines[0].startsWith("Method,\"Kept, %\",Samples,Seeds,"));
        QVERIFY(lines[1].startsWith("full set,100.0,60000,10,91."));
        QVERIFY(lines[21].contains(",worse than random,worse,"));
        QCOMPARE(lines[21].count(QChar(0x2212)), 0);
    }

    void poisoningIsSaidOnlyWithATest() {
        EvaluationProject project;
        const SmallBudget budget =
            readSmallBudget(opened(project), project.addSmallBudget("small"));
        QCOMPARE(budget.rows.size(), std::size_t(2));
        QCOMPARE(budget.rows[0].samples, 590);
        QCOMPARE(budget.rows[0].shrunk, 10);
        QCOMPARE(budget.rows[1].shrunk, 0);
        QVERIFY(budget.rows[0].p < 0.05);
        QVERIFY(smallBudgetSentence(budget.rows[0]).contains("poisoning"));
        QVERIFY(budget.rows[1].p > 0.05);
        QVERIFY(!smallBudgetSentence(budget.rows[1]).contains("poisoning"));
        SmallBudget::Row untested = budget.rows[1];
        untested.verdict.clear();
        untested.p = std::nan("");
        QCOMPARE(smallBudgetSentence(untested),
                 QString("At 5\u202f% there is no test: under two seeds."));
        const LineChartData chart = smallBudgetChart(budget, 0);
        QCOMPARE(chart.series.size(), 2);
        QVERIFY(chart.series[0].dashed);
        QVERIFY(std::abs(chart.series[1].points.last().y() -
                         100 * budget.rows[0].headCluster.mean) < 1e-4);
        // Of the second share, run 3, method 1.
        QVERIFY(std::abs(budget.curve(1, SmallBudget::HeadCluster, 3).back() - 0.85) < 0.011);
    }

    void gapAndBoundOverWidth() {
        EvaluationProject project;
        const GapCheck check = readGapCheck(opened(project), project.addGapCheck("theory"));
        QCOMPARE(check.rows.front().width, 64);
        QCOMPARE(check.rows.back().aboveBound, 1);
        QVERIFY(check.pairs.has_value());
        QVERIFY(std::isnan(check.pairs->largestToSum));
        const LineChartData chart = gapChart(check);
        QVERIFY(chart.logarithmicY);
        QCOMPARE(chart.series.size(), 3);
        QCOMPARE(seriesOf(chart, "gap")->points.first(), QPointF(64, 32));
        const AxisTicks ticks = horizontalTicks(chart);
        QCOMPARE(ticks.ticks.size(), 7);
        QCOMPARE(ticks.ticks.first().text, QString("64"));
        QVERIFY(std::abs(ticks.share(512) - 0.5) < 1e-12);
    }
};

QTEST_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
