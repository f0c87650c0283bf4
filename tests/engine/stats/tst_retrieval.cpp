// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/retrieval.h"
#include "tests/support/closeness.h"

#include <QTest>

#include <cmath>

using namespace winnow;
using Values = std::vector<double>;
using Marks = std::vector<std::uint8_t>;

class TestRetrieval : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsBecomeShares() {
        stats::Confusion counts{3, 1, 2, 10};
        WINNOW_CLOSE((Values{stats::precision(counts), stats::recall(counts), stats::f1(counts)}),
                     (Values{0.75, 0.6, 2.0 / 3}),
                     1e-15,
                     0);
        counts += {1, 1, 0, 0};
        QCOMPARE(counts.truePositives, std::int64_t{4});
        QCOMPARE(stats::precision(counts), 4.0 / 6);
    }
    void nothingIsNotZero() {
        QVERIFY(std::isnan(stats::precision({0, 0, 5, 9})));
        QCOMPARE(stats::recall({0, 0, 5, 9}), 0.0);
        QCOMPARE(stats::f1({0, 0, 5, 9}), 0.0);
        QVERIFY(std::isnan(stats::recall({0, 3, 0, 9})));
        QVERIFY(std::isnan(stats::f1({0, 0, 0, 9})));
    }
    void areaAgreesWithScikitLearn() {
        // sklearn.metrics.roc_auc_score of the same lists
        WINNOW_CLOSE(Values{stats::areaUnderRoc(Values{.9, .8, .8, .1, .3, .3, .2},
                                                Marks{1, 0, 1, 0, 0, 1, 0})},
                     Values{0.8333333333333333},
                     1e-12,
                     0);
        QVERIFY(std::isnan(stats::areaUnderRoc(Values{1, 2}, Marks{1, 1})));
        QCOMPARE(stats::areaUnderRoc(Values{1, std::nan("")}, Marks{1, 0}), 1.0);
    }
    void precisionOfTheHighest() {
        const Values scores{0.1, 0.9, std::nan(""), 0.9, 0.5};
        const Marks wanted{0, 1, 1, 0, 1};
        QCOMPARE(stats::precisionAt(scores, wanted, 1), 1.0);
        QCOMPARE(stats::precisionAt(scores, wanted, 2), 0.5);
        QCOMPARE(stats::precisionAt(scores, wanted, 3), 2.0 / 3);
        QCOMPARE(stats::precisionAt(scores, wanted, 50), 3.0 / 5);
        QVERIFY(std::isnan(stats::precisionAt(scores, wanted, 0)));
    }
};

QTEST_GUILESS_MAIN(TestRetrieval)
#include "tst_retrieval.moc"
