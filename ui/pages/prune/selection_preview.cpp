// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/selection_preview.h"

#include "ui/engine/serve_client.h"

#include <QJsonArray>

#include <algorithm>
#include <chrono>
#include <numeric>

namespace winnow::ui {
namespace {

constexpr std::chrono::milliseconds kQuiet(60);

StageCounts countsOf(const QJsonObject& row) {
    StageCounts counts;
    const std::array<QLatin1String, kStages> names{QLatin1String("kept"),
                                                   QLatin1String("redundant"),
                                                   QLatin1String("head_cut"),
                                                   QLatin1String("left_out"),
                                                   QLatin1String("validation")};
    for (std::size_t i = 0; i < kStages; ++i) counts.by[i] = row[names[i]].toInteger();
    return counts;
}

}  // namespace

std::int64_t SelectionPreview::allOpen() const {
    return std::accumulate(open.begin(), open.end(), std::int64_t{0});
}

std::int64_t SelectionPreview::classSize(std::size_t label) const {
    return perClass[label].total() - (excludedPerClass.empty() ? 0 : excludedPerClass[label]);
}

std::int64_t SelectionPreview::goesByRule() const { return total.goes() - excluded; }

double SelectionPreview::keptShare() const {
    const auto all = static_cast<double>(allOpen());
    return all > 0 ? 1 - static_cast<double>(goesByRule()) / all : 1;
}

std::optional<SelectionPreview> previewOf(const QJsonObject& answer,
                                          std::int64_t samples,
                                          std::int64_t classes) {
    const QString digits = answer[QLatin1String("stage")].toString();
    const QJsonArray perClass = answer[QLatin1String("per_class")].toArray();
    const QJsonArray open = answer[QLatin1String("open")].toArray();
    if (digits.size() != samples || perClass.size() != classes || open.size() != classes)
        return std::nullopt;
    SelectionPreview preview;
    preview.stages.reserve(static_cast<std::size_t>(samples));
    for (const QChar digit : digits) {
        const int stage = digit.unicode() - u'0';
        if (stage < 0 || stage >= static_cast<int>(kStages)) return std::nullopt;
        preview.stages.push_back(static_cast<Stage>(stage));
    }
    for (const auto& row : perClass) preview.perClass.push_back(countsOf(row.toObject()));
    for (const auto& count : open) preview.open.push_back(count.toInteger());
    preview.total = countsOf(answer);
    preview.excluded = answer[QLatin1String("excluded")].toInteger();
    for (const auto& warning : answer[QLatin1String("warnings")].toArray())
        preview.warnings << warning.toString();
    return preview;
}

PreviewClient::PreviewClient(ServeClient* serve, const QString& topic, QObject* parent)
    : QObject(parent), m_serve(serve), m_topic(topic) {
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(kQuiet);
    connect(&m_quiet, &QTimer::timeout, this, &PreviewClient::ask);
}

void PreviewClient::request(const QJsonObject& fields, std::int64_t samples, std::int64_t classes) {
    m_fields = fields;
    m_samples = samples;
    m_classes = classes;
    m_busy = true;
    ++m_round;
    m_quiet.start();
}

void PreviewClient::cancel() {
    m_quiet.stop();
    ++m_round;
    m_busy = false;
}

void PreviewClient::ask() {
    const int round = m_round;
    const auto take = [this, round, fields = m_fields](const ServeAnswer& answer) {
        if (round != m_round) return;
        m_busy = false;
        auto preview = answer.ok ? previewOf(answer.body, m_samples, m_classes)
                                 : std::optional<SelectionPreview>();
        if (!preview) {
            Q_EMIT failed(answer.ok ? tr("The engine answered for another data set; try again.")
                                    : answer.error);
            return;
        }
        preview->fields = fields;
        Q_EMIT answered(*preview);
    };
    m_serve->ask(
        {{QStringLiteral("ask"), QStringLiteral("preview")}, {QStringLiteral("fields"), m_fields}},
        this,
        take,
        m_topic);
}

}  // namespace winnow::ui
