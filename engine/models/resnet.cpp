// SPDX-License-Identifier: Apache-2.0
#include "engine/models/builders.h"

namespace winnow::models {
namespace {

/// conv-norm-ReLU-conv-norm plus the input (He et al. 2016); a 1x1 convolution where the shapes
/// differ.
void addBasicBlock(GraphBuilder& g,
                   const std::string& name,
                   std::int64_t width,
                   std::int64_t stride) {
    const int input = g.at();
    const bool sameShape = stride == 1 && g.channels() == width;
    g.convolution(name + ".conv1", width, 3, stride, 1, false).batchNorm(name + ".bn1").relu();
    g.convolution(name + ".conv2", width, 3, 1, 1, false).batchNorm(name + ".bn2");
    const int main = g.at();
    int side = input;
    if (!sameShape) {
        g.from(input).convolution(name + ".shortcut.0", width, 1, stride, 0, false);
        g.batchNorm(name + ".shortcut.1");
        side = g.at();
    }
    g.add(main, side).relu();
}

}  // namespace

/// ResNet-18 for small images: 3x3 stem without pooling, stages of width w, 2w, 4w, 8w (w =
/// 64: 11.2 million parameters).
Architecture buildResNet18(const ArchitectureOptions& options) {
    ArchitectureOptions o = options;
    if (o.baseWidth == 0) o.baseWidth = 64;
    GraphBuilder g(o);
    g.convolution("conv1", o.baseWidth, 3, 1, 1, false).batchNorm("bn1").relu();
    for (int stage = 1; stage <= 4; ++stage) {
        const std::string name = "layer" + std::to_string(stage);
        const std::int64_t width = o.baseWidth << (stage - 1);
        addBasicBlock(g, name + ".0", width, stage == 1 ? 1 : 2);
        addBasicBlock(g, name + ".1", width, 1);
    }
    g.globalAveragePool().linear("linear", o.classes);
    return g.finish();
}

}  // namespace winnow::models
