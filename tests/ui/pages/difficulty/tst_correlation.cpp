// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/correlation.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace winnow::ui;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
using Values = QList<double>;

std::span<const double> spanOf(const Values& values) {
    return {values.constData(), static_cast<std::size_t>(values.size())};
}

/// Equal, or both NaN.
bool agrees(double got, double wanted) {
    return std::isnan(wanted) ? std::isnan(got) : std::abs(got - wanted) < 1e-12;
}

}  // namespace

class TestCorrelation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithKnownValues_data() {
        QTest::addColumn<Values>("x");
        QTest::addColumn<Values>("y");
        QTest::addColumn<double>("pearson");
        QTest::addColumn<double>("spearman");
        QTest::addColumn<int>("n");
        QTest::newRow("a line") << Values{1, 2, 3} << Values{10, 20, 30} << 1.0 << 1.0 << 3;
        QTest::newRow("falling") << Values{1, 2, 3} << Values{3, 2, 1} << -1.0 << -1.0 << 3;
        // Sums by hand: xy 16, xx 20, yy 20.
        QTest::newRow("four pairs") << Values{2, 4, 6, 8} << Values{1, 5, 3, 7} << 0.8 << 0.8 << 4;
        // Rising but bent: the ranks agree wholly. Sums by hand: xy 41.5, xx 5, yy 406.75.
        QTest::newRow("bent") << Values{1, 2, 3, 4} << Values{1, 4, 9, 27}
                              << 41.5 / std::sqrt(5.0 * 406.75) << 1.0 << 4;
        // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
        QTest::newRow("ties") << Values{1, 2, 2, 3} << Values{1, 2, 3, 4}
                              << 3 / std::sqrt(2.0 * 5.0) << 4.5 / std::sqrt(22.5) << 4;
        QTest::newRow("symmetric") << Values{-1, 0, 1} << Values{1, 0, 1} << 0.0 << 0.0 << 3;
        QTest::newRow("far from zero")
            << Values{1e9 + 1, 1e9 + 2, 1e9 + 3} << Values{1, 2, 3} << 1.0 << 1.0 << 3;
        QTest::newRow("NaN left out")
            << Values{1, kNone, 2, 3} << Values{1, 5, 2, 3} << 1.0 << 1.0 << 3;
        QTest::newRow("constant") << Values{4, 4, 4} << Values{1, 2, 3} << kNone << kNone << 3;
        QTest::newRow("one pair") << Values{4} << Values{1} << kNone << kNone << 1;
        QTest::newRow("none") << Values{} << Values{} << kNone << kNone << 0;
    }
    void agreesWithKnownValues() {
        QFETCH(Values, x);
        QFETCH(Values, y);
        QFETCH(double, pearson);
        QFETCH(double, spearman);
        QFETCH(int, n);
        const Correlation got = correlation(spanOf(x), spanOf(y));
        QCOMPARE(got.n, n);
        QVERIFY2(agrees(got.pearson, pearson), qPrintable(QString::number(got.pearson, 'g', 15)));
        QVERIFY2(agrees(got.spearman, spearman),
                 qPrintable(QString::number(got.spearman, 'g', 15)));
    }

    void equalValuesShareTheirMeanRank() {
        const std::vector<double> values{3, 1, 3, 3, 2};
        QCOMPARE(averageRanks(values), (std::vector<double>{4, 1, 4, 4, 2}));
    }
};

QTEST_GUILESS_MAIN(TestCorrelation)
#include "tst_correlation.moc"
