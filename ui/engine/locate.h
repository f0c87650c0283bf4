// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace winnow::ui {

/// Where winnow-engine is, or why it cannot be used.
struct EngineLocation {
    QString program;  ///< absolute; empty when not found
    QString trouble;  ///< one sentence when not found
};

/// WINNOW_ENGINE when it is set, else beside this program, else in ../bin from there.
[[nodiscard]] EngineLocation locateEngine();

}  // namespace winnow::ui
