// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_theme.h"
#include "ui/charts/line_chart.h"
#include "ui/widgets/figure_export.h"

#include <QSignalSpy>
#include <QTest>
#include <QtCharts/QChart>
#include <QtCharts/QLegend>

#include <cmath>

using namespace winnow::ui;

namespace {

LineChartData accuracy() {
    LineSeries ours;
    ours.name = QStringLiteral("this");
    ours.points = {{20, 86}, {60, 90}, {100, 91}};
    LineSeries random;
    random.name = QStringLiteral("random");
    random.colour = DataColour::text();
    random.dashed = true;
    random.points = {{20, 85}, {60, 89}, {100, 91}};
    random.bandLow = {84.5, 88.7, 90.9};
    random.bandHigh = {85.5, 89.3, 91.1};
    random.bandName = QStringLiteral("one deviation");
    random.note = QStringLiteral("10 seeds");
    return {.series = {ours, random},
            .x = {QStringLiteral("Kept"), QStringLiteral("%"), 0},
            .y = {QStringLiteral("Accuracy"), QStringLiteral("%"), 1}};
}

int pixelsNear(const QImage& image, const QColor& colour) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) count += image.pixelColor(x, y) == colour;
    return count;
}

}  // namespace

class TestLineChart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { applyTheme(ThemeChoice::Light); }

    void aPointBringsItsBand() {
        LineSeries series;
        addBandPoint(series, 1, 80, 2);
        addBandPoint(series, 2, 90, std::nan(""));
        addBandPoint(series, 3, std::nan(""), 1);
        QCOMPARE(series.points, (QList<QPointF>{{1, 80}, {2, 90}}));
        QCOMPARE(series.bandLow, (QList<double>{78, 90}));
        QCOMPARE(series.bandHigh, (QList<double>{82, 90}));
    }

    void keysWalkThroughPointsAndLines() {
        LineChart chart;
        chart.resize(400, 240);
        chart.setData(accuracy());
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.currentPoint(), std::optional(qMakePair(0, 0)));
        QTest::keyClick(&chart, Qt::Key_End);
        QTest::keyClick(&chart, Qt::Key_Down);
        QCOMPARE(chart.currentPoint(), std::optional(qMakePair(1, 2)));
        QSignalSpy activated(&chart, &LineChart::pointActivated);
        QTest::keyClick(&chart, Qt::Key_Return);
        QCOMPARE(activated.first(), QVariantList({1, 2}));
        chart.setData({});
        QTest::keyClick(&chart, Qt::Key_Right);
        QVERIFY(!chart.currentPoint());
    }

    void mouseFindsTheNearestPoint() {
        LineChart chart;
        chart.resize(400, 240);
        chart.setData(accuracy());
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        const QRectF plot = chart.chart()->plotArea();
        QVERIFY(plot.width() > 200);
        QSignalSpy activated(&chart, &LineChart::pointActivated);
        // x runs from 20 to 100: 60 lies in the middle; y from 84 to 92 or so.
        const AxisTicks y = verticalTicks(chart.data());
        QTest::mouseClick(
            chart.viewport(),
            Qt::LeftButton,
            {},
            QPointF(plot.center().x(), plot.bottom() - plot.height() * y.share(90) - 3).toPoint());
        QCOMPARE(activated.first(), QVariantList({0, 1}));
    }

    void pointTextHasNamesValuesUnitsAndNote() {
        LineChart chart;
        chart.setData(accuracy());
        QCOMPARE(chart.pointText(1, 0),
                 QStringLiteral(
                     "random\nKept 20 %\nAccuracy 85.0 %\n84.5 to 85.5 % one deviation\n10 seeds"));
        QCOMPARE(chart.pointText(0, 0), QStringLiteral("this\nKept 20 %\nAccuracy 86.0 %"));
    }

    void legendShowsHowLinesAreDrawn() {
        const auto entries = legendOf(accuracy());
        QCOMPARE(entries[0].sample, LegendEntry::Sample::Line);
        QCOMPARE(entries[1].sample, LegendEntry::Sample::DashedLine);
    }

    void csvNamesQuantitiesAndBands() {
        const QStringList lines = csvOf(accuracy()).split(u'\n');
        QCOMPARE(lines[0],
                 QStringLiteral("series,\"Kept, %\",\"Accuracy, %\",band low,band high,band"));
        QCOMPARE(lines[1], QStringLiteral("this,20,86,,,"));
        QCOMPARE(lines[4], QStringLiteral("random,20,85,84.5,85.5,one deviation"));
        QCOMPARE(lines.size(), 8);
    }

    void thinningKeepsPeaks() {
        QList<QPointF> points;
        for (int i = 0; i < 100000; ++i)
            points << QPointF(i, i == 54321 ? 100 : i == 777 ? -100 : std::sin(i));
        points << QPointF(5, std::nan(""));
        const auto kept = thinned(points);
        QVERIFY(kept.size() <= 2000);
        QVERIFY(kept.contains(QPointF(54321, 100)));
        QVERIFY(kept.contains(QPointF(777, -100)));
        QVERIFY(std::is_sorted(
            kept.begin(), kept.end(), [](QPointF a, QPointF b) { return a.x() < b.x(); }));
    }

    void logarithmicAxisLeavesOutWhatIsNotPositive() {
        LineChartData data = accuracy();
        data.logarithmicY = true;
        data.series[0].points = {{0, 0}, {1, 0.001}, {2, 10}};
        const AxisTicks ticks = verticalTicks(data);
        QCOMPARE(ticks.low, 0.001);
        LineChart chart;
        chart.setData(data);
        QVERIFY(!chart.grab().isNull());
    }

    void figureIsLightWhateverTheWindowIs() {
        applyTheme(ThemeChoice::Dark);
        LineChart chart;
        chart.resize(400, 240);
        chart.setData(accuracy());
        const QImage image = figureImage(chart, {});
        QVERIFY(pixelsNear(image, lightTheme().accent) > 200);
        QCOMPARE(pixelsNear(image, darkTheme().accent), 0);
        QVERIFY(figureSvg(chart, {}).contains(lightTheme().accent.name().toUtf8()));
    }

    void chartFollowsTheTheme() {
        LineChart chart;
        chart.resize(400, 240);
        chart.setData(accuracy());
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        applyTheme(ThemeChoice::Dark);
        QVERIFY(pixelsNear(chart.grab().toImage(), darkTheme().accent) > 100);
    }

    void chartHasNoFrameLegendOrAnimation() {
        QChart chart;
        themeChart(&chart);
        QVERIFY(!chart.isBackgroundVisible());
        QVERIFY(!chart.legend()->isVisible());
        QCOMPARE(chart.animationOptions(), QChart::NoAnimation);
        QCOMPARE(chart.margins(), QMargins());
    }
};

QTEST_MAIN(TestLineChart)
#include "tst_line_chart.moc"
