// SPDX-License-Identifier: Apache-2.0
#include "engine/select/row_update.h"

#include "engine/store/index.h"

#include <cmath>

namespace winnow::select {
void RowUpdate::row(
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

void RowUpdate::partners(std::int64_t row,
                         const float* kappa,
                         std::int64_t begin,
                         std::int64_t end,
                         std::int64_t countFrom) {
    if (begin >= end) return;
    TileState& s = m_state;
    RowCandidates& found = m_worker.found;
    const ColumnSide columns{&s.scaled[at(begin)], &s.inverseNorm[at(begin)], &s.labels[at(begin)]};
    const RowSide side{s.scaled[at(row)],
                       s.inverseNorm[at(row)],
                       s.top.entry(row, begin),
                       s.bottom.entry(row, begin),
                       s.unrelated.entry(row, begin)};
    const RowCounts counts = scanRow(kappa, end - begin, begin, columns, side, found);
    if (!counts.finite) {
        reportBroken(row, kappa, begin, end);
        return;
    }
    s.seen[at(row)] += end - begin;
    s.positive[at(row)] += counts.positive;
    s.interchangeable[at(row)] += counts.interchangeable;
    s.contradictory[at(row)] += counts.contradictory;
    s.top.offer(row, found.top);
    s.bottom.offer(row, found.bottom);
    s.unrelated.offer(row, found.unrelated);
    sums(row, kappa, begin, end);
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

void RowUpdate::sums(std::int64_t row, const float* kappa, std::int64_t begin, std::int64_t end) {
    const std::int64_t width = m_state.sumWidth();
    if (m_state.sameClassUntil[at(begin)] >= end) {
        const std::int64_t label = m_state.options.perClass ? 0 : m_state.labels[at(begin)];
        m_state.classSums[at(row * width + label)] += sumOf(kappa, end - begin);
        return;
    }
    std::vector<double>& lanes = m_worker.sums;
    lanes.assign(at(kSumLanes * width), 0.0);
    addClassSums(kappa, end - begin, &m_state.labels[at(begin)], width, lanes);
    for (std::int64_t k = 0; k < width; ++k) {
        m_state.classSums[at(row * width + k)] +=
            (lanes[at(k)] + lanes[at(width + k)]) +
            (lanes[at(2 * width + k)] + lanes[at(3 * width + k)]);
    }
}

void RowUpdate::reportBroken(std::int64_t row,
                             const float* kappa,
                             std::int64_t begin,
                             std::int64_t end) {
    m_worker.found = {};
    if (m_worker.brokenRow >= 0) return;
    m_worker.brokenRow = row;
    for (std::int64_t c = begin; c < end; ++c) {
        if (std::isfinite(kappa[c - begin])) continue;
        m_worker.brokenColumn = c;
        return;
    }
}

}  // namespace winnow::select
