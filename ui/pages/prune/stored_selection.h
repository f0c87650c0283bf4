// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/prune/stage_counts.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <vector>

namespace winnow::ui {

class Session;

/// The fields of `select` as the engine keeps them, defaults filled in, without the name: equal
/// texts are the same rule. Empty when the fields are not valid.
[[nodiscard]] QByteArray selectionRule(const QJsonObject& fields);

/// Id of the newest selection of the chosen data set that was made by exactly these fields; empty
/// when there is none.
[[nodiscard]] QString storedSelection(const Session& session, const QJsonObject& fields);

/// Whether a stored selection keeps and leaves what `stages`, [N], say.
[[nodiscard]] bool holdsStages(const Session& session,
                               const QString& id,
                               const std::vector<Stage>& stages);

/// "f-80-lpntk-pipeline", with a number behind it when the name is taken.
[[nodiscard]] QString suggestedName(const Session& session, const QString& method, double share);

/// `name`, with the first free number behind it when a selection is called so already.
[[nodiscard]] QString freeSelectionName(const Session& session, const QString& name);

}  // namespace winnow::ui
