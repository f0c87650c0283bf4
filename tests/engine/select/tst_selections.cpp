// SPDX-License-Identifier: Apache-2.0
#include "engine/select/selections.h"
#include "engine/store/error.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace winnow;
using select::KeepRule;
using select::SelectionScope;
using select::Stage;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<std::int64_t> keptOf(const select::Selection& selection) {
    std::vector<std::int64_t> kept;
    for (std::size_t i = 0; i < selection.kept.size(); ++i) {
        if (selection.kept[i] != 0) kept.push_back(static_cast<std::int64_t>(i));
    }
    return kept;
}

std::vector<std::int64_t> samplesOf(const select::RemovalOrder& order) {
    std::vector<std::int64_t> samples;
    for (const select::Removal& removal : order.removals) samples.push_back(removal.sample);
    return samples;
}

/// Twelve samples of two classes; 4 and 11 are validation. Redundant: 1, 5, 8 and the validation
/// sample 11.
struct Scene {
    std::vector<std::int64_t> labels{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
    std::vector<std::uint8_t> fitted{1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0};
    std::vector<std::uint8_t> redundant{0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1};
    std::vector<double> margin{0.9, 1.2, 0.1, 0.5, 0.9, 1.4, 0.3, 0.8, 1.3, kNone, 0.7, 2.0};
    std::vector<float> diagonal{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    std::vector<std::int64_t> assignment{0, -1, 0, 0, 0, -1, 1, 1, -1, 2, 2, -1};
    std::vector<std::int64_t> centroids{3, 7, 10}, clusterClass{0, 1, 1};

    [[nodiscard]] SelectionScope scope() const { return {labels, 2, fitted, {}, {}}; }
    [[nodiscard]] select::RedundancyFacts facts() const { return {redundant, margin, diagonal}; }
    [[nodiscard]] select::ClusterFacts clusters() const {
        return {assignment, centroids, clusterClass};
    }
};

}  // namespace

class TestSelections : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatWasExcludedGoesWhateverTheRule_data() {
        QTest::addColumn<double>("keep");
        QTest::addColumn<int>("kept");
        QTest::newRow("all") << 1.0 << 8;
        QTest::newRow("half") << 0.5 << 4;
    }
    void whatWasExcludedGoesWhateverTheRule() {
        QFETCH(double, keep);
        QFETCH(int, kept);
        const Scene scene;
        // Two of the ten open ones and one of the validation part.
        const std::vector<std::uint8_t> excluded{0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1};
        SelectionScope scope = scene.scope();
        scope.excluded = excluded;
        QCOMPARE(scope.openCount(), std::int64_t{8});
        const auto selection =
            select::applyOrder(scope, select::randomOrder(scope, 3), {.keep = keep});
        for (const std::size_t out : {2, 9, 11}) {
            QCOMPARE(selection.kept[out], std::uint8_t{0});
            QCOMPARE(selection.stage[out], static_cast<std::uint8_t>(Stage::LeftOut));
        }
        QCOMPARE(selection.count(Stage::Kept), std::int64_t{kept});
        QCOMPARE(selection.count(Stage::Validation), std::int64_t{1});
        QCOMPARE(selection.warnings.size(), std::size_t{1});
        QVERIFY(QString::fromStdString(selection.warnings[0]).contains("3 that were excluded"));
    }

    void randomKeepsTheShareOfTheFittedPartAndAllValidation() {
        const Scene scene;
        const auto order = select::randomOrder(scene.scope(), 3);
        QCOMPARE(order.removals.size(), std::size_t{10});
        const auto half = select::applyOrder(scene.scope(), order, {.keep = 0.5});
        QCOMPARE(half.count(Stage::LeftOut), 5);
        QCOMPARE(half.count(Stage::Validation), 2);
        QCOMPARE(half.stage[4], static_cast<std::uint8_t>(Stage::Validation));
        QCOMPARE(half.kept[4] + half.kept[11], 2);
    }

    void aSeedDecidesTheRandomChoice() {
        const Scene scene;
        QCOMPARE(samplesOf(select::randomOrder(scene.scope(), 3)),
                 samplesOf(select::randomOrder(scene.scope(), 3)));
        QVERIFY(samplesOf(select::randomOrder(scene.scope(), 3)) !=
                samplesOf(select::randomOrder(scene.scope(), 4)));
    }

