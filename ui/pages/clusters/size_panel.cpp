// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/size_panel.h"

#include "ui/models/cluster_model.h"
#include "ui/pages/clusters/cluster_table.h"
#include "ui/session/filter.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/share_bar.h"

#include <QBoxLayout>
#include <QStackedWidget>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kBars = 30;

}  // namespace

SizePanel::SizePanel(Session* session, ClusterModel* model, QWidget* parent)
    : Panel(tr("Members per cluster"), parent),
      m_session(session),
      m_model(model),
      m_view(new Segments({tr("Bars"), tr("Table"), tr("Sizes")}, this)),
      m_stack(new QStackedWidget(this)),
      m_bars(new ClusterBars(this)),
      m_table(new ClusterTable(model, this)),
      m_distribution(new ClusterBars(this)),
      m_shares(new ShareBar(this)) {
    m_shares->setAccessibleName(tr("Head and tail"));
    m_distribution->setAccessibleName(tr("Clusters per size"));
    m_view->setSegmentToolTip(Bars, tr("The largest clusters, a bar each"));
    m_view->setSegmentToolTip(Table, tr("All clusters in a table"));
    m_view->setSegmentToolTip(Sizes, tr("How many clusters there are of each size"));
    addHeaderWidget(m_view);
    for (QWidget* each : {static_cast<QWidget*>(m_bars),
                          static_cast<QWidget*>(m_table),
                          static_cast<QWidget*>(m_distribution)})
        m_stack->addWidget(each);
    setContent(m_stack);
    body()->addWidget(m_shares);
    setFigure(this);
    connect(m_view, &Segments::currentChanged, this, &SizePanel::showView);
    connectBars();
    connect(m_table, &ClusterTable::opened, this, &SizePanel::opened);
    connect(model, &QAbstractItemModel::modelReset, this, &SizePanel::rebuild);
    connect(session->filter(), &Filter::changed, this, &SizePanel::showBars);
    rebuild();
}

void SizePanel::connectBars() {
    const auto firstOf = [this](int bar) {
        const auto& clusters = m_bins.at(static_cast<std::size_t>(bar)).clusters;
        return clusters.empty() ? std::int64_t{-1} : clusters.front();
    };
    const auto openSize = [this, firstOf](int bar) {
        if (const std::int64_t cluster = firstOf(bar); cluster >= 0) Q_EMIT opened(cluster);
    };
    const auto openBar = [this](int bar) {
        Q_EMIT opened(m_clusters.at(static_cast<std::size_t>(bar)));
    };
    connect(m_bars, &ClusterBars::opened, this, openBar);
    connect(m_distribution, &ClusterBars::opened, this, openSize);
    connect(m_bars, &BarChart::chosenChanged, this, [openBar](const QSet<int>& bars) {
        if (bars.size() == 1) openBar(*bars.begin());
    });
    connect(m_distribution, &BarChart::chosenChanged, this, [openSize](const QSet<int>& bars) {
        if (bars.size() == 1) openSize(*bars.begin());
    });
    connect(m_bars, &ClusterBars::enclosed, this, [this](const QList<int>& bars, Combine how) {
        std::vector<std::int64_t> clusters;
        for (const int bar : bars) clusters.push_back(m_clusters.at(static_cast<std::size_t>(bar)));
        Q_EMIT enclosed(clusters, how);
    });
    connect(
        m_distribution, &ClusterBars::enclosed, this, [this](const QList<int>& bars, Combine how) {
            std::vector<std::int64_t> clusters;
            for (const int bar : bars) {
                const auto& those = m_bins.at(static_cast<std::size_t>(bar)).clusters;
                clusters.insert(clusters.end(), those.begin(), those.end());
            }
            Q_EMIT enclosed(clusters, how);
        });
}

int SizePanel::view() const { return m_view->currentIndex(); }
void SizePanel::setView(int view) { m_view->setCurrentIndex(view); }
QTableView* SizePanel::table() const { return m_table; }
const ClusterBars* SizePanel::shown() const {
    return m_view->currentIndex() == Sizes ? m_distribution : m_bars;
}

void SizePanel::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    shown()->paintFigure(painter, size, theme);
}

void SizePanel::setProvenance(const QString& line) {
    m_bars->setProvenance(line);
    m_distribution->setProvenance(line);
}

void SizePanel::setClass(std::int64_t label) {
    m_label = label;
    m_table->setClass(label);
    rebuild();
}

void SizePanel::setOpened(std::int64_t cluster) {
    m_opened = cluster;
    m_table->setOpened(cluster);
    showBars();
    showDistribution();
}

void SizePanel::rebuild() {
    m_clusters = clustersOf(m_session->cluster(), m_label);
    m_bins = sizeBins(m_clusters, m_session->cluster());
    showView(m_view->currentIndex());
    showBars();
    showDistribution();
    showShares();
}

