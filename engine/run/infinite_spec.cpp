// SPDX-License-Identifier: Apache-2.0
#include "engine/run/infinite_spec.h"

#include <nlohmann/json.hpp>

namespace winnow::run {

infinite::KernelSpec infiniteSpec(const nlohmann::json& fields) {
    const auto parameterization = [&](const char* field) {
        return fields.at(field) == "standard" ? infinite::Parameterization::Standard
                                              : infinite::Parameterization::Ntk;
    };
    infinite::KernelSpec spec = infinite::parseKernel(fields.at("kernel").get<std::string>());
    spec.type =
        fields.at("type") == "nngp" ? infinite::KernelType::Nngp : infinite::KernelType::Ntk;
    spec.parameterization = parameterization("parameterization");
    spec.readout = parameterization("readout");
    spec.width = fields.at("width");
    spec.sigmaW2 = fields.at("sigma-w2");
    spec.sigmaB2 = fields.at("sigma-b2");
    spec.gamma = fields.at("gamma");
    return spec;
}

}  // namespace winnow::run
