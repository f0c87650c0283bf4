// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/histogram.h"

#include <QTest>

#include <limits>
#include <numeric>
#include <vector>

using namespace winnow::ui;

class TestHistogram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wholeNumbersGetOneBinEach() {
        const std::vector<float> events = {0, 0, 1, 3, 3, 3};
        const Histogram h = histogramOf(events, 30);
        QCOMPARE(h.counts, QList<double>({2, 1, 0, 3}));
        QCOMPARE(h.low, -0.5);
        QCOMPARE(h.edge(4), 3.5);
    }

    void everyFiniteValueIsCountedOnce() {
        std::vector<float> values;
        for (int i = 0; i < 1000; ++i) values.push_back(0.37F * static_cast<float>(i % 97));
        values.push_back(std::numeric_limits<float>::quiet_NaN());
        values.push_back(std::numeric_limits<float>::infinity());
        const Histogram h = histogramOf(values, 17);
        QCOMPARE(h.counts.size(), 17);
        QCOMPARE(std::accumulate(h.counts.begin(), h.counts.end(), 0.0), 1000.0);
        QCOMPARE(h.binOf(h.high), 16);
        QCOMPARE(h.binOf(h.low), 0);
        QCOMPARE(h.binOf(h.high + 1), -1);
        QCOMPARE(h.binOf(std::numeric_limits<double>::quiet_NaN()), -1);
    }

    void oneValueHasItsBin() {
        const std::vector<float> values(5, 0.25F);
        const Histogram h = histogramOf(values, 10);
        QVERIFY(h.low < 0.25 && h.high > 0.25);
        QCOMPARE(std::accumulate(h.counts.begin(), h.counts.end(), 0.0), 5.0);
    }

    void nothingGivesNothing() {
        QVERIFY(histogramOf({}, 10).counts.isEmpty());
        const std::vector<float> nan = {std::numeric_limits<float>::quiet_NaN()};
        QVERIFY(histogramOf(nan, 10).counts.isEmpty());
    }

    void partUsesTheSameBins() {
        const std::vector<float> all = {0, 1, 2, 3};
        const std::vector<float> part = {1, 1, 9};
        QCOMPARE(countsIn(histogramOf(all, 10), part), QList<double>({0, 2, 0, 0}));
    }
};

QTEST_GUILESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
