// SPDX-License-Identifier: Apache-2.0
#include "engine/models/builders.h"

namespace winnow::models {

/// Fully connected ReLU network on the flattened image; layers are named fc1, fc2, ...
Architecture buildMlp(const ArchitectureOptions& options) {
    ArchitectureOptions o = options;
    if (o.hidden.empty()) o.hidden = {256, 128};
    GraphBuilder g(o);
    g.flatten();
    int layer = 1;
    for (const std::int64_t width : o.hidden)
        g.linear("fc" + std::to_string(layer++), width).relu();
    g.linear("fc" + std::to_string(layer), o.classes);
    return g.finish();
}

}  // namespace winnow::models
