// SPDX-License-Identifier: Apache-2.0
#include "engine/select/fpc.h"
#include "engine/select/stored_columns.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/npy.h"
#include "tests/engine/select/random_kernel.h"
#include "tests/support/shared_data.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

using namespace winnow;
using select::FpcOptions;
using select::FpcResult;

namespace {

class Warnings final : public jobs::JobReporter {
public:
    void progress(std::string_view, std::int64_t, std::int64_t) override {}
    void metric(std::string_view, std::int64_t, double) override {}
    void warning(std::string_view message) override { sentences.emplace_back(message); }
    void note(std::string_view) override {}
    void artifact(std::string_view, std::string_view) override {}
    std::vector<std::string> sentences;
};

template <typename T>
FpcResult<T> clusters(select::BasicKernelColumns<T>& columns, std::int64_t m, bool cosine = false) {
    Warnings warnings;
    return select::farthestPointClusters(
        columns, {.centroids = m, .cosine = cosine}, {{}, warnings});
}

template <typename T>
FpcResult<T> clusters(const test::RandomKernel<T>& kernel, std::int64_t m, bool cosine = false) {
    select::StoredColumns<T> columns(std::span<const T>(kernel.values), kernel.n);
    return clusters(columns, m, cosine);
}

/// Columns on demand, as a kernel without a stored matrix gives them; counts what it is asked for.
class BatchedColumns final : public select::KernelColumns {
public:
    BatchedColumns(const test::RandomKernel<float>& kernel, std::int64_t batch)
        : m_kernel(kernel), m_batch(batch) {}
    [[nodiscard]] std::int64_t size() const override { return m_kernel.n; }
    [[nodiscard]] std::span<const float> diagonal() const override { return m_kernel.diagonal; }
    [[nodiscard]] std::int64_t batch() const override { return m_batch; }
    void columns(std::span<const std::int64_t> wanted, std::span<float> out) override {
        ++requests;
        largest = std::max<std::int64_t>(largest, std::ssize(wanted));
        for (std::size_t a = 0; a < wanted.size(); ++a) {
            repeated = repeated || std::ranges::count(wanted, wanted[a]) > 1;
            for (std::int64_t j = 0; j < m_kernel.n; ++j) {
                out[a * at(m_kernel.n) + at(j)] = m_kernel(wanted[a], j);
            }
        }
    }
    /// Leaves out whatever it may.
    void columnsAbove(std::span<const std::int64_t> wanted,
                      std::span<const float> floor,
                      std::span<float> out) override {
        columns(wanted, out);
        if (!bounded) return;
        for (std::size_t i = 0; i < out.size(); ++i) {
            const float least = floor[i % at(m_kernel.n)];
            if (out[i] > least) continue;
            out[i] = std::min(least, -1e6F);
            ++leftOut;
        }
    }
    std::int64_t requests = 0, largest = 0, leftOut = 0;
    bool repeated = false;
    bool bounded = false;

private:
    const test::RandomKernel<float>& m_kernel;
    std::int64_t m_batch;
};

/// Algorithm 3 with its lists, written as ../shared/fixtures/fpc/README.md words it.
template <typename T>
FpcResult<T> withLists(const test::RandomKernel<T>& kernel, std::int64_t m) {
    const std::int64_t n = kernel.n;
    FpcResult<T> result;
    result.centroids = {std::ranges::max_element(kernel.diagonal) - kernel.diagonal.begin()};
    std::vector<std::vector<std::int64_t>> lists(1);
    for (std::int64_t i = 0; i < n; ++i) {
        if (i != result.centroids[0]) lists[0].push_back(i);
    }
    while (std::ssize(result.centroids) < m) {
        std::int64_t fromList = -1, chosen = -1;
        T smallest = 0;
        for (std::int64_t c = 0; c < std::ssize(lists); ++c) {
            for (const std::int64_t i : lists[at(c)]) {
                const T value = kernel(result.centroids[at(c)], i);
                if (chosen >= 0 && !(value < smallest)) continue;
                smallest = value;
                chosen = i;
                fromList = c;
            }
        }
        if (chosen < 0) break;
        std::erase(lists[at(fromList)], chosen);
        std::vector<std::int64_t> moved;
        for (std::size_t c = 0; c < lists.size(); ++c) {
            std::erase_if(lists[c], [&](std::int64_t i) {
                const bool moves = kernel(chosen, i) > kernel(result.centroids[c], i);
                if (moves) moved.push_back(i);
                return moves;
            });
        }
        std::ranges::sort(moved);
        lists.push_back(moved);
        result.centroids.push_back(chosen);
    }
    result.assignment.resize(at(n));
    for (std::size_t c = 0; c < lists.size(); ++c) {
        result.sizes.push_back(std::ssize(lists[c]) + 1);
        result.assignment[at(result.centroids[c])] = static_cast<std::int64_t>(c);
        for (const std::int64_t i : lists[c])
            result.assignment[at(i)] = static_cast<std::int64_t>(c);
    }
    return result;
}

template <typename T>
void compare(const FpcResult<T>& got, const FpcResult<T>& wanted) {
    QCOMPARE(got.centroids, wanted.centroids);
    QCOMPARE(got.assignment, wanted.assignment);
    QCOMPARE(got.sizes, wanted.sizes);
}

std::vector<std::int64_t> integers(const std::string& file) {
    const store::Array array = store::readNpy(test::shared("fixtures/fpc/" + file));
    const auto values = array.as<std::int64_t>();
    return {values.begin(), values.end()};
}

}  // namespace

