// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/job_spec.h"

#include "engine/store/error.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct JobSpecText {
    Q_DECLARE_TR_FUNCTIONS(JobForm)
};

nlohmann::json valueOf(const jobs::Field& field, const QString& text) {
    if (!field.repeated) return text.toStdString();
    nlohmann::json list = nlohmann::json::array();
    for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
        list.push_back(part.trimmed().toStdString());
    return list;
}

QString sentenceOf(const jobs::Declaration& declaration, const nlohmann::json& fields) {
    try {
        (void)jobs::validated(declaration, fields);
        return {};
    } catch (const Error& error) {
        // On a form the kind is plain.
        QString sentence = QString::fromUtf8(error.what());
        const QString kind = QString::fromStdString(declaration.kind) + QStringLiteral(": ");
        if (sentence.startsWith(kind)) sentence.remove(0, kind.size());
        return sentenceText(sentence);
    }
}

}  // namespace

CheckedFields checkedFields(const jobs::Declaration& declaration, const TypedFields& typed) {
    CheckedFields result;
    nlohmann::json all = nlohmann::json::object();
    for (const jobs::Field& field : declaration.fields) {
        const QString text = typed.value(QString::fromStdString(field.name)).trimmed();
        if (text.isEmpty()) {
            if (field.required)
                result.sentences[QString::fromStdString(field.name)] =
                    JobSpecText::tr("%1 is needed.").arg(fieldTitle(field));
            continue;
        }
        all[field.name] = valueOf(field, text);
        // Each by itself, so that all that is wrong is said at once, at its place.
        jobs::Declaration alone;
        alone.kind = declaration.kind;
        alone.fields = {field};
        const QString sentence = sentenceOf(alone, {{field.name, all[field.name]}});
        if (!sentence.isEmpty()) result.sentences[QString::fromStdString(field.name)] = sentence;
    }
    if (!result.sentences.isEmpty()) return result;
    try {
        result.json = QByteArray::fromStdString(jobs::validated(declaration, all).dump());
    } catch (const Error& error) {
        result.sentence = sentenceText(QString::fromUtf8(error.what()));
    }
    return result;
}

QString defaultText(const jobs::Field& field,
                    const jobs::Declaration& declaration,
                    const TypedFields& typed) {
    for (const jobs::ConditionalDefault& when : field.defaultsWhen) {
        QString other = typed.value(QString::fromStdString(when.field));
        if (other.isEmpty()) {
            const auto it = std::find_if(declaration.fields.begin(),
                                         declaration.fields.end(),
                                         [&](const auto& f) { return f.name == when.field; });
            if (it != declaration.fields.end()) other = QString::fromStdString(it->defaultValue);
        }
        if (other.toStdString() == when.value) return QString::fromStdString(when.defaultValue);
    }
    return QString::fromStdString(field.defaultValue);
}

TypedFields typedFields(const QByteArray& json) {
    TypedFields typed;
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto text = [](const QJsonValue& value) {
        if (value.isBool())
            return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
        if (value.isDouble()) return QString::number(value.toDouble(), 'g', 15);
        return value.toString();
    };
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->isArray()) {
            typed[it.key()] = text(*it);
            continue;
        }
        QStringList parts;
        for (const QJsonValue& part : it->toArray()) parts << text(part);
        typed[it.key()] = parts.join(QStringLiteral(", "));
    }
    return typed;
}

QString fieldTitle(const jobs::Field& field) {
    if (field.name == "lr") return JobSpecText::tr("Learning rate");
    QString title = QString::fromStdString(field.name);
    title.replace(QLatin1Char('-'), QLatin1Char(' '));
    return title.isEmpty() ? title : title.at(0).toUpper() + title.mid(1);
}

QString fieldHelp(const jobs::Field& field) {
    QStringList lines{sentenceText(QString::fromStdString(field.help))};
    const bool low = std::isfinite(field.minimum), high = std::isfinite(field.maximum);
    if (low && high)
        lines << JobSpecText::tr("From %1 to %2.")
                     .arg(shortNumberText(field.minimum, 6), shortNumberText(field.maximum, 6));
    else if (low)
        lines << (field.minimumExcluded ? JobSpecText::tr("More than %1.")
                                        : JobSpecText::tr("%1 or more."))
                     .arg(shortNumberText(field.minimum, 6));
    if (!field.defaultValue.empty())
        lines << JobSpecText::tr("Unless said otherwise: %1.")
                     .arg(QString::fromStdString(field.defaultValue));
    return lines.join(QLatin1Char('\n'));
}

}  // namespace winnow::ui
