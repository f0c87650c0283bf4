// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/arguments.h"

/// Verbs that only read a project. They load no LibTorch. Fields are validated. Each returns the
/// exit code.
namespace winnow::app {

[[nodiscard]] int list(const Arguments& arguments);
[[nodiscard]] int show(const Arguments& arguments);
[[nodiscard]] int check(const Arguments& arguments);
[[nodiscard]] int listJobs(const Arguments& arguments);

}  // namespace winnow::app
