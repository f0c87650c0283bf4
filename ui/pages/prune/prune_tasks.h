// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace winnow::ui {

class Session;

/// Something a person wants, and what it takes.
struct PruneTask {
    enum class Kind { Method, Needs, Export };
    Kind kind = Kind::Method;
    QString title;               ///< a verb phrase
    QString line;                ///< the present number, or what is missing
    QString method;              ///< Method
    std::optional<double> keep;  ///< Method: share to start with; none: by the method's own rule
    QString job;                 ///< Needs: the job kind whose form helps
    QByteArray fields = "{}";    ///< Needs: what to fill in there
};

/// What can be wanted of the chosen data set now, in the order of the list.
[[nodiscard]] QList<PruneTask> pruneTasks(const Session& session);

}  // namespace winnow::ui
