// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sample_model.h"

#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/scores.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace winnow::ui {
namespace {

/// Sorts ids by their value, NaN last either way, equal values by id.
void sortIds(std::vector<std::int64_t>& ids, std::span<const double> values, Qt::SortOrder order) {
    std::ranges::sort(ids, [&](std::int64_t a, std::int64_t b) {
        const double x = values[static_cast<std::size_t>(a)];
        const double y = values[static_cast<std::size_t>(b)];
        if (std::isnan(x) || std::isnan(y))
            return std::isnan(x) == std::isnan(y) ? a < b : std::isnan(y);
        if (x != y) return order == Qt::AscendingOrder ? x < y : x > y;
        return a < b;
    });
}

}  // namespace

SampleModel::SampleModel(Session* session, QObject* parent)
    : QAbstractListModel(parent), m_session(session), m_thumbnails(session) {
    connect(session, &Session::datasetChanged, this, [this] {
        m_subset.reset();
        m_thumbnails.reset();
        rebuild();
    });
    connect(session->scores(), &Scores::changed, this, [this] {
        // What was sorted by may have gone with its run.
        if (m_sort != QLatin1String("id")) rebuild();
        marksChanged({ValueRole, NumberRole, WrongRole, PredictionRole});
    });
    connect(session->filter(), &Filter::changed, this, [this] {
        if (m_session->filter()->mode() == Filter::Mode::Hide)
            rebuild();
        else
            marksChanged({MatchedRole});
    });
    connect(session->filter(), &Filter::modeChanged, this, &SampleModel::rebuild);
    connect(
        session->selection(), &Selection::changed, this, [this] { marksChanged({SelectedRole}); });
    connect(session->selection(), &Selection::currentChanged, this, [this] {
        marksChanged({CurrentRole});
    });
    connect(session->annotations(), &Annotations::changed, this, [this] {
        marksChanged({TagsRole, ExcludedRole, ClassRole, ClassNameRole, WrongRole});
    });
    rebuild();
}

void SampleModel::marksChanged(const QList<int>& roles) {
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1), roles);
}

void SampleModel::sortBy(const QString& score, Qt::SortOrder order) {
    if (score == m_sort && order == m_order) return;
    m_sort = score;
    m_order = order;
    rebuild();
}

void SampleModel::setCaption(const QString& score) {
    m_caption = score;
    marksChanged({ValueRole, NumberRole});
}

QString SampleModel::captionScore() const { return m_caption.isEmpty() ? m_sort : m_caption; }

void SampleModel::setSubset(std::optional<std::vector<std::int64_t>> ids, bool ordered) {
    if (ids == m_subset && ordered == m_ordered) return;
    m_subset = std::move(ids);
    m_ordered = ordered;
    rebuild();
}

void SampleModel::rebuild() {
    const std::int64_t samples = m_session->sampleCount();
    std::vector<std::int64_t> rows;
    if (m_subset) {
        rows = *m_subset;
        std::erase_if(rows, [&](std::int64_t id) { return id < 0 || id >= samples; });
    } else {
        rows.resize(static_cast<std::size_t>(samples));
        std::iota(rows.begin(), rows.end(), std::int64_t{0});
    }
    const Filter* filter = m_session->filter();
    if (filter->mode() == Filter::Mode::Hide && filter->isActive())
        std::erase_if(rows, [&](std::int64_t id) { return !filter->matches().contains(id); });
    const auto values = m_session->scores()->column(m_sort);
    if (!values.empty() && !(m_subset && m_ordered)) sortIds(rows, values, m_order);
    if (rows == m_rows && static_cast<std::int64_t>(m_rowOf.size()) == samples) return;

    beginResetModel();
    m_rows = std::move(rows);
    m_rowOf.assign(static_cast<std::size_t>(samples), -1);
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        m_rowOf[static_cast<std::size_t>(m_rows[row])] = static_cast<int>(row);
    endResetModel();
}

std::int64_t SampleModel::idAt(int row) const {
    return row >= 0 && static_cast<std::size_t>(row) < m_rows.size()
               ? m_rows[static_cast<std::size_t>(row)]
               : -1;
}

