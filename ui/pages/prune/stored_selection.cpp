// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/stored_selection.h"

#include "engine/jobs/declaration.h"
#include "engine/store/error.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

using nlohmann::json;

std::string canonicalRule(json fields) {
    fields["name"] = "rule";
    try {
        json values = jobs::validated(jobs::declaration("select"), fields);
        values.erase("name");
        return store::canonical(values);
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

QByteArray selectionRule(const QJsonObject& fields) {
    return QByteArray::fromStdString(canonicalRule(json::parse(jsonText(fields).toStdString())));
}

QString storedSelection(const Session& session, const QJsonObject& fields) {
    const std::string wanted = selectionRule(fields).toStdString();
    if (wanted.empty()) return {};
    const auto rows = session.artifacts(Part::Selection);
    const auto found = std::find_if(rows.rbegin(), rows.rend(), [&](const store::ArtifactRow& row) {
        const json spec = json::parse(row.spec, nullptr, false);
        return spec.is_object() && spec.value("kind", std::string()) == "select" &&
               canonicalRule(spec.value("fields", json::object())) == wanted;
    });
    return found == rows.rend() ? QString() : QString::fromStdString(found->id);
}

bool holdsStages(const Session& session, const QString& id, const std::vector<Stage>& stages) {
    try {
        const SelectionArrays arrays =
            selectionArrays(session.project(), id.toStdString(), session.sampleCount());
        return std::ranges::equal(arrays.stage.values(), stages, {}, {}, [](Stage stage) {
            return static_cast<std::uint8_t>(stage);
        });
    } catch (const Error&) {
        return false;
    }
}

QString freeSelectionName(const Session& session, const QString& name) {
    const auto taken = [&](const QString& wanted) {
        const auto& rows = session.artifacts();
        return std::ranges::any_of(rows, [&](const store::ArtifactRow& row) {
            return row.kind == "selection" && row.name == wanted.toStdString();
        });
    };
    QString free = name;
    for (int i = 2; taken(free); ++i) free = QStringLiteral("%1-%2").arg(name).arg(i);
    return free;
}

QString suggestedName(const Session& session, const QString& method, double share) {
    const QString set =
        session.dataset() ? QString::fromStdString(session.dataset()->name) : QStringLiteral("set");
    const QString percent = QString::number(std::lround(share * 1000) / 10.0);
    return freeSelectionName(session, QStringLiteral("%1-%2-%3").arg(set, percent, method));
}

}  // namespace winnow::ui
