// SPDX-License-Identifier: Apache-2.0
#include "engine/select/tile_consumer.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "tests/engine/select/random_kernel.h"
#include "tests/support/closeness.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace winnow;
using select::TileConsumer;
using select::TileConsumerOptions;
using store::Array;
using store::NamedArrays;

namespace {

struct Case {
    test::RandomKernel<float> kernel;
    std::vector<std::int64_t> labels;
    std::vector<std::int64_t> samples;  ///< empty: positions
    TileConsumerOptions options;

    [[nodiscard]] bool paired(std::int64_t i, std::int64_t j) const {
        return i != j && (!options.perClass || labels[at(i)] == labels[at(j)]);
    }
};

/// Labels in runs, so that per-class tiles are contiguous; `levels` as in randomKernel.
Case makeCase(std::int64_t n, int levels, bool perClass) {
    Case made{test::randomKernel<float>(n, levels, 7), {}, {}, {}};
    for (std::int64_t i = 0; i < n; ++i) made.labels.push_back(i * 3 / n);
    made.options.classes = 4;
    made.options.neighbours = 5;
    made.options.unrelated = 3;
    made.options.histogramBins = 16;
    made.options.perClass = perClass;
    made.options.redundancyTolerance = 0;
    return made;
}

struct Block {
    std::int64_t begin, end;
};

std::vector<Block> blocksOf(const Case& c, std::int64_t size) {
    std::vector<Block> blocks;
    for (std::int64_t begin = 0; begin < c.kernel.n;) {
        std::int64_t end = std::min(begin + size, c.kernel.n);
        if (c.options.perClass) {
            while (c.labels[at(end - 1)] != c.labels[at(begin)]) --end;
        }
        blocks.push_back({begin, end});
        begin = end;
    }
    return blocks;
}

struct Tile {
    std::vector<float> values;
    Block rows, columns;
};

std::vector<Tile> upperTiles(const Case& c, std::int64_t size) {
    std::vector<Tile> tiles;
    const std::vector<Block> blocks = blocksOf(c, size);
    for (std::size_t p = 0; p < blocks.size(); ++p) {
        for (std::size_t q = p; q < blocks.size(); ++q) {
            if (c.options.perClass &&
                c.labels[at(blocks[p].begin)] != c.labels[at(blocks[q].begin)]) {
                continue;
            }
            Tile tile{{}, blocks[p], blocks[q]};
            for (std::int64_t i = tile.rows.begin; i < tile.rows.end; ++i) {
                for (std::int64_t j = tile.columns.begin; j < tile.columns.end; ++j) {
                    tile.values.push_back(c.kernel(i, j));
                }
            }
            tiles.push_back(std::move(tile));
        }
    }
    return tiles;
}

TileConsumer fresh(const Case& c) {
    return {std::span<const float>(c.kernel.diagonal), c.labels, c.samples, c.options};
}

void feed(TileConsumer& consumer, const Tile& tile) {
    consumer.consume(tile.values,
                     tile.rows.begin,
                     tile.rows.end - tile.rows.begin,
                     tile.columns.begin,
                     tile.columns.end - tile.columns.begin,
                     true);
}

NamedArrays resultsOf(const Case& c, std::int64_t tileSize) {
    TileConsumer consumer = fresh(c);
    for (const Tile& tile : upperTiles(c, tileSize)) feed(consumer, tile);
    return consumer.results();
}

/// Partners of i in scope by falling key, then rising position.
template <typename Key>
std::vector<std::int64_t> ranked(const Case& c, std::int64_t i, Key key) {
    std::vector<std::int64_t> partners;
    for (std::int64_t j = 0; j < c.kernel.n; ++j) {
        if (c.paired(i, j) && !std::isnan(key(j))) partners.push_back(j);
    }
    std::ranges::stable_sort(partners, std::greater<>(), key);
    return partners;
}

template <typename Key>
void compareLists(const Case& c,
                  const NamedArrays& got,
                  const std::string& name,
                  const std::string& values,
                  std::int64_t k,
                  float sign,
                  Key keyOf) {
    const auto ids = got.at(name).as<std::int64_t>();
    const auto kappa = got.at(values).as<float>();
    for (std::int64_t i = 0; i < c.kernel.n; ++i) {
        const auto key = [&](std::int64_t j) { return keyOf(i, j); };
        const std::vector<std::int64_t> wanted = ranked(c, i, key);
        for (std::int64_t a = 0; a < k; ++a) {
            const bool there = a < std::ssize(wanted);
            QCOMPARE(ids[at(i * k + a)], there ? wanted[at(a)] : -1);
            if (there) QCOMPARE(kappa[at(i * k + a)], sign * key(wanted[at(a)]));
            if (!there) QVERIFY(std::isnan(kappa[at(i * k + a)]));
        }
    }
}

}  // namespace

