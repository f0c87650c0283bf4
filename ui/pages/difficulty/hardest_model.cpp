// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/hardest_model.h"

#include "ui/pages/train/record_table.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/scores.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

namespace winnow::ui {
namespace {

constexpr int kOfOneClass = 100;
constexpr int kOfEachClass = 10;

QString scoreOf(int column) {
    switch (column) {
        case HardestModel::Difficulty:
            return QStringLiteral("difficulty");
        case HardestModel::Forgotten:
            return QStringLiteral("forgetting");
        default:
            return QStringLiteral("id");
    }
}

}  // namespace

HardestModel::HardestModel(Session* session, QObject* parent)
    : QAbstractTableModel(parent), m_session(session), m_thumbnails(session) {
    connect(session, &Session::datasetChanged, this, [this] {
        m_label = -1;
        m_thumbnails.reset();
        rebuild();
    });
    connect(session->scores(), &Scores::changed, this, &HardestModel::rebuild);
    connect(session->filter(), &Filter::changed, this, &HardestModel::rebuild);
    connect(session->annotations(), &Annotations::changed, this, &HardestModel::rebuild);
    connect(session, &Session::classSlotsChanged, this, [this] {
        if (rowCount() > 0) Q_EMIT dataChanged(index(0, Class), index(rowCount() - 1, Prediction));
    });
    rebuild();
}

void HardestModel::rankBy(const QString& score, std::int64_t label) {
    if (score == m_score && label == m_label) return;
    m_score = score;
    m_label = label;
    rebuild();
}

int HardestModel::perClass() const { return m_label < 0 ? kOfEachClass : kOfOneClass; }

void HardestModel::rebuild() {
    beginResetModel();
    const auto scores = m_session->scores()->column(m_score);
    std::vector<std::int64_t> labels(scores.size());
    for (std::size_t i = 0; i < labels.size(); ++i)
        labels[i] = m_session->label(static_cast<std::int64_t>(i));
    const SampleSet& matches = m_session->filter()->matches();
    m_rows = highestPerClass(scores,
                             labels,
                             m_session->classCount(),
                             static_cast<std::size_t>(perClass()),
                             [&](std::int64_t id) {
                                 return matches.contains(id) &&
                                        (m_label < 0 || m_session->label(id) == m_label);
                             });
    endResetModel();
}

std::int64_t HardestModel::idAt(int row) const {
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)] : -1;
}

int HardestModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int HardestModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant HardestModel::text(std::int64_t id, int column) const {
    switch (column) {
        case Sample:
            return u'#' + countText(id);
        case Class:
            return m_session->className(m_session->label(id));
        case Prediction:
            return m_session->run().prediction
                       ? m_session->className(m_session->run().prediction[id])
                       : QString();
        default:
            return m_session->scores()->text(scoreOf(column), id);
    }
}

QVariant HardestModel::sortValue(std::int64_t id, int column) const {
    if (column == Class || column == Prediction) return text(id, column);
    return m_session->scores()->value(scoreOf(column), id);
}

QVariant HardestModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const std::int64_t id = idAt(index.row());
    const int column = index.column();
    const bool words = column == Sample || column == Class || column == Prediction;
    const auto slotOf = [this](std::int64_t label) {
        return m_session->classSlots().slotOf(static_cast<int>(label)).value_or(-1);
    };
    switch (role) {
        case Qt::DisplayRole:
            return text(id, column);
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter | (words ? Qt::AlignLeft : Qt::AlignRight));
        case IdRole:
            return qint64{id};
        case RecordSortRole:
            return sortValue(id, column);
        case RecordImageRole:
            return column == Sample ? QVariant(m_thumbnails.thumbnail(id)) : QVariant();
        case RecordMarkRole:
            if (column == Class) return slotOf(m_session->label(id));
            if (column == Prediction && m_session->run().prediction)
                return slotOf(m_session->run().prediction[id]);
            return {};
        default:
            return {};
    }
}

QVariant HardestModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        const bool words = section == Sample || section == Class || section == Prediction;
        return QVariant(Qt::AlignVCenter | (words ? Qt::AlignLeft : Qt::AlignRight));
    }
    if (role == Qt::ToolTipRole) {
        if (section == Prediction)
            return tr("Class the run predicts for the sample at its best weights.");
        const ScoreInfo* info = m_session->scores()->info(scoreOf(section));
        return info != nullptr && section != Class ? info->help : QString();
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Sample:
            return tr("Sample");
        case Class:
            return tr("Class");
        case Difficulty:
            return tr("Difficulty, nats");
        case Forgotten:
            return tr("Forgotten");
        default:
            return tr("Predicted");
    }
}

}  // namespace winnow::ui
