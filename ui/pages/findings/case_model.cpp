// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/case_model.h"

#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"

#include <QCollator>

#include <algorithm>
#include <numeric>

namespace winnow::ui {

CaseModel::CaseModel(Session* session, QObject* parent)
    : QAbstractTableModel(parent), m_session(session) {
    connect(session->annotations(), &Annotations::changed, this, &CaseModel::takeDecisions);
    connect(session->filter(), &Filter::changed, this, &CaseModel::takeFilter);
    connect(session->filter(), &Filter::modeChanged, this, &CaseModel::takeFilter);
    connect(session, &Session::classSlotsChanged, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    });
}

void CaseModel::setFindings(const FindingsArrays& findings) {
    beginResetModel();
    m_findings = findings;
    m_dataset = m_session->chosen(Part::Dataset);
    findJudged();
    setOrder(visibleCases());
    endResetModel();
    Q_EMIT judgedChanged();
}

bool CaseModel::fitsDataset() const { return m_session->chosen(Part::Dataset) == m_dataset; }

void CaseModel::findJudged() {
    m_open.assign(static_cast<std::size_t>(cases()), true);
    m_judged = 0;
    for (int which = 0; which < cases(); ++which) {
        const bool open = findOpen(which);
        m_open[static_cast<std::size_t>(which)] = open;
        m_judged += open ? 0 : 1;
    }
}

void CaseModel::takeDecisions() {
    if (!fitsDataset()) return;
    findJudged();
    const auto [first, last] = judgedColumns();
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, first), index(rowCount() - 1, last));
    Q_EMIT judgedChanged();
}

void CaseModel::takeFilter() {
    if (!fitsDataset()) return;
    std::vector<int> visible = visibleCases();
    if (visible.size() != m_order.size() ||
        !std::ranges::all_of(visible, [this](int which) { return rowOf(which) >= 0; })) {
        beginResetModel();
        setOrder(std::move(visible));
        endResetModel();
    } else if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
}

std::vector<int> CaseModel::visibleCases() const {
    std::vector<int> visible(static_cast<std::size_t>(cases()));
    std::iota(visible.begin(), visible.end(), 0);
    const Filter* filter = m_session->filter();
    if (filter->isActive() && filter->mode() == Filter::Mode::Hide)
        std::erase_if(visible, [this](int which) { return !matches(which); });
    sortCases(visible);
    return visible;
}

void CaseModel::setOrder(std::vector<int> order) {
    m_order = std::move(order);
    m_rowOf.assign(static_cast<std::size_t>(cases()), -1);
    for (std::size_t row = 0; row < m_order.size(); ++row)
        m_rowOf[static_cast<std::size_t>(m_order[row])] = static_cast<int>(row);
}

void CaseModel::sortCases(std::vector<int>& order) const {
    // Cases are numbered in the artifact's order, which is the first column's.
    std::ranges::sort(order);
    if (m_column == 0) {
        if (m_direction == Qt::DescendingOrder) std::ranges::reverse(order);
        return;
    }
    const std::vector<double> keys = sortKeys(m_column);
    const bool falling = m_direction == Qt::DescendingOrder;
    std::ranges::stable_sort(order, [&](int a, int b) {
        const double x = keys[static_cast<std::size_t>(a)], y = keys[static_cast<std::size_t>(b)];
        if (x != x || y != y) return x == x && y != y;
        return falling ? x > y : x < y;
    });
}

void CaseModel::sort(int column, Qt::SortOrder order) {
    if (column < 0) {
        column = 0;
        order = Qt::AscendingOrder;
    }
    m_column = column;
    m_direction = order;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> persistent;
    for (const QModelIndex& each : before) persistent.push_back(caseAt(each.row()));
    std::vector<int> sorted = m_order;
    sortCases(sorted);
    setOrder(std::move(sorted));
    for (qsizetype i = 0; i < before.size(); ++i)
        changePersistentIndex(
            before[i], index(rowOf(persistent[static_cast<std::size_t>(i)]), before[i].column()));
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

int CaseModel::caseAt(int row) const {
    return row >= 0 && row < rowCount() ? m_order[static_cast<std::size_t>(row)] : -1;
}

int CaseModel::rowOf(int which) const {
    return which >= 0 && which < static_cast<int>(m_rowOf.size())
               ? m_rowOf[static_cast<std::size_t>(which)]
               : -1;
}

int CaseModel::rowOfSample(std::int64_t sample) const {
    if (sample < 0) return -1;
    int lead = -1;
    for (int which = 0; which < cases(); ++which) {
        if (rowOf(which) < 0) continue;
        if (leadOf(which) == sample) return rowOf(which);
        if (lead < 0 && std::ranges::count(samplesOf(which), sample) > 0) lead = rowOf(which);
    }
    return lead;
}

SampleSet CaseModel::samplesBetween(int from, int to) const {
    SampleSet samples(m_session->sampleCount());
    for (int row = std::min(from, to); row <= std::max(from, to); ++row)
        for (const std::int64_t sample : samplesOf(caseAt(row))) samples.insert(sample);
    return samples;
}

SampleSet CaseModel::matchingSamples() const {
    SampleSet samples(m_session->sampleCount());
    for (const int which : m_order)
        if (matches(which))
            for (const std::int64_t sample : samplesOf(which)) samples.insert(sample);
    return samples;
}

bool CaseModel::matches(int which) const {
    const Filter* filter = m_session->filter();
    return !filter->isActive() || std::ranges::any_of(samplesOf(which), [&](std::int64_t sample) {
        return filter->matches().contains(sample);
    });
}

bool CaseModel::isChosen(int which) const {
    return std::ranges::all_of(samplesOf(which), [this](std::int64_t sample) {
        return m_session->selection()->contains(sample);
    });
}

std::vector<int> CaseModel::targets(int row) const {
    const int current = caseAt(row);
    if (current >= 0 && !isChosen(current)) return {current};
    std::vector<int> chosen;
    if (m_session->selection()->count() > 0)
        std::ranges::copy_if(
            m_order, std::back_inserter(chosen), [this](int which) { return isChosen(which); });
    return chosen;
}

int CaseModel::nextOpen(int row) const {
    const int rows = rowCount();
    for (int step = 1; step <= rows; ++step) {
        const int next = (row + step) % rows;
        if (isOpen(caseAt(next)) && matches(caseAt(next))) return next;
    }
    return -1;
}

int CaseModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

QVariant CaseModel::data(const QModelIndex& index, int role) const {
    const int which = caseAt(index.row());
    switch (role) {
        case CaseIdRole:
            return qint64{leadOf(which)};
        case CaseChosenRole:
            return isChosen(which);
        case CaseDimRole:
            return !matches(which);
        default:
            return {};
    }
}

std::vector<double> CaseModel::classPlaces() const {
    const QStringList& names = m_session->classNames();
    std::vector<int> order(static_cast<std::size_t>(names.size()));
    std::iota(order.begin(), order.end(), 0);
    QCollator collator;
    collator.setNumericMode(true);
    std::ranges::stable_sort(order, [&](int a, int b) { return collator(names[a], names[b]); });
    std::vector<double> places(order.size());
    for (std::size_t place = 0; place < order.size(); ++place)
        places[static_cast<std::size_t>(order[place])] = static_cast<double>(place);
    return places;
}

int CaseModel::slotOf(std::int64_t label) const {
    return m_session->classSlots().slotOf(static_cast<int>(label)).value_or(-1);
}

}  // namespace winnow::ui
