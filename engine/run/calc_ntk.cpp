// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/kernel.h"
#include "engine/models/tensors.h"
#include "engine/run/calc_inputs.h"
#include "engine/run/calc_verbs.h"
#include "engine/run/infinite_setup.h"
#include "engine/run/kernel_spec.h"
#include "engine/store/npy.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <string>

namespace winnow::run {

void calcNtk(const nlohmann::json& fields, const jobs::JobContext& context) {
    const infinite::KernelSpec spec = kernelSpecOf(fields, fields.at("kernel").get<std::string>());
    at::Tensor x1 = models::toTensor(readImages(fields.at("x1")));
    const infinite::ImageShape shape{x1.size(1), x1.size(2), x1.size(3)};
    for (const std::string& warning : infinite::validate(spec, shape))
        context.report.warning(warning);
    const infinite::Kernel kernel(spec, shape, kernelOptionsOf(fields, context.report));
    at::Tensor k;
    if (fields.contains("x2") && !fields.at("x2").is_null()) {
        at::Tensor x2 = models::toTensor(readImages(fields.at("x2")));
        const auto wider = at::promote_types(x1.scalar_type(), x2.scalar_type());
        k = kernel.matrix(x1.to(wider), x2.to(wider), context);
    } else {
        k = kernel.matrix(x1, context);
    }
    store::writeNpy(fields.at("out").get<std::string>(), models::toArray(k));
}

}  // namespace winnow::run
