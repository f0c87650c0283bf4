// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Networks as data: a list of nodes that one interpreter (network.h) runs forward, records and
/// differentiates. Torch-free, so that shapes and costs can be told before LibTorch is loaded.
namespace winnow::models {

enum class Op {
    Convolution,
    BatchNorm,
    Linear,
    Relu,
    MaxPool,
    AveragePool,
    GlobalAveragePool,
    Flatten,
    Add,
    Dropout
};

/// One step. Inputs are indices of earlier nodes; -1 is the image.
struct Node {
    Op op = Op::Relu;
    std::string
        name;  ///< prefix of its parameters: "layer1.0.conv1"; the same name twice shares weights
    std::vector<int> inputs;
    std::int64_t out = 0;  ///< channels or features that come out (convolution, linear, norm)
    std::int64_t kernel = 1, stride = 1, padding = 0, dilation = 1, groups = 1;
    bool bias = true;
    double eps = 1e-5;        ///< norm layers
    double rate = 0;          ///< dropout probability
    store::Shape inputShape;  ///< without the batch: [C,H,W] or [F]; filled by finish()
    store::Shape outputShape;
};

/// A parameter or buffer in PyTorch's name and layout.
struct ParameterFacts {
    std::string name;
    store::Shape shape;
    bool trainable = true;   ///< false: running statistics
    std::int64_t fanIn = 0;  ///< for initialisation; 0 for norm layers
};

struct Architecture {
    std::string kind;  ///< lenet5, lenet-code, resnet18, mlp, convnet
    std::int64_t channels = 1, height = 28, width = 28, classes = 10;
    std::int64_t baseWidth = 0;        ///< resnet18: channels of the first stage; convnet: of all
    std::vector<std::int64_t> hidden;  ///< widths between input and output: mlp any number; lenet5
                                       ///< its four (6, 16, 120, 84)
    std::vector<Node> nodes;
    std::vector<ParameterFacts> parameters;  ///< in PyTorch's order, buffers included

    [[nodiscard]] std::int64_t parameterCount() const;  ///< trainable numbers, P
    [[nodiscard]] std::int64_t forwardMacs() const;     ///< per sample
};

/// What a person chooses; zero or empty means the kind's default.
struct ArchitectureOptions {
    std::string kind = "lenet5";
    std::int64_t channels = 1, height = 28, width = 28, classes = 10;
    std::int64_t baseWidth = 0;          ///< resnet18 only; default 64
    std::vector<std::int64_t> hidden{};  ///< mlp: default 256, 128; lenet5: default 6, 16, 120, 84
};

/// Kinds Winnow builds itself, for the declaration's choices and the help.
[[nodiscard]] const std::vector<std::string>& architectureKinds();

/// Throws Error{BadInput}: unknown kind, image too small for it, fewer than two classes.
[[nodiscard]] Architecture buildArchitecture(const ArchitectureOptions& options);

/// Reads widths, channels and class count from the weights' shapes. `imageShape` [C,H,W] is the
/// data's. Throws Error{BadInput} in the words "conv1.weight is [6,1,5,5] in W.npz but the model
/// lenet5 with 3 channels needs [6,3,5,5]"; `source` names the file.
[[nodiscard]] Architecture architectureFor(std::string_view kind,
                                           const store::NamedArrays& weights,
                                           const store::Shape& imageShape,
                                           std::string_view source);

}  // namespace winnow::models
