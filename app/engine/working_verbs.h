// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/arguments.h"

/// Verbs that load winnow_compute.so. Fields are validated. Each returns the exit code, having said
/// what went wrong.
namespace winnow::app {

[[nodiscard]] int runJob(const std::string& kind, const Arguments& arguments);
/// The job of a JSON file: {"kind", "project", "fields"}. Throws Error{BadInput}.
[[nodiscard]] int runJobFile(const Arguments& arguments);
[[nodiscard]] int calc(const std::string& verb, const Arguments& arguments);
[[nodiscard]] int serve(const Arguments& arguments);

}  // namespace winnow::app
