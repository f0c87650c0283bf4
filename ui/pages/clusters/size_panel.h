// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/clusters/cluster_bars.h"
#include "ui/widgets/panel.h"

#include <vector>

class QStackedWidget;
class QTableView;

namespace winnow::ui {

class ClusterModel;
class ClusterTable;
class Segments;
class Session;
class ShareBar;

/// How many members the clusters have: the largest as bars on a log scale, or all in a table, and
/// how the samples divide into head, middle and loners.
class SizePanel : public Panel {
    Q_OBJECT

public:
    /// `model` outlives the panel.
    SizePanel(Session* session, ClusterModel* model, QWidget* parent = nullptr);

    /// Clusters of one class; -1: of all.
    void setClass(std::int64_t label);
    /// Marks the one that is open; -1: none.
    void setOpened(std::int64_t cluster);
    void setProvenance(const QString& line);
    /// 0: bars, 1: table.
    [[nodiscard]] int view() const;
    void setView(int view);

    /// The shown clusters, largest first.
    [[nodiscard]] const std::vector<std::int64_t>& clusters() const { return m_clusters; }
    [[nodiscard]] ClusterBars* bars() const { return m_bars; }
    [[nodiscard]] QTableView* table() const;

Q_SIGNALS:
    void opened(std::int64_t cluster);
    void enclosed(const std::vector<std::int64_t>& clusters, winnow::ui::Combine how);

private:
    void rebuild();
    void showBars();
    void showShares();

    Session* m_session;
    ClusterModel* m_model;
    Segments* m_view;
    QStackedWidget* m_stack;
    ClusterBars* m_bars;
    ClusterTable* m_table;
    ShareBar* m_shares;
    std::int64_t m_label = -1;
    std::int64_t m_opened = -1;
    std::vector<std::int64_t> m_clusters;
};

}  // namespace winnow::ui
