// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace winnow::ui {

/// On one line, as the engine and the store take it.
[[nodiscard]] inline QByteArray jsonText(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}
[[nodiscard]] inline QByteArray jsonText(const QJsonArray& array) {
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

}  // namespace winnow::ui
