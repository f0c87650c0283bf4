// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/ridge.h"
#include "engine/infinite/spec.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

/// What the fields of engine/jobs/infinite_fields.h mean; `fields` are validated.
namespace winnow::run {

/// The kernel of that name with the fields' type, scaling and variances. Throws Error{BadInput} for
/// an unknown name.
[[nodiscard]] infinite::KernelSpec kernelSpecOf(const nlohmann::json& fields,
                                                const std::string& name);
/// Fields reg and reg-scale.
[[nodiscard]] distill::RidgeOptions ridgeOf(const nlohmann::json& fields);

}  // namespace winnow::run
