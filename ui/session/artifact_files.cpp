// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/artifact_files.h"

#include <QFile>
#include <QJsonDocument>

#include <limits>

namespace winnow::ui {

QJsonObject ArtifactFiles::result() const {
    const auto path = m_project.path(m_id, "result.json");
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::ReadOnly))
        throw badInput(
            m_id + "/result.json cannot be read; restore it from a backup or run the job again");
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (!document.isObject())
        throw badInput(m_id + "/result.json is no JSON object; run the job again that made it");
    return document.object();
}

double numberOf(const QJsonValue& value) {
    return value.toDouble(std::numeric_limits<double>::quiet_NaN());
}

MeanSummary meanSummary(const QJsonValue& value) {
    const QJsonObject object = value.toObject();
    const auto number = [&](const char* key) { return numberOf(object[QLatin1String(key)]); };
    return {number("mean"),
            number("deviation"),
            number("low"),
            number("high"),
            object[QLatin1String("n")].toInteger()};
}

}  // namespace winnow::ui
