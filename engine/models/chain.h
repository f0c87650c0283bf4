// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/architecture.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Small networks that are one chain: stages of convolution, ReLU and perhaps 2x2 max-pooling, then
/// linear layers.
namespace winnow::models {

/// Convolution (stride 1, square kernel), bias, ReLU, and perhaps 2x2 max-pooling.
struct Stage {
    std::string name;
    std::int64_t channels = 0, height = 0, width = 0;  ///< what comes in, without padding
    std::int64_t outputs = 0, kernel = 0, padding = 0;
    bool pooled = false;

    [[nodiscard]] std::int64_t convHeight() const { return height + 2 * padding - kernel + 1; }
    [[nodiscard]] std::int64_t convWidth() const { return width + 2 * padding - kernel + 1; }
    [[nodiscard]] std::int64_t outHeight() const {
        return pooled ? convHeight() / 2 : convHeight();
    }
    [[nodiscard]] std::int64_t outWidth() const { return pooled ? convWidth() / 2 : convWidth(); }
    [[nodiscard]] std::int64_t weightCount() const { return outputs * channels * kernel * kernel; }
    /// Zeros around the gradient of the convolution's output, so that the input's gradient is a
    /// convolution too.
    [[nodiscard]] std::int64_t gradientPadding() const { return kernel - 1 - padding; }
};

struct Dense {
    std::string name;
    bool relu = false;
};

struct Chain {
    std::vector<Stage> stages;                     ///< at least one
    std::vector<Dense> dense;                      ///< at least one
    [[nodiscard]] std::int64_t features() const {  ///< numbers between the two
        const Stage& last = stages.back();
        return last.outputs * last.outHeight() * last.outWidth();
    }
};

/// The architecture as a chain; empty when it is none (norms, dropout, branches, strides).
[[nodiscard]] std::optional<Chain> chainOf(const Architecture& architecture);

}  // namespace winnow::models
