// SPDX-License-Identifier: Apache-2.0
#include "engine/models/builders.h"
#include "engine/store/error.h"

namespace winnow::models {

/// Classic LeNet-5 with ReLU and max-pooling: 61,706 parameters on 28x28 gray images.
Architecture buildLeNet5(const ArchitectureOptions& options) {
    ArchitectureOptions o = options;
    if (o.hidden.empty()) o.hidden = {6, 16, 120, 84};
    if (o.hidden.size() != 4)
        throw badInput("hidden has " + std::to_string(o.hidden.size()) +
                       " widths; lenet5 has four, as in 6,16,120,84");
    GraphBuilder g(o);
    g.convolution("conv1", o.hidden[0], 5, 1, 2, true).relu().maxPool(2);
    g.convolution("conv2", o.hidden[1], 5, 1, 0, true).relu().maxPool(2);
    g.flatten().linear("fc1", o.hidden[2]).relu().linear("fc2", o.hidden[3]).relu();
    g.linear("fc3", o.classes);
    return g.finish();
}

/// The larger net of the lpNTK paper's published code: 1.20 million parameters on 28x28.
Architecture buildLeNetCode(const ArchitectureOptions& o) {
    GraphBuilder g(o);
    g.convolution("conv1", 32, 3, 1, 0, true).relu();
    g.convolution("conv2", 64, 3, 1, 0, true).relu().maxPool(2).dropout(0.25);
    g.flatten().linear("fc1", 128).relu().dropout(0.5).linear("fc2", o.classes);
    return g.finish();
}

}  // namespace winnow::models
