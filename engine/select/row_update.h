// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/select/tile_rows.h"
#include "engine/select/tile_state.h"

#include <cstdint>
#include <vector>

namespace winnow::select {

/// One thread's buffers.
struct TileWorker {
    RowCandidates found;
    std::vector<double> sums;
    std::vector<std::int64_t> histogram;
    std::vector<float> transposed;
    std::int64_t brokenRow = -1, brokenColumn = -1;
};

/// Adds partners of one row at a time to the state. Updates of different rows may run in different
/// threads.
class RowUpdate {
public:
    RowUpdate(TileState& state, TileWorker& worker) : m_state(state), m_worker(worker) {}

    /// kappa[0..end-begin): the row's values with the positions begin..end-1. count: into the
    /// histogram too. A sample is no partner of its own. A value that is not finite is noted in the
    /// worker.
    void row(
        std::int64_t row, const float* kappa, std::int64_t begin, std::int64_t end, bool count);

private:
    void partners(std::int64_t row,
                  const float* kappa,
                  std::int64_t begin,
                  std::int64_t end,
                  std::int64_t countFrom);
    void sums(std::int64_t row, const float* kappa, std::int64_t begin, std::int64_t end);
    void reportBroken(std::int64_t row, const float* kappa, std::int64_t begin, std::int64_t end);

    TileState& m_state;
    TileWorker& m_worker;
};

}  // namespace winnow::select
