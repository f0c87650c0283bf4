// SPDX-License-Identifier: Apache-2.0
#include "engine/select/tile_consumer.h"

#include "engine/select/parallel.h"
#include "engine/select/tile_rows.h"
#include "engine/select/tile_state.h"
#include "engine/store/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::select {
namespace {

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Columns transposed at a time: 32 rows of a 1,024 tile are 128 KiB, which the second-level cache
/// holds.
constexpr std::int64_t kStrip = 32;
/// Keeps the transposed rows off each other's cache sets.
constexpr std::int64_t kPadding = 16;

struct TileShape {
    std::int64_t rowBegin, rowCount, colBegin, colCount, stride;
};

/// One thread's buffers.
struct Worker {
    RowCandidates found;
    std::vector<Partner> scratch;
    std::vector<double> sums;
    std::vector<std::int64_t> histogram;
    std::vector<float> transposed;
    std::int64_t brokenRow = -1, brokenColumn = -1;
};

/// Adds the partners begin..end-1 of one row to the state; kappa[0] belongs to position `begin`.
class RowUpdate {
public:
    RowUpdate(TileState& state, Worker& worker) : m_state(state), m_worker(worker) {}

    /// A sample is no partner of its own, so its column splits the row.
    void row(
        std::int64_t row, const float* kappa, std::int64_t begin, std::int64_t end, bool count) {
        if (row < begin || row >= end) {
            partners(row, kappa, begin, end, count ? begin : end);
            return;
        }
        // Both halves of the square hold each pair of a diagonal tile; the histogram takes the
        // upper one.
        partners(row, kappa, begin, row, row);
        partners(row, kappa + (row + 1 - begin), row + 1, end, count ? row + 1 : end);
    }

private:
    void partners(std::int64_t row,
                  const float* kappa,
                  std::int64_t begin,
                  std::int64_t end,
                  std::int64_t countFrom) {
        if (begin >= end) return;
        TileState& s = m_state;
        RowCandidates& found = m_worker.found;
        const ColumnSide columns{
            &s.scaled[at(begin)], &s.inverseNorm[at(begin)], &s.labels[at(begin)]};
        const RowSide side{s.scaled[at(row)],
                           s.inverseNorm[at(row)],
                           s.top.limit(row, begin),
                           s.bottom.limit(row, begin),
                           s.unrelated.limit(row, begin)};
        const RowCounts counts = scanRow(kappa, end - begin, begin, columns, side, found);
        if (!counts.finite) {
            reportBroken(row, kappa, begin, end);
            return;
        }
        s.seen[at(row)] += end - begin;
        s.positive[at(row)] += counts.positive;
        s.interchangeable[at(row)] += counts.interchangeable;
        s.contradictory[at(row)] += counts.contradictory;
        merge(s.top, row, found.top);
        merge(s.bottom, row, found.bottom);
        merge(s.unrelated, row, found.unrelated);
        sums(row, kappa, end - begin, columns.label);
        if (countFrom < end) {
            countBins(kappa + (countFrom - begin),
                      end - countFrom,
                      columns.label + (countFrom - begin),
                      s.labels[at(row)],
                      static_cast<std::int32_t>(s.options.histogramBins),
                      s.binScale,
                      m_worker.histogram);
        }
    }

    void merge(PartnerLists& lists, std::int64_t row, std::vector<Partner>& candidates) {
        if (candidates.empty()) return;
        lists.merge(row, candidates, m_worker.scratch);
        candidates.clear();
    }

    void sums(std::int64_t row, const float* kappa, std::int64_t count, const std::int32_t* label) {
        const std::int64_t width = m_state.sumWidth();
        std::vector<double>& lanes = m_worker.sums;
        lanes.assign(at(kSumLanes * width), 0.0);
        if (m_state.options.perClass) {
            for (std::int64_t c = 0; c < count; ++c) {
                lanes[at(c % kSumLanes)] += static_cast<double>(kappa[c]);
            }
        } else {
            addClassSums(kappa, count, label, width, lanes);
        }
        for (std::int64_t k = 0; k < width; ++k) {
            m_state.classSums[at(row * width + k)] +=
                (lanes[at(k)] + lanes[at(width + k)]) +
                (lanes[at(2 * width + k)] + lanes[at(3 * width + k)]);
        }
    }

    void reportBroken(std::int64_t row, const float* kappa, std::int64_t begin, std::int64_t end) {
        m_worker.found = {};
        if (m_worker.brokenRow >= 0) return;
        m_worker.brokenRow = row;
        for (std::int64_t c = begin; c < end; ++c) {
            if (std::isfinite(kappa[c - begin])) continue;
            m_worker.brokenColumn = c;
            return;
        }
    }

