// SPDX-License-Identifier: Apache-2.0
#include "engine/run/float_arrays.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace winnow::run {
namespace {

template <typename From, typename To>
store::Array converted(const store::Array& values) {
    store::Array out(store::dtypeOf<To>(), values.shape);
    std::ranges::transform(
        values.as<From>(), out.as<To>().begin(), [](From value) { return static_cast<To>(value); });
    return out;
}

template <typename T>
std::optional<std::int64_t> positionNotFinite(std::span<const T> values) {
    const auto found = std::ranges::find_if(values, [](T value) { return !std::isfinite(value); });
    if (found == values.end()) return std::nullopt;
    return found - values.begin();
}

}  // namespace

store::Array asFloat32(store::Array values) {
    if (values.dtype == store::DType::Float32) return values;
    return converted<double, float>(values);
}

store::Array asFloat64(store::Array values) {
    if (values.dtype == store::DType::Float64) return values;
    return converted<float, double>(values);
}

std::optional<std::int64_t> firstNotFinite(const store::Array& values) {
    return values.dtype == store::DType::Float64 ? positionNotFinite(values.as<double>())
                                                 : positionNotFinite(values.as<float>());
}

}  // namespace winnow::run
