// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

/// How many dimensions a set of points has (methods/kip-convnet.md, section 11).
namespace winnow::stats {

/// Intrinsic dimension by two nearest neighbours (Facco et al. 2017, in Ansuini et al.'s form).
struct TwoNn {
    double dimension = 0;     ///< NaN where it is not defined
    std::int64_t points = 0;  ///< that have two different neighbours, at a distance
};
/// Below, the dimension is not worth stating.
inline constexpr std::int64_t kFewestTwoNnPoints = 10;

/// `first`, `second`: distances of every point to its two nearest others. Points with first = 0 or
/// first = second are left out; log(second/first), sorted, is fitted through the origin to
/// -log(1 - i/N) on the lower nine tenths, the last two left out.
[[nodiscard]] TwoNn twoNn(std::span<const double> first, std::span<const double> second);
/// Of points known by their products (n, n): distance^2 = K_ii + K_jj - 2 K_ij, at least 0.
[[nodiscard]] TwoNn twoNnOfKernel(std::span<const double> kernel, std::int64_t n);

/// Fewest leading values of a falling spectrum that make up `share` of its sum; values below 0
/// count as 0. 0 when the sum is 0.
[[nodiscard]] std::int64_t componentsFor(std::span<const double> spectrum, double share);

}  // namespace winnow::stats
