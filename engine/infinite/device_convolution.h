// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/device.h"
#include "engine/infinite/kernel_tables.h"
#include "engine/infinite/set_kernel.h"

#include <memory>

namespace winnow::infinite {

/// convolutionKernel()'s twin on a device: planes there, dense layers here. Bounds the device's
/// memory by tiles of images and by pairs at once; a stop request ends a call between two of them.
/// Throws Error{OutOfResources} where the device's memory does not do.
template <typename T>
[[nodiscard]] std::unique_ptr<SetKernel<T>> deviceConvolution(const KernelSpec& spec,
                                                              const Architecture& architecture,
                                                              const ImageShape& shape,
                                                              const KernelTables& tables,
                                                              const DeviceKernels& device);

}  // namespace winnow::infinite
