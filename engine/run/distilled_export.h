// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/export_distilled.h"
#include "engine/run/distilled_set.h"

namespace winnow::run {

/// All that an export of a distilled set in this format needs.
[[nodiscard]] data::DistilledExport distilledExport(const store::Project& project,
                                                    const DistilledSet& set,
                                                    data::DistilledFormat format);

}  // namespace winnow::run
