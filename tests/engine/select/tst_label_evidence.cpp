// SPDX-License-Identifier: Apache-2.0
#include "engine/select/label_evidence.h"
#include "engine/store/error.h"
#include "engine/store/random.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace winnow;
using select::KernelPartners;
using select::LabelEvidence;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// Samples 2, 5, 7, 9 of ten; three partners each, by falling kappa as a kernel keeps them.
struct FourSamples {
    std::vector<std::int64_t> samples{2, 5, 7, 9};
    std::vector<std::int64_t> partners{9, 5, 7, /**/ 2, 7, -1, /**/ 9, 2, 5, /**/ -1, -1, -1};
    // Norms 1, 2, 1, 4: the longest of the partners has the largest kappa and not the largest
    // cosine.
    std::vector<float> kappa{
        3.2F, 1.9F, 0.9F, 1.9F, 1.0F, kNan, 3.0F, 0.9F, 1.0F, kNan, kNan, kNan};
    std::vector<float> diagonal{1, 4, 1, 16};
    std::vector<std::int64_t> labels{0, 0, 1, 0, 0, 2, 0, 1, 0, 0};

    [[nodiscard]] KernelPartners lists() const { return {samples, partners, kappa, diagonal}; }
};

LabelEvidence twoSamples() {
    return {.classes = 3,
            .labels = {0, 1},
            .probability = {0.2F, 0.7F, 0.1F, 0.3F, 0.4F, 0.3F},
            .learning = {0.5, 0.9},
            .neighbours = {0.1F, 0.6F, 0.3F, 0.2F, 0.2F, 0.6F}};
}

/// The formula of the header, as it is written there.
double plainScore(double probability, double learning, double share) {
    const auto raised = [](double floor, double value) { return floor + (1 - floor) * value; };
    return 1 - std::pow(raised(0.01, probability) * raised(0.01, learning) *
                            std::pow(raised(0.05, share), 0.25),
                        1 / 2.25);
}

}  // namespace

