// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/list_text.h"

#include "ui/pages/findings/duplicate_model.h"
#include "ui/pages/findings/suspect_model.h"
#include "ui/session/annotations.h"
#include "ui/session/session.h"
#include "ui/widgets/figure_export.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

namespace winnow::ui {
namespace {

using nlohmann::json;

constexpr int kDigits = 9;  // of a float, so that it comes back as it was

QString exact(double value, int digits = kDigits) {
    return std::isfinite(value) ? QString::number(value, 'g', digits) : QString();
}

/// Paths of the originals by sample; empty where there are none.
QStringList originalNames(const Session& session) {
    const std::string dataset = session.chosen(Part::Dataset).toStdString();
    if (!session.project().has(dataset, "sources.json")) return {};
    std::ifstream in(session.project().path(dataset, "sources.json"));
    const json sources = json::parse(in, nullptr, false);
    QStringList names;
    if (!sources.is_object()) return names;
    for (const json& file : sources.value("train", json::array()))
        names << QString::fromStdString(file.is_object() ? file.value("path", std::string())
                                                         : std::string());
    return names;
}

QString newClass(const Session& session, std::int64_t sample) {
    const auto label = session.annotations()->newLabel(sample);
    return label ? session.className(*label) : QString();
}

}  // namespace

QString suspectCsv(const Session& session, const SuspectModel& suspects) {
    constexpr int kScoreDigits = 17;
    const QStringList names = originalNames(session);
    const FindingsArrays& found = suspects.findings();
    QString text = QStringLiteral(
        "rank,id,name,given,suggested,score,\"margin, logits\",probability of given,forgetting "
        "events,\"difficulty, nats\",share of neighbours of another label,share of neighbours of "
        "suggested,decision,new class\n");
    for (int row = 0; row < suspects.rowCount(); ++row) {
        const int suspect = suspects.caseAt(row);
        const std::int64_t sample = suspects.sampleOf(suspect);
        QStringList cells{QString::number(suspect + 1),
                          QString::number(sample),
                          csvField(names.value(sample)),
                          csvField(session.className(suspects.givenOf(suspect))),
                          csvField(session.className(suspects.suggestedOf(suspect))),
                          exact(found.score[suspect], kScoreDigits)};
        for (std::int64_t which = 0; which < kEvidence; ++which)
            cells << exact(found.evidenceOf(suspect, static_cast<Evidence>(which)));
        cells << verdictText(suspects.verdictAt(suspect)) << csvField(newClass(session, sample));
        text += cells.join(u',') + u'\n';
    }
    return text;
}

QString duplicateCsv(const Session& session, const DuplicateModel& pairs) {
    const QStringList names = originalNames(session);
    QString text = QStringLiteral(
        "pair,first id,first name,first class,second id,second name,second class,cosine,kind,"
        "labels,decision\n");
    for (int row = 0; row < pairs.rowCount(); ++row) {
        const int pair = pairs.caseAt(row);
        QStringList cells{QString::number(pair + 1)};
        for (const std::int64_t sample : pairs.samplesOf(pair))
            cells << QString::number(sample) << csvField(names.value(sample))
                  << csvField(session.className(session.label(sample)));
        cells << exact(pairs.findings().duplicateCosine[pair])
              << duplicateKindText(pairs.pixelsEqual(pair))
              << (pairs.conflicts(pair) ? DuplicateModel::tr("two labels")
                                        : DuplicateModel::tr("the same"))
              << verdictText(pairs.verdictAt(pair));
        text += cells.join(u',') + u'\n';
    }
    return text;
}

}  // namespace winnow::ui
