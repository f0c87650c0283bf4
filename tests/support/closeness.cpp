// SPDX-License-Identifier: Apache-2.0
#include "tests/support/closeness.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace winnow::test {
namespace {

template <typename T>
std::vector<double> widened(const store::Array& array) {
    const auto values = array.as<T>();
    return {values.begin(), values.end()};
}

}  // namespace

std::vector<double> asDoubles(const store::Array& array) {
    using store::DType;
    switch (array.dtype) {
        case DType::Bool:
            return widened<bool>(array);
        case DType::Int8:
            return widened<std::int8_t>(array);
        case DType::UInt8:
            return widened<std::uint8_t>(array);
        case DType::Int16:
            return widened<std::int16_t>(array);
        case DType::UInt16:
            return widened<std::uint16_t>(array);
        case DType::Int32:
            return widened<std::int32_t>(array);
        case DType::UInt32:
            return widened<std::uint32_t>(array);
        case DType::Int64:
            return widened<std::int64_t>(array);
        case DType::UInt64:
            return widened<std::uint64_t>(array);
        case DType::Float32:
            return widened<float>(array);
        case DType::Float64:
            return widened<double>(array);
    }
    return {};
}

std::string differs(std::span<const double> got,
                    std::span<const double> wanted,
                    double rtol,
                    double atol) {
    if (got.size() != wanted.size())
        return "got " + std::to_string(got.size()) + " values, wanted " +
               std::to_string(wanted.size());
    std::size_t worst = 0;
    double worstExcess = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double excess = std::abs(got[i] - wanted[i]) - (atol + rtol * std::abs(wanted[i]));
        if (!(excess <= worstExcess)) {  // also catches NaN
            worstExcess = std::isnan(excess) ? HUGE_VAL : excess;
            worst = i;
        }
    }
    if (worstExcess == 0) return {};
    char text[160];
    std::snprintf(text,
                  sizeof text,
                  "element %zu: got %.17g, wanted %.17g (rtol %g, atol %g)",
                  worst,
                  got[worst],
                  wanted[worst],
                  rtol,
                  atol);
    return text;
}

std::string differs(const store::Array& got, const store::Array& wanted, double rtol, double atol) {
    if (got.shape != wanted.shape)
        return "got shape " + store::shapeText(got.shape) + ", wanted " +
               store::shapeText(wanted.shape);
    return differs(asDoubles(got), asDoubles(wanted), rtol, atol);
}

double largest(const store::Array& array) {
    double value = 0;
    for (const double x : asDoubles(array)) value = std::max(value, std::abs(x));
    return value;
}

}  // namespace winnow::test
