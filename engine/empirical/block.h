// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace at {
class Tensor;
}

namespace winnow::empirical {

/// The features phi_i of n samples, kept per layer in the cheapest of three forms
/// (methods/lpntk.md, section 3.1). Rows are samples everywhere; the tensors share dtype and
/// device.
class Block {
public:
    /// [n, D]: gradients of every formed layer side by side. Undefined when there are none.
    std::vector<at::Tensor> formed;  ///< zero or one tensor
    /// Linear layers: phi = g a^T with a extended by 1 for the bias. [n, in + 1] and [n, out].
    std::vector<at::Tensor> outerInputs, outerGradients;
    /// Convolutions whose positions are fewer than their weights: [n, T, in k^2 (+1)] and [n, T,
    /// out].
    std::vector<at::Tensor> ghostInputs, ghostGradients;

    [[nodiscard]] std::int64_t size() const;
    [[nodiscard]] std::int64_t bytes() const;
    /// A view of `count` samples from `begin`.
    [[nodiscard]] Block rows(std::int64_t begin, std::int64_t count) const;
    /// A copy of the named rows, in that order.
    [[nodiscard]] Block pick(std::span<const std::int64_t> rows) const;
    /// An uninitialised block of `n` samples with this one's layout.
    [[nodiscard]] Block emptyLike(std::int64_t n) const;
    /// Copies `source`, of as many rows, over this block's.
    void assign(const Block& source) const;

    /// The same tensors without those of the layers' inputs, and with those of another block.
    [[nodiscard]] Block gradients() const;
    [[nodiscard]] Block withInputsOf(const Block& other) const;

    /// Every tensor, the formed one first.
    [[nodiscard]] std::vector<const at::Tensor*> all() const;

private:
    template <typename Operation>
    [[nodiscard]] Block mapped(const Operation& operation) const;
};

}  // namespace winnow::empirical
