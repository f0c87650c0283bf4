// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/neighbour_model.h"

#include "ui/session/scores.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kDecimals = 2;
constexpr int kCosineDecimals = 3;

}  // namespace

NeighbourModel::NeighbourModel(Session* session, Relation relation, QObject* parent)
    : QAbstractTableModel(parent), m_session(session), m_relation(relation), m_thumbnails(session) {
    connect(session, &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Kernel) rebuild();
    });
    connect(session, &Session::datasetChanged, this, [this] {
        m_sample = -1;
        m_thumbnails.reset();
        rebuild();
    });
}

void NeighbourModel::setSample(std::int64_t id) {
    if (id == m_sample) return;
    m_sample = id;
    rebuild();
}

void NeighbourModel::setPartners(std::vector<Partner> partners) {
    beginResetModel();
    m_sample = -1;
    m_partners = std::move(partners);
    endResetModel();
}

void NeighbourModel::setCount(int count) {
    m_count = count;
    rebuild();
}

void NeighbourModel::rebuild() {
    beginResetModel();
    m_partners = partners();
    endResetModel();
}

std::vector<NeighbourModel::Partner> NeighbourModel::partners() const {
    const KernelArrays& kernel = m_session->kernel();
    const auto row = kernel.rowOf(m_sample);
    if (kernel.id.isEmpty() || !row) return {};
    const bool unrelated = m_relation == Relation::Unrelated;
    const bool opposed = m_relation == Relation::Contradictory;
    const auto ids = (unrelated ? kernel.unrelated
                      : opposed ? kernel.opposed
                                : kernel.neighbours)
                         .row(*row);
    const auto values = (unrelated ? kernel.unrelatedValues
                         : opposed ? kernel.opposedValues
                                   : kernel.neighbourValues)
                            .row(*row);
    std::vector<Partner> partners;
    for (std::size_t i = 0; i < ids.size() && std::ssize(partners) < m_count; ++i) {
        const auto other = kernel.rowOf(ids[i]);
        if (!other) break;  // -1: the list ends here
        const double value = values[i];
        const double scale =
            std::sqrt(static_cast<double>(kernel.diagonal[*row]) * kernel.diagonal[*other]);
        const double cosine = unrelated ? value : scale > 0 ? value / scale : kNotDefined;
        partners.push_back({ids[i], value, cosine});
    }
    return partners;
}

std::int64_t NeighbourModel::idAt(int row) const {
    return row >= 0 && static_cast<std::size_t>(row) < m_partners.size()
               ? m_partners[static_cast<std::size_t>(row)].id
               : -1;
}

std::vector<std::int64_t> NeighbourModel::ids() const {
    std::vector<std::int64_t> ids;
    for (const Partner& partner : m_partners) ids.push_back(partner.id);
    return ids;
}

int NeighbourModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_partners.size());
}

int NeighbourModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant NeighbourModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Partner& partner = m_partners[static_cast<std::size_t>(index.row())];
    const bool number = index.column() == Kappa || index.column() == Cosine;
    switch (role) {
        case IdRole:
            return qint64{partner.id};
        case ClassRole:
            return static_cast<int>(m_session->label(partner.id));
        case NumberRole:
            return partner.value;
        case CosineRole:
            return partner.cosine;
        case ImageRole:
            return m_thumbnails.thumbnail(partner.id);
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::DisplayRole:
            break;
        default:
            return {};
    }
    switch (index.column()) {
        case Sample:
            return QString::number(partner.id);
        case Class:
            return m_session->className(m_session->label(partner.id));
        case Kappa:
            // Of unrelated partners the kernel keeps the cosine alone.
            return m_relation == Relation::Unrelated ? QString()
                                                     : numberText(partner.value, kDecimals);
        case Cosine:
            return numberText(partner.cosine, kCosineDecimals);
        default:
            return {};
    }
}

QVariant NeighbourModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) {
        if (section == Kappa)
            return tr(
                "How much a step on the one changes the output for the other. Above 0: they "
                "help each other; below: they undo each other.");
        if (section == Cosine)
            return m_relation == Relation::Unrelated
                       ? tr("Size of κ over the geometric mean of both samples' own values, 0 to "
                            "1. "
                            "Near 0: they do not act on each other.")
                       : tr("κ over the geometric mean of both samples' own values, −1 to 1.");
        return {};
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Sample:
            return tr("Sample");
        case Class:
            return tr("Class");
        case Kappa:
            return tr("κ");
        case Cosine:
            return m_relation == Relation::Unrelated ? tr("|cosine|") : tr("Cosine");
        default:
            return {};
    }
}

}  // namespace winnow::ui
