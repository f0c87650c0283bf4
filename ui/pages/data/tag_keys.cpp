// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/tag_keys.h"

#include "ui/session/annotations.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace winnow::ui {
namespace {

const QString kSetting = QStringLiteral("window/tag-keys");

QStringList firstNames() {
    const auto tr = [](const char* text) { return QCoreApplication::translate("TagKeys", text); };
    return {tr("mislabelled?"), tr("review"), tr("duplicate"), tr("ambiguous"), tr("outlier")};
}

}  // namespace

QStringList tagKeys(const Session& session) {
    QStringList keys;
    const auto stored = session.setting(kSetting);
    if (stored)
        for (const QJsonValue& name : QJsonDocument::fromJson(stored->toUtf8()).array())
            keys += name.toString();
    else
        keys = firstNames();
    keys.resize(kTagKeys);
    QStringList without = session.annotations()->tags();
    without.removeIf([&](const QString& tag) { return keys.contains(tag); });
    for (QString& key : keys)
        if (key.isEmpty() && !without.isEmpty()) key = without.takeFirst();
    return keys;
}

void setTagKeys(Session& session, const QStringList& tags) {
    QJsonArray names;
    for (const QString& tag : tags.mid(0, kTagKeys)) names.append(tag.trimmed());
    session.setSetting(kSetting, QString::fromUtf8(jsonText(names)));
}

}  // namespace winnow::ui
