// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace winnow::ui {

class Session;

/// The fields of `select` as the engine keeps them, defaults filled in, without the name: equal
/// texts are the same rule. Empty when the fields are not valid.
[[nodiscard]] QByteArray selectionRule(const QJsonObject& fields);

/// Id of the newest selection of the chosen data set that was made by exactly these fields; empty
/// when there is none.
[[nodiscard]] QString storedSelection(const Session& session, const QJsonObject& fields);

/// "f-80-lpntk-pipeline", with a number behind it when the name is taken.
[[nodiscard]] QString suggestedName(const Session& session, const QString& method, double share);

/// `name`, with the first free number behind it when a selection is called so already.
[[nodiscard]] QString freeSelectionName(const Session& session, const QString& name);

}  // namespace winnow::ui
