// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/device.h"

namespace winnow::infinite {

/// The kernels of the plug-in winnow_cuda.so, which is loaded once, from beside the library or
/// program this code is in, or from lib/winnow beside a program's folder. Throws Error{BadInput}
/// where the plug-in is missing or no GPU can be used, in a sentence that names device cpu.
[[nodiscard]] const DeviceKernels& cudaKernels();

/// Throws Error{OutOfResources} with what is free and what is wanted in GB, or Error{Internal} with
/// the GPU's own words.
void throwUnlessDone(const DeviceOutcome& outcome);

}  // namespace winnow::infinite
