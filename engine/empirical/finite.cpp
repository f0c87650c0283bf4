// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/finite.h"

#include "engine/store/error.h"

#include <torch/torch.h>

#include <algorithm>
#include <string>

namespace winnow::empirical {

void refuseNonFinite(const at::Tensor& values, const char* what, std::int64_t firstRow) {
    const at::Tensor bad = at::isfinite(values.reshape({values.size(0), -1}))
                               .all(1)
                               .logical_not()
                               .nonzero()
                               .flatten()
                               .cpu();
    if (bad.numel() == 0) return;
    std::string rows;
    for (std::int64_t i = 0; i < std::min<std::int64_t>(bad.numel(), 8); ++i)
        rows += (i ? ", " : "") + std::to_string(firstRow + bad[i].item<std::int64_t>());
    if (bad.numel() > 8) rows += ", ...";
    throw badInput("the " + std::string(what) + " of sample " + rows +
                   " are not finite numbers; choose another checkpoint or train with a lower rate");
}

}  // namespace winnow::empirical