    void scoresKeepTheHighestAndOfEqualsTheLowestIndex() {
        const std::vector<std::int64_t> labels(5, 0);
        const std::vector<double> score{2, 5, 2, 1, 2};
        const SelectionScope scope{labels, 1, {}, {}, {}};
        const auto kept =
            select::applyOrder(scope, select::scoreOrder(scope, score), {.keep = 0.6});
        QCOMPARE(keptOf(kept), (std::vector<std::int64_t>{0, 1, 2}));
        const std::vector<double> holes{2, 5, kNone, 1, 2};
        QVERIFY_THROWS_EXCEPTION(Error, (void)select::scoreOrder(scope, holes));
        QVERIFY_THROWS_EXCEPTION(Error, (void)select::scoreOrder(scope, std::span(score).first(4)));
    }

    void redundantFollowsThePapersRuleWithoutAShare() {
        const Scene scene;
        const auto order = select::redundantOrder(scene.scope(), scene.facts(), {});
        QCOMPARE(samplesOf(order), (std::vector<std::int64_t>{5, 8, 1}));
        const auto got = select::applyOrder(scene.scope(), order, {});
        QCOMPARE(got.count(Stage::Redundant), 3);
        QCOMPARE(got.kept[11], 1);
        QCOMPARE(got.counts[0], (std::array<std::int64_t, 5>{3, 2, 0, 0, 1}));
        QCOMPARE(got.counts[1], (std::array<std::int64_t, 5>{4, 1, 0, 0, 1}));
    }

    void withAShareSamplesGoByMargin() {
        const Scene scene;
        const auto order =
            select::redundantOrder(scene.scope(), scene.facts(), {.cap = {}, .thenOthers = true});
        QCOMPARE(samplesOf(order), (std::vector<std::int64_t>{5, 8, 1, 0, 7, 10, 3, 6, 2, 9}));
        const auto fewer = select::applyOrder(scene.scope(), order, {.keep = 0.8});
        QCOMPARE(fewer.count(Stage::Redundant), 2);
        QCOMPARE(fewer.count(Stage::LeftOut), 0);
        const auto more = select::applyOrder(scene.scope(), order, {.keep = 0.5});
        QCOMPARE(more.count(Stage::Redundant), 3);
        QCOMPARE(more.count(Stage::LeftOut), 2);
    }

    void aCapLetsOnlyTheLargestMarginsGo() {
        const Scene scene;
        const auto order =
            select::redundantOrder(scene.scope(), scene.facts(), {.cap = 0.2, .thenOthers = false});
        QCOMPARE(samplesOf(order), (std::vector<std::int64_t>{5, 8}));
        const auto held = select::applyOrder(scene.scope(), order, {.keep = 0.5});
        QCOMPARE(held.count(Stage::Redundant), 2);
        QCOMPARE(held.warnings.size(), std::size_t{1});
        QVERIFY_THROWS_EXCEPTION(
            Error,
            (void)select::redundantOrder(
                scene.scope(), scene.facts(), {.cap = 0.0, .thenOthers = false}));
    }

    void aClassOfRedundantSamplesKeepsItsLargest() {
        Scene scene;
        std::ranges::fill(scene.redundant, std::uint8_t{1});
        const auto order = select::redundantOrder(scene.scope(), scene.facts(), {});
        QCOMPARE(order.warnings.size(), std::size_t{2});
        const auto got = select::applyOrder(scene.scope(), order, {});
        // 5 and 10 have the largest kappa_ii of the fitted part of their classes.
        QCOMPARE(keptOf(got), (std::vector<std::int64_t>{4, 5, 10, 11}));
    }

    void thePipelineThinsTheLargestClusterOfEachClass() {
        const Scene scene;
        const auto order =
            select::pipelineOrder(scene.scope(), scene.facts(), scene.clusters(), 0.5, 1, {});
        const auto got = select::applyOrder(scene.scope(), order, {});
        QCOMPARE(got.count(Stage::Redundant), 3);
        // Class 0: cluster 0 has the fitted members 0, 2, 3, of which floor(0.5 * 3) = 1 goes, not
        // its centroid 3.
        QCOMPARE(got.counts[0][static_cast<std::size_t>(Stage::HeadCut)], 1);
        QCOMPARE(got.kept[3], 1);
        // Class 1: clusters 1 and 2 have two members each; the earlier is thinned by one, not its
        // centroid 7.
        QCOMPARE(got.stage[6], static_cast<std::uint8_t>(Stage::HeadCut));
        QCOMPARE(got.kept[9] + got.kept[10] + got.kept[7], 3);
    }

    void thePipelineCutsEverythingButCentroidsWhenAsked() {
        const Scene scene;
        const auto order =
            select::pipelineOrder(scene.scope(), scene.facts(), scene.clusters(), 1.0, 1, {});
        QCOMPARE(keptOf(select::applyOrder(scene.scope(), order, {})),
                 (std::vector<std::int64_t>{3, 4, 7, 9, 10, 11}));
    }

