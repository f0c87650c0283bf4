// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace winnow::ui {

class Session;

/// "60 000 images, 28×28 grey, 10 classes, 6 000 each. 10 000 test images, never pruned. 2 files
/// skipped." Empty without a data set.
[[nodiscard]] QString datasetText(const Session& session);

}  // namespace winnow::ui
