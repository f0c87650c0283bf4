// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <vector>

namespace winnow::ui {

struct ClusterArrays;
class Session;

/// Sorts ids of members of a cluster: its centroid first, then by kappa to it, falling. Where the
/// kappas are not stored the others stay as they are.
void sortMembers(std::vector<std::int64_t>& ids, const ClusterArrays& arrays, std::int64_t cluster);

/// The chosen clusters, largest first; sorts by each column.
class ClusterModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Cluster, Class, Size, Matched, Centroid, Columns };
    enum Role { NumberRole = Qt::UserRole + 1, ClassRole, CentroidRole, SortRole };

    explicit ClusterModel(Session* session, QObject* parent = nullptr);

    [[nodiscard]] std::int64_t clusterAt(int row) const;
    [[nodiscard]] int rowOf(std::int64_t cluster) const;
    /// Ids as sortMembers() has them.
    [[nodiscard]] std::vector<std::int64_t> members(std::int64_t cluster) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void rebuild();
    void countMatches();
    void order();
    [[nodiscard]] std::int64_t key(std::int64_t cluster, int column) const;

    Session* m_session;
    std::vector<std::int64_t> m_rows;     ///< row to cluster number
    std::vector<std::int64_t> m_matched;  ///< by cluster number
    int m_column = Size;
    Qt::SortOrder m_order = Qt::DescendingOrder;
};

}  // namespace winnow::ui
