// SPDX-License-Identifier: Apache-2.0
#include "engine/select/duplicates.h"
#include "engine/store/error.h"
#include "engine/store/random.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace winnow;
using select::DuplicateKind;
using select::DuplicatePair;

namespace {

using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

Pairs idsOf(const std::vector<DuplicatePair>& pairs) {
    Pairs ids;
    for (const DuplicatePair& pair : pairs) ids.emplace_back(pair.first, pair.second);
    return ids;
}

}  // namespace

class TestDuplicates : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCopyIsPairedWithTheFirst() {
        const std::vector<std::uint8_t> pixels{1, 2, /**/ 3, 4, /**/ 1, 2, /**/ 2, 1, /**/ 1, 2};
        QCOMPARE(idsOf(select::equalPixels(pixels, 2)), (Pairs{{0, 2}, {0, 4}}));
        QVERIFY(select::equalPixels({}, 2).empty());
        QVERIFY_THROWS_EXCEPTION(Error, (void)select::equalPixels(pixels, 3));
        QVERIFY_THROWS_EXCEPTION(Error, (void)select::equalPixels(pixels, 0));
    }

    void matchesComparingAllWithAll() {
        // Images of two pixels of four values: many are equal, and in groups of several.
        Random random(1);
        std::vector<std::uint8_t> pixels(2 * 60);
        for (auto& pixel : pixels) pixel = static_cast<std::uint8_t>(random.below(4));
        Pairs wanted;
        for (std::int64_t j = 1; j < 60; ++j)
            for (std::int64_t i = 0; i < j; ++i)
                if (std::equal(pixels.begin() + 2 * i,
                               pixels.begin() + 2 * i + 2,
                               pixels.begin() + 2 * j)) {
                    wanted.emplace_back(i, j);
                    break;
                }
        QVERIFY(!wanted.empty());
        QCOMPARE(idsOf(select::equalPixels(pixels, 2)), wanted);
    }

    void parallelGradientsAreListedOnce() {
        const std::vector<std::int64_t> samples{1, 3, 4}, partners{3, 4, 1, 4, 3, -1};
        const std::vector<float> kappa{2, 1.9F, 2, 3.9999F, 3.9999F, NAN}, diagonal{1, 4, 4};
        const select::KernelPartners lists{samples, partners, kappa, diagonal};
        const auto found = select::parallelGradients(lists, 1 - 1e-5);
        QCOMPARE(idsOf(found), (Pairs{{1, 3}}));
        QCOMPARE(found[0].cosine, 1.0);
        QCOMPARE(found[0].kind, DuplicateKind::Gradients);
        QCOMPARE(idsOf(select::parallelGradients(lists, 0.999)), (Pairs{{1, 3}, {3, 4}}));
        QVERIFY(select::parallelGradients(lists, 1).empty());  // above, not at
    }

    void mostAlikeComeFirstAndOnce() {
        const double unknown = std::nan("");
        const std::vector<DuplicatePair> pixels{{2, 5, unknown}, {0, 7, 1}, {0, 9, unknown}};
        const std::vector<DuplicatePair> gradients{{0, 9, 0.99, DuplicateKind::Gradients},
                                                   {1, 3, 0.9991, DuplicateKind::Gradients},
                                                   {1, 4, 0.9999, DuplicateKind::Gradients},
                                                   {7, 9, 1, DuplicateKind::Gradients}};
        const auto all = select::mostAlikeFirst(pixels, gradients);
        QCOMPARE(idsOf(all), (Pairs{{0, 7}, {0, 9}, {2, 5}, {1, 4}, {1, 3}}));
        QCOMPARE(all[1].cosine, 0.99);
        QCOMPARE(all[1].kind, DuplicateKind::Pixels);
        QVERIFY(std::isnan(all[2].cosine));
        QCOMPARE(all[3].kind, DuplicateKind::Gradients);
    }
};

QTEST_GUILESS_MAIN(TestDuplicates)
#include "tst_duplicates.moc"
