// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/result_object.h"

#include "engine/store/error.h"
#include "ui/theme/numbers.h"

#include <QFile>
#include <QJsonDocument>

#include <cmath>

namespace winnow::ui {
namespace {

const QString kResultFile = QStringLiteral("result.json");

QString quoted(const char* key) { return u'"' + QLatin1String(key) + u'"'; }

QString elementOf(const char* key, qsizetype index) {
    return QStringLiteral("%1[%2]").arg(quoted(key)).arg(index);
}

}  // namespace

ResultObject::ResultObject(QString where, QJsonObject object)
    : m_where(std::move(where)), m_object(std::move(object)) {}

ResultObject ResultObject::of(const store::Project& project, const std::string& id) {
    const ResultObject nothing(QString::fromStdString(id) + u'/' + kResultFile, {});
    QFile file(QString::fromStdString(project.path(id, kResultFile.toStdString()).string()));
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

bool ResultObject::hasObject(const char* key) const {
    return m_object.value(QLatin1String(key)).isObject();
}

QJsonValue ResultObject::value(const char* key) const {
    if (!has(key)) refuse(QStringLiteral("%1 is missing").arg(quoted(key)));
    return m_object[QLatin1String(key)];
}

QJsonArray ResultObject::list(const char* key) const {
    const QJsonValue found = value(key);
    if (!found.isArray()) refuse(QStringLiteral("%1 is no list").arg(quoted(key)));
    return found.toArray();
}

double ResultObject::numberOf(const QJsonValue& value, const QString& name) const {
    if (value.isNull()) return kNotDefined;
    if (!value.isDouble()) refuse(QStringLiteral("%1 is no number").arg(name));
    return value.toDouble();
}

std::int64_t ResultObject::wholeOf(double number, std::int64_t least, const QString& name) const {
    constexpr double kExact = 9007199254740992;  // 2^53: above it not every whole number is there
    if (!(number >= static_cast<double>(least)) || number > kExact || number != std::floor(number))
        refuse(QStringLiteral("%1 is no whole number from %2 up").arg(name).arg(least));
    return static_cast<std::int64_t>(number);
}

double ResultObject::number(const char* key) const { return numberOf(value(key), quoted(key)); }

std::int64_t ResultObject::count(const char* key, std::int64_t least) const {
    return wholeOf(number(key), least, quoted(key));
}

std::vector<double> ResultObject::numbers(const char* key) const {
    std::vector<double> all;
    for (const QJsonValue& each : list(key))
        all.push_back(numberOf(each, elementOf(key, std::ssize(all))));
    return all;
}

std::vector<std::int64_t> ResultObject::counts(const char* key, std::int64_t least) const {
    std::vector<std::int64_t> all;
    for (const double each : numbers(key))
        all.push_back(wholeOf(each, least, elementOf(key, std::ssize(all))));
    return all;
}

std::vector<double> ResultObject::table(const char* key,
                                        std::size_t rows,
                                        std::size_t columns) const {
    const QJsonArray lines = list(key);
    bool fits = lines.size() == static_cast<qsizetype>(rows);
    std::vector<double> all;
    for (qsizetype row = 0; fits && row < lines.size(); ++row) {
        const QJsonArray line = lines[row].toArray();
        fits = line.size() == static_cast<qsizetype>(columns);
        for (const QJsonValue& each : line) all.push_back(numberOf(each, elementOf(key, row)));
    }
    if (!fits)
        refuse(QStringLiteral("%1 is no table of %2 by %3 numbers")
                   .arg(quoted(key))
                   .arg(rows)
                   .arg(columns));
    return all;
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

QStringList ResultObject::texts(const char* key) const {
    QStringList all;
    for (const QJsonValue& each : list(key)) {
        if (!each.isString())
            refuse(QStringLiteral("%1 is no text").arg(elementOf(key, all.size())));
        all << each.toString();
    }
    return all;
}

ResultObject ResultObject::object(const char* key) const {
    const QJsonValue found = value(key);
    if (!found.isObject()) refuse(QStringLiteral("%1 is no object").arg(quoted(key)));
    return {m_where + QStringLiteral(", ") + QLatin1String(key), found.toObject()};
}

SummaryFigures ResultObject::figures() const {
    return {.mean = number("mean"),
            .deviation = number("deviation"),
            .low = number("low"),
            .high = number("high"),
            .n = count("n")};
}

SummaryFigures ResultObject::summary(const char* key) const { return object(key).figures(); }

std::vector<SummaryFigures> ResultObject::summaries(const char* key) const {
    std::vector<SummaryFigures> all;
    for (const ResultObject& each : rows(key)) all.push_back(each.figures());
    return all;
}

QList<ResultObject> ResultObject::rows(const char* key) const {
    QList<ResultObject> rows;
    for (const QJsonValue& each : list(key)) {
        const QString where =
            QStringLiteral("%1, %2[%3]").arg(m_where, QLatin1String(key)).arg(rows.size());
        if (!each.isObject()) ResultObject(where, {}).refuse(QStringLiteral("it is no object"));
        rows << ResultObject(where, each.toObject());
    }
    return rows;
}

}  // namespace winnow::ui
