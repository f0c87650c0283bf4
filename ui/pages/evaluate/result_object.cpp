// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/result_object.h"

#include "engine/store/error.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>
#include <limits>

namespace winnow::ui {
namespace {

const QString kFile = QStringLiteral("result.json");

QString quoted(const char* key) { return u'"' + QLatin1String(key) + u'"'; }

}  // namespace

ResultObject::ResultObject(QString where, QJsonObject object)
    : m_where(std::move(where)), m_object(std::move(object)) {}

ResultObject ResultObject::of(const store::Project& project, const std::string& id) {
    const ResultObject nothing(QString::fromStdString(id) + u'/' + kFile, {});
    QFile file(QString::fromStdString(project.path(id, kFile.toStdString()).string()));
    if (!file.open(QIODevice::ReadOnly)) nothing.refuse(QStringLiteral("it cannot be read"));
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (!document.isObject())
        nothing.refuse(error.error == QJsonParseError::NoError
                           ? QStringLiteral("it holds no JSON object")
                           : QStringLiteral("it is no JSON at byte %1").arg(error.offset));
    return {nothing.m_where, document.object()};
}

void ResultObject::refuse(const QString& what) const {
    throw badInput(
        (m_where + QStringLiteral(": ") + what + QStringLiteral("; run the job again that made it"))
            .toStdString());
}

bool ResultObject::has(const char* key) const { return m_object.contains(QLatin1String(key)); }

QJsonValue ResultObject::value(const char* key) const {
    if (!has(key)) refuse(QStringLiteral("%1 is missing").arg(quoted(key)));
    return m_object[QLatin1String(key)];
}

double ResultObject::number(const char* key) const {
    const QJsonValue found = value(key);
    if (found.isNull()) return std::numeric_limits<double>::quiet_NaN();
    if (!found.isDouble()) refuse(QStringLiteral("%1 is no number").arg(quoted(key)));
    return found.toDouble();
}

std::int64_t ResultObject::count(const char* key, std::int64_t least) const {
    constexpr double kExact = 9007199254740992;  // 2^53: above it not every whole number is there
    const double found = number(key);
    if (!(found >= static_cast<double>(least)) || found > kExact || found != std::floor(found))
        refuse(QStringLiteral("%1 is no whole number from %2 up").arg(quoted(key)).arg(least));
    return static_cast<std::int64_t>(found);
}

double ResultObject::share(const char* key) const {
    const double found = number(key);
    if (!(found > 0 && found <= 1))
        refuse(QStringLiteral("%1 is no share above 0 and up to 1").arg(quoted(key)));
    return found;
}

bool ResultObject::flag(const char* key) const {
    const QJsonValue found = value(key);
    if (!found.isBool()) refuse(QStringLiteral("%1 is neither true nor false").arg(quoted(key)));
    return found.toBool();
}

QString ResultObject::text(const char* key) const {
    const QJsonValue found = value(key);
    if (!found.isString()) refuse(QStringLiteral("%1 is no text").arg(quoted(key)));
    return found.toString();
}

QString ResultObject::textOrNull(const char* key) const {
    return value(key).isNull() ? QString() : text(key);
}

ResultObject ResultObject::object(const char* key) const {
    const QJsonValue found = value(key);
    if (!found.isObject()) refuse(QStringLiteral("%1 is no object").arg(quoted(key)));
    return {m_where + QStringLiteral(", ") + QLatin1String(key), found.toObject()};
}

SummaryFigures ResultObject::summary(const char* key) const {
    const ResultObject inner = object(key);
    return {.mean = inner.number("mean"),
            .deviation = inner.number("deviation"),
            .low = inner.number("low"),
            .high = inner.number("high"),
            .n = inner.count("n")};
}

QList<ResultObject> ResultObject::rows(const char* key) const {
    const QJsonValue found = value(key);
    if (!found.isArray()) refuse(QStringLiteral("%1 is no list").arg(quoted(key)));
    QList<ResultObject> rows;
    for (const QJsonValue& each : found.toArray()) {
        const QString where =
            QStringLiteral("%1, %2[%3]").arg(m_where, QLatin1String(key)).arg(rows.size());
        if (!each.isObject()) ResultObject(where, {}).refuse(QStringLiteral("it is no object"));
        rows << ResultObject(where, each.toObject());
    }
    return rows;
}

}  // namespace winnow::ui
