// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/clusters/cluster_bars.h"
#include "ui/pages/clusters/cluster_groups.h"
#include "ui/widgets/figure_source.h"
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

/// How many members the clusters have: the largest as bars on a log scale (lpNTK paper, Fig. 15),
/// how many clusters there are of each size, or all in a table; and how the samples divide into
/// head, middle and loners.
class SizePanel : public Panel, public FigureSource {
    Q_OBJECT

public:
    enum View { Bars, Table, Sizes };

    /// `model` outlives the panel.
    SizePanel(Session* session, ClusterModel* model, QWidget* parent = nullptr);

    /// Clusters of one class; -1: of all.
    void setClass(std::int64_t label);
    /// Marks the one that is open; -1: none.
    void setOpened(std::int64_t cluster);
    void setProvenance(const QString& line);
    /// A View.
    [[nodiscard]] int view() const;
    void setView(int view);

    /// The shown clusters, largest first.
    [[nodiscard]] const std::vector<std::int64_t>& clusters() const { return m_clusters; }
    [[nodiscard]] ClusterBars* bars() const { return m_bars; }
    /// Bars of clusters per size, as `bins` has them.
    [[nodiscard]] ClusterBars* distribution() const { return m_distribution; }
    [[nodiscard]] const std::vector<SizeBin>& bins() const { return m_bins; }
    [[nodiscard]] QTableView* table() const;

    /// Of the bars that are shown; of the table, those of the largest clusters.
    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override { return shown()->figureCsv(); }
    [[nodiscard]] QString figureProvenance() const override { return shown()->figureProvenance(); }
    [[nodiscard]] QSize figureSize() const override { return shown()->figureSize(); }

Q_SIGNALS:
    void opened(std::int64_t cluster);
    void enclosed(const std::vector<std::int64_t>& clusters, winnow::ui::Combine how);

private:
    void rebuild();
    void connectBars();
    void showView(int view);
    void showBars();
    void showDistribution();
    [[nodiscard]] const ClusterBars* shown() const;
    void showShares();

    Session* m_session;
    ClusterModel* m_model;
    Segments* m_view;
    QStackedWidget* m_stack;
    ClusterBars* m_bars;
    ClusterTable* m_table;
    ClusterBars* m_distribution;
    ShareBar* m_shares;
    std::int64_t m_label = -1;
    std::int64_t m_opened = -1;
    std::vector<std::int64_t> m_clusters;
    std::vector<SizeBin> m_bins;
};

}  // namespace winnow::ui
