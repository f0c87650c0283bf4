// SPDX-License-Identifier: Apache-2.0
#include "engine/run/kernel_spec.h"

#include <nlohmann/json.hpp>

namespace winnow::run {
namespace {

using nlohmann::json;

/// The architecture's own width where a person names none (methods/kip.md, section 5).
std::int64_t defaultWidth(const infinite::Architecture& architecture) {
    constexpr std::int64_t kUnits = 1024;
    constexpr std::int64_t kChannels = 128;
    return architecture.convolutional() ? kChannels : kUnits;
}

}  // namespace

infinite::KernelSpec kernelSpecOf(const json& fields, const std::string& name) {
    infinite::KernelSpec spec = infinite::parseKernel(name);
    const auto scaling = [&](const char* field) {
        return fields.at(field) == "standard" ? infinite::Parameterization::Standard
                                              : infinite::Parameterization::Ntk;
    };
    spec.type =
        fields.at("type") == "nngp" ? infinite::KernelType::Nngp : infinite::KernelType::Ntk;
    spec.parameterization = scaling("parameterization");
    spec.readout = scaling("readout");
    spec.width = fields.at("width");
    if (spec.width == 0) spec.width = defaultWidth(infinite::parseArchitecture(name));
    spec.sigmaW2 = fields.at("sigma-w2");
    spec.sigmaB2 = fields.at("sigma-b2");
    spec.gamma = fields.at("gamma");
    return spec;
}

distill::RidgeOptions ridgeOf(const json& fields) {
    return {fields.at("reg"), fields.at("reg-scale") == "fixed"};
}

}  // namespace winnow::run
