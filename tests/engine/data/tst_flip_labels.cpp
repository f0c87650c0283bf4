// SPDX-License-Identifier: Apache-2.0
#include "engine/data/flip_labels.h"
#include "engine/store/error.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace winnow;
using data::flipLabels;
using data::FlippedLabels;

namespace {

/// 300 of class 0, 200 of class 1, 100 of class 2, mixed.
std::vector<std::int64_t> threeClasses() {
    std::vector<std::int64_t> labels;
    for (int i = 0; i < 100; ++i) labels.insert(labels.end(), {0, 1, 0, 2, 1, 0});
    return labels;
}

}  // namespace

class TestFlipLabels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesTheShareOfEveryClass() {
        const auto labels = threeClasses();
        const FlippedLabels made = flipLabels(labels, 3, 0.1, 1);
        QCOMPARE(made.count, std::int64_t{60});
        std::array<int, 3> changed{};
        for (std::size_t i = 0; i < labels.size(); ++i) {
            QCOMPARE(made.flipped[i], std::uint8_t{made.labels[i] != labels[i]});
            QVERIFY(made.labels[i] >= 0 && made.labels[i] < 3);
            changed[static_cast<std::size_t>(labels[i])] += made.flipped[i];
        }
        QCOMPARE(changed, (std::array{30, 20, 10}));
    }

    void everyOtherClassIsAsLikely() {
        const std::vector<std::int64_t> labels(40'000, 1);
        const FlippedLabels made = flipLabels(labels, 5, 0.5, 3);
        for (const std::int64_t label : {0, 2, 3, 4}) {
            // 20,000 draws of 4: deviation 61.
            const auto got = std::ranges::count(made.labels, label);
            QVERIFY2(std::abs(got - 5000) < 6 * 61, qPrintable(QString::number(got)));
        }
    }

    void theSeedDecides() {
        const auto labels = threeClasses();
        QVERIFY(flipLabels(labels, 3, 0.1, 7).labels == flipLabels(labels, 3, 0.1, 7).labels);
        QVERIFY(flipLabels(labels, 3, 0.1, 7).flipped != flipLabels(labels, 3, 0.1, 8).flipped);
    }

    void noShareChangesNothing() {
        const auto labels = threeClasses();
        const FlippedLabels made = flipLabels(labels, 3, 0, 1);
        QVERIFY(made.labels == labels);
        QCOMPARE(made.count, std::int64_t{0});
        QVERIFY(flipLabels(std::vector<std::int64_t>(9, 0), 1, 0, 1).count == 0);
    }

    void noLabelBecomesItsTruth() {
        const std::vector<std::int64_t> labels(1000, 0), truth(1000, 2);
        const FlippedLabels made = flipLabels(labels, 3, 1, 1, truth);
        QCOMPARE(std::ranges::count(made.labels, 1), std::ptrdiff_t{1000});
        QCOMPARE(flipLabels(labels, 2, 1, 1, std::vector<std::int64_t>(1000, 1)).count,
                 std::int64_t{0});
    }

    void oneClassIsRefused() {
        const std::vector<std::int64_t> labels(10, 0);
        QVERIFY_THROWS_EXCEPTION(Error, (void)flipLabels(labels, 1, 0.5, 1));
    }
};

QTEST_GUILESS_MAIN(TestFlipLabels)
#include "tst_flip_labels.moc"
