// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_curve.h"

#include <QtTest>

using namespace winnow::ui;

namespace {

MetricPoint point(const char* name, int step, double value) {
    return {QLatin1String(name), step, value};
}

QVector<MetricPoint> twoEpochs() {
    return {point("train_loss", 1, 0.9),
            point("train_accuracy", 1, 0.7),
            point("validation_accuracy", 1, 0.6),
            point("forgetting_events", 1, 0),
            point("train_loss", 2, 0.5),
            point("train_accuracy", 2, 0.8),
            point("forgetting_events", 2, 17)};
}

}  // namespace

class TestRunCurve : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesWhatATrainingReports() {
        const RunCurve curve = curveOf(QStringLiteral("new"), twoEpochs());
        QCOMPARE(curve.epochs.size(), 2);
        QCOMPARE(curve.epochs[1].number, 2);
        QCOMPARE(curve.epochs[1].values[RunCurve::TrainLoss], 0.5);
        QCOMPARE(curve.epochs[0].values[RunCurve::HeldOutAccuracy], 0.6);
        QVERIFY(std::isnan(curve.epochs[1].values[RunCurve::HeldOutAccuracy]));
        QCOMPARE(reportedForgetting(twoEpochs()), (QList<QPointF>{{1, 0}, {2, 17}}));
    }

    void aRepeatBeginsAnew() {
        QVector<MetricPoint> metrics = twoEpochs();
        metrics << point("train_loss", 1, 0.8) << point("forgetting_events", 1, 0);
        const RunCurve curve = curveOf({}, metrics);
        QCOMPARE(curve.epochs.size(), 1);
        QCOMPARE(curve.epochs[0].values[RunCurve::TrainLoss], 0.8);
        QCOMPARE(reportedForgetting(metrics).size(), 1);
    }

    void chartsTellTrainFromValidationAndTheOtherRun() {
        const RunCurve shown = curveOf(QStringLiteral("new"), twoEpochs());
        RunCurve other = shown;
        other.name = QStringLiteral("old");
        const LineChartData data = accuracyChart(shown, &other, 5);
        QCOMPARE(data.series.size(), 4);
        const LineSeries& train = data.series[2];
        QCOMPARE(train.name, QStringLiteral("train"));
        QVERIFY(!train.dashed);
        QCOMPARE(train.colour, DataColour::accent());
        QCOMPARE(train.points, (QList<QPointF>{{1, 70}, {2, 80}}));
        QVERIFY(data.series[3].dashed);
        QCOMPARE(data.series[0].colour, DataColour::neutral());
        QVERIFY(data.series[1].dashed);
        QCOMPARE(legendOf(data).size(), 3);
        QCOMPARE(data.xHigh, 5.0);
    }

    void nothingReportedGivesAnEmptyChart() {
        const LineChartData data = lossChart(curveOf({}, QVector<MetricPoint>()), nullptr, 30);
        QVERIFY(data.series.isEmpty());
        QCOMPARE(data.xHigh, 30.0);
    }
};

QTEST_GUILESS_MAIN(TestRunCurve)
#include "tst_run_curve.moc"
