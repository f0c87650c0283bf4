// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/engine_events.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <limits>

namespace winnow::ui {
namespace {

/// Far above any event; a line without end is thrown away there.
constexpr qsizetype kLongestLine = 16 << 20;

std::optional<EngineEvent> eventIn(const QByteArray& line) {
    using Kind = EngineEvent::Kind;
    static const QHash<QString, Kind> kinds{{QStringLiteral("progress"), Kind::Progress},
                                            {QStringLiteral("metric"), Kind::Metric},
                                            {QStringLiteral("artifact"), Kind::Artifact},
                                            {QStringLiteral("warning"), Kind::Warning},
                                            {QStringLiteral("error"), Kind::Error},
                                            {QStringLiteral("done"), Kind::Done}};
    const QJsonObject json = QJsonDocument::fromJson(line).object();
    const auto known = kinds.find(json[QLatin1String("event")].toString());
    if (known == kinds.end()) return std::nullopt;
    const auto textOf = [&](const char* key) { return json[QLatin1String(key)].toString(); };

    EngineEvent event;
    event.kind = *known;
    switch (event.kind) {
        case Kind::Progress:
            event.text = textOf("stage");
            event.done = json[QLatin1String("done")].toInteger();
            event.total = json[QLatin1String("total")].toInteger();
            if (const QJsonValue left = json[QLatin1String("eta_s")]; left.isDouble())
                event.secondsLeft = left.toDouble();
            break;
        case Kind::Metric:
            event.text = textOf("name");
            event.step = json[QLatin1String("step")].toInteger();
            event.value =
                json[QLatin1String("value")].toDouble(std::numeric_limits<double>::quiet_NaN());
            break;
        case Kind::Artifact:
            event.text = textOf("id");
            event.artifactKind = textOf("kind");
            break;
        case Kind::Warning:
            event.text = textOf("message");
            break;
        case Kind::Error:
            event.text = textOf("message");
            event.code = json[QLatin1String("code")].toInt();
            break;
        case Kind::Done:
            event.text = textOf("artifact");
            event.value = json[QLatin1String("seconds")].toDouble();
            if (const QJsonValue summary = json[QLatin1String("summary")]; summary.isObject())
                event.summary = QJsonDocument(summary.toObject()).toJson(QJsonDocument::Compact);
            break;
    }
    return event;
}

}  // namespace

QVector<EngineEvent> EventReader::feed(const QByteArray& bytes) {
    m_rest += bytes;
    QVector<EngineEvent> events;
    qsizetype from = 0;
    for (qsizetype end; (end = m_rest.indexOf('\n', from)) >= 0; from = end + 1) {
        const QByteArray line = m_rest.mid(from, end - from).trimmed();
        if (line.isEmpty()) continue;
        if (auto event = eventIn(line))
            events += std::move(*event);
        else
            ++m_strange;
    }
    m_rest.remove(0, from);
    if (m_rest.size() > kLongestLine) {
        m_rest.clear();
        ++m_strange;
    }
    return events;
}

}  // namespace winnow::ui
