// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/arrays.h"

#include <array>
#include <span>
#include <vector>

namespace winnow::ui {

inline constexpr std::size_t kStages = 5;

/// Samples by what becomes of them.
struct StageCounts {
    std::array<std::int64_t, kStages> by{};

    [[nodiscard]] std::int64_t of(Stage stage) const { return by[static_cast<std::size_t>(stage)]; }
    void add(Stage stage) { ++by[static_cast<std::size_t>(stage)]; }
    [[nodiscard]] std::int64_t total() const;
    /// Kept, and held out for validation.
    [[nodiscard]] std::int64_t stays() const { return of(Stage::Kept) + of(Stage::Validation); }
    [[nodiscard]] std::int64_t goes() const { return total() - stays(); }
};

/// stages [N], groupOf [N] 0..groups-1; a group below 0 is in none.
[[nodiscard]] std::vector<StageCounts> countStages(std::span<const Stage> stages,
                                                   std::span<const std::int64_t> groupOf,
                                                   std::int64_t groups);

/// What a random choice of the same size leaves of a group: mean and one standard deviation over
/// all such choices (hypergeometric).
struct RandomStays {
    double mean = 0, deviation = 0;  ///< samples
};

/// `size` samples in the group, `open` of them may go, of `allOpen` in all, of which `goes` go.
[[nodiscard]] RandomStays randomStays(std::int64_t size,
                                      std::int64_t open,
                                      std::int64_t allOpen,
                                      std::int64_t goes);

}  // namespace winnow::ui
