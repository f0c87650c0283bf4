// SPDX-License-Identifier: Apache-2.0
#include "engine/select/redundancy.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "tests/engine/select/random_kernel.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace winnow;

namespace {

std::vector<std::int64_t> labelsOf(std::int64_t n) {
    std::vector<std::int64_t> labels;
    for (std::int64_t i = 0; i < n; ++i) labels.push_back((i * 7) % 3);
    return labels;
}

struct Plain {
    std::vector<std::uint8_t> redundant;
    std::vector<std::int64_t> witness;
};

template <typename T>
Plain plainRule(const test::RandomKernel<T>& kernel, const std::vector<std::int64_t>& labels) {
    Plain plain;
    for (std::int64_t i = 0; i < kernel.n; ++i) {
        std::int64_t witness = -1;
        for (std::int64_t j = 0; j < kernel.n; ++j) {
            if (j == i || (!labels.empty() && labels[at(i)] != labels[at(j)])) continue;
            if (witness < 0 || kernel(i, j) > kernel(i, witness)) witness = j;
        }
        plain.witness.push_back(witness);
        plain.redundant.push_back(
            witness >= 0 && kernel(i, i) > 0 && kernel(i, witness) > kernel(i, i) ? 1 : 0);
    }
    return plain;
}

constexpr select::RedundancyRule kPaper{.tolerance = 0, .cap = {}, .keepEveryClass = false};

}  // namespace

class TestRedundancy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithThePlainRule_data() {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("levels");
        QTest::addColumn<bool>("perClass");
        for (const int n : {1, 2, 60}) {
            for (const int levels : {0, 4}) {
                for (const bool perClass : {false, true}) {
                    QTest::addRow("N %d levels %d perClass %d", n, levels, perClass)
                        << n << levels << perClass;
                }
            }
        }
    }
    void agreesWithThePlainRule() {
        QFETCH(int, samples);
        QFETCH(int, levels);
        QFETCH(bool, perClass);
        const auto labels = perClass ? labelsOf(samples) : std::vector<std::int64_t>{};
        const auto kernel = test::randomKernel<double>(samples, levels, 12);
        const Plain plain = plainRule(kernel, labels);
        const std::span<const double> values(kernel.values);
        const auto got =
            select::redundantSamples<double>(values, std::int64_t{samples}, labels, kPaper);
        QCOMPARE(got.redundant, plain.redundant);

        for (const std::int64_t tile : {1, 7, 60}) {
            select::BestPartners<double> partners(samples, labels);
            for (std::int64_t p = 0; p < samples; p += tile) {
                for (std::int64_t q = p; q < samples; q += tile)
                    offer(partners, kernel, p, q, tile);
            }
            const auto witness = partners.witness();
            QCOMPARE(std::vector<std::int64_t>(witness.begin(), witness.end()), plain.witness);
        }
    }

    void equalValuesAreNotRedundant() {
        const std::vector<double> kernel{2, 2, 2, 2};
        const auto got = select::redundantSamples<double>(
            std::span<const double>(kernel), std::int64_t{2}, {}, kPaper);
        QCOMPARE(got.redundant, (std::vector<std::uint8_t>{0, 0}));
        QCOMPARE(got.margin, (std::vector<double>{1, 1}));
    }

    void aToleranceCoversRounding() {
        const std::vector<float> diagonal{1, 1}, best{1.000001F, 1.00001F};
        select::RedundancyRule rule = kPaper;
        rule.tolerance = 2e-6;
        const auto got = select::redundantSamples<float>(
            std::span<const float>(diagonal), std::span<const float>(best), {}, rule);
        QCOMPARE(got.redundant, (std::vector<std::uint8_t>{0, 1}));
    }

    void aCapTakesTheLargestMargins() {
        const std::vector<double> diagonal(10, 1.0);
        const std::vector<double> best{1.1, 1.5, 0.5, 1.3, 1.5, 1.2, 0.9, 1.0, 0.1, 0.2};
        select::RedundancyRule rule = kPaper;
        rule.cap = 0.35;
        const auto got = select::redundantSamples<double>(
            std::span<const double>(diagonal), std::span<const double>(best), {}, rule);
        QCOMPARE(got.redundant, (std::vector<std::uint8_t>{0, 1, 0, 1, 1, 0, 0, 0, 0, 0}));
        for (const double cap : {0.0, -1.0, 1.1, double(NAN)}) {
            rule.cap = cap;
            QVERIFY_THROWS_EXCEPTION(
                Error,
                (void)select::redundantSamples<double>(
                    std::span<const double>(diagonal), std::span<const double>(best), {}, rule));
        }
    }

    void aVanishingClassKeepsItsLargestSample() {
        const std::vector<double> diagonal{1, 2, 2, 5}, best{9, 9, 9, 1};
        const std::vector<std::int64_t> labels{0, 0, 0, 1};
        const auto got = select::redundantSamples<double>(
            std::span<const double>(diagonal), std::span<const double>(best), labels);
        QCOMPARE(got.redundant, (std::vector<std::uint8_t>{1, 0, 1, 0}));
        QCOMPARE(got.warnings.size(), std::size_t{1});
    }

    void aSampleWithoutGradientIsNeverRedundant() {
        const std::vector<double> diagonal{0, 1}, best{0.5, 0.5};
        const auto got = select::redundantSamples<double>(
            std::span<const double>(diagonal), std::span<const double>(best), {}, kPaper);
        QCOMPARE(got.redundant, (std::vector<std::uint8_t>{0, 0}));
        QVERIFY(std::isnan(got.margin[0]));
    }

    void refusesBrokenNumbersAndCounts() {
        std::vector<double> kernel{1, NAN, 2, 1};
        QVERIFY_THROWS_EXCEPTION(Error,
                                 (void)select::redundantSamples<double>(
                                     std::span<const double>(kernel), std::int64_t{2}, {}, kPaper));
        const std::vector<std::int64_t> labels{0};
        kernel[1] = 2;
        QVERIFY_THROWS_EXCEPTION(
            Error,
            (void)select::redundantSamples<double>(
                std::span<const double>(kernel), std::int64_t{2}, labels, kPaper));
    }

private:
    static void offer(select::BestPartners<double>& partners,
                      const test::RandomKernel<double>& kernel,
                      std::int64_t p,
                      std::int64_t q,
                      std::int64_t tile) {
        const std::int64_t rows = std::min(tile, kernel.n - p),
                           columns = std::min(tile, kernel.n - q);
        std::vector<double> values;
        for (std::int64_t i = p; i < p + rows; ++i) {
            for (std::int64_t j = q; j < q + columns; ++j) values.push_back(kernel(i, j));
        }
        partners.consume(values, p, rows, q, columns, true);
    }
};

QTEST_GUILESS_MAIN(TestRedundancy)
#include "tst_redundancy.moc"
