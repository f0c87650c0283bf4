// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/train/learning_records.h"

#include <QAbstractTableModel>

#include <memory>

namespace winnow::ui {

class Session;

/// One row a class: how a run learned it, what it takes it for, how often it forgot it.
class ClassRecordModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Class,
        ByEpoch,
        Fitted,
        HeldOut,
        Change,
        TakenFor,
        ForgottenNow,
        ForgottenInAll,
        Difficulty,
        Columns
    };

    explicit ClassRecordModel(Session* session, QObject* parent = nullptr);

    /// Null: no rows. epoch: the one ForgottenNow is about, from 0. other: the run Change is
    /// against; null: none.
    void setRecords(std::shared_ptr<const LearningRecords> records,
                    std::int64_t epoch,
                    std::shared_ptr<const LearningRecords> other,
                    const QString& otherName);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

private:
    [[nodiscard]] double number(int row, int column) const;
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QVariant mark(int row, int column) const;
    [[nodiscard]] QString help(int column) const;

    Session* m_session;
    std::shared_ptr<const LearningRecords> m_records, m_other;
    std::int64_t m_epoch = -1;
    QString m_otherName;
};

}  // namespace winnow::ui
