// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/class_trace.h"
#include "ui/pages/difficulty/epoch_strip.h"
#include "ui/pages/difficulty/hardest_model.h"
#include "ui/pages/difficulty/trace_panel.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace winnow::ui;

class TestClassTrace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quantilesAreNumPys_data() {
        QTest::addColumn<QList<float>>("values");
        QTest::addColumn<double>("share");
        QTest::addColumn<double>("wanted");
        QTest::newRow("one") << QList<float>{7} << 0.25 << 7.0;
        QTest::newRow("on a value") << QList<float>{5, 1, 3} << 0.5 << 3.0;
        QTest::newRow("between") << QList<float>{4, 1, 3, 2} << 0.25 << 1.75;
        QTest::newRow("upper") << QList<float>{4, 1, 3, 2} << 0.75 << 3.25;
        QTest::newRow("last") << QList<float>{4, 1, 3, 2} << 1.0 << 4.0;
    }
    void quantilesAreNumPys() {
        QFETCH(QList<float>, values);
        QFETCH(double, share);
        QFETCH(double, wanted);
        std::vector<float> copy(values.begin(), values.end());
        QCOMPARE(quantile(copy, share), wanted);
    }

    void tellsAClassByEpoch() {
        const std::vector<std::int64_t> labels{0, 1, 0, 0, 0};
        constexpr float none = std::numeric_limits<float>::quiet_NaN();
        const std::vector<float> loss{4,
                                      99,
                                      1,
                                      3,
                                      2,  //
                                      2,
                                      99,
                                      none,
                                      1,
                                      3};
        const ClassTrace trace = classTrace(loss, labels, 0);
        QCOMPARE(trace.samples, 4);
        QCOMPARE(trace.mean, (std::vector<double>{2.5, 2}));
        QCOMPARE(trace.low, (std::vector<double>{1.75, 1.5}));
        QCOMPARE(trace.high, (std::vector<double>{3.25, 2.5}));
        QVERIFY(std::isnan(classTrace(loss, labels, 7).mean.front()));
    }

    void aSampleIsForgottenWhenItWasRightBefore() {
        using State = EpochStrip::State;
        QCOMPARE(epochStates({0, 1, 0, 0, 1, 1}),
                 (std::vector<State>{State::Wrong,
                                     State::Right,
                                     State::Forgotten,
                                     State::Wrong,
                                     State::Right,
                                     State::Right}));
        QVERIFY(epochStates({}).empty());
    }

    void theChartMarksWhereItWasForgotten() {
        const std::vector<double> loss{2, 1, 3};
        ClassTrace trace;
        trace.samples = 10;
        trace.mean = trace.low = trace.high = {1, 1, 1};
        const LineChartData data = traceChart(loss, {0, 1, 0}, &trace);
        QCOMPARE(data.series.size(), 3);
        QCOMPARE(data.series[0].bandLow.size(), 3);
        QCOMPARE(data.series[1].points, (QList<QPointF>{{1, 2}, {2, 1}, {3, 3}}));
        QCOMPARE(data.series[2].points, (QList<QPointF>{{3, 3}}));
        QCOMPARE(traceChart(loss, {1, 1, 1}, nullptr).series.size(), 1);
    }

    void theHighestOfEachClass() {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        const std::vector<double> scores{5, 9, none, 7, 7, 8};
        const std::vector<std::int64_t> labels{0, 1, 0, 0, 0, 1};
        const auto highest = [&](std::size_t most, auto wanted) {
            return highestPerClass(scores, labels, 2, most, wanted);
        };
        const auto all = [](std::int64_t) { return true; };
        QCOMPARE(highest(2, all), (std::vector<std::int64_t>{3, 4, 1, 5}));
        QCOMPARE(highest(9, all), (std::vector<std::int64_t>{3, 4, 0, 1, 5}));
        QCOMPARE(highest(1, [](std::int64_t id) { return id > 3; }),
                 (std::vector<std::int64_t>{4, 5}));
    }
};

QTEST_GUILESS_MAIN(TestClassTrace)
#include "tst_class_trace.moc"
