// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/cluster_agreement.h"
#include "engine/stats/partition.h"
#include "engine/store/error.h"
#include "tests/support/closeness.h"

#include <QTest>

#include <cmath>

using namespace winnow;
using Groups = std::vector<std::int64_t>;
using Values = std::vector<double>;

class TestClusterAgreement : public QObject {
    Q_OBJECT

    const Groups m_labels{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2};
    const Groups m_a{0, 0, 0, 1, 1, -1, 3, 3, 4, 4, 4, 5, -1};
    const Groups m_b{1, 1, 0, 1, 0, 0, 2, 4, 4, 4, -1, 5, 6};
    const Groups m_sizesA{3, 2, 0, 2, 3, 1}, m_sizesB{3, 3, 1, 0, 3, 1, 1};

    [[nodiscard]] std::vector<stats::ClusterAgreement> compared() const {
        return stats::compareClusterings({m_a, m_sizesA}, {m_b, m_sizesB}, m_labels, 3);
    }

private Q_SLOTS:
    void agreesWithScikitLearnAndScipy() {
        // sklearn.metrics.adjusted_rand_score and scipy.stats.spearmanr of the samples that both
        // cluster: of class 0, class 1, all.
        const auto found = compared();
        QCOMPARE(found.size(), 4U);
        WINNOW_CLOSE((Values{found[0].adjustedRand, found[1].adjustedRand, found[3].adjustedRand}),
                     (Values{-0.25, 0.21052631578947367, 0.19161676646706588}),
                     1e-12,
                     0);
        WINNOW_CLOSE((Values{found[1].sizeRankCorrelation, found[3].sizeRankCorrelation}),
                     (Values{0.7607257743127307, 0.6254627916220944}),
                     1e-12,
                     0);
        QCOMPARE(found[0].samples, 5);
        QCOMPARE(found[1].samples, 5);
        QCOMPARE(found[3].samples, 10);
    }
    void sizesThatDoNotVaryHaveNoRanks() { QVERIFY(std::isnan(compared()[0].sizeRankCorrelation)); }
    void aClassThatOneLeavesOutHasNoFigures() {
        const auto found = compared()[2];
        QCOMPARE(found.samples, 0);
        QVERIFY(std::isnan(found.adjustedRand));
        QVERIFY(std::isnan(found.headOverlap));
    }
    void headsOverlapByTheirCommonSamples() {
        // Class 0: {0,1,2} and {0,1,3}; class 1: {6,7}, the first of equals, and {7,8,9}.
        const auto found = compared();
        WINNOW_CLOSE((Values{found[0].headOverlap, found[1].headOverlap, found[3].headOverlap}),
                     (Values{0.5, 0.25, 0.375}),
                     1e-12,
                     0);
    }
    void aClusteringAgreesWithItself() {
        const auto found =
            stats::compareClusterings({m_a, m_sizesA}, {m_a, m_sizesA}, m_labels, 3).back();
        QCOMPARE(found.adjustedRand, 1.0);
        QCOMPARE(found.sizeRankCorrelation, 1.0);
        QCOMPARE(found.headOverlap, 1.0);
    }
    void adjustedRandOfSixtyAgreesWithScikitLearn() {
        // numpy's default_rng(5): six groups, three tenths drawn again.
        const Groups x{4, 4, 0, 4, 2, 3, 3, 1, 5, 0, 1, 2, 3, 2, 0, 0, 0, 0, 0, 5,
                       1, 3, 4, 1, 1, 2, 1, 5, 1, 5, 4, 5, 0, 2, 3, 2, 3, 4, 3, 0,
                       5, 3, 5, 1, 2, 5, 1, 0, 2, 4, 0, 5, 2, 1, 3, 5, 5, 5, 1, 0};
        const Groups y{2, 4, 0, 4, 2, 3, 3, 1, 5, 0, 1, 1, 3, 2, 0, 0, 0, 0, 0, 0,
                       1, 5, 4, 4, 1, 0, 1, 5, 5, 5, 4, 5, 0, 2, 3, 2, 3, 4, 4, 0,
                       5, 2, 5, 0, 2, 0, 4, 1, 3, 4, 1, 5, 2, 1, 3, 2, 5, 5, 1, 0};
        WINNOW_CLOSE((Values{stats::adjustedRand(x, y)}), (Values{0.4432105238072542}), 1e-12, 0);
    }
    void refusesOtherDataSets() {
        const Groups shorter{0, 0};
        QVERIFY_EXCEPTION_THROWN(
            (void)stats::compareClusterings({shorter, m_sizesA}, {m_b, m_sizesB}, m_labels, 3),
            Error);
    }
};

QTEST_GUILESS_MAIN(TestClusterAgreement)
#include "tst_cluster_agreement.moc"