class TestTileConsumer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void agreesWithPlainLoops_data() {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("levels");
        QTest::addColumn<int>("tile");
        QTest::addColumn<bool>("perClass");
        QTest::addColumn<int>("threads");
        for (const bool perClass : {false, true}) {
            for (const int levels : {0, 5}) {
                for (const int tile : {1, 33, 64, 150, 400}) {
                    QTest::addRow("levels %d tile %d perClass %d", levels, tile, perClass)
                        << 150 << levels << tile << perClass << (tile == 64 ? 3 : 1);
                }
            }
            QTest::addRow("fewer than k, perClass %d", perClass) << 4 << 5 << 3 << perClass << 2;
            QTest::addRow("one sample, perClass %d", perClass) << 1 << 0 << 8 << perClass << 2;
        }
    }
    void agreesWithPlainLoops() {
        QFETCH(int, samples);
        QFETCH(int, levels);
        QFETCH(int, tile);
        QFETCH(bool, perClass);
        QFETCH(int, threads);
        Case c = makeCase(samples, levels, perClass);
        c.options.threads = static_cast<unsigned>(threads);
        const NamedArrays got = resultsOf(c, tile);
        const auto kappa = [&](std::int64_t i, std::int64_t j) { return c.kernel(i, j); };
        const auto cosine = [&](std::int64_t i, std::int64_t j) {
            const float a = c.kernel(i, i) > 0 ? 1.0F / std::sqrt(c.kernel(i, i)) : NAN;
            const float b = c.kernel(j, j) > 0 ? 1.0F / std::sqrt(c.kernel(j, j)) : NAN;
            return -(std::fabs(c.kernel(i, j)) * (a * b));
        };
        compareLists(c, got, "neighbours", "neighbour_values", 5, 1.0F, kappa);
        compareLists(c, got, "opposed", "opposed_values", 5, -1.0F, [&](auto i, auto j) {
            return -c.kernel(i, j);
        });
        compareLists(c, got, "unrelated", "unrelated_values", 3, -1.0F, cosine);
        compareCounts(c, got);
        compareHistogram(c, got);
    }

    void givesTheSameBitsForAnyNumberOfThreads() {
        Case c = makeCase(300, 0, false);
        const NamedArrays one = resultsOf(c, 128);
        for (const unsigned threads : {2U, 5U, 64U}) {
            c.options.threads = threads;
            const NamedArrays many = resultsOf(c, 128);
            QCOMPARE(many.size(), one.size());
            for (const auto& [name, array] : one) {
                QVERIFY2(many.at(name).bytes == array.bytes, name.c_str());
            }
        }
    }

    void continuesFromASavedState() {
        const Case c = makeCase(200, 5, false);
        const std::vector<Tile> tiles = upperTiles(c, 48);
        TileConsumer first = fresh(c);
        for (std::size_t t = 0; t < tiles.size() / 2; ++t) feed(first, tiles[t]);
        TileConsumer second = fresh(c);
        second.restore(first.toArrays());
        for (std::size_t t = tiles.size() / 2; t < tiles.size(); ++t) feed(second, tiles[t]);
        const NamedArrays whole = resultsOf(c, 48);
        for (const auto& [name, array] : second.results()) {
            QVERIFY2(whole.at(name).bytes == array.bytes, name.c_str());
        }
        Case other = makeCase(200, 5, false);
        other.options.neighbours = 6;
        TileConsumer stranger = fresh(other);
        QVERIFY_THROWS_EXCEPTION(Error, stranger.restore(first.toArrays()));
    }

    void doesNotDependOnTheOrderOfTiles() {
        const Case c = makeCase(150, 5, false);
        std::vector<Tile> tiles = upperTiles(c, 40);
        TileConsumer consumer = fresh(c);
        for (auto tile = tiles.rbegin(); tile != tiles.rend(); ++tile) feed(consumer, *tile);
        const NamedArrays backwards = consumer.results();
        for (const auto& [name, array] : resultsOf(c, 40)) {
            // Small integers: even the sums are exact.
            QVERIFY2(backwards.at(name).bytes == array.bytes, name.c_str());
        }
    }

    void takesPlainTilesOfTheWholeSquareAndStrides() {
        const Case c = makeCase(90, 5, false);
        TileConsumer consumer = fresh(c);
        for (std::int64_t r = 0; r < 90; r += 30) {
            for (std::int64_t q = 0; q < 90; q += 30) {
                const auto corner = std::span(c.kernel.values).subspan(at(r * 90 + q));
                consumer.consume(corner, r, 30, q, 30, false, 90);
            }
        }
        const NamedArrays whole = resultsOf(c, 30);
        for (const auto& [name, array] : consumer.results()) {
            QVERIFY2(whole.at(name).bytes == array.bytes, name.c_str());
        }
    }

    void returnsSampleIdsInAscendingOrder() {
        Case c = makeCase(40, 0, false);
        for (std::int64_t i = 0; i < 40; ++i) c.samples.push_back(500 - 7 * i);
        const NamedArrays got = resultsOf(c, 16);
        c.samples.clear();
        const NamedArrays plain = resultsOf(c, 16);
        const auto ids = got.at("sample").as<std::int64_t>();
        for (std::int64_t i = 0; i < 40; ++i) {
            const std::int64_t position = 39 - i;
            QCOMPARE(ids[at(i)], 500 - 7 * position);
            QCOMPARE(got.at("best").as<float>()[at(i)], plain.at("best").as<float>()[at(position)]);
            QCOMPARE(got.at("witness").as<std::int64_t>()[at(i)],
                     500 - 7 * plain.at("witness").as<std::int64_t>()[at(position)]);
        }
        QVERIFY(!plain.contains("sample"));
    }

    void doesNotCallRoundedDuplicatesRedundant() {
        Case c = makeCase(2, 0, false);
        c.kernel.values = {1.0F, 1.0000001F, 1.0000001F, 1.0F};
        c.kernel.diagonal = {1.0F, 1.0F};
        c.labels = {0, 0};
        QCOMPARE(redundantCount(c), 1);  // both are redundant; the guard keeps one of the class
        c.options.redundancyTolerance = 1e-6;
        QCOMPARE(redundantCount(c), 0);
    }

    void keepsOneSampleOfAVanishingClassAndSaysSo() {
        Case c = makeCase(4, 0, false);
        c.kernel.values = {4, 3, 3, 0, 3, 1, 0, 0, 3, 0, 2, 0, 0, 0, 0, 4};
        c.kernel.diagonal = {4, 1, 2, 4};
        c.labels = {0, 1, 1, 2};
        TileConsumer consumer = fresh(c);
        consumer.consume(c.kernel.values, 0, 4, 0, 4, true);
        const NamedArrays results = consumer.results();
        const auto flags = results.at("redundant").as<std::uint8_t>();
        QCOMPARE(std::vector<int>(flags.begin(), flags.end()), (std::vector<int>{0, 1, 0, 0}));
        QCOMPARE(consumer.warnings().size(), std::size_t{1});
        QVERIFY(consumer.warnings().front().find("class 1") != std::string::npos);
    }

    void namesTheSamplesOfANumberThatIsNone() {
        for (const float broken : {NAN, INFINITY, -INFINITY}) {
            Case c = makeCase(30, 0, false);
            c.kernel.values[at(3 * 30 + 17)] = broken;
            TileConsumer consumer = fresh(c);
            try {
                consumer.consume(c.kernel.values, 0, 30, 0, 30, true);
                QFAIL("a broken kernel was taken");
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::BadInput);
                QVERIFY(std::string(error.what()).find("3 and 17") != std::string::npos);
            }
        }
    }

    void noticesAMissingOrDoubledTile() {
        const Case c = makeCase(60, 0, false);
        const std::vector<Tile> tiles = upperTiles(c, 30);
        TileConsumer missing = fresh(c);
        feed(missing, tiles[0]);
        feed(missing, tiles[1]);
        QVERIFY_THROWS_EXCEPTION(Error, (void)missing.results());
        TileConsumer doubled = fresh(c);
        for (const std::size_t t : {0, 1, 1, 2}) feed(doubled, tiles[t]);
        QVERIFY_THROWS_EXCEPTION(Error, (void)doubled.results());
    }

    void refusesTilesAndOptionsThatDoNotFit() {
        Case c = makeCase(60, 0, false);
        TileConsumer consumer = fresh(c);
        const std::vector<float> tile(100);
        QVERIFY_THROWS_EXCEPTION(Error, consumer.consume(tile, 55, 10, 0, 10, true));
        QVERIFY_THROWS_EXCEPTION(Error, consumer.consume(tile, 0, 11, 20, 10, true));
        QVERIFY_THROWS_EXCEPTION(Error, consumer.consume(tile, 0, 10, 5, 10, true));
        Case perClass = makeCase(60, 0, true);
        TileConsumer strict = fresh(perClass);
        QVERIFY_THROWS_EXCEPTION(Error, strict.consume(tile, 0, 10, 30, 10, true));
        c.labels[4] = 4;
        QVERIFY_THROWS_EXCEPTION(Error, fresh(c));
        c = makeCase(60, 0, false);
        c.options.relation = 0.5;
        QVERIFY_THROWS_EXCEPTION(Error, fresh(c));
        c = makeCase(60, 0, false);
        c.kernel.diagonal[7] = NAN;
        QVERIFY_THROWS_EXCEPTION(Error, fresh(c));
    }

