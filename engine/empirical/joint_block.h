// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/block.h"

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::empirical {

/// The features of the same samples under several output vectors: blocks of one layout, in all of
/// which the tensors of the layers' inputs are the very same ones (methods/lpntk.md, section 2: the
/// kinds of kernel differ in the output vector alone).
class JointBlock {
public:
    std::vector<Block> parts;  ///< by output vector; at least one

    [[nodiscard]] std::int64_t size() const { return parts.front().size(); }
    /// Of every tensor once.
    [[nodiscard]] std::int64_t bytes() const;
    // As of a Block, for all parts.
    [[nodiscard]] JointBlock rows(std::int64_t begin, std::int64_t count) const;
    [[nodiscard]] JointBlock pick(std::span<const std::int64_t> rows) const;
    [[nodiscard]] JointBlock emptyLike(std::int64_t n) const;
    void assign(const JointBlock& source) const;

private:
    template <typename Operation>
    [[nodiscard]] JointBlock mapped(const Operation& operation) const;
};

/// out = sum of weights[i] parts[i], of the formed gradients and the gradients at the layers'
/// outputs: features are linear in the output vector. `out` has the layout of the parts and shares
/// their inputs.
void combineGradients(std::span<const Block> parts,
                      std::span<const double> weights,
                      const Block& out);

}  // namespace winnow::empirical
