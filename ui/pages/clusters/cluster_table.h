// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

#include <cstdint>

namespace winnow::ui {

class ClusterModel;

/// The clusters of one class, or all, as a table that sorts by each column.
class ClusterTable : public QTableView {
    Q_OBJECT

public:
    /// `model` outlives the table.
    explicit ClusterTable(ClusterModel* model, QWidget* parent = nullptr);

    /// -1: all.
    void setClass(std::int64_t label);
    void setOpened(std::int64_t cluster);
    [[nodiscard]] std::int64_t clusterAt(int row) const;

Q_SIGNALS:
    /// By a click or by walking with the keys.
    void opened(std::int64_t cluster);

private:
    class Rows;
    Rows* m_rows;
    bool m_following = false;
};

}  // namespace winnow::ui
