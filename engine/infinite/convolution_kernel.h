// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/kernel_tables.h"
#include "engine/infinite/set_kernel.h"

#include <memory>

namespace winnow::infinite {

/// The kernel of a convolutional network on the CPU: pairs cut into tasks for threads. `spec` must
/// be valid for `shape` and `architecture` have levels.
template <typename T>
[[nodiscard]] std::unique_ptr<SetKernel<T>> convolutionKernel(const KernelSpec& spec,
                                                              const Architecture& architecture,
                                                              const ImageShape& shape,
                                                              const KernelTables& tables,
                                                              int threads);

}  // namespace winnow::infinite