class TestLabelEvidence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nearestIsByCosineNotByKappa() {
        const FourSamples four;
        const KernelPartners lists = four.lists();
        QVERIFY(std::abs(lists.cosine(0, 0) - 0.8) < 1e-6);
        QVERIFY(std::abs(lists.cosine(0, 1) - 0.95) < 1e-6);
        QVERIFY(std::isnan(lists.cosine(1, 2)));
        const auto one = select::neighbourShares(lists, four.labels, 3, 1);
        // Sample 2's nearest is 5 (0.95) of class 2; 7's is 2 (0.9) of class 1, before 9 (0.75).
        QVERIFY((std::vector<float>(one.begin(), one.begin() + 9) ==
                 std::vector<float>{0, 0, 1, 0, 1, 0, 0, 1, 0}));
        QVERIFY(std::all_of(one.begin() + 9, one.end(), [](float v) { return std::isnan(v); }));
    }

    void sharesAreOfTheNeighboursThereAre() {
        const FourSamples four;
        const auto two = select::neighbourShares(four.lists(), four.labels, 3, 2);
        QVERIFY((std::vector<float>(two.begin(), two.begin() + 6) ==
                 std::vector<float>{0, 0.5F, 0.5F, 0, 1, 0}));
        const auto all = select::neighbourShares(four.lists(), four.labels, 3, 64);
        for (std::size_t c = 0; c < 3; ++c) QCOMPARE(all[c], 1.0F / 3);
        QCOMPARE(all[4], 1.0F);
    }

    void equalCosinesGoToTheLowestId() {
        FourSamples four;
        four.kappa[0] = 4;  // cosine 1, as the next but one
        four.kappa[2] = 1;
        const auto one = select::neighbourShares(four.lists(), four.labels, 3, 1);
        QCOMPARE(one[1], 1.0F);  // 7 of class 1, not 9 of class 0
    }

    void noGradientIsNoNeighbour() {
        FourSamples four;
        four.diagonal[1] = 0;
        const auto all = select::neighbourShares(four.lists(), four.labels, 3, 64);
        QCOMPARE(all[2], 0.0F);
        QVERIFY(std::isnan(all[3]));
    }

    void listsThatDoNotFitAreRefused() {
        FourSamples four;
        four.partners[0] = 3;
        QVERIFY_THROWS_EXCEPTION(Error,
                                 (void)select::neighbourShares(four.lists(), four.labels, 3, 5));
        FourSamples few;
        few.labels.resize(9);
        QVERIFY_THROWS_EXCEPTION(Error,
                                 (void)select::neighbourShares(few.lists(), few.labels, 3, 5));
        FourSamples classes;
        QVERIFY_THROWS_EXCEPTION(
            Error, (void)select::neighbourShares(classes.lists(), classes.labels, 2, 5));
        FourSamples torn;
        torn.diagonal.pop_back();
        QVERIFY_THROWS_EXCEPTION(Error,
                                 (void)select::neighbourShares(torn.lists(), torn.labels, 3, 5));
    }

    void theScoreIsTheFormula() {
        const auto found = select::suspicion(twoSamples());
        QVERIFY(std::abs(found.score[0] - plainScore(0.2F, 0.5, 0.1F)) < 1e-12);
        QVERIFY(std::abs(found.score[1] - plainScore(0.4F, 0.9, 0.2F)) < 1e-12);
        // Worked out by hand: exp((log .208 + log .505 + log .145 / 4) / 2.25) = 0.29639...
        QVERIFY2(std::abs(found.score[0] - 0.703609) < 1e-6,
                 qPrintable(QString::number(found.score[0], 'g', 10)));
    }

    void theScoreMatchesThePlainVersionOnRandomEvidence() {
        Random random(4);
        LabelEvidence evidence{
            .classes = 4, .labels = {}, .probability = {}, .learning = {}, .neighbours = {}};
        for (int i = 0; i < 200; ++i) {
            evidence.labels.push_back(static_cast<std::int64_t>(random.below(4)));
            evidence.learning.push_back(random.uniform());
            for (int c = 0; c < 4; ++c) {
                evidence.probability.push_back(static_cast<float>(random.uniform()));
                evidence.neighbours.push_back(static_cast<float>(random.uniform()));
            }
        }
        const auto found = select::suspicion(evidence);
        for (std::size_t i = 0; i < 200; ++i) {
            const std::size_t own = 4 * i + static_cast<std::size_t>(evidence.labels[i]);
            const double wanted = plainScore(
                evidence.probability[own], evidence.learning[i], evidence.neighbours[own]);
            QVERIFY(std::abs(found.score[i] - wanted) < 1e-12);
            QVERIFY(found.score[i] >= 0 && found.score[i] <= 1);
            QVERIFY(found.suggested[i] != evidence.labels[i]);
        }
    }

    void certaintyIsTheEndOfTheScale() {
        LabelEvidence evidence = twoSamples();
        evidence.probability = {1, 0, 0, 1, 0, 0};
        evidence.learning = {1, 0};
        evidence.neighbours = {1, 0, 0, 1, 0, 0};
        const auto found = select::suspicion(evidence);
        QVERIFY(std::abs(found.score[0]) < 1e-12);
        QVERIFY(found.score[1] > 0.98);
        QCOMPARE(found.suggested[1], std::int64_t{0});
    }

    void whatIsNotKnownIsLeftOut() {
        LabelEvidence evidence = twoSamples();
        std::ranges::fill(evidence.neighbours, kNan);
        evidence.learning[1] = kNan;
        const auto found = select::suspicion(evidence);
        const double both = (0.01 + 0.99 * double{0.2F}) * (0.01 + 0.99 * 0.5);
        QVERIFY(std::abs(found.score[0] - (1 - std::sqrt(both))) < 1e-12);
        QVERIFY(std::abs(found.score[1] - (1 - (0.01 + 0.99 * double{0.4F}))) < 1e-12);
        QCOMPARE(found.suggested[0], std::int64_t{1});
    }

    void theSuggestionWeighsBoth() {
        // Class 0: 0.3 + 0.2 / 4 = 0.35; class 2: 0.3 + 0.6 / 4 = 0.45.
        QCOMPARE(select::suspicion(twoSamples()).suggested, (std::vector<std::int64_t>{1, 2}));
        LabelEvidence even = twoSamples();
        std::ranges::fill(even.neighbours, kNan);
        QCOMPARE(select::suspicion(even).suggested[1], std::int64_t{0});
    }

    void evidenceThatDoesNotFitIsRefused() {
        LabelEvidence one = twoSamples();
        one.classes = 1;
        QVERIFY_THROWS_EXCEPTION(Error, (void)select::suspicion(one));
        LabelEvidence label = twoSamples();
        label.labels[1] = 3;
        QVERIFY_THROWS_EXCEPTION(Error, (void)select::suspicion(label));
        LabelEvidence shorter = twoSamples();
        shorter.learning.pop_back();
        QVERIFY_THROWS_EXCEPTION(Error, (void)select::suspicion(shorter));
    }
};

QTEST_GUILESS_MAIN(TestLabelEvidence)
#include "tst_label_evidence.moc"