private:
    static int redundantCount(const Case& c) {
        const NamedArrays results = resultsOf(c, 8);
        const auto flags = results.at("redundant").as<std::uint8_t>();
        return std::accumulate(flags.begin(), flags.end(), 0);
    }

    static void compareCounts(const Case& c, const NamedArrays& got) {
        for (std::int64_t i = 0; i < c.kernel.n; ++i) {
            std::int64_t partners = 0, positive = 0, same = 0, opposed = 0, witness = -1;
            std::vector<double> sums(4), counts(4);
            for (std::int64_t j = 0; j < c.kernel.n; ++j) {
                if (!c.paired(i, j)) continue;
                const float value = c.kernel(i, j);
                const double larger = c.options.relation *
                                      static_cast<double>(std::max(c.kernel(i, i), c.kernel(j, j)));
                const bool gradient = c.kernel(i, i) > 0 && c.kernel(j, j) > 0;
                ++partners;
                positive += value > 0 ? 1 : 0;
                same += gradient && value >= static_cast<float>(larger) ? 1 : 0;
                opposed += gradient && value <= -static_cast<float>(larger) ? 1 : 0;
                if (witness < 0 || value > c.kernel(i, witness)) witness = j;
                sums[at(c.labels[at(j)])] += static_cast<double>(value);
                counts[at(c.labels[at(j)])] += 1;
            }
            QCOMPARE(got.at("interchangeable").as<std::int64_t>()[at(i)], same);
            QCOMPARE(got.at("contradictory").as<std::int64_t>()[at(i)], opposed);
            QCOMPARE(got.at("witness").as<std::int64_t>()[at(i)], witness);
            const float share = got.at("positive_share").as<float>()[at(i)];
            const float best = got.at("best").as<float>()[at(i)];
            if (partners == 0) {
                QVERIFY(std::isnan(share) && std::isnan(best));
            } else {
                QCOMPARE(share, static_cast<float>(double(positive) / double(partners)));
                QCOMPARE(best, c.kernel(i, witness));
            }
            for (std::int64_t k = 0; k < 4; ++k) {
                const float mean = got.at("class_mean").as<float>()[at(i * 4 + k)];
                if (counts[at(k)] == 0) {
                    QVERIFY(std::isnan(mean));
                } else {
                    QVERIFY(std::fabs(mean - sums[at(k)] / counts[at(k)]) < 1e-5);
                }
            }
        }
    }

    static void compareHistogram(const Case& c, const NamedArrays& got) {
        const auto edges = got.at("histogram_edges").as<double>();
        const auto counts = got.at("histogram").as<std::int64_t>();
        std::vector<std::int64_t> wanted(32);
        for (std::int64_t i = 0; i < c.kernel.n; ++i) {
            for (std::int64_t j = i + 1; j < c.kernel.n; ++j) {
                if (!c.paired(i, j)) continue;
                const double value = static_cast<double>(c.kernel(i, j));
                // A value on a negative edge belongs to the bin further from zero, as on a positive
                // one.
                const auto edge = value < 0 ? std::ranges::lower_bound(edges, value)
                                            : std::ranges::upper_bound(edges, value);
                const std::int64_t bin = std::clamp<std::int64_t>(edge - edges.begin() - 1, 0, 15);
                ++wanted[at((c.labels[at(i)] == c.labels[at(j)] ? 0 : 16) + bin)];
            }
        }
        const std::vector<std::int64_t> found(counts.begin(), counts.end());
        QCOMPARE(found, wanted);
    }
};

QTEST_GUILESS_MAIN(TestTileConsumer)
#include "tst_tile_consumer.moc"
