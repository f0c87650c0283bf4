// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/index.h"

#include <cstdint>
#include <numeric>
#include <vector>

namespace winnow {

/// 0, 1, ..., count-1: every row of an array, every sample of a split.
[[nodiscard]] inline std::vector<std::int64_t> allRows(std::int64_t count) {
    std::vector<std::int64_t> rows(at(count));
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    return rows;
}

}  // namespace winnow