void SizePanel::showView(int view) {
    m_stack->setCurrentIndex(view);
    const ClusterArrays& cluster = m_session->cluster();
    const auto loners = std::ranges::count_if(
        m_clusters, [&](std::int64_t each) { return cluster.sizes[each] == 1; });
    const auto all = std::ssize(m_clusters);
    if (view == Sizes)
        return setSubtitle(
            tr("log scale, %1 clusters; %2 have one").arg(countText(all), countText(loners)));
    setSubtitle(tr("log scale, %1 of %2; %3 have one")
                    .arg(countText(std::min<std::ptrdiff_t>(kBars, all)),
                         countText(all),
                         countText(loners)));
}

void SizePanel::showBars() {
    const ClusterArrays& cluster = m_session->cluster();
    const bool filtered = m_session->filter()->isActive();
    BarChartData chart;
    chart.logarithmic = true;
    chart.partName = tr("matching");
    const QString name = m_session->className(m_label);
    chart.x = {m_label < 0 ? tr("Cluster, largest first")
                           : tr("Cluster of class %1, largest first").arg(name),
               {},
               0};
    chart.y = {tr("Members"), {}, 0};
    QSet<int> chosen;
    for (std::size_t i = 0; i < std::min<std::size_t>(kBars, m_clusters.size()); ++i) {
        const std::int64_t each = m_clusters[i];
        Bar bar;
        bar.label = QString::number(i + 1);
        bar.value = static_cast<double>(cluster.sizes[each]);
        bar.toolTip = tr("Cluster %1, %2, centroid #%3")
                          .arg(each)
                          .arg(m_session->className(cluster.clusterClass[each]))
                          .arg(cluster.centroids[each]);
        if (filtered) {
            const QModelIndex row = m_model->index(m_model->rowOf(each), ClusterModel::Matched);
            bar.part = row.data(ClusterModel::SortRole).toDouble();
        }
        if (each == m_opened) {
            bar.colour = DataColour::accent();
            chosen << static_cast<int>(i);
        }
        chart.bars << bar;
    }
    m_bars->setData(chart);
    m_bars->setChosen(chosen);
}

void SizePanel::showDistribution() {
    BarChartData chart;
    chart.logarithmic = true;
    chart.valuesAbove = true;
    const QString name = m_session->className(m_label);
    chart.x = {
        m_label < 0 ? tr("Members of a cluster") : tr("Members of a cluster of class %1").arg(name),
        {},
        0};
    chart.y = {tr("Clusters"), {}, 0};
    QSet<int> chosen;
    for (const SizeBin& bin : m_bins) {
        Bar bar;
        bar.label = bin.low == bin.high ? countText(bin.low)
                                        : tr("%1–%2").arg(countText(bin.low), countText(bin.high));
        bar.value = static_cast<double>(std::ssize(bin.clusters));
        bar.toolTip = tr("clusters of %1 members").arg(bar.label);
        if (std::ranges::find(bin.clusters, m_opened) != bin.clusters.end()) {
            bar.colour = DataColour::accent();
            chosen << static_cast<int>(chart.bars.size());
        }
        chart.bars << bar;
    }
    m_distribution->setData(chart);
    m_distribution->setChosen(chosen);
}

void SizePanel::showShares() {
    const ClusterArrays& cluster = m_session->cluster();
    std::int64_t head = 0, loners = 0, all = 0;
    for (const std::int64_t each : m_clusters) {
        const std::int64_t size = cluster.sizes[each];
        all += size;
        if (size == 1) ++loners;
    }
    // Per class the head is each class's largest cluster.
    std::vector<std::int64_t> seen;
    for (const std::int64_t each : m_clusters) {
        const std::int64_t label = cluster.clusterClass[each];
        if (std::ranges::find(seen, label) != seen.end()) continue;
        seen.push_back(label);
        if (cluster.sizes[each] > 1) head += cluster.sizes[each];
    }
    const auto share = [all](const QString& name, std::int64_t count, DataColour colour) {
        const double part = all > 0 ? static_cast<double>(count) / static_cast<double>(all) : 0;
        return Share{name,
                     static_cast<double>(count),
                     countText(count) + QStringLiteral(", ") + percentText(part, 0),
                     colour};
    };
    const bool many = m_label < 0 && seen.size() > 1;
    m_shares->setShares({share(many ? tr("Heads") : tr("Head"), head, DataColour::sequential(0.85)),
                         share(tr("Between"), all - head - loners, DataColour::sequential(0.6)),
                         share(tr("Loners"), loners, DataColour::sequential(0.3))});
    m_shares->setToolTip(
        tr("Samples in the largest cluster of a class, in clusters of two or more, and alone. A "
           "long tail is usual: the largest gradient draws nearly all."));
}

}  // namespace winnow::ui
