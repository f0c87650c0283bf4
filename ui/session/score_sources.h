// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/scores.h"

#include <span>
#include <vector>

namespace winnow::ui {

/// Where a score comes from. Of ui/session alone.
struct ScoreSource {
    ScoreInfo info;
    /// Whether the session has it now.
    bool (*available)(const Session&);
    /// Fills [N], which comes as NaN.
    void (*fill)(const Session&, std::span<double>);
};

/// Every score there is, in the order of menus. The words are translated at each call.
[[nodiscard]] std::vector<ScoreSource> scoreSources();

}  // namespace winnow::ui
