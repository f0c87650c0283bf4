// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/prediction/predictor_model.h"

#include "ui/pages/difficulty/paper_values.h"
#include "ui/pages/train/record_table.h"
#include "ui/theme/numbers.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace winnow::ui {
namespace {

constexpr int kPercentDecimals = 1;

QString percents(const SummaryFigures& share) {
    if (!std::isfinite(share.mean)) return numberText(share.mean, kPercentDecimals);
    if (!std::isfinite(share.deviation)) return numberText(100 * share.mean, kPercentDecimals);
    return plusMinusText(100 * share.mean, 100 * share.deviation, kPercentDecimals);
}

QStringList meansOf(const Predictor& predictor) {
    const auto sum = [&](std::int64_t SeedScores::*member) {
        return std::accumulate(
            predictor.perSeed.begin(),
            predictor.perSeed.end(),
            std::int64_t{0},
            [&](std::int64_t total, const SeedScores& seed) { return total + seed.*member; });
    };
    return {predictorText(predictor.name),
            percents(predictor.precision),
            percents(predictor.recall),
            percents(predictor.f1),
            countText(sum(&SeedScores::events)),
            countText(sum(&SeedScores::predicted))};
}

QStringList seedOf(const Predictor& predictor, const SeedScores& seed) {
    const auto percent = [](double share) { return numberText(100 * share, kPercentDecimals); };
    return {PredictorModel::tr("%1, seed %2").arg(predictorText(predictor.name)).arg(seed.seed),
            percent(seed.precision),
            percent(seed.recall),
            percent(seed.f1),
            countText(seed.events),
            countText(seed.predicted)};
}

QStringList paperOf(const PaperPrediction& paper) {
    return {PredictorModel::tr("paper: centred, %1").arg(QLatin1String(paper.name)),
            plusMinusText(paper.precision, paper.precisionDeviation, kPercentDecimals),
            plusMinusText(paper.recall, paper.recallDeviation, kPercentDecimals),
            plusMinusText(paper.f1, paper.f1Deviation, kPercentDecimals),
            countText(paper.events),
            QString()};
}

}  // namespace

QString predictorText(const QString& name) {
    if (name == u"error") return PredictorModel::tr("error (eq. 1)");
    if (name == u"displacement") return PredictorModel::tr("displacement (true step)");
    return name;
}

void PredictorModel::setPredictors(std::vector<Predictor> predictors) {
    m_predictors = std::move(predictors);
    rebuild();
}

void PredictorModel::setPerSeed(bool perSeed) {
    m_perSeed = perSeed;
    rebuild();
}

void PredictorModel::rebuild() {
    beginResetModel();
    m_lines.clear();
    for (int i = 0; i < static_cast<int>(m_predictors.size()); ++i) {
        const Predictor& predictor = m_predictors[static_cast<std::size_t>(i)];
        if (!m_perSeed) m_lines.push_back({i, meansOf(predictor)});
        if (m_perSeed)
            for (const SeedScores& seed : predictor.perSeed)
                m_lines.push_back({i, seedOf(predictor, seed)});
    }
    if (!m_predictors.empty())
        for (const PaperPrediction& paper : paperPredictions())
            m_lines.push_back({-1, paperOf(paper)});
    endResetModel();
}

int PredictorModel::predictorAt(int row) const {
    return row >= 0 && row < rowCount() ? m_lines[static_cast<std::size_t>(row)].predictor : -1;
}

int PredictorModel::firstRowOf(int predictor) const {
    const auto it = std::ranges::find(m_lines, predictor, &Line::predictor);
    return it == m_lines.end() ? -1 : static_cast<int>(it - m_lines.begin());
}

int PredictorModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int PredictorModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant PredictorModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Line& line = m_lines[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return line.texts[index.column()];
        case Qt::TextAlignmentRole:
            return static_cast<int>((index.column() == Name ? Qt::AlignLeft : Qt::AlignRight) |
                                    Qt::AlignVCenter);
        case RecordToneRole:
            return line.predictor < 0 ? QuietTone : PlainTone;
        default:
            return {};
    }
}

QVariant PredictorModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns) return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == Name ? Qt::AlignLeft : Qt::AlignRight) |
                                Qt::AlignVCenter);
    const QString over = m_perSeed ? tr(", of one seed") : tr("; mean ± deviation over seeds");
    const QString of = m_perSeed ? tr(", of one seed") : tr(", all seeds together");
    const std::pair<QString, QString> texts[] = {
        {tr("Predictor"), tr("The rule that says before a step which samples it makes wrong")},
        {tr("Precision, %"),
         tr("Of those said to be forgotten, how many were. Higher is better") + over},
        {tr("Recall, %"),
         tr("Of those forgotten, how many were said to be. Higher is better") + over},
        {tr("F1, %"), tr("Harmonic mean of precision and recall. Higher is better") + over},
        {tr("Events"), tr("Samples that were forgotten in a step") + of},
        {tr("Predicted"), tr("Samples said to be forgotten in a step") + of}};
    if (role == Qt::DisplayRole) return texts[section].first;
    if (role == Qt::ToolTipRole) return texts[section].second;
    return {};
}

}  // namespace winnow::ui
