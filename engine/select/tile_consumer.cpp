// SPDX-License-Identifier: Apache-2.0
#include "engine/select/tile_consumer.h"

#include "engine/select/parallel.h"
#include "engine/select/row_update.h"
#include "engine/select/tile_state.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::select {
namespace {

/// Columns transposed at a time: 32 rows of a 1,024 tile are 128 KiB, which the second-level cache
/// holds.
constexpr std::int64_t kStrip = 32;
/// Keeps the transposed rows off each other's cache sets.
constexpr std::int64_t kPadding = 16;

struct TileShape {
    std::int64_t rowBegin, rowCount, colBegin, colCount, stride;
};

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

void requireFinite(const TileState& state, const std::vector<TileWorker>& workers) {
    for (const TileWorker& worker : workers) {
        if (worker.brokenRow < 0) continue;
        throw badInput("the kernel of samples " +
                       std::to_string(state.samples[at(worker.brokenRow)]) + " and " +
                       std::to_string(state.samples[at(worker.brokenColumn)]) +
                       " is not a finite number; the network's weights or these images are broken");
    }
}

void consumeRows(TileState& state,
                 std::vector<TileWorker>& workers,
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
                    std::vector<TileWorker>& workers,
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

TileConsumer::TileConsumer(std::span<const float> diagonal,
                           std::span<const std::int64_t> labels,
                           std::span<const std::int64_t> samples,
                           const TileConsumerOptions& options) {
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
    std::vector<TileWorker> workers(std::max(1U, m_state->options.threads));
    for (TileWorker& worker : workers) worker.histogram.resize(m_state->histogram.size());
    consumeRows(*m_state, workers, tile.data(), shape, countHistogram);
    if (symmetric && !onDiagonal) consumeColumns(*m_state, workers, tile.data(), shape);
    requireFinite(*m_state, workers);
    for (const TileWorker& worker : workers) {
        std::ranges::transform(
            m_state->histogram, worker.histogram, m_state->histogram.begin(), std::plus<>());
    }
}

}  // namespace winnow::select
