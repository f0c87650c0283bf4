// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/select/partner_lists.h"

#include <cstdint>
#include <span>
#include <vector>

/// Picking the few values of a row that beat a limit: the row is compared eight at a time, and only
/// what beats is touched one by one. Positions count from `first`; NaN beats nothing.
namespace winnow::select {

/// Appends {kappa, position} where kappa > limit.
void collectAbove(std::span<const float> kappa,
                  float limit,
                  std::int64_t first,
                  std::vector<Partner>& found);

/// Appends {-kappa, position} where kappa < limit.
void collectBelow(std::span<const float> kappa,
                  float limit,
                  std::int64_t first,
                  std::vector<Partner>& found);

/// Appends {-|cosine|, position} where that exceeds the limit; cosine = kappa rowInverse
/// columnInverse[c].
void collectUnrelated(std::span<const float> kappa,
                      const float* columnInverse,
                      float rowInverse,
                      float limit,
                      std::int64_t first,
                      std::vector<Partner>& found);

}  // namespace winnow::select
