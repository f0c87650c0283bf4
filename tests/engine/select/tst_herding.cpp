// SPDX-License-Identifier: Apache-2.0
#include "engine/select/herding.h"
#include "engine/store/error.h"
#include "engine/store/random.h"
#include "tests/support/closeness.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace winnow;

namespace {

/// Clouds of features in classes of unequal size.
struct Cloud {
    std::int64_t width, classes;
    std::vector<double> features;
    std::vector<std::int64_t> labels;

    Cloud(std::int64_t samples, std::int64_t featureCount, std::int64_t classCount)
        : width(featureCount), classes(classCount) {
        Random random(7);
        for (std::int64_t i = 0; i < samples; ++i) {
            labels.push_back(i % 7 == 0 ? 0
                                        : static_cast<std::int64_t>(
                                              random.below(static_cast<std::uint64_t>(classes))));
            for (std::int64_t f = 0; f < width; ++f)
                features.push_back(random.normal() + static_cast<double>(labels.back() * f));
        }
    }
    [[nodiscard]] select::FeatureRows rows() const { return {features, labels, classes}; }
    [[nodiscard]] double at(std::size_t sample, std::int64_t feature) const {
        return features[sample * static_cast<std::size_t>(width) +
                        static_cast<std::size_t>(feature)];
    }
    [[nodiscard]] std::vector<std::size_t> members(std::int64_t label) const {
        std::vector<std::size_t> ids;
        for (std::size_t i = 0; i < labels.size(); ++i)
            if (labels[i] == label) ids.push_back(i);
        return ids;
    }
    [[nodiscard]] std::vector<double> mean(const std::vector<std::size_t>& ids) const {
        std::vector<double> sum;
        for (std::int64_t f = 0; f < width; ++f) {
            double total = 0;
            for (const std::size_t i : ids) total += at(i, f);
            sum.push_back(total / static_cast<double>(ids.size()));
        }
        return sum;
    }
};

/// Welling's rule as it is written: every candidate's distance from scratch.
std::vector<double> plainMatching(const Cloud& cloud) {
    std::vector<double> scores(cloud.labels.size());
    for (std::int64_t label = 0; label < cloud.classes; ++label) {
        const auto all = cloud.members(label);
        if (all.empty()) continue;
        const auto mean = cloud.mean(all);
        std::vector<double> sum(mean.size());
        auto left = all;
        for (std::size_t t = 0; !left.empty(); ++t) {
            std::size_t best = 0;
            double least = INFINITY;
            for (std::size_t k = 0; k < left.size(); ++k) {
                double square = 0;
                for (std::int64_t f = 0; f < cloud.width; ++f) {
                    const auto j = static_cast<std::size_t>(f);
                    square += std::pow(
                        static_cast<double>(t + 1) * mean[j] - sum[j] - cloud.at(left[k], f), 2);
                }
                if (square < least) {
                    least = square;
                    best = k;
                }
            }
            const auto size = static_cast<double>(all.size());
            scores[left[best]] = (size - static_cast<double>(t)) / size;
            for (std::int64_t f = 0; f < cloud.width; ++f)
                sum[static_cast<std::size_t>(f)] += cloud.at(left[best], f);
            left.erase(left.begin() + static_cast<std::ptrdiff_t>(best));
        }
    }
    return scores;
}

}  // namespace

class TestHerding : public QObject {
    Q_OBJECT

    jobs::SilentReporter m_silent;

private Q_SLOTS:
    void centreScoresAreMinusTheDistance() {
        const Cloud cloud(120, 5, 4);
        const auto scores = select::centreScores(cloud.rows());
        std::vector<double> wanted(scores.size());
        for (std::int64_t label = 0; label < cloud.classes; ++label) {
            const auto ids = cloud.members(label);
            const auto mean = cloud.mean(ids);
            for (const std::size_t i : ids) {
                double square = 0;
                for (std::int64_t f = 0; f < cloud.width; ++f)
                    square += std::pow(cloud.at(i, f) - mean[static_cast<std::size_t>(f)], 2);
                wanted[i] = -std::sqrt(square);
            }
        }
        WINNOW_CLOSE(scores, wanted, 1e-12, 1e-12);
    }

    void matchingFollowsThePlainRule_data() {
        QTest::addColumn<unsigned>("threads");
        QTest::newRow("one thread") << 1U;
        QTest::newRow("several") << 3U;
    }
    void matchingFollowsThePlainRule() {
        QFETCH(unsigned, threads);
        const Cloud cloud(150, 6, 4);
        QCOMPARE(select::matchingScores(cloud.rows(), threads, {{}, m_silent}),
                 plainMatching(cloud));
    }

    /// What is kept follows the class mean better than as many at random.
    void matchedSamplesHaveTheClassMean() {
        const Cloud cloud(200, 6, 2);
        const auto scores = select::matchingScores(cloud.rows(), 1, {{}, m_silent});
        auto ids = cloud.members(1);
        const auto mean = cloud.mean(ids);
        const auto off = [&](const std::vector<std::size_t>& some) {
            const auto own = cloud.mean(some);
            double square = 0;
            for (std::size_t f = 0; f < mean.size(); ++f) square += std::pow(own[f] - mean[f], 2);
            return square;
        };
        const std::size_t kept = ids.size() / 4;
        const std::vector<std::size_t> first(ids.begin(),
                                             ids.begin() + static_cast<std::ptrdiff_t>(kept));
        std::ranges::sort(ids, std::ranges::greater(), [&](std::size_t i) { return scores[i]; });
        ids.resize(kept);
        QVERIFY(off(ids) < 0.05 * off(first));
    }

    void equalSamplesGoByTheirIndex() {
        const std::vector<double> features{1, 3, 1, 3};
        const std::vector<std::int64_t> labels{0, 0, 0, 0};
        const auto scores = select::matchingScores({features, labels, 1}, 1, {{}, m_silent});
        // Mean 2: all are as near, so 0; then 3 is wanted: 1; then 2 and 3.
        QCOMPARE(scores, (std::vector<double>{1, 0.75, 0.5, 0.25}));
    }

    void aClassWithoutSamplesIsNoError() {
        const std::vector<double> features{1, 2};
        const std::vector<std::int64_t> labels{2, 2};
        QCOMPARE(select::centreScores({features, labels, 4}), (std::vector<double>{-0.5, -0.5}));
        QCOMPARE(select::matchingScores({features, labels, 4}, 2, {{}, m_silent}),
                 (std::vector<double>{1, 0.5}));
    }

    void whatDoesNotFitIsRefused() {
        const std::vector<double> features{1, 2, 3};
        const std::vector<std::int64_t> two{0, 1}, outside{0, 1, 5};
        QVERIFY_EXCEPTION_THROWN((void)select::centreScores({features, two, 2}), Error);
        QVERIFY_EXCEPTION_THROWN((void)select::centreScores({features, outside, 2}), Error);
    }

    void aStopEndsIt() {
        const Cloud cloud(50, 3, 2);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(
            (void)select::matchingScores(cloud.rows(), 2, {stop.get_token(), m_silent}), Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestHerding)
#include "tst_herding.moc"
