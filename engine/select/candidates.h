// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/select/partner_lists.h"

#include <cstdint>
#include <span>
#include <vector>

/// Picking the few values of a row that may enter a list: the row is compared eight at a time, and
/// only what beats the limit is touched one by one. Where there is no limit yet, one is looked for
/// that the wanted number of the row's own values beat. Positions count from `first`; NaN beats
/// nothing.
namespace winnow::select {

/// Appends {kappa, position} where kappa beats entry.limit.
void collectAbove(std::span<const float> kappa,
                  const Entry& entry,
                  std::int64_t first,
                  std::vector<Partner>& found);

/// Appends {-kappa, position} where -kappa beats it.
void collectBelow(std::span<const float> kappa,
                  const Entry& entry,
                  std::int64_t first,
                  std::vector<Partner>& found);

/// Appends {-|cosine|, position} where that beats it; cosine = kappa rowInverse
/// columnInverse[c].
void collectUnrelated(std::span<const float> kappa,
                      const float* columnInverse,
                      float rowInverse,
                      const Entry& entry,
                      std::int64_t first,
                      std::vector<Partner>& found);

}  // namespace winnow::select
