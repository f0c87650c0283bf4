// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/select/kernel_columns.h"
#include "engine/store/project.h"

#include <memory>
#include <span>

namespace winnow::empirical {

/// Columns of a stored kernel restricted to `members` (sample ids, ascending): from its stored
/// matrix where there is one, else computed again from the run's weights; `device` is "cpu" or
/// "cuda". The project must outlive the result. Throws Error{BadInput}: a member that is not in the
/// kernel, members of several classes in a per-class kernel.
[[nodiscard]] std::unique_ptr<select::KernelColumns> openColumns(
    const store::Project& project,
    const store::ArtifactRow& kernel,
    std::span<const std::int64_t> members,
    std::string_view device = "cpu");

}  // namespace winnow::empirical
