// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/control/target_model.h"

#include "ui/pages/train/record_table.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kLossDecimals = 2;

}  // namespace

bool isOrdered(const std::array<SummaryFigures, kCompanies>& difficulty) {
    // A comparison with NaN is false.
    return difficulty[0].mean < difficulty[1].mean && difficulty[1].mean < difficulty[2].mean;
}

TargetModel::TargetModel(Session* session, QObject* parent)
    : QAbstractTableModel(parent), m_session(session) {
    connect(session, &Session::classSlotsChanged, this, [this] {
        if (!m_targets.empty())
            Q_EMIT dataChanged(index(0, Class), index(rowCount() - 1, Class), {RecordMarkRole});
    });
}

void TargetModel::setTargets(std::vector<TargetDifficulty> targets) {
    beginResetModel();
    m_targets = std::move(targets);
    endResetModel();
}

std::int64_t TargetModel::labelAt(int row) const {
    return row >= 0 && row < rowCount() ? m_targets[static_cast<std::size_t>(row)].label : -1;
}

int TargetModel::rowOf(std::int64_t label) const {
    const auto it = std::ranges::find(m_targets, label, &TargetDifficulty::label);
    return it == m_targets.end() ? -1 : static_cast<int>(it - m_targets.begin());
}

int TargetModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_targets.size());
}

int TargetModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QString TargetModel::text(const TargetDifficulty& target, int column) const {
    if (column == Class) return m_session->className(target.label);
    if (column == Order) return isOrdered(target.difficulty) ? tr("yes") : tr("no");
    const SummaryFigures& each =
        target.difficulty.at(static_cast<std::size_t>(column - Interchangeable));
    return plusMinusText(each.mean, each.deviation, kLossDecimals);
}

QVariant TargetModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const TargetDifficulty& target = m_targets[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    const bool isNumber = column > Class && column < Order;
    switch (role) {
        case Qt::DisplayRole:
            return text(target, column);
        case Qt::TextAlignmentRole:
            return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        case RecordMarkRole:
            if (column != Class) return {};
            return m_session->classSlots().slotOf(static_cast<int>(target.label)).value_or(-1);
        case RecordToneRole:
            return column == Order && !isOrdered(target.difficulty) ? QuietTone : PlainTone;
        case RecordSortRole:
            if (column == Class) return static_cast<qlonglong>(target.label);
            if (column == Order) return isOrdered(target.difficulty);
            return target.difficulty.at(static_cast<std::size_t>(column - Interchangeable)).mean;
        default:
            return {};
    }
}

QVariant TargetModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns) return {};
    const bool isNumber = section > Class && section < Order;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return isNumber ? tr("Loss of the target in nats, summed over epochs: mean ± deviation "
                             "over runs. Higher is harder.")
               : section == Order
                   ? tr("Whether the means rise from interchangeable to non-interchangeable, as "
                        "in the paper")
                   : tr("Class of the target");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Class:
            return tr("Class");
        case Interchangeable:
            return tr("Interch.");
        case Medium:
            return tr("Medium");
        case NonInterchangeable:
            return tr("Non-int.");
        default:
            return tr("Rises");
    }
}

}  // namespace winnow::ui
