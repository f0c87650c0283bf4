// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Kernels of infinitely wide networks (methods/kip.md, section 3; methods/kip-convnet.md,
/// sections 1 to 5), and the two that belong to no network: linear and RBF.
namespace winnow::infinite {

/// Neural tangent kernel, or the covariance of the network's outputs at initialisation.
enum class KernelType { Ntk, Nngp };

/// How weights are scaled: by their layer (NTK) or as in ordinary training (standard). The second
/// is the only place where a width enters an infinite kernel.
enum class Parameterization { Ntk, Standard };

/// One kernel. All fields have the papers' values by default.
struct KernelSpec {
    /// linear, rbf, fc1.., conv1.. (= convvec1..), myrtle5, myrtle7, myrtle10, convnet, convnet3,
    /// or layers of one's own: "cr crp crp crp f D" (see Architecture).
    std::string architecture = "fc1";
    KernelType type = KernelType::Ntk;
    Parameterization parameterization = Parameterization::Ntk;
    std::int64_t width = 1024;  ///< of every hidden layer; channels of a convolution. Standard only
    Parameterization readout = Parameterization::Ntk;  ///< of the last dense layer
    double sigmaW2 = 2;                                ///< weight variance, > 0
    double sigmaB2 = 1e-4;                             ///< bias variance, >= 0
    double gamma = 1;                                  ///< RBF: exp(-gamma |x-x'|^2 / d), > 0

    friend bool operator==(const KernelSpec&, const KernelSpec&) = default;
};

/// One image: channels, height, width.
struct ImageShape {
    std::int64_t channels = 1, height = 1, width = 1;

    [[nodiscard]] std::int64_t values() const { return channels * height * width; }
    /// "3x32x32".
    [[nodiscard]] std::string text() const;
    friend bool operator==(const ImageShape&, const ImageShape&) = default;
};

/// What a kernel's name stands for.
enum class Form {
    Linear,  ///< x.x' / d
    Rbf,
    Network
};

/// One resolution of a convolutional network: `convolutions` times (3x3 SAME convolution, ReLU),
/// then 2x2 average pooling with stride 2 (an odd last row or column is dropped) if `pooled`.
struct Level {
    std::int64_t convolutions = 1;
    bool pooled = false;

    /// Height or width of what leaves the level.
    [[nodiscard]] std::int64_t outSide(std::int64_t side) const { return pooled ? side / 2 : side; }
    friend bool operator==(const Level&, const Level&) = default;
};

/// Levels, flatten or global average pooling, `hidden` times (dense, ReLU), a dense readout. As
/// text: c convolution, r ReLU, p pool, f flatten, g global pooling, D dense; blanks are free.
struct Architecture {
    Form form = Form::Network;
    std::vector<Level> levels = {};  ///< none: fully connected
    bool globalPooling = false;
    std::int64_t hidden = 0;

    [[nodiscard]] bool convolutional() const { return !levels.empty(); }
    friend bool operator==(const Architecture&, const Architecture&) = default;
};

/// Throws Error{BadInput}: the name, and the names or the letter that would be right.
[[nodiscard]] Architecture parseArchitecture(std::string_view text);

/// A kernel with the papers' fields; "convnet", "fc1". Throws as parseArchitecture does.
[[nodiscard]] KernelSpec parseKernel(std::string_view architecture);

/// "NTK of convnet (bias variance 0.0001)", "RBF kernel (gamma 1)".
[[nodiscard]] std::string describe(const KernelSpec& spec);

/// Throws Error{BadInput} when a field is out of range or the images are too small for the pools
/// ("convnet needs at least 8x8, images are 6x6"). Returns what the person should know: "28x28: the
/// last pool drops 1 row and 1 column (7x7 to 3x3)".
std::vector<std::string> validate(const KernelSpec& spec, const ImageShape& shape);

}  // namespace winnow::infinite
