// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/difficulty/control/control_result.h"

#include <QAbstractTableModel>

namespace winnow::ui {

class Session;

/// How hard each class's target was in each company.
class TargetModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Class, Interchangeable, Medium, NonInterchangeable, Order, Columns };

    explicit TargetModel(Session* session, QObject* parent = nullptr);

    void setTargets(std::vector<TargetDifficulty> targets);
    /// Class of a row; -1 outside.
    [[nodiscard]] std::int64_t labelAt(int row) const;
    [[nodiscard]] int rowOf(std::int64_t label) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

private:
    [[nodiscard]] QString text(const TargetDifficulty& target, int column) const;

    Session* m_session;
    std::vector<TargetDifficulty> m_targets;
};

/// Whether the means rise from interchangeable to non-interchangeable; not where one is undefined.
[[nodiscard]] bool isOrdered(const std::array<SummaryFigures, kCompanies>& difficulty);

}  // namespace winnow::ui