class TestFpc : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reproducesTheFixtures_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("centroids");
        for (const int m : {1, 2, 20, 100, 200})
            QTest::addRow("clustered %d", m) << "clustered" << m;
        for (const int m : {5, 20, 60}) QTest::addRow("redundant %d", m) << "redundant" << m;
        for (const int m : {4, 15, 40}) QTest::addRow("ties %d", m) << "ties" << m;
        for (const int m : {10, 20, 50}) QTest::addRow("lpntk %d", m) << "lpntk_one_class" << m;
    }
    void reproducesTheFixtures() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, name);
        QFETCH(int, centroids);
        const std::string stem = name.toStdString() + "/";
        const store::Array kernel =
            store::readNpy(test::shared("fixtures/fpc/" + stem + "kernel.npy"));
        select::StoredColumns<double> columns(kernel.as<double>(), kernel.shape[0]);
        const FpcResult<double> got = clusters(columns, centroids);
        const std::string at = stem + "M" + std::to_string(centroids) + "_";
        QCOMPARE(got.centroids, integers(at + "centroids.npy"));
        QCOMPARE(got.assignment, integers(at + "assignment.npy"));
        QCOMPARE(got.sizes, integers(at + "sizes.npy"));
    }

    void agreesWithTheListsOfAlgorithm3_data() {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("levels");
        QTest::addColumn<int>("centroids");
        for (const int n : {2, 17, 130}) {
            for (const int levels : {0, 2, 3, 7}) {
                for (const int m : {1, 2, n / 3 + 1, n}) {
                    QTest::addRow("N %d levels %d M %d", n, levels, m) << n << levels << m;
                }
            }
        }
        QTest::addRow("several chunks") << 2500 << 9 << 12;
    }
    void agreesWithTheListsOfAlgorithm3() {
        QFETCH(int, samples);
        QFETCH(int, levels);
        QFETCH(int, centroids);
        const auto seed = static_cast<std::uint64_t>(samples + levels);
        const auto single = test::randomKernel<float>(samples, levels, seed);
        compare(clusters(single, centroids), withLists(single, centroids));
        const auto twofold = test::randomKernel<double>(samples, levels, seed);
        compare(clusters(twofold, centroids), withLists(twofold, centroids));
    }

    void givesTheSameFromColumnsOnDemand() {
        const auto kernel = test::randomKernel<float>(120, 0, 3);
        const FpcResult<float> wanted = clusters(kernel, 40);
        for (const std::int64_t batch : {1, 7, 16, 120, 500}) {
            BatchedColumns columns(kernel, batch);
            compare(clusters(columns, 40), wanted);
            QVERIFY(!columns.repeated);
            QVERIFY(columns.largest <= batch);
            QVERIFY(batch == 1 ? columns.requests == 40 : columns.requests < 40);
        }
    }

    void looksOnlyAtWhatMayAttract() {
        const auto kernel = test::randomKernel<float>(120, 0, 3);
        for (const bool cosine : {false, true}) {
            BatchedColumns columns(kernel, 16);
            columns.bounded = true;
            compare(clusters(columns, 40, cosine), clusters(kernel, 40, cosine));
            QCOMPARE(columns.leftOut > 0, !cosine);
        }
    }

    void clustersAPartOfAStoredMatrix() {
        const auto kernel = test::randomKernel<float>(60, 0, 5);
        for (const std::vector<std::int64_t>& members :
             {std::vector<std::int64_t>{20, 21, 22, 23, 24, 25, 26}, {1, 5, 17, 18, 40, 59}}) {
            test::RandomKernel<float> part{std::ssize(members), {}, {}};
            for (const std::int64_t i : members) {
                for (const std::int64_t j : members) part.values.push_back(kernel(i, j));
                part.diagonal.push_back(kernel(i, i));
            }
            select::StoredColumns<float> columns(
                std::span<const float>(kernel.values), 60, members);
            compare(clusters(columns, 4), withLists(part, 4));
        }
    }

    void ownIsTheSimilarityToTheCentroid() {
        const auto kernel = test::randomKernel<double>(80, 0, 9);
        const FpcResult<double> got = clusters(kernel, 9);
        for (std::int64_t i = 0; i < 80; ++i) {
            QCOMPARE(got.own[at(i)], kernel(got.centroids[at(got.assignment[at(i)])], i));
        }
    }

    void cosineDividesByBothNorms() {
        auto kernel = test::randomKernel<double>(50, 0, 4);
        test::RandomKernel<double> divided = kernel;
        for (std::int64_t i = 0; i < 50; ++i) {
            for (std::int64_t j = 0; j < 50; ++j) {
                divided.values[at(i * 50 + j)] =
                    kernel(i, j) * (1 / std::sqrt(kernel(i, i)) * (1 / std::sqrt(kernel(j, j))));
            }
            divided.diagonal[at(i)] = 1;
        }
        compare(clusters(kernel, 12, true), withLists(divided, 12));
        QVERIFY(clusters(kernel, 12, true).centroids != clusters(kernel, 12).centroids);
    }

    void takesSamplesWithoutGradient() {
        test::RandomKernel<float> kernel{3, {2, 0, 1, 0, 0, 0, 1, 0, 3}, {2, 0, 3}};
        for (const bool cosine : {false, true}) {
            const FpcResult<float> got = clusters(kernel, 2, cosine);
            QCOMPARE(got.centroids, (std::vector<std::int64_t>{cosine ? 0 : 2, 1}));
            QCOMPARE(got.own[1], 0.0F);
        }
    }

    void stopsAtOneClusterPerSampleAndSaysSo() {
        const auto kernel = test::randomKernel<float>(6, 0, 1);
        select::StoredColumns<float> columns(std::span<const float>(kernel.values), 6);
        Warnings warnings;
        const auto got =
            select::farthestPointClusters(columns, FpcOptions{.centroids = 9}, {{}, warnings});
        QCOMPARE(got.sizes, std::vector<std::int64_t>(6, 1));
        QCOMPARE(warnings.sentences.size(), std::size_t{1});
    }

    void takesOneSampleAndNone() {
        const test::RandomKernel<float> one{1, {4}, {4}};
        QCOMPARE(clusters(one, 1).centroids, std::vector<std::int64_t>{0});
        QCOMPARE(clusters(one, 1).own, std::vector<float>{4});
        QVERIFY(clusters(test::RandomKernel<float>{}, 1).centroids.empty());
    }

    void refusesNoCentroidsAndBrokenNumbers() {
        auto kernel = test::randomKernel<float>(40, 0, 2);
        QVERIFY_THROWS_EXCEPTION(Error, clusters(kernel, 0));
        for (const float broken : {NAN, INFINITY, -INFINITY}) {
            auto spoiled = kernel;
            spoiled.values[at(7 * 40 + 3)] = spoiled.values[at(3 * 40 + 7)] = broken;
            QVERIFY_THROWS_EXCEPTION(Error, clusters(spoiled, 40));
            spoiled = kernel;
            spoiled.values[at(11 * 41)] = broken;
            QVERIFY_THROWS_EXCEPTION(Error, clusters(spoiled, 1));
        }
    }

    void stopsWhenCancelled() {
        const auto kernel = test::randomKernel<float>(40, 0, 2);
        select::StoredColumns<float> columns(std::span<const float>(kernel.values), 40);
        Warnings warnings;
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(
            Cancelled,
            (void)select::farthestPointClusters(
                columns, FpcOptions{.centroids = 5}, {stop.get_token(), warnings}));
    }

    void aShareIsFlooredAndAtLeastOne() {
        QCOMPARE(select::centroidsFromShare(0.1, 30), 3);
        QCOMPARE(select::centroidsFromShare(0.1, 29), 2);
        QCOMPARE(select::centroidsFromShare(0.1, 3), 1);
        QCOMPARE(select::centroidsFromShare(1.0, 7), 7);
        QCOMPARE(select::centroidsFromShare(0.29, 100), 29);
    }

    void refusesWhatIsNoKernel() {
        const std::vector<double> skew{1, 2, 2.1, 1};
        QVERIFY_THROWS_EXCEPTION(Error,
                                 select::requireKernel(std::span<const double>(skew), 2, "K.npy"));
        const std::vector<double> rounded{1, 2, 2.0001, 1};
        select::requireKernel(std::span<const double>(rounded), 2, "K.npy");
        const std::vector<double> broken{1, 2, 2, NAN};
        QVERIFY_THROWS_EXCEPTION(
            Error, select::requireKernel(std::span<const double>(broken), 2, "K.npy"));
        QVERIFY_THROWS_EXCEPTION(Error, select::StoredColumns<double>(skew, 3));
    }
};

QTEST_GUILESS_MAIN(TestFpc)
#include "tst_fpc.moc"