    TileState& m_state;
    Worker& m_worker;
};

void requireOptions(const TileConsumerOptions& o) {
    if (o.classes < 1) throw badInput("a kernel needs at least one class");
    if (o.neighbours < 1 || o.neighbours > 256) {
        throw badInput("neighbours is " + std::to_string(o.neighbours) + "; give 1 to 256");
    }
    if (o.unrelated < 0 || o.unrelated > 256) {
        throw badInput("unrelated is " + std::to_string(o.unrelated) + "; give 0 to 256");
    }
    if (!(o.relation > 0.5 && o.relation <= 1)) {
        throw badInput("the relation threshold is " + std::to_string(o.relation) +
                       "; it lies above 0.5 and is at most 1");
    }
    if (o.histogramBins < 2 || o.histogramBins > 4096 || o.histogramBins % 2 != 0) {
        throw badInput("the histogram has " + std::to_string(o.histogramBins) +
                       " bins; give an even number from 2 to 4096");
    }
}

void requireTile(const TileState& state,
                 std::span<const float> tile,
                 const TileShape& t,
                 bool symmetric) {
    const bool inside = t.rowBegin >= 0 && t.colBegin >= 0 && t.rowCount > 0 && t.colCount > 0 &&
                        t.rowBegin + t.rowCount <= state.n && t.colBegin + t.colCount <= state.n;
    if (!inside || t.stride < t.colCount ||
        std::ssize(tile) < (t.rowCount - 1) * t.stride + t.colCount) {
        throw internalError("a tile does not fit the kernel it belongs to");
    }
    const bool overlap =
        t.rowBegin < t.colBegin + t.colCount && t.colBegin < t.rowBegin + t.rowCount;
    const bool square = t.rowBegin == t.colBegin && t.rowCount == t.colCount;
    if (symmetric && overlap && !square) {
        throw internalError("a symmetric tile overlaps the diagonal without lying on it");
    }
    if (!state.options.perClass) return;
    const std::int32_t label = state.labels[at(t.rowBegin)];
    const auto same = [&](std::int64_t begin, std::int64_t count) {
        return std::all_of(state.labels.begin() + begin,
                           state.labels.begin() + begin + count,
                           [&](std::int32_t other) { return other == label; });
    };
    if (!same(t.rowBegin, t.rowCount) || !same(t.colBegin, t.colCount)) {
        throw internalError("a tile of a per-class kernel holds samples of two classes");
    }
}

void requireFinite(const TileState& state, const std::vector<Worker>& workers) {
    for (const Worker& worker : workers) {
        if (worker.brokenRow < 0) continue;
        throw badInput("the kernel of samples " +
                       std::to_string(state.samples[at(worker.brokenRow)]) + " and " +
                       std::to_string(state.samples[at(worker.brokenColumn)]) +
                       " is not a finite number; the network's weights or these images are broken");
    }
}

void consumeRows(TileState& state,
                 std::vector<Worker>& workers,
                 const float* tile,
                 const TileShape& t,
                 bool countHistogram) {
    parallelRanges(state.options.threads,
                   t.rowCount,
                   [&](std::int64_t begin, std::int64_t end, std::size_t w) {
                       RowUpdate update(state, workers[w]);
                       for (std::int64_t r = begin; r < end; ++r) {
                           update.row(t.rowBegin + r,
                                      tile + r * t.stride,
                                      t.colBegin,
                                      t.colBegin + t.colCount,
                                      countHistogram);
                       }
                   });
}

/// The same for the transposed tile, a strip of columns at a time.
void consumeColumns(TileState& state,
                    std::vector<Worker>& workers,
                    const float* tile,
                    const TileShape& t) {
    const std::int64_t strips = (t.colCount + kStrip - 1) / kStrip;
    const std::int64_t pitch = t.rowCount + kPadding;
    parallelRanges(
        state.options.threads, strips, [&](std::int64_t begin, std::int64_t end, std::size_t w) {
            std::vector<float>& transposed = workers[w].transposed;
            transposed.resize(at(kStrip * pitch));
            RowUpdate update(state, workers[w]);
            for (std::int64_t c = begin * kStrip; c < std::min(end * kStrip, t.colCount);
                 c += kStrip) {
                const std::int64_t width = std::min(kStrip, t.colCount - c);
                for (std::int64_t r = 0; r < t.rowCount; ++r) {
                    const float* const row = tile + r * t.stride + c;
                    for (std::int64_t i = 0; i < width; ++i) transposed[at(i * pitch + r)] = row[i];
                }
                for (std::int64_t i = 0; i < width; ++i) {
                    update.row(t.colBegin + c + i,
                               &transposed[at(i * pitch)],
                               t.rowBegin,
                               t.rowBegin + t.rowCount,
                               false);
                }
            }
        });
}

}  // namespace

