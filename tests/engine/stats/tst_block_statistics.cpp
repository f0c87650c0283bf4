// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/block_statistics.h"
#include "engine/store/error.h"

#include <QtTest>

#include <cmath>
#include <vector>

using namespace winnow;

class TestBlockStatistics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsABlock() {
        const std::vector<double> block{4, -1, 2, 0.5, -3, 0, 8, 1, 0.25};
        const auto s = stats::blockStatistics(block, 3, 2, 0);
        QCOMPARE(s.diagonalSum, 7.25);
        QCOMPARE(s.offDiagonalSum, 12.5);
        QCOMPARE(s.diagonalToOffDiagonal, 0.58);
        QCOMPARE(s.negative, 2.0 / 9);
        QVERIFY(s.largestAtLabels);
        QCOMPARE(s.largestToSecond, 2.0);
        QCOMPARE(s.largestToSum, 8 / 11.75);
        QVERIFY(!stats::blockStatistics(block, 3, 0, 2).largestAtLabels);
        QVERIFY(!stats::blockStatistics(block, 3, 0, 0).largestAtLabels);
    }
    void whatDividesByZeroIsUndefined() {
        const std::vector<double> diagonal{1, 0, 0, -1};
        const auto s = stats::blockStatistics(diagonal, 2, 0, 0);
        QVERIFY(std::isnan(s.diagonalToOffDiagonal));
        QVERIFY(std::isnan(s.largestToSecond));
        QVERIFY(std::isnan(s.largestToSum));
        QVERIFY(s.largestAtLabels);
    }
    void refusesWhatIsNoBlock() {
        const std::vector<double> block(6);
        QVERIFY_EXCEPTION_THROWN((void)stats::blockStatistics(block, 3, 0, 0), Error);
        QVERIFY_EXCEPTION_THROWN((void)stats::blockStatistics({block.data(), 4}, 2, 0, 2), Error);
        QVERIFY_EXCEPTION_THROWN((void)stats::blockStatistics({block.data(), 1}, 1, 0, 0), Error);
    }
};

QTEST_GUILESS_MAIN(TestBlockStatistics)
#include "tst_block_statistics.moc"
