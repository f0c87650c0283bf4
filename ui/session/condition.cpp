// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/condition.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace winnow::ui {
namespace {

// In the order of Condition::Kind.
constexpr std::array<const char*, 13> kKinds{"class",
                                             "score",
                                             "redundant",
                                             "tag",
                                             "excluded",
                                             "relabelled",
                                             "text",
                                             "cluster",
                                             "kept",
                                             "stage",
                                             "wrong",
                                             "validation",
                                             "samples"};

Condition made(Condition::Kind kind, QString name, std::vector<std::int64_t> numbers = {}) {
    Condition condition;
    condition.kind = kind;
    condition.name = std::move(name);
    condition.numbers = std::move(numbers);
    std::ranges::sort(condition.numbers);
    return condition;
}

}  // namespace

Condition Condition::ofClasses(std::vector<std::int64_t> classes) {
    return made(Kind::Class, {}, std::move(classes));
}
Condition Condition::ofScore(const QString& key, double low, double high) {
    Condition condition = made(Kind::Score, key);
    condition.low = low;
    condition.high = high;
    return condition;
}
Condition Condition::ofTag(const QString& tag) { return made(Kind::Tag, tag); }
Condition Condition::ofText(const QString& text) { return made(Kind::Text, text.trimmed()); }
Condition Condition::ofClusters(std::vector<std::int64_t> clusters) {
    return made(Kind::Cluster, {}, std::move(clusters));
}
Condition Condition::ofKept(const QString& selection) { return made(Kind::Kept, selection); }
Condition Condition::ofStages(std::vector<std::int64_t> stages) {
    return made(Kind::Stage, {}, std::move(stages));
}
Condition Condition::ofSamples(const QString& words, std::vector<std::int64_t> ids) {
    return made(Kind::Samples, words, std::move(ids));
}
Condition Condition::ofFlag(Kind kind) { return made(kind, {}); }

Condition Condition::inverted() const {
    Condition opposite = *this;
    opposite.negated = !negated;
    return opposite;
}

bool Condition::limitsNothing() const {
    switch (kind) {
        case Kind::Class:
        case Kind::Cluster:
        case Kind::Stage:
            return numbers.empty();
        case Kind::Score:
            return std::isinf(low) && low < 0 && std::isinf(high) && high > 0;
        case Kind::Text:
            return name.isEmpty();
        default:
            return false;
    }
}

bool Condition::replaces(const Condition& other) const {
    const bool named =
        kind == Kind::Score || kind == Kind::Tag || kind == Kind::Kept || kind == Kind::Samples;
    return kind == other.kind && (!named || name == other.name);
}

QJsonObject Condition::toJson() const {
    QJsonObject json{
        {QStringLiteral("kind"), QLatin1String(kKinds.at(static_cast<std::size_t>(kind)))}};
    if (!name.isEmpty()) json[QStringLiteral("name")] = name;
    QJsonArray list;
    for (const std::int64_t number : numbers) list.append(qint64{number});
    if (!list.isEmpty()) json[QStringLiteral("numbers")] = list;
    if (std::isfinite(low)) json[QStringLiteral("low")] = low;
    if (std::isfinite(high)) json[QStringLiteral("high")] = high;
    if (negated) json[QStringLiteral("negated")] = true;
    return json;
}

std::optional<Condition> Condition::fromJson(const QJsonObject& json) {
    const std::string word = json[QLatin1String("kind")].toString().toStdString();
    const auto it = std::ranges::find_if(kKinds, [&](const char* known) { return word == known; });
    if (it == kKinds.end()) return std::nullopt;
    std::vector<std::int64_t> numbers;
    for (const QJsonValue& number : json[QLatin1String("numbers")].toArray())
        numbers.push_back(number.toInteger());
    Condition condition = made(static_cast<Kind>(it - kKinds.begin()),
                               json[QLatin1String("name")].toString(),
                               std::move(numbers));
    condition.low = json[QLatin1String("low")].toDouble(condition.low);
    condition.high = json[QLatin1String("high")].toDouble(condition.high);
    condition.negated = json[QLatin1String("negated")].toBool();
    return condition;
}

}  // namespace winnow::ui
