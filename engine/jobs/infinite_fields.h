// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/declaration.h"

#include <string>
#include <vector>

/// Fields of every job that fits kernel machines of infinitely wide networks (engine/infinite,
/// engine/distill).
namespace winnow::jobs {

/// Which kernel: kernel (one or several; `several` says what they do), type, parameterization,
/// width, readout, sigma-w2, sigma-b2, gamma, reg, reg-scale.
[[nodiscard]] std::vector<Field> infiniteKernelFields(const std::string& kernels,
                                                      const std::string& several);

/// What is done to the images before: preprocessing, zca-reg, zca-absolute.
[[nodiscard]] std::vector<Field> preprocessingFields();

}  // namespace winnow::jobs
