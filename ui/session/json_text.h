// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <string>

namespace winnow::ui {

/// On one line, as the engine and the store take it.
[[nodiscard]] inline QByteArray jsonText(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}
[[nodiscard]] inline QByteArray jsonText(const QJsonArray& array) {
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

/// Of a text the store keeps: a spec, a summary. Empty where it is none.
[[nodiscard]] inline QJsonObject jsonObject(const std::string& text) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

/// What the job that made an artifact was told, from the artifact's spec.
[[nodiscard]] inline QJsonObject specFields(const std::string& spec) {
    return jsonObject(spec)[QLatin1String("fields")].toObject();
}

}  // namespace winnow::ui
