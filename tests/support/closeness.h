// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"

#include <string>

namespace winnow::test {

/// Values of a real or integer array as float64.
[[nodiscard]] std::vector<double> asDoubles(const store::Array& array);

/// Empty when |got - wanted| <= atol + rtol * |wanted| everywhere and the shapes agree,
/// else a sentence with the worst element.
[[nodiscard]] std::string differs(const store::Array& got,
                                  const store::Array& wanted,
                                  double rtol,
                                  double atol);
[[nodiscard]] std::string differs(std::span<const double> got,
                                  std::span<const double> wanted,
                                  double rtol,
                                  double atol);

/// Largest absolute value, for tolerances stated "of the largest entry".
[[nodiscard]] double largest(const store::Array& array);

}  // namespace winnow::test

/// QVERIFY that prints the worst element.
#define WINNOW_CLOSE(got, wanted, rtol, atol)                                          \
    do {                                                                               \
        const std::string difference = winnow::test::differs(got, wanted, rtol, atol); \
        QVERIFY2(difference.empty(), difference.c_str());                              \
    } while (false)
