// SPDX-License-Identifier: Apache-2.0
#include "engine/models/chain.h"

namespace winnow::models {
namespace {

bool isChain(const std::vector<Node>& nodes) {
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes[i].inputs != std::vector<int>{static_cast<int>(i) - 1}) return false;
    return true;
}

bool fits(const Node& node) {
    const bool knownKernel =
        node.kernel == 1 || node.kernel == 3 || node.kernel == 5 || node.kernel == 7;
    return knownKernel && node.stride == 1 && node.dilation == 1 && node.groups == 1 && node.bias &&
           node.padding < node.kernel;
}

bool next(const std::vector<Node>& nodes, std::size_t i, Op op) {
    return i < nodes.size() && nodes[i].op == op;
}

}  // namespace

std::optional<Chain> chainOf(const Architecture& architecture) {
    const std::vector<Node>& nodes = architecture.nodes;
    if (!isChain(nodes)) return std::nullopt;
    Chain chain;
    std::size_t i = 0;
    while (next(nodes, i, Op::Convolution) && fits(nodes[i]) && next(nodes, i + 1, Op::Relu)) {
        const Node& node = nodes[i];
        Stage stage{node.name,
                    node.inputShape[0],
                    node.inputShape[1],
                    node.inputShape[2],
                    node.out,
                    node.kernel,
                    node.padding,
                    false};
        i += 2;
        if (next(nodes, i, Op::MaxPool)) {
            if (nodes[i].kernel != 2 || nodes[i].stride != 2 || nodes[i].padding != 0)
                return std::nullopt;
            stage.pooled = true;
            ++i;
        }
        chain.stages.push_back(stage);
    }
    if (!next(nodes, i, Op::Flatten)) return std::nullopt;
    for (++i; next(nodes, i, Op::Linear); ++i) {
        chain.dense.push_back({nodes[i].name, next(nodes, i + 1, Op::Relu)});
        if (chain.dense.back().relu) ++i;
    }
    if (i != nodes.size() || chain.stages.empty() || chain.dense.empty()) return std::nullopt;
    return chain;
}

}  // namespace winnow::models