    void aSmallHeadIsNotCutAndThisIsSaid() {
        const Scene scene;
        const auto order =
            select::pipelineOrder(scene.scope(), scene.facts(), scene.clusters(), 0.1, 1, {});
        QCOMPARE(samplesOf(order), (std::vector<std::int64_t>{5, 8, 1}));
        QCOMPARE(order.warnings.size(), std::size_t{2});
        const auto none =
            select::pipelineOrder(scene.scope(), scene.facts(), scene.clusters(), 0.0, 1, {});
        QVERIFY(none.warnings.empty());
        QVERIFY_THROWS_EXCEPTION(Error,
                                 (void)select::pipelineOrder(
                                     scene.scope(), scene.facts(), scene.clusters(), 1.1, 1, {}));
    }

    void thePipelineWithAShareGoesOnByMargin() {
        const Scene scene;
        const auto order = select::pipelineOrder(scene.scope(),
                                                 scene.facts(),
                                                 scene.clusters(),
                                                 0.5,
                                                 1,
                                                 {.cap = {}, .thenOthers = true});
        QCOMPARE(order.removals.size(), std::size_t{10});
        const auto got = select::applyOrder(scene.scope(), order, {.keep = 0.4});
        QCOMPARE(got.count(Stage::Redundant), 3);
        QCOMPARE(got.count(Stage::HeadCut), 2);
        QCOMPARE(got.count(Stage::LeftOut), 1);
    }

    void floorsHoldForEveryClass() {
        std::vector<std::int64_t> labels(100, 0);
        std::fill(labels.begin() + 90, labels.end(), 1);
        std::vector<double> score(100);
        std::iota(score.rbegin(), score.rend(), 0.0);  // class 1 has the lowest scores
        const SelectionScope scope{labels, 2, {}, {}, {}};
        const auto order = select::scoreOrder(scope, score);
        const auto plain = select::applyOrder(scope, order, {.keep = 0.5});
        QCOMPARE(plain.counts[1][0], 1);
        QCOMPARE(plain.counts[0][0], 49);
        const auto share = select::applyOrder(scope, order, {.keep = 0.5, .classShare = 0.3});
        QCOMPARE(share.counts[1][0], 3);
        QCOMPARE(share.counts[0][0], 47);
        const auto count =
            select::applyOrder(scope, order, {.keep = 0.5, .classShare = {}, .classCount = 20});
        QCOMPARE(count.counts[1][0], 10);
        QCOMPARE(count.counts[0][0], 40);
        const auto tight = select::applyOrder(scope, order, {.keep = 0.1, .classShare = 0.5});
        QCOMPARE(tight.count(Stage::Kept), 50);
        QCOMPARE(tight.warnings.size(), std::size_t{1});
    }

    void aListMayEmptyAClass() {
        const std::vector<std::int64_t> labels{0, 0, 0, 1, 1}, ids{1, 2};
        const SelectionScope scope{labels, 2, {}, {}, {}};
        const auto order = select::allButOrder(scope, ids);
        const auto got = select::applyOrder(scope, order, {.classCount = 0});
        QCOMPARE(got.kept, (std::vector<std::uint8_t>{0, 1, 1, 0, 0}));
        QCOMPARE(select::applyOrder(scope, order, {}).count(Stage::Kept), 3);
    }

    void whatTheMethodDoesNotKnowStays() {
        Scene scene;
        std::vector<std::uint8_t> judged(12, 0);
        std::fill(judged.begin(), judged.begin() + 6, std::uint8_t{1});
        SelectionScope scope = scene.scope();
        scope.judged = judged;
        QCOMPARE(scope.openCount(), 5);
        const auto got = select::applyOrder(scope, select::randomOrder(scope, 1), {.keep = 0.4});
        QCOMPARE(got.count(Stage::LeftOut), 3);
        QCOMPARE(got.counts[1][static_cast<std::size_t>(Stage::LeftOut)], 0);
    }

    void refusesSharesAndLabelsThatCannotBe() {
        Scene scene;
        const auto order = select::randomOrder(scene.scope(), 1);
        for (const double keep : {0.0, -0.1, 1.5, kNone}) {
            QVERIFY_THROWS_EXCEPTION(
                Error, (void)select::applyOrder(scene.scope(), order, {.keep = keep}));
        }
        scene.labels[3] = 2;
        QVERIFY_THROWS_EXCEPTION(Error, (void)select::applyOrder(scene.scope(), order, {}));
    }
};

QTEST_GUILESS_MAIN(TestSelections)
#include "tst_selections.moc"
