// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

/// Verbs of `calc` that stand in files of their own; `fields` are validated. Each throws Error,
/// Cancelled.
namespace winnow::run {

// calc_ntk.cpp
void calcNtk(const nlohmann::json& fields, const jobs::JobContext& context);

// calc_ridge.cpp
void calcKrr(const nlohmann::json& fields, const jobs::JobContext& context);
void calcKipStep(const nlohmann::json& fields, const jobs::JobContext& context);
void calcLabelSolve(const nlohmann::json& fields, const jobs::JobContext& context);

// calc_images.cpp
void calcZca(const nlohmann::json& fields, const jobs::JobContext& context);
/// Returns the text to be printed.
[[nodiscard]] std::string calcDimension(const nlohmann::json& fields);

}  // namespace winnow::run