TileState::TileState(std::span<const float> diagonalValues,
                     std::span<const std::int64_t> labelValues,
                     std::span<const std::int64_t> sampleIds,
                     const TileConsumerOptions& chosen)
    : options(chosen),
      n(std::ssize(diagonalValues)),
      diagonal(diagonalValues.begin(), diagonalValues.end()),
      samples(sampleIds.begin(), sampleIds.end()) {
    if (labelValues.size() != diagonalValues.size() ||
        (!samples.empty() && sampleIds.size() != diagonalValues.size())) {
        throw internalError("a kernel's diagonal, labels and samples differ in number");
    }
    if (n > std::numeric_limits<std::int32_t>::max())
        throw badInput("a kernel has too many samples");
    for (std::int64_t i = std::ssize(samples); i < n; ++i) samples.push_back(i);
    for (std::int64_t i = 0; i < n; ++i) {
        const std::int64_t label = labelValues[at(i)];
        if (label < 0 || label >= options.classes) {
            throw badInput("sample " + std::to_string(samples[at(i)]) + " has label " +
                           std::to_string(label) + "; labels are 0 to " +
                           std::to_string(options.classes - 1));
        }
        const float own = diagonal[at(i)];
        if (!(own >= 0) || !std::isfinite(own)) {
            throw badInput("the kernel of sample " + std::to_string(samples[at(i)]) +
                           " with itself is " + std::to_string(own) +
                           "; it must be a finite number that is not negative");
        }
        labels.push_back(static_cast<std::int32_t>(label));
        scaled.push_back(own > 0 ? static_cast<float>(options.relation * static_cast<double>(own))
                                 : std::numeric_limits<float>::infinity());
        inverseNorm.push_back(own > 0 ? 1.0F / std::sqrt(own)
                                      : std::numeric_limits<float>::quiet_NaN());
    }
    const double half = static_cast<double>(options.histogramBins) / 2;
    binScale = static_cast<float>(half * half / largest());
    top = PartnerLists(n, options.neighbours);
    bottom = PartnerLists(n, options.neighbours);
    unrelated = PartnerLists(n, options.unrelated);
    classSums.resize(at(n * sumWidth()));
    for (auto* counts : {&seen, &positive, &interchangeable, &contradictory}) counts->resize(at(n));
    histogram.resize(at(2 * options.histogramBins));
}

TileConsumer::TileConsumer(std::span<const float> diagonal,
                           std::span<const std::int64_t> labels,
                           std::span<const std::int64_t> samples,
                           const TileConsumerOptions& options) {
    requireOptions(options);
    m_state = std::make_unique<TileState>(diagonal, labels, samples, options);
}

TileConsumer::~TileConsumer() = default;
TileConsumer::TileConsumer(TileConsumer&&) noexcept = default;
TileConsumer& TileConsumer::operator=(TileConsumer&&) noexcept = default;

void TileConsumer::consume(std::span<const float> tile,
                           std::int64_t rowBegin,
                           std::int64_t rowCount,
                           std::int64_t colBegin,
                           std::int64_t colCount,
                           bool symmetric,
                           std::int64_t stride) {
    const TileShape shape{rowBegin, rowCount, colBegin, colCount, stride == 0 ? colCount : stride};
    requireTile(*m_state, tile, shape, symmetric);
    const bool onDiagonal = rowBegin == colBegin && rowCount == colCount;
    // Of the two plain tiles that hold a pair as (i,j) and (j,i), the histogram takes the one above
    // the diagonal.
    const bool countHistogram = symmetric || onDiagonal || rowBegin < colBegin;
    std::vector<Worker> workers(std::max(1U, m_state->options.threads));
    for (Worker& worker : workers) worker.histogram.resize(m_state->histogram.size());
    consumeRows(*m_state, workers, tile.data(), shape, countHistogram);
    if (symmetric && !onDiagonal) consumeColumns(*m_state, workers, tile.data(), shape);
    requireFinite(*m_state, workers);
    for (const Worker& worker : workers) {
        std::ranges::transform(
            m_state->histogram, worker.histogram, m_state->histogram.begin(), std::plus<>());
    }
}

}  // namespace winnow::select
