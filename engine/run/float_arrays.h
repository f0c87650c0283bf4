// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"
#include "engine/store/array.h"

#include <cstdint>
#include <optional>
#include <utility>

/// Arrays of float32 or float64; Error{Internal} for any other.
namespace winnow::run {

/// The same numbers, rounded to nearest.
[[nodiscard]] store::Array asFloat32(store::Array values);
/// The same numbers, exactly.
[[nodiscard]] store::Array asFloat64(store::Array values);

[[nodiscard]] inline store::Array inPrecision(store::Array values, models::Precision precision) {
    return precision == models::Precision::Float64 ? asFloat64(std::move(values))
                                                   : asFloat32(std::move(values));
}

/// Position of the first NaN or infinity in C order.
[[nodiscard]] std::optional<std::int64_t> firstNotFinite(const store::Array& values);

}  // namespace winnow::run
