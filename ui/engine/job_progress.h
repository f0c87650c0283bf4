// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/engine_events.h"
#include "ui/engine/job.h"

#include <QElapsedTimer>

#include <deque>

namespace winnow::ui {

/// Writes what the engine says into a Job, and measures its rate over the last seconds.
class JobProgress {
public:
    void take(const EngineEvent& event, Job& job);

    /// Adds a line; the oldest go when there are too many.
    static void log(Job& job, const QString& line);

private:
    void measure(Job& job);

    struct Mark {
        qint64 milliseconds;
        std::int64_t done;
    };
    QElapsedTimer m_clock;
    std::deque<Mark> m_marks;  // of the present stage
};

/// "41 of 60 tiles kept" for a job that can go on where it stopped; empty when it cannot.
[[nodiscard]] QString keptText(const Job& job);

}  // namespace winnow::ui
