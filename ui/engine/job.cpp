// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/job.h"

#include <QCoreApplication>

namespace winnow::ui {

QString jobStateText(JobState state) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("Job", text); };
    switch (state) {
        case JobState::Queued:
            return tr("Queued");
        case JobState::Running:
            return tr("Running");
        case JobState::Cancelling:
            return tr("Stopping");
        case JobState::Done:
            return tr("Done");
        case JobState::Cancelled:
            return tr("Cancelled");
        case JobState::Failed:
            return tr("Failed");
        case JobState::Interrupted:
            return tr("Interrupted");
    }
    return {};
}

}  // namespace winnow::ui
