// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/trust.h"

#include "ui/session/artifact_files.h"
#include "ui/session/result_object.h"
#include "ui/session/sample_set.h"
#include "ui/session/session.h"

#include <QCoreApplication>
#include <QMap>

#include <algorithm>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct TrustText {
    Q_DECLARE_TR_FUNCTIONS(Trust)
};

FlipTrust trustOf(const store::Project& project, const std::string& id) {
    const ResultObject result = ResultObject::of(project, id);
    FlipTrust trust{.id = QString::fromStdString(id),
                    .share = result.number("share"),
                    .flips = result.count("flips"),
                    .seeds = result.count("seeds"),
                    .rows = {}};
    for (const ResultObject& row : result.rows("rows"))
        trust.rows.push_back({.score = row.text("score"),
                              .auc = row.number("auc"),
                              .precision = row.number("precision"),
                              .direction = row.text("direction")});
    return trust;
}

/// Samples whose label was planted wrong; empty when nothing is known of it.
SampleSet plantedFlips(const Session& session) {
    const store::Project& project = session.project();
    const std::string id = session.chosen(Part::Dataset).toStdString();
    const std::int64_t samples = session.sampleCount();
    const ArtifactFiles files(project, id);
    Mapped<std::uint8_t> flipped;
    Mapped<std::int64_t> label;
    files.optional(flipped, "truth_flipped.npy", {samples});
    if (!flipped) files.optional(label, "truth_label.npy", {samples});
    SampleSet planted(samples);
    for (std::int64_t i = 0; i < samples; ++i)
        if ((flipped && flipped[i] != 0) ||
            (label && label[i] != session.labels()[static_cast<std::size_t>(i)]))
            planted.insert(i);
    return planted;
}

}  // namespace

std::optional<FlipTrust> flipTrust(const Session& session) {
    const auto rows = session.artifacts(QStringLiteral("label-flips"));
    if (rows.empty()) return std::nullopt;
    return trustOf(session.project(), rows.back().id);
}

std::optional<PlantedTrust> plantedTrust(const Session& session, const FindingsArrays& findings) {
    if (session.dataset() == nullptr) return std::nullopt;
    const SampleSet planted = plantedFlips(session);
    if (planted.empty()) return std::nullopt;
    PlantedTrust trust;
    trust.planted = planted.count();
    trust.looked = std::min(trust.planted, findings.suspects());
    trust.share = static_cast<double>(trust.planted) / static_cast<double>(session.sampleCount());
    for (std::int64_t suspect = 0; suspect < trust.looked; ++suspect)
        trust.found += planted.contains(findings.sample[suspect]) ? 1 : 0;
    return trust;
}

QString scoreTitle(const QString& score) {
    static const QMap<QString, QString> kTitles{
        {QStringLiteral("combined"), TrustText::tr("Suspicion score")},
        {QStringLiteral("margin"), TrustText::tr("Margin")},
        {QStringLiteral("margin-unseen"), TrustText::tr("Margin, unseen")},
        {QStringLiteral("loss"), TrustText::tr("Loss")},
        {QStringLiteral("difficulty"), TrustText::tr("Difficulty")},
        {QStringLiteral("forgetting"), TrustText::tr("Forgotten")},
        {QStringLiteral("own-class"), TrustText::tr("κ to its class")},
        {QStringLiteral("own-class-by-length"), TrustText::tr("κ to its class, by length")},
        {QStringLiteral("contradictory"), TrustText::tr("Opposed partners")},
        {QStringLiteral("neighbours"), TrustText::tr("Neighbours differ")}};
    return kTitles.value(score, score);
}

}  // namespace winnow::ui
