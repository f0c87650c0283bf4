// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/sample_facts.h"

#include "ui/inspector/made_by.h"
#include "ui/session/evaluate.h"
#include "ui/session/scores.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct SampleFactsText {
    Q_DECLARE_TR_FUNCTIONS(SampleFacts)
};

/// Names that fit beside a number and a tick; the whole title stands in the tooltip.
struct ShortScore {
    const char* key;
    const char* name;
    const char* value;  ///< %1: the number
    Part source;
};
constexpr std::array<ShortScore, 12> kScores{{
    {"difficulty", QT_TRANSLATE_NOOP("SampleFacts", "Difficulty"), "%1 nats", Part::Run},
    {"forgetting", QT_TRANSLATE_NOOP("SampleFacts", "Forgotten"), "%1 ×", Part::Run},
    {"first_learned", QT_TRANSLATE_NOOP("SampleFacts", "Learned"), "epoch %1", Part::Run},
    {"margin", QT_TRANSLATE_NOOP("SampleFacts", "Margin"), "%1", Part::Run},
    {"el2n", QT_TRANSLATE_NOOP("SampleFacts", "EL2N"), "%1", Part::Run},
    {"grand", QT_TRANSLATE_NOOP("SampleFacts", "GraNd"), "%1", Part::Run},
    {"own", QT_TRANSLATE_NOOP("SampleFacts", "κ self"), "%1", Part::Kernel},
    {"best", QT_TRANSLATE_NOOP("SampleFacts", "Best κ"), "%1", Part::Kernel},
    {"interchangeable", QT_TRANSLATE_NOOP("SampleFacts", "Interchangeable"), "%1", Part::Kernel},
    {"contradictory", QT_TRANSLATE_NOOP("SampleFacts", "Contradictory"), "%1", Part::Kernel},
    {"centroid", QT_TRANSLATE_NOOP("SampleFacts", "κ to centroid"), "%1", Part::Cluster},
    {"selection_score", QT_TRANSLATE_NOOP("SampleFacts", "Ranked by"), "%1", Part::Selection},
}};

QString scoreToolTip(const Session& session,
                     const ScoreInfo& info,
                     Part source,
                     std::int64_t id,
                     std::optional<double> rank) {
    const auto [low, high] = session.scores()->range(info.key);
    QStringList lines{QStringLiteral("%1 %2 %3")
                          .arg(info.title, session.scores()->text(info.key, id), info.unit)
                          .trimmed(),
                      info.help,
                      SampleFactsText::tr("In this data set: %1 to %2.")
                          .arg(numberText(low, info.decimals), numberText(high, info.decimals))};
    if (rank)
        lines += SampleFactsText::tr("Above %1 of class %2.")
                     .arg(percentText(*rank, 0), session.className(session.label(id)));
    lines += SampleFactsText::tr("Made by %1.").arg(madeBy(session, source));
    return lines.join(QLatin1Char('\n'));
}

KeyValue twinRow(const Session& session, std::int64_t row) {
    const KernelArrays& kernel = session.kernel();
    const std::int64_t witness = kernel.witness[row];
    const bool redundant = kernel.redundant[row] != 0;
    KeyValue entry;
    entry.key =
        redundant ? SampleFactsText::tr("Redundant with") : SampleFactsText::tr("Most alike");
    entry.value = witness < 0 ? SampleFactsText::tr("none")
                              : SampleFactsText::tr("#%1").arg(countText(witness));
    entry.link = witness >= 0;
    entry.toolTip =
        (redundant ? SampleFactsText::tr(
                         "κ to this sample is larger than the sample's own κ: it teaches nothing "
                         "that the other does not.")
                   : SampleFactsText::tr(
                         "The sample with the largest κ. It does not make this one redundant.")) +
        QLatin1Char('\n') + SampleFactsText::tr("Made by %1.").arg(madeBy(session, Part::Kernel));
    return entry;
}

KeyValue clusterRow(const Session& session, std::int64_t id, std::int64_t number) {
    const ClusterArrays& clusters = session.cluster();
    // Place by similarity to the centroid, as the Clusters page lists members.
    std::int64_t place = 1;
    for (std::int64_t other = 0; other < session.sampleCount(); ++other)
        if (clusters.assignment[other] == number &&
            clusters.similarity[other] > clusters.similarity[id])
            ++place;
    KeyValue entry;
    entry.key = SampleFactsText::tr("Cluster");
    entry.value = SampleFactsText::tr("%1, place %2 of %3")
                      .arg(countText(number), countText(place), countText(clusters.sizes[number]));
    entry.link = true;
    entry.toolTip =
        SampleFactsText::tr("Place by κ to the centroid, 1: the most typical.\nMade by %1.")
            .arg(madeBy(session, Part::Cluster));
    return entry;
}

