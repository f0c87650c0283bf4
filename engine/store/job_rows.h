// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/project_state.h"

namespace winnow::store {

/// Rows of the job table as they are written, oldest first; `values` are bound to the question
/// marks of `condition`. Internal to engine/store.
[[nodiscard]] std::vector<JobRow> jobRowsWhere(SQLite::Database& database,
                                               const std::string& condition,
                                               const std::vector<std::string>& values);

/// All of them; a running job whose process has died is Interrupted.
[[nodiscard]] std::vector<JobRow> jobRows(const ProjectState& project);

}  // namespace winnow::store
