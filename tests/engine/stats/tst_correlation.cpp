// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/correlation.h"
#include "tests/support/closeness.h"

#include <QTest>

#include <cmath>

using namespace winnow;
using Values = std::vector<double>;

/// Expected values: SciPy 1.14 (stats.pearsonr with its confidence_interval, spearmanr).
class TestCorrelation : public QObject {
    Q_OBJECT

    const Values m_x{1, 2, 2, 5, 7, 7, 7, -3}, m_y{2, 1, 4, 4, 9, -1, 3, 0};

private Q_SLOTS:
    void agreesWithScipy() {
        const double r = stats::pearson(m_x, m_y);
        WINNOW_CLOSE((Values{r, stats::spearman(m_x, m_y)}),
                     (Values{0.4060730600676699, 0.2902119360409728}),
                     1e-12,
                     0);
        const stats::Interval interval = stats::fisherInterval(r, 8);
        WINNOW_CLOSE((Values{interval.low, interval.high}),
                     (Values{-0.418294209435349, 0.863621753122223}),
                     1e-6,
                     0);
    }
    void leavesOutWhatIsNotFinite() {
        Values x = m_x, y = m_y;
        x.push_back(std::nan(""));
        y.push_back(1000);
        x.push_back(1000);
        y.push_back(std::numeric_limits<double>::infinity());
        QCOMPARE(stats::pearson(x, y), stats::pearson(m_x, m_y));
        QCOMPARE(stats::spearman(x, y), stats::spearman(m_x, m_y));
    }
    void isNotDefinedForConstants() {
        QVERIFY(std::isnan(stats::pearson(Values{1, 1, 1}, Values{1, 2, 3})));
        QVERIFY(std::isnan(stats::spearman(Values{1, 2, 3}, Values{4, 4, 4})));
        QVERIFY(std::isnan(stats::pearson(Values{1}, Values{2})));
        QVERIFY(std::isnan(stats::fisherInterval(0.5, 3).low));
        QCOMPARE(stats::fisherInterval(1, 10).low, 1.0);
    }
    void equalValuesShareARank() {
        QCOMPARE(stats::averageRanks(Values{3, 1, 3, 2}), (Values{3.5, 1, 3.5, 2}));
    }
};

QTEST_GUILESS_MAIN(TestCorrelation)
#include "tst_correlation.moc"
