// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/spec.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::run {

/// The kernel that the fields of jobs::infiniteKernelFields() describe. Throws Error{BadInput} for
/// a name there is no kernel of.
[[nodiscard]] infinite::KernelSpec infiniteSpec(const nlohmann::json& fields);

}  // namespace winnow::run
