// SPDX-License-Identifier: Apache-2.0
#include "engine/select/budget_sets.h"
#include "engine/select/control_sets.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/random.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace winnow;

namespace {

/// Candidates with the property, one by one: each time the best that is left, the lowest of equals.
template <typename Wanted>
std::vector<std::int64_t> plain(const std::vector<float>& kappa,
                                std::int64_t count,
                                bool largest,
                                const Wanted& wanted) {
    std::vector<std::int64_t> chosen;
    while (std::ssize(chosen) < count) {
        std::int64_t best = -1;
        for (std::int64_t i = 0; i < std::ssize(kappa); ++i) {
            if (!wanted(i) || std::ranges::count(chosen, i) > 0) continue;
            if (best < 0 ||
                (largest ? kappa[at(i)] > kappa[at(best)] : kappa[at(i)] < kappa[at(best)]))
                best = i;
        }
        if (best < 0) break;
        chosen.push_back(best);
    }
    return chosen;
}

}  // namespace

class TestControlSets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areThoseFoundOneByOne_data() {
        QTest::addColumn<int>("levels");  // few values: ties everywhere; 0: real values
        QTest::addColumn<int>("wanted");
        for (const int levels : {0, 3})
            for (const int wanted : {1, 4, 11, 50})
                QTest::addRow("%d levels, %d wanted", levels, wanted) << levels << wanted;
    }
    void areThoseFoundOneByOne() {
        QFETCH(int, levels);
        QFETCH(int, wanted);
        Random random(7);
        for (int round = 0; round < 20; ++round) {
            const std::int64_t m = 1 + static_cast<std::int64_t>(random.below(30));
            std::vector<float> kappa;
            std::vector<std::uint8_t> head;
            for (std::int64_t i = 0; i < m; ++i) {
                kappa.push_back(levels == 0 ? static_cast<float>(random.normal())
                                            : static_cast<float>(random.below(3)) - 1);
                head.push_back(random.below(3) > 0 ? 1 : 0);
            }
            const auto target =
                static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(m)));
            const auto others = [&](std::int64_t i) { return i != target; };
            const auto sets =
                select::controlSets(kappa, head, target, wanted, select::Medium::Edge);
            QCOMPARE(sets.interchangeable, plain(kappa, wanted, true, others));
            QCOMPARE(sets.medium, plain(kappa, wanted, false, [&](std::int64_t i) {
                         return others(i) && head[at(i)] != 0;
                     }));
            QCOMPARE(sets.nonInterchangeable, plain(kappa, wanted, false, [&](std::int64_t i) {
                         return others(i) && head[at(i)] == 0;
                     }));
            const auto ranks = plain(kappa, m, true, others);
            const auto middle =
                select::controlSets(kappa, head, target, wanted, select::Medium::Middle).medium;
            const std::int64_t count = std::min<std::int64_t>(wanted, std::ssize(ranks));
            const auto first = ranks.begin() + (std::ssize(ranks) - count) / 2;
            QCOMPARE(middle, std::vector(first, first + count));
        }
    }
    void aKernelThatIsNotFiniteIsRefused() {
        const std::vector<float> kappa{1, NAN, 2};
        const std::vector<std::uint8_t> head{1, 1, 1};
        QVERIFY_THROWS_EXCEPTION(
            Error, (void)select::controlSets(kappa, head, 0, 1, select::Medium::Edge));
    }
    void budgetsAreAlikeInEveryClass() {
        std::vector<std::vector<std::int64_t>> byClass(3), heads(3);
        for (std::int64_t i = 0; i < 60; ++i) byClass[at(i % 3)].push_back(i);
        for (std::int64_t i = 0; i < 30; ++i)
            heads[at(i % 2)].push_back(byClass[at(i % 2)][at(i / 2)]);
        const std::vector<std::int64_t> quota{5, 18, 4};
        const auto sets = select::budgetSets(byClass, heads, quota, 1);
        for (const auto* ids : {&sets.random, &sets.head}) {
            const std::set<std::int64_t> unique(ids->begin(), ids->end());
            QCOMPARE(unique.size(), ids->size());
            // Class 1's largest cluster has 15 of the 18 asked for, class 2 has none.
            for (const auto& [label, count] : {std::pair{0, 5}, {1, 15}, {2, 0}})
                QCOMPARE(std::ranges::count_if(*ids, [&](auto id) { return id % 3 == label; }),
                         count);
        }
        for (const std::int64_t id : sets.head)
            QVERIFY(std::ranges::count(heads[at(id % 3)], id) == 1);
        QVERIFY(sets.random != sets.head);
        QCOMPARE(select::budgetSets(byClass, heads, quota, 1).random, sets.random);
        QVERIFY(select::budgetSets(byClass, heads, quota, 2).random != sets.random);
    }
};

QTEST_GUILESS_MAIN(TestControlSets)
#include "tst_control_sets.moc"
