// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/architecture.h"

#include <vector>

namespace at {
class Tensor;
}

namespace winnow::models {

/// What happened at every application of a parametrised layer in one forward pass, in order. Entry
/// l: the node, its input (B, ...) and its output (B, ...), both in the autograd graph, so that
/// output gradients can be asked for.
class Tape {
public:
    std::vector<const Node*> nodes;
    std::vector<at::Tensor> inputs;
    std::vector<at::Tensor> outputs;
    /// Convolutions nothing flows back through: their unfolded patches, which the forward pass
    /// needed anyway; else undefined.
    std::vector<at::Tensor> patches;
};

}  // namespace winnow::models
