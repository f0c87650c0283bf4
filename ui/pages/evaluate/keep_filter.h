// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QSortFilterProxyModel>

#include <optional>

namespace winnow::ui {

/// Of an EvaluationModel the rows of one kept share with the full set, or all; without the hidden
/// methods. Sorts by number.
class KeepFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit KeepFilter(QObject* parent = nullptr);

    /// None: every share.
    void setKeep(std::optional<double> keep);
    void setHiddenMethods(const QSet<QString>& methods);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    std::optional<double> m_keep;
    QSet<QString> m_hidden;
};

}  // namespace winnow::ui
