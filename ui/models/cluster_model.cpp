// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cluster_model.h"

#include "ui/session/filter.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <algorithm>
#include <numeric>

namespace winnow::ui {

void sortMembers(std::vector<std::int64_t>& ids,
                 const ClusterArrays& arrays,
                 std::int64_t cluster) {
    const std::int64_t centroid = arrays.centroids[cluster];
    // The most similar to a centroid need not be the centroid itself.
    std::ranges::stable_sort(ids, [&](std::int64_t a, std::int64_t b) {
        if (a == centroid || b == centroid) return a == centroid && b != centroid;
        return arrays.similarity && arrays.similarity[a] > arrays.similarity[b];
    });
}

ClusterModel::ClusterModel(Session* session, QObject* parent)
    : QAbstractTableModel(parent), m_session(session) {
    connect(session, &Session::datasetChanged, this, &ClusterModel::rebuild);
    connect(session, &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Cluster) rebuild();
    });
    connect(session->filter(), &Filter::changed, this, [this] {
        countMatches();
        if (m_column == Matched) {
            sort(m_column, m_order);
        } else if (!m_rows.empty()) {
            Q_EMIT dataChanged(index(0, Matched), index(rowCount() - 1, Matched));
        }
    });
    rebuild();
}

void ClusterModel::rebuild() {
    beginResetModel();
    m_rows.resize(static_cast<std::size_t>(m_session->cluster().sizes.size()));
    std::iota(m_rows.begin(), m_rows.end(), std::int64_t{0});
    countMatches();
    order();
    endResetModel();
}

void ClusterModel::countMatches() {
    const ClusterArrays& cluster = m_session->cluster();
    m_matched.assign(static_cast<std::size_t>(cluster.sizes.size()), 0);
    const SampleSet& matches = m_session->filter()->matches();
    for (std::int64_t id = 0; id < cluster.assignment.size(); ++id)
        if (const std::int64_t at = cluster.assignment[id]; at >= 0 && matches.contains(id))
            ++m_matched[static_cast<std::size_t>(at)];
}

std::int64_t ClusterModel::key(std::int64_t cluster, int column) const {
    const ClusterArrays& arrays = m_session->cluster();
    switch (column) {
        case Class:
            return arrays.clusterClass[cluster];
        case Size:
            return arrays.sizes[cluster];
        case Matched:
            return m_matched[static_cast<std::size_t>(cluster)];
        case Centroid:
            return arrays.centroids[cluster];
        default:
            return cluster;
    }
}

void ClusterModel::order() {
    std::ranges::sort(m_rows);
    std::ranges::stable_sort(m_rows, [this](std::int64_t a, std::int64_t b) {
        const std::int64_t x = key(a, m_column), y = key(b, m_column);
        return m_order == Qt::AscendingOrder ? x < y : x > y;
    });
}

void ClusterModel::sort(int column, Qt::SortOrder sortOrder) {
    if (column < 0 || column >= Columns) return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<std::int64_t> clusters;
    for (const QModelIndex& each : before) clusters.push_back(clusterAt(each.row()));
    m_column = column;
    m_order = sortOrder;
    order();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after += index(rowOf(clusters[static_cast<std::size_t>(i)]), before[i].column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

std::int64_t ClusterModel::clusterAt(int row) const {
    return row >= 0 && static_cast<std::size_t>(row) < m_rows.size()
               ? m_rows[static_cast<std::size_t>(row)]
               : -1;
}

int ClusterModel::rowOf(std::int64_t cluster) const {
    const auto it = std::ranges::find(m_rows, cluster);
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

std::vector<std::int64_t> ClusterModel::members(std::int64_t cluster) const {
    const ClusterArrays& arrays = m_session->cluster();
    std::vector<std::int64_t> members;
    if (cluster < 0) return members;
    for (std::int64_t id = 0; id < arrays.assignment.size(); ++id)
        if (arrays.assignment[id] == cluster) members.push_back(id);
    if (!members.empty()) sortMembers(members, arrays, cluster);
    return members;
}

int ClusterModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ClusterModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant ClusterModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const std::int64_t cluster = clusterAt(index.row());
    switch (role) {
        case NumberRole:
            return qint64{cluster};
        case ClassRole:
            return static_cast<int>(key(cluster, Class));
        case CentroidRole:
            return qint64{key(cluster, Centroid)};
        case SortRole:
            return qint64{key(cluster, index.column())};
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter |
                            (index.column() == Class ? Qt::AlignLeft : Qt::AlignRight));
        case Qt::DisplayRole:
            if (index.column() == Class) {
                const QString name = m_session->className(key(cluster, Class));
                return name.isEmpty() ? tr("several") : name;
            }
            // Numbers of clusters and samples are names, not amounts.
            if (index.column() == Cluster || index.column() == Centroid)
                return QString::number(key(cluster, index.column()));
            return countText(key(cluster, index.column()));
        default:
            return {};
    }
}

QVariant ClusterModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) {
        if (section == Size) return tr("Samples in the cluster. 1: nothing else is like it.");
        if (section == Matched) return tr("Samples of the cluster that match the filter.");
        if (section == Centroid)
            return tr(
                "The sample the cluster is built around: it interacted least with the "
                "centroids before it.");
        return {};
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Cluster:
            return tr("Cluster");
        case Class:
            return tr("Class");
        case Size:
            return tr("Samples");
        case Matched:
            return tr("Match");
        case Centroid:
            return tr("Centroid");
        default:
            return {};
    }
}

}  // namespace winnow::ui
