// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/evaluate.h"
#include "ui/session/filter.h"
#include "ui/session/scores.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <cmath>

namespace winnow::ui {
namespace {

QString scoreText(const Session& session, const Condition& condition) {
    const ScoreInfo* info = session.scores()->info(condition.name);
    const QString title = info != nullptr ? info->title : condition.name;
    const int decimals = info != nullptr ? info->decimals : 2;
    const QString low = numberText(condition.low, decimals);
    const QString high = numberText(condition.high, decimals);
    QString range = Filter::tr("%1 to %2").arg(low, high);
    if (!std::isfinite(condition.high)) range = Filter::tr("from %1").arg(low);
    if (!std::isfinite(condition.low)) range = Filter::tr("up to %1").arg(high);
    if (condition.low == condition.high) range = low;
    const QString text = QStringLiteral("%1 %2").arg(title, range);
    return condition.negated ? Filter::tr("Not %1").arg(text) : text;
}

QString classesText(const Session& session, const Condition& condition) {
    QStringList names;
    for (const std::int64_t label : condition.numbers) names += session.className(label);
    return (condition.negated ? Filter::tr("Not %1") : Filter::tr("Class %1")).arg(listText(names));
}

QString clustersText(const Condition& condition) {
    QStringList numbers;
    for (const std::int64_t cluster : condition.numbers) numbers += countText(cluster);
    const QString list = listText(numbers);
    if (condition.negated) return Filter::tr("Not in cluster %1").arg(list);
    return numbers.size() == 1 ? Filter::tr("Cluster %1").arg(list)
                               : Filter::tr("Clusters %1").arg(list);
}

QString stagesText(const Condition& condition) {
    QStringList names;
    for (const std::int64_t stage : condition.numbers)
        names += stageText(static_cast<Stage>(stage));
    return (condition.negated ? Filter::tr("Not %1") : QStringLiteral("%1")).arg(listText(names));
}

}  // namespace

QString stageText(Stage stage) {
    switch (stage) {
        case Stage::Kept:
            return Filter::tr("Kept");
        case Stage::Redundant:
            return Filter::tr("Redundant, left out");
        case Stage::HeadCut:
            return Filter::tr("Thinned from a large cluster");
        case Stage::LeftOut:
            return Filter::tr("Left out");
        case Stage::Validation:
            return Filter::tr("Kept for validation");
    }
    return {};
}

QString conditionText(const Session& session, const Condition& condition) {
    using Kind = Condition::Kind;
    const auto either = [&](const QString& plain, const QString& negated) {
        return condition.negated ? negated : plain;
    };
    switch (condition.kind) {
        case Kind::Class:
            return classesText(session, condition);
        case Kind::Score:
            return scoreText(session, condition);
        case Kind::Redundant:
            return either(Filter::tr("Redundant"), Filter::tr("Not redundant"));
        case Kind::Tag:
            if (condition.name.isEmpty())
                return either(Filter::tr("Tagged"), Filter::tr("Untagged"));
            return either(Filter::tr("Tag %1"), Filter::tr("No tag %1")).arg(condition.name);
        case Kind::Excluded:
            return either(Filter::tr("Excluded"), Filter::tr("Not excluded"));
        case Kind::Relabelled:
            return either(Filter::tr("Relabelled"), Filter::tr("Not relabelled"));
        case Kind::Text:
            return either(Filter::tr("“%1”"), Filter::tr("Not “%1”")).arg(condition.name);
        case Kind::Cluster:
            return clustersText(condition);
        case Kind::Kept:
            return either(Filter::tr("Kept by %1"), Filter::tr("Removed by %1"))
                .arg(session.title(condition.name));
        case Kind::Stage:
            return stagesText(condition);
        case Kind::Wrong:
            return either(Filter::tr("Predicted wrong"), Filter::tr("Predicted right"));
        case Kind::Validation:
            return either(Filter::tr("Held out for validation"), Filter::tr("Fitted"));
        case Kind::Samples:
            return either(Filter::tr("%1 (%2)"), Filter::tr("Not %1 (%2)"))
                .arg(condition.name,
                     samplesText(static_cast<std::int64_t>(condition.numbers.size())));
    }
    return {};
}

}  // namespace winnow::ui
