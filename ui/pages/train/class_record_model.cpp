// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/class_record_model.h"

#include "ui/pages/train/record_table.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <algorithm>
#include <cmath>

namespace winnow::ui {

ClassRecordModel::ClassRecordModel(Session* session, QObject* parent)
    : QAbstractTableModel(parent), m_session(session) {
    connect(session, &Session::classSlotsChanged, this, [this] {
        if (rowCount() > 0) Q_EMIT dataChanged(index(0, Class), index(rowCount() - 1, TakenFor));
    });
}

void ClassRecordModel::setRecords(std::shared_ptr<const LearningRecords> records,
                                  std::int64_t epoch,
                                  std::shared_ptr<const LearningRecords> other,
                                  const QString& otherName) {
    if (records == nullptr && m_records == nullptr) return;
    beginResetModel();
    m_records = std::move(records);
    m_epoch = epoch;
    m_other = std::move(other);
    m_otherName = otherName;
    endResetModel();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, Columns - 1);
}

int ClassRecordModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_records ? 0 : static_cast<int>(m_records->classes.size());
}

int ClassRecordModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

double ClassRecordModel::number(int row, int column) const {
    const auto& record = m_records->classes[static_cast<std::size_t>(row)];
    switch (column) {
        case Class:
            return row;
        case ByEpoch:
            return record.rightByEpoch.empty() ? ClassRecord::kNone : record.rightByEpoch.back();
        case Fitted:
            return 100 * record.fittedAccuracy;
        case HeldOut:
            return 100 * record.heldOutAccuracy;
        case Change: {
            if (!m_other || m_other->classes.size() != m_records->classes.size())
                return ClassRecord::kNone;
            const auto& other = m_other->classes[static_cast<std::size_t>(row)];
            return 100 * (record.heldOutAccuracy - other.heldOutAccuracy);
        }
        case TakenFor:
            return 100 * record.takenShare;
        case ForgottenNow:
            return m_epoch >= 0 ? static_cast<double>(
                                      record.forgottenByEpoch[static_cast<std::size_t>(m_epoch)])
                                : ClassRecord::kNone;
        case ForgottenInAll:
            return static_cast<double>(record.forgotten());
        default:
            return record.difficulty;
    }
}

QString ClassRecordModel::text(int row, int column) const {
    const double value = number(row, column);
    switch (column) {
        case Class:
            return m_session->className(row);
        case ByEpoch:
            return {};
        case Change:
            return std::isnan(value) ? numberText(value, 1) : signedText(value, 1);
        case TakenFor: {
            const auto& record = m_records->classes[static_cast<std::size_t>(row)];
            return record.takenFor < 0
                       ? numberText(ClassRecord::kNone, 1)
                       : m_session->className(record.takenFor) + u' ' + numberText(value, 1);
        }
        case ForgottenNow:
        case ForgottenInAll:
            return numberText(value, 0);
        case Difficulty:
            return numberText(value, 2);
        default:
            return numberText(value, 1);
    }
}

QVariant ClassRecordModel::mark(int row, int column) const {
    if (column != Class) return {};
    return m_session->classSlots().slotOf(row).value_or(-1);
}

QVariant ClassRecordModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const int row = index.row();
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return text(row, column);
        case Qt::ToolTipRole:
            return column == TakenFor || column == Class ? text(row, column) : QVariant();
        case Qt::AccessibleTextRole:
            return column == ByEpoch ? tr("%1 % right after the last epoch")
                                           .arg(numberText(100 * number(row, ByEpoch), 1))
                                     : text(row, column);
        case RecordSortRole:
            return column == Class ? QVariant(m_session->className(row)) : number(row, column);
        case Qt::TextAlignmentRole: {
            const bool words = column == Class || column == TakenFor;
            return QVariant(Qt::AlignVCenter | (words ? Qt::AlignLeft : Qt::AlignRight));
        }
        case RecordMarkRole:
            return mark(row, column);
        case RecordLineRole: {
            if (column != ByEpoch) return {};
            const auto& shares = m_records->classes[static_cast<std::size_t>(row)].rightByEpoch;
            return QVariant::fromValue(QList<double>(shares.begin(), shares.end()));
        }
        case RecordBarRole: {
            if (column != ForgottenNow) return {};
            double most = 1;
            for (int k = 0; k < rowCount(); ++k) most = std::max(most, number(k, ForgottenNow));
            return number(row, ForgottenNow) / most;
        }
        case RecordToneRole:
            if (column == TakenFor) return QuietTone;
            return column == Change && number(row, column) < -0.05 ? DangerTone : PlainTone;
        default:
            return {};
    }
}

QString ClassRecordModel::help(int column) const {
    switch (column) {
        case ByEpoch:
            return tr("Share of the class that was right after each epoch, 0 to 100 %.");
        case Fitted:
            return tr(
                "Share of the class's fitted samples predicted right at the best weights. "
                "Higher is better.");
        case HeldOut:
            return tr(
                "Share of the class's validation samples predicted right at the best "
                "weights. Higher is better.");
        case Change:
            return m_otherName.isEmpty()
                       ? tr("Choose a run to compare with.")
                       : tr("Validation accuracy less that of %1, in percentage points.")
                             .arg(m_otherName);
        case TakenFor:
            return tr(
                "The wrong class predicted most often at the best weights, and for what "
                "share of the class.");
        case ForgottenNow:
            return tr(
                "Samples that were right the epoch before and wrong in this one. Lower is "
                "better.");
        case ForgottenInAll:
            return tr("Forgetting events of the class over all epochs. Lower is better.");
        case Difficulty:
            return tr(
                "Mean over the class of a sample's loss summed over all epochs, 0 or more. "
                "High: hard to learn.");
        default:
            return {};
    }
}

QVariant ClassRecordModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) return help(section);
    if (role == Qt::TextAlignmentRole) {
        const bool left = section == Class || section == TakenFor || section == ByEpoch;
        return QVariant(Qt::AlignVCenter | (left ? Qt::AlignLeft : Qt::AlignRight));
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Class:
            return tr("Class");
        case ByEpoch:
            return tr("By epoch");
        case Fitted:
            return tr("Fitted, %");
        case HeldOut:
            return tr("Validation, %");
        case Change:
            return tr("Change, pp");
        case TakenFor:
            return tr("Mostly taken for, %");
        case ForgottenNow:
            return m_epoch < 0 ? tr("Forgotten") : tr("Forgotten in %1").arg(m_epoch + 1);
        case ForgottenInAll:
            return tr("In all");
        default:
            return tr("Difficulty, nats");
    }
}

}  // namespace winnow::ui
