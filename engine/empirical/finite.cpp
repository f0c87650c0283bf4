// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/finite.h"

#include "engine/store/error.h"

#include <torch/torch.h>

#include <set>
#include <string>

namespace winnow::empirical {

void refuseNonFinite(const at::Tensor& values, const char* what, const RowNames& names) {
    const at::Tensor bad = at::isfinite(values.reshape({values.size(0), -1}))
                               .all(1)
                               .logical_not()
                               .nonzero()
                               .flatten()
                               .cpu();
    if (bad.numel() == 0) return;
    std::set<std::int64_t> named;
    for (std::int64_t i = 0; i < bad.numel(); ++i)
        named.insert(names.of(bad[i].item<std::int64_t>()));
    std::string rows;
    std::size_t told = 0;
    for (const std::int64_t name : named) {
        if (told == 8) {
            rows += ", ...";
            break;
        }
        rows += (told++ > 0 ? ", " : "") + std::to_string(name);
    }
    throw badInput("the " + std::string(what) + " of sample " + rows +
                   " are not finite numbers; choose another checkpoint or train with a lower rate");
}

}  // namespace winnow::empirical
