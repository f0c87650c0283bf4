// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/keep_filter.h"

#include "ui/pages/evaluate/evaluation_model.h"
#include "ui/pages/train/record_table.h"

namespace winnow::ui {

KeepFilter::KeepFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(RecordSortRole);
}

void KeepFilter::setKeep(std::optional<double> keep) {
    m_keep = keep;
    invalidateFilter();
}

void KeepFilter::setHiddenMethods(const QSet<QString>& methods) {
    m_hidden = methods;
    invalidateFilter();
}

bool KeepFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const QString method = index.data(EvaluationModel::MethodRole).toString();
    if (method != QLatin1String(kRandomMethod) && m_hidden.contains(method)) return false;
    return !m_keep || method == QLatin1String(kFullMethod) ||
           sameKeep(*m_keep, index.data(EvaluationModel::KeepRole).toDouble());
}

}  // namespace winnow::ui
