// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::run {

/// `calc ntk`: a kernel matrix of plain image files.
void calcNtk(const nlohmann::json& fields, const jobs::JobContext& context);

}  // namespace winnow::run
