// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/run/module.h"

namespace winnow::app {

/// The entries of winnow_compute.so, and with it LibTorch, which only jobs need.
struct ComputeLibrary {
    run::RunJobEntry* runJob = nullptr;
    run::CalcEntry* calc = nullptr;
    run::ServeEntry* serve = nullptr;
};

/// Loads ../lib/winnow/winnow_compute.so beside the program's own folder, once and for the life of
/// the process. Throws Error{Internal} when it is missing or of another build.
[[nodiscard]] ComputeLibrary loadComputeLibrary();

}  // namespace winnow::app
