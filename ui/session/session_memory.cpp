// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/error.h"
#include "ui/session/json_text.h"
#include "ui/session/session_state.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstring>

namespace winnow::ui {
namespace {

const QString kChosenKey = QStringLiteral("window/chosen");

QString textOf(const QJsonObject& json) { return QString::fromUtf8(jsonText(json)); }

QJsonObject objectIn(const std::optional<QString>& text) {
    return QJsonDocument::fromJson(text.value_or(QString()).toUtf8()).object();
}

/// 64 ids to eight bytes, compressed: selections are mostly runs.
QString packed(const SampleSet& set) {
    const auto words = set.words();
    const QByteArray bytes(reinterpret_cast<const char*>(words.data()),
                           static_cast<qsizetype>(words.size_bytes()));
    return QString::fromLatin1(qCompress(bytes).toBase64());
}

SampleSet unpacked(const QString& text, std::int64_t universe) {
    SampleSet set(universe);
    if (text.isEmpty()) return set;
    const QByteArray bytes = qUncompress(QByteArray::fromBase64(text.toLatin1()));
    for (qsizetype word = 0; word + 8 <= bytes.size(); word += 8) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, bytes.constData() + word, sizeof bits);
        for (int bit = 0; bits != 0; ++bit, bits >>= 1)
            if ((bits & 1) != 0) set.insert(8 * word + bit);
    }
    return set;
}

}  // namespace

SessionState::Chosen SessionState::rememberedChoice() const {
    const QJsonObject json = objectIn(setting(kChosenKey));
    Chosen remembered;
    for (int i = 0; i < kParts; ++i) {
        const auto part = static_cast<Part>(i);
        const QString id = json[partKind(part)].toString();
        if (find(id) != nullptr && ancestor(id, part) == id && fits(remembered, part, id))
            remembered[static_cast<std::size_t>(i)] = id;
    }
    return remembered;
}

void SessionState::remember() {
    saving.stop();
    if (!project || !dataset || gone) return;
    QJsonObject parts;
    for (int i = 0; i < kParts; ++i)
        parts[partKind(static_cast<Part>(i))] = chosen[static_cast<std::size_t>(i)];
    setSetting(kChosenKey, textOf(parts));

    QJsonArray conditions;
    for (const Condition& condition : filter->conditions()) conditions.append(condition.toJson());
    QJsonArray classes;
    for (const int slot : classSlots.slotClasses()) classes.append(slot);
    setSetting(QStringLiteral("window/") + chosen[0],
               textOf({{QStringLiteral("selected"), packed(selection.samples())},
                       {QStringLiteral("current"), qint64{selection.current()}},
                       {QStringLiteral("filter"), conditions},
                       {QStringLiteral("hide"), filter->mode() == Filter::Mode::Hide},
                       {QStringLiteral("slots"), classes}}));
}

void SessionState::recall() {
    const QJsonObject json = objectIn(setting(QStringLiteral("window/") + chosen[0]));
    std::vector<Condition> conditions;
    for (const QJsonValue& value : json[QLatin1String("filter")].toArray())
        if (const auto condition = Condition::fromJson(value.toObject()))
            conditions.push_back(*condition);
    QList<int> classes;
    for (const QJsonValue& value : json[QLatin1String("slots")].toArray()) classes += value.toInt();
    if (!classes.isEmpty()) classSlots = ClassSlots(static_cast<int>(classNames.size()), classes);
    selection.restore(unpacked(json[QLatin1String("selected")].toString(), session->sampleCount()),
                      json[QLatin1String("current")].toInteger(-1));
    filter->restore(std::move(conditions),
                    json[QLatin1String("hide")].toBool() ? Filter::Mode::Hide : Filter::Mode::Dim);
}

std::optional<QString> SessionState::setting(const QString& key) const {
    if (const auto it = settings.find(key); it != settings.end()) return *it;
    if (!project) return std::nullopt;
    try {
        if (const auto stored = project->setting(key.toStdString()))
            return QString::fromStdString(*stored);
    } catch (const Error&) {
        // A catalogue that cannot be read is told by whoever reads the artifacts.
    }
    return std::nullopt;
}

void SessionState::setSetting(const QString& key, const QString& value) {
    if (setting(key) == value) return;
    settings[key] = value;
    if (writer)
        writer->add([key = key.toStdString(), text = value.toStdString()](store::Project& stored) {
            stored.setSetting(key, text);
        });
}

}  // namespace winnow::ui