int SampleModel::rowOf(std::int64_t id) const {
    return id >= 0 && static_cast<std::size_t>(id) < m_rowOf.size()
               ? m_rowOf[static_cast<std::size_t>(id)]
               : -1;
}

std::vector<std::int64_t> SampleModel::between(int first, int last) const {
    const auto [low, high] = std::minmax(first, last);
    const auto from = std::clamp<std::ptrdiff_t>(low, 0, std::ssize(m_rows));
    const auto to = std::clamp<std::ptrdiff_t>(high + 1, from, std::ssize(m_rows));
    return {m_rows.begin() + from, m_rows.begin() + to};
}

int SampleModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SampleModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const std::int64_t id = idAt(index.row());
    const auto& prediction = m_session->run().prediction;
    switch (role) {
        case IdRole:
            return qint64{id};
        case ClassRole:
            return static_cast<int>(m_session->label(id));
        case ClassNameRole:
            return m_session->className(m_session->label(id));
        case ValueRole:
            return m_session->scores()->text(captionScore(), id);
        case NumberRole:
            return m_session->scores()->value(captionScore(), id);
        case ImageRole:
        case Qt::DecorationRole:
            return m_thumbnails.thumbnail(id);
        case TagsRole:
            return m_session->annotations()->tagsOf(id);
        case ExcludedRole:
            return m_session->annotations()->isExcluded(id);
        case MatchedRole:
            return m_session->filter()->matches().contains(id);
        case SelectedRole:
            return m_session->selection()->contains(id);
        case CurrentRole:
            return m_session->selection()->current() == id;
        case WrongRole:
            return prediction && prediction[id] != m_session->label(id);
        case PredictionRole:
            return prediction ? static_cast<int>(prediction[id]) : -1;
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return spokenText(id);
        case Qt::ToolTipRole:
            return tooltip(id);
        default:
            return {};
    }
}

QString SampleModel::spokenText(std::int64_t id) const {
    const ScoreInfo* caption = m_session->scores()->info(captionScore());
    QString text = tr("Sample %1, %2").arg(id).arg(m_session->className(m_session->label(id)));
    if (caption != nullptr && caption->key != QLatin1String("id"))
        text += tr(", %1 %2").arg(caption->title, m_session->scores()->text(caption->key, id));
    if (m_session->selection()->contains(id)) text += tr(", selected");
    if (m_session->annotations()->isExcluded(id)) text += tr(", excluded");
    if (!m_session->filter()->matches().contains(id)) text += tr(", filtered out");
    return text;
}

QString SampleModel::tooltip(std::int64_t id) const {
    QStringList lines{tr("Sample %1").arg(id)};
    lines += tr("Class: %1").arg(m_session->className(m_session->label(id)));
    if (const auto& prediction = m_session->run().prediction)
        lines += tr("Predicted: %1").arg(m_session->className(prediction[id]));
    if (const ScoreInfo* caption = m_session->scores()->info(captionScore());
        caption != nullptr && caption->key != QLatin1String("id"))
        lines +=
            QStringLiteral("%1: %2 %3")
                .arg(caption->title, m_session->scores()->text(caption->key, id), caption->unit)
                .trimmed();
    const QStringList tags = m_session->annotations()->tagsOf(id);
    if (!tags.isEmpty()) lines += tr("Tags: %1").arg(tags.join(QStringLiteral(", ")));
    if (m_session->annotations()->isExcluded(id)) lines += tr("Excluded");
    return lines.join(QLatin1Char('\n'));
}

QHash<int, QByteArray> SampleModel::roleNames() const {
    auto names = QAbstractListModel::roleNames();
    names.insert({{IdRole, "id"},
                  {ClassRole, "class"},
                  {ClassNameRole, "className"},
                  {ValueRole, "value"},
                  {NumberRole, "number"},
                  {ImageRole, "image"},
                  {TagsRole, "tags"},
                  {ExcludedRole, "excluded"},
                  {MatchedRole, "matched"},
                  {SelectedRole, "selected"},
                  {CurrentRole, "current"},
                  {WrongRole, "wrong"},
                  {PredictionRole, "prediction"}});
    return names;
}

}  // namespace winnow::ui
