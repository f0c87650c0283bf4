// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <span>

namespace winnow::run {

/// A number of a result; null where it is not defined (NaN, infinite).
[[nodiscard]] nlohmann::json figure(double value);

/// stats::summarise() as results hold it: {mean, deviation, low, high, n}.
[[nodiscard]] nlohmann::json summaryFigures(std::span<const double> values);

}  // namespace winnow::run
