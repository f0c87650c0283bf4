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
      m_view(new Segments({tr("Bars"), tr("Table")}, this)),
      m_stack(new QStackedWidget(this)),
      m_bars(new ClusterBars(this)),
      m_table(new ClusterTable(model, this)),
      m_shares(new ShareBar(this)) {
    m_shares->setAccessibleName(tr("Head and tail"));
    addHeaderWidget(m_view);
    m_stack->addWidget(m_bars);
    m_stack->addWidget(m_table);
    setContent(m_stack);
    body()->addWidget(m_shares);
    setFigure(m_bars);
    connect(m_view, &Segments::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_bars, &ClusterBars::opened, this, [this](int bar) {
        Q_EMIT opened(m_clusters.at(static_cast<std::size_t>(bar)));
    });
    connect(m_bars, &ClusterBars::enclosed, this, [this](const QList<int>& bars, Combine how) {
        std::vector<std::int64_t> clusters;
        for (const int bar : bars) clusters.push_back(m_clusters.at(static_cast<std::size_t>(bar)));
        Q_EMIT enclosed(clusters, how);
    });
    connect(m_bars, &BarChart::chosenChanged, this, [this](const QSet<int>& bars) {
        if (bars.size() == 1) Q_EMIT opened(m_clusters.at(static_cast<std::size_t>(*bars.begin())));
    });
    connect(m_table, &ClusterTable::opened, this, &SizePanel::opened);
    connect(model, &QAbstractItemModel::modelReset, this, &SizePanel::rebuild);
    connect(session->filter(), &Filter::changed, this, &SizePanel::showBars);
    rebuild();
}

int SizePanel::view() const { return m_view->currentIndex(); }
void SizePanel::setView(int view) { m_view->setCurrentIndex(view); }
QTableView* SizePanel::table() const { return m_table; }
void SizePanel::setProvenance(const QString& line) { m_bars->setProvenance(line); }

void SizePanel::setClass(std::int64_t label) {
    m_label = label;
    m_table->setClass(label);
    rebuild();
}

void SizePanel::setOpened(std::int64_t cluster) {
    m_opened = cluster;
    m_table->setOpened(cluster);
    showBars();
}

void SizePanel::rebuild() {
    const ClusterArrays& cluster = m_session->cluster();
    m_clusters.clear();
    for (std::int64_t each = 0; each < cluster.sizes.size(); ++each)
        if (m_label < 0 || cluster.clusterClass[each] == m_label) m_clusters.push_back(each);
    std::ranges::stable_sort(
        m_clusters, std::ranges::greater{}, [&](std::int64_t each) { return cluster.sizes[each]; });
    const auto loners = std::ranges::count_if(
        m_clusters, [&](std::int64_t each) { return cluster.sizes[each] == 1; });
    const auto all = std::ssize(m_clusters);
    setSubtitle(tr("log scale, %1 of %2; %3 have one")
                    .arg(countText(std::min<std::ptrdiff_t>(kBars, all)),
                         countText(all),
                         countText(loners)));
    showBars();
    showShares();
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
