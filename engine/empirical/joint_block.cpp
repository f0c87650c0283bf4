// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/joint_block.h"

#include <torch/torch.h>

namespace winnow::empirical {

template <typename Operation>
JointBlock JointBlock::mapped(const Operation& operation) const {
    JointBlock result;
    for (const Block& part : parts) {
        if (result.parts.empty())
            result.parts.push_back(operation(part));
        else
            result.parts.push_back(operation(part.gradients()).withInputsOf(result.parts.front()));
    }
    return result;
}

std::int64_t JointBlock::bytes() const {
    std::int64_t total = parts.front().bytes();
    for (std::size_t p = 1; p < parts.size(); ++p) total += parts[p].gradients().bytes();
    return total;
}

JointBlock JointBlock::rows(std::int64_t begin, std::int64_t count) const {
    return mapped([&](const Block& part) { return part.rows(begin, count); });
}

JointBlock JointBlock::pick(std::span<const std::int64_t> rows) const {
    return mapped([&](const Block& part) { return part.pick(rows); });
}

JointBlock JointBlock::emptyLike(std::int64_t n) const {
    return mapped([&](const Block& part) { return part.emptyLike(n); });
}

void JointBlock::assign(const JointBlock& source) const {
    parts.front().assign(source.parts.front());
    for (std::size_t p = 1; p < parts.size(); ++p)
        parts[p].gradients().assign(source.parts[p].gradients());
}

void combineGradients(std::span<const Block> parts,
                      std::span<const double> weights,
                      const Block& out) {
    const Block sums = out.gradients();
    const auto to = sums.all();
    for (std::size_t p = 0; p < parts.size(); ++p) {
        const Block addends = parts[p].gradients();
        const auto from = addends.all();
        for (std::size_t i = 0; i < to.size(); ++i) {
            at::Tensor sum = *to[i];
            if (p == 0)
                at::mul_out(sum, *from[i], at::scalar_tensor(weights[p], from[i]->options()));
            else
                sum.add_(*from[i], weights[p]);
        }
    }
}

}  // namespace winnow::empirical
