// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/scores.h"

#include "ui/session/score_sources.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::ui {

struct Scores::Column {
    ScoreSource source;
    std::vector<double> values;  // empty: not asked for yet
    std::pair<double, double> range{0, 0};
};

Scores::Scores(Session* session) : QObject(session), m_session(session) {}
Scores::~Scores() = default;

void Scores::refresh() {
    m_columns.clear();
    m_list.clear();
    for (ScoreSource& source : scoreSources()) {
        if (m_session->sampleCount() == 0 || !source.available(*m_session)) continue;
        m_list.push_back(source.info);
        m_columns.push_back(std::make_unique<Column>(Column{std::move(source), {}, {}}));
    }
    Q_EMIT changed();
}

Scores::Column* Scores::find(const QString& key) const {
    const auto it = std::ranges::find(
        m_columns, key, [](const auto& column) { return column->source.info.key; });
    if (it == m_columns.end()) return nullptr;
    Column& column = **it;
    if (column.values.empty()) {
        column.values.assign(static_cast<std::size_t>(m_session->sampleCount()), kNotDefined);
        column.source.fill(*m_session, column.values);
        double low = std::numeric_limits<double>::infinity(), high = -low;
        for (const double value : column.values)
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
        if (low <= high) column.range = {low, high};
    }
    return &column;
}

const ScoreInfo* Scores::info(const QString& key) const {
    const auto it = std::ranges::find(m_list, key, &ScoreInfo::key);
    return it == m_list.end() ? nullptr : &*it;
}

std::span<const double> Scores::column(const QString& key) const {
    const Column* column = find(key);
    return column == nullptr ? std::span<const double>() : std::span<const double>(column->values);
}

double Scores::value(const QString& key, std::int64_t id) const {
    const auto values = column(key);
    if (id < 0 || id >= static_cast<std::int64_t>(values.size())) return kNotDefined;
    return values[static_cast<std::size_t>(id)];
}

QString Scores::text(const QString& key, std::int64_t id) const {
    const ScoreInfo* found = info(key);
    return numberText(value(key, id), found == nullptr ? 0 : found->decimals);
}

std::pair<double, double> Scores::range(const QString& key) const {
    const Column* column = find(key);
    return column == nullptr ? std::pair<double, double>{0, 0} : column->range;
}

}  // namespace winnow::ui
