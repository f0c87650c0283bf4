// SPDX-License-Identifier: Apache-2.0
#include "engine/models/builders.h"
#include "engine/store/error.h"

namespace winnow::models {

/// ConvNet of the distillation papers, the finite twin of the kernel "convnet": cr crp crp crp f D
/// with 3x3 SAME convolutions and 2x2 average pools (methods/kip-convnet.md, sections 2 and 10; the
/// paper's has 1024 channels).
Architecture buildConvNet(const ArchitectureOptions& options) {
    constexpr std::int64_t kDefaultWidth = 128, kSmallest = 8;
    ArchitectureOptions o = options;
    if (o.baseWidth == 0) o.baseWidth = kDefaultWidth;
    if (o.height < kSmallest || o.width < kSmallest)
        throw badInput("convnet needs at least 8x8, images are " + std::to_string(o.height) + "x" +
                       std::to_string(o.width));
    GraphBuilder g(o);
    g.convolution("conv1", o.baseWidth, 3, 1, 1, true).relu();
    for (const char* name : {"conv2", "conv3", "conv4"})
        g.convolution(name, o.baseWidth, 3, 1, 1, true).relu().averagePool(2);
    g.flatten().linear("fc", o.classes);
    return g.finish();
}

}  // namespace winnow::models
