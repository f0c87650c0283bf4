// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/random.h"

#include <cstdint>
#include <vector>

namespace winnow::test {

/// Symmetric [n,n] kernels for tests of select.
template <typename T>
struct RandomKernel {
    std::int64_t n = 0;
    std::vector<T> values;
    std::vector<T> diagonal;

    [[nodiscard]] T operator()(std::int64_t i, std::int64_t j) const {
        return values[static_cast<std::size_t>(i * n + j)];
    }
};

/// Real values, diagonal positive. levels > 0: small integers, so that ties are everywhere.
template <typename T>
RandomKernel<T> randomKernel(std::int64_t n, int levels, std::uint64_t seed) {
    Random random(seed);
    RandomKernel<T> kernel{n,
                           std::vector<T>(static_cast<std::size_t>(n * n)),
                           std::vector<T>(static_cast<std::size_t>(n))};
    const auto value = [&] {
        return levels == 0 ? static_cast<T>(random.normal())
                           : static_cast<T>(random.below(static_cast<std::uint64_t>(levels))) -
                                 static_cast<T>(levels / 2);
    };
    for (std::int64_t i = 0; i < n; ++i) {
        for (std::int64_t j = 0; j <= i; ++j) {
            const T drawn =
                i == j ? std::abs(value()) + static_cast<T>(levels == 0 ? 0.5 : 0) : value();
            kernel.values[static_cast<std::size_t>(i * n + j)] = drawn;
            kernel.values[static_cast<std::size_t>(j * n + i)] = drawn;
        }
        kernel.diagonal[static_cast<std::size_t>(i)] = kernel(i, i);
    }
    return kernel;
}

}  // namespace winnow::test
