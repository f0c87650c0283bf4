// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/student_t.h"
#include "engine/stats/summary.h"
#include "engine/stats/t_test.h"
#include "engine/store/error.h"
#include "tests/support/closeness.h"

#include <QTest>

#include <cmath>

using namespace winnow;
using Values = std::vector<double>;

namespace {

const Values kFirst{99.31, 99.28, 99.35, 99.30, 99.33}, kSecond{99.37, 99.33, 99.41, 99.36, 99.38};
const Values kNarrow{0.1, 0.2, 0.15, 0.11, 0.3, 0.25}, kWide{10, -10, 3, 4, 5, 6};

}  // namespace

/// Expected values: SciPy 1.14 (stats.ttest_ind with equal_var=False, ttest_rel, special.betainc,
/// t.ppf, t.interval).
class TestTTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void welchAgreesWithScipy_data() {
        QTest::addColumn<Values>("a");
        QTest::addColumn<Values>("b");
        QTest::addColumn<Values>("wanted");
        QTest::newRow("near") << kFirst << kSecond
                              << Values{-3.1502461225936926, 7.954118209335608, 0.013693089265964};
        QTest::newRow("unequal") << Values{1, 2, 3, 4} << Values{2, 4.5, 7}
                                 << Values{-1.2649110640673518,
                                           2.805194805194805,
                                           0.30077193509755124};
        QTest::newRow("variances that differ")
            << kNarrow << kWide << Values{-1.01219763626209, 5.001368534457128, 0.3578789543448773};
    }
    void welchAgreesWithScipy() {
        QFETCH(Values, a);
        QFETCH(Values, b);
        QFETCH(Values, wanted);
        const stats::TTest test = stats::welchTest(a, b);
        WINNOW_CLOSE((Values{test.t, test.df, test.p}), wanted, 1e-10, 0);
        const stats::TTest back = stats::welchTest(b, a);
        WINNOW_CLOSE((Values{-back.t, back.df, back.p}), wanted, 1e-10, 0);
    }
    void pairedAgreesWithScipy_data() {
        QTest::addColumn<Values>("a");
        QTest::addColumn<Values>("b");
        QTest::addColumn<Values>("wanted");
        QTest::newRow("near") << kFirst << kSecond
                              << Values{-22.86190426596473, 4, 2.168614640102977e-05};
        QTest::newRow("wide") << kNarrow << kWide
                              << Values{-1.010283656250159, 5, 0.3587224496259305};
    }
    void pairedAgreesWithScipy() {
        QFETCH(Values, a);
        QFETCH(Values, b);
        QFETCH(Values, wanted);
        const stats::TTest test = stats::pairedTest(a, b);
        WINNOW_CLOSE((Values{test.t, test.df, test.p}), wanted, 1e-9, 0);
    }
    void saysWhereNothingIsDefined() {
        QVERIFY(std::isnan(stats::welchTest(Values{1}, kWide).p));
        QVERIFY(std::isnan(stats::welchTest(Values{2, 2}, Values{2, 2}).p));
        const stats::TTest apart = stats::welchTest(Values{2, 2}, Values{1, 1});
        QVERIFY(std::isinf(apart.t) && apart.t > 0);
        QCOMPARE(apart.p, 0.0);
        QVERIFY_EXCEPTION_THROWN((void)stats::pairedTest(Values{1, 2}, Values{1}), Error);
    }
    void incompleteBetaAgreesWithScipy_data() {
        QTest::addColumn<double>("a");
        QTest::addColumn<double>("b");
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("wanted");
        QTest::newRow("halves") << 0.5 << 0.5 << 0.3 << 0.36901011956554536;
        QTest::newRow("small") << 2.0 << 3.0 << 0.5 << 0.6875;
        QTest::newRow("skewed") << 50.0 << 0.5 << 0.99 << 0.3173043978741973;
        QTest::newRow("large") << 1e3 << 0.5 << 0.999 << 0.15724727426672383;
        QTest::newRow("tail") << 5.0 << 5.0 << 1e-3 << 1.2558053968507005e-13;
        QTest::newRow("nothing") << 2.0 << 2.0 << 0.0 << 0.0;
        QTest::newRow("all") << 2.0 << 2.0 << 1.0 << 1.0;
    }
    void incompleteBetaAgreesWithScipy() {
        QFETCH(double, a);
        QFETCH(double, b);
        QFETCH(double, x);
        QFETCH(double, wanted);
        WINNOW_CLOSE(Values{stats::incompleteBeta(a, b, x)}, Values{wanted}, 1e-11, 0);
    }
    void criticalValuesAgreeWithScipy() {
        const Values got{stats::criticalT(0.95, 1),
                         stats::criticalT(0.95, 9),
                         stats::criticalT(0.99, 4.5),
                         stats::criticalT(0.5, 30)};
        WINNOW_CLOSE(
            got,
            (Values{12.706204736174694, 2.262157162798205, 4.272823993011293, 0.6827556933212927}),
            1e-10,
            0);
        WINNOW_CLOSE(Values{stats::criticalT(0.95, 1e9)}, Values{1.959963986912325}, 1e-6, 0);
    }
    void summarisesRepeats() {
        const double none = std::nan("");
        const stats::Summary s = stats::summarise(Values{0.93, none, 0.95, 0.91, 0.94});
        QCOMPARE(s.n, std::int64_t{4});
        WINNOW_CLOSE((Values{s.mean, s.deviation, s.low, s.high}),
                     (Values{0.9325, 0.01707825127659929, 0.90532469116204, 0.95967530883796}),
                     1e-10,
                     0);
        QVERIFY(std::isnan(stats::summarise(Values{}).mean));
        const stats::Summary one = stats::summarise(Values{3});
        QCOMPARE(one.mean, 3.0);
        QVERIFY(std::isnan(one.deviation) && std::isnan(one.low));
    }
};

QTEST_GUILESS_MAIN(TestTTest)
#include "tst_t_test.moc"
