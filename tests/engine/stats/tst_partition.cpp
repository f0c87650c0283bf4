// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/partition.h"
#include "engine/store/error.h"
#include "tests/support/closeness.h"

#include <QTest>

#include <cmath>

using namespace winnow;
using Groups = std::vector<std::int64_t>;
using Values = std::vector<double>;

class TestPartition : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithScikitLearn() {
        // sklearn.metrics.adjusted_rand_score of the same lists
        const Values got{
            stats::adjustedRand(Groups{0, 0, 1, 1, 2, 2, 2}, Groups{0, 0, 1, 2, 2, 2, 1}),
            stats::adjustedRand(Groups{0, 0, 1, 1}, Groups{0, 1, 0, 1})};
        WINNOW_CLOSE(got, (Values{0.2125, -0.5}), 1e-12, 0);
    }
    void namesDoNotMatter() {
        QCOMPARE(stats::adjustedRand(Groups{0, 0, 1, 7}, Groups{5, 5, -1, 3}), 1.0);
    }
    void partitionsWithoutFreedomAgree() {
        QCOMPARE(stats::adjustedRand(Groups{1, 1, 1}, Groups{2, 2, 2}), 1.0);
        QCOMPARE(stats::adjustedRand(Groups{1, 2, 3}, Groups{3, 1, 2}), 1.0);
        QCOMPARE(stats::adjustedRand(Groups{1, 1, 1}, Groups{1, 2, 3}), 0.0);
    }
    void refusesOtherSamples() {
        QVERIFY(std::isnan(stats::adjustedRand(Groups{}, Groups{})));
        QVERIFY_EXCEPTION_THROWN((void)stats::adjustedRand(Groups{1}, Groups{1, 2}), Error);
    }
};

QTEST_GUILESS_MAIN(TestPartition)
#include "tst_partition.moc"