KeyValue selectionRow(const Session& session, std::int64_t id) {
    KeyValue entry;
    entry.key = session.title(session.chosenSelection().id);
    entry.value = stageText(static_cast<Stage>(session.chosenSelection().stage[id]));
    entry.toolTip =
        SampleFactsText::tr("What the chosen selection does with the sample.\nMade by %1.")
            .arg(madeBy(session, Part::Selection));
    return entry;
}

}  // namespace

std::optional<double> rankInClass(const Session& session, const QString& score, std::int64_t id) {
    const auto values = session.scores()->column(score);
    const double own = session.scores()->value(score, id);
    if (std::isnan(own)) return std::nullopt;
    const std::int64_t label = session.label(id);
    double below = 0, others = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i]) || static_cast<std::int64_t>(i) == id ||
            session.label(static_cast<std::int64_t>(i)) != label)
            continue;
        others += 1;
        below += values[i] < own ? 1.0 : values[i] == own ? 0.5 : 0.0;
    }
    if (others == 0) return std::nullopt;
    return below / others;
}

std::vector<std::int64_t> forgettingEpochs(const RunArrays& run, std::int64_t id) {
    std::vector<std::int64_t> epochs;
    for (std::int64_t epoch = 1; epoch < run.correct.dim(0); ++epoch) {
        const auto at = static_cast<std::size_t>(id);
        if (run.correct.row(epoch - 1)[at] != 0 && run.correct.row(epoch)[at] == 0)
            epochs.push_back(epoch);
    }
    return epochs;
}

QList<KeyValue> scoreRows(const Session& session, std::int64_t id) {
    QList<KeyValue> rows;
    for (const ShortScore& score : kScores) {
        const QString key = QLatin1String(score.key);
        const ScoreInfo* info = session.scores()->info(key);
        if (info == nullptr) continue;
        const bool known = !std::isnan(session.scores()->value(key, id));
        KeyValue row;
        row.key = SampleFactsText::tr(score.name);
        row.value = session.scores()->text(key, id);
        if (known) row.value = SampleFactsText::tr(score.value).arg(row.value);
        row.rank = rankInClass(session, key, id);
        row.toolTip = scoreToolTip(session, *info, score.source, id, row.rank);
        rows += row;
    }
    return rows;
}

QList<KeyValue> predictionRows(const Session& session,
                               std::int64_t id,
                               std::span<const double> probabilities) {
    const RunArrays& run = session.run();
    if (!run.prediction) return {};
    const std::int64_t imported = session.labels()[static_cast<std::size_t>(id)];
    const std::int64_t predicted = run.prediction[id];
    const auto named = [&](std::int64_t label, std::optional<double> probability) {
        KeyValue row;
        row.key = session.className(label);
        row.value = probability ? numberText(*probability, 2) : SampleFactsText::tr("predicted");
        row.bar = probability;
        const auto slot = session.classSlots().slotOf(static_cast<int>(label));
        row.barColour = DataColour::slot(slot.value_or(-1));
        row.toolTip =
            SampleFactsText::tr(
                "What the network gives this class, 0 to 1. High: it is sure.\nMade by %1.")
                .arg(madeBy(session, Part::Run));
        return row;
    };
    QList<KeyValue> rows;
    if (!probabilities.empty()) {
        std::vector<std::int64_t> order(probabilities.size());
        std::iota(order.begin(), order.end(), std::int64_t{0});
        const auto of = [&](std::int64_t k) { return probabilities[static_cast<std::size_t>(k)]; };
        std::ranges::stable_sort(order, [&](auto a, auto b) { return of(a) > of(b); });
        for (std::size_t i = 0; i < std::min<std::size_t>(3, order.size()); ++i)
            rows += named(order[i], of(order[i]));
        return rows;
    }
    if (predicted != imported) rows += named(predicted, std::nullopt);
    rows += named(imported,
                  run.probability ? std::optional<double>(run.probability[id]) : std::nullopt);
    return rows;
}

std::vector<LinkRow> linkRows(const Session& session, std::int64_t id) {
    std::vector<LinkRow> rows;
    const KernelArrays& kernel = session.kernel();
    if (const auto row = kernel.id.isEmpty() ? std::nullopt : kernel.rowOf(id)) {
        const KeyValue text = twinRow(session, *row);
        rows.push_back(
            {text, text.link ? LinkTarget::Twin : LinkTarget::None, kernel.witness[*row]});
    }
    if (session.cluster().assignment) {
        const std::int64_t number = session.cluster().assignment[id];
        if (number >= 0) rows.push_back({clusterRow(session, id, number), LinkTarget::Cluster, -1});
    }
    if (session.chosenSelection().stage)
        rows.push_back({selectionRow(session, id), LinkTarget::None, -1});
    return rows;
}

}  // namespace winnow::ui
