// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace winnow::jobs {

/// Formats `export` writes a selection in, in the order of data::ExportFormat; the first is the
/// default.
[[nodiscard]] const std::vector<std::string>& selectionFormats();
/// And a distilled set, in the order of data::DistilledFormat; the first is what "same" stands for
/// there.
[[nodiscard]] const std::vector<std::string>& distilledFormats();

}  // namespace winnow::jobs
