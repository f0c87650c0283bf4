// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"
#include "ui/engine/job.h"

namespace winnow::ui {

/// The declaration's title, and whether the kind computes and can be resumed; an unknown kind is
/// its own title.
struct JobKind {
    QString title;
    bool computes = true;
    bool resumable = false;
};
[[nodiscard]] JobKind jobKind(const QString& kind);

/// A row of the catalogue as a Job without a number.
[[nodiscard]] Job jobOf(const store::JobRow& row);

}  // namespace winnow::ui
