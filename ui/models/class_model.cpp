// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/class_model.h"

#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <cmath>

namespace winnow::ui {
namespace {

/// Mean of `value(id)` in each class of those samples it is a number for.
template <typename Value>
void meanByClass(const Session& session,
                 std::vector<ClassModel::Row>& classes,
                 double ClassModel::Row::*field,
                 Value&& value) {
    std::vector<double> sums(classes.size()), counts(classes.size());
    for (std::int64_t id = 0; id < session.sampleCount(); ++id) {
        const auto label = static_cast<std::size_t>(session.label(id));
        const double each = value(id);
        if (label >= classes.size() || std::isnan(each)) continue;
        sums[label] += each;
        counts[label] += 1;
    }
    for (std::size_t k = 0; k < classes.size(); ++k)
        classes[k].*field = counts[k] > 0 ? sums[k] / counts[k] : kNotDefined;
}

}  // namespace

ClassModel::ClassModel(Session* session, QObject* parent)
    : QAbstractTableModel(parent), m_session(session) {
    connect(session, &Session::datasetChanged, this, &ClassModel::rebuild);
    connect(session, &Session::chosenChanged, this, [this](Part part) {
        if (part != Part::Run && part != Part::Kernel) return;
        average();
        tell(Accuracy, Redundant);
    });
    connect(session->annotations(), &Annotations::changed, this, [this] {
        recount();
        average();
        tell(Samples, Redundant);
    });
    const auto counted = [this] {
        recount();
        tell(Matched, Selected);
    };
    connect(session->filter(), &Filter::changed, this, counted);
    connect(session->selection(), &Selection::changed, this, counted);
    rebuild();
}

void ClassModel::tell(int first, int last) {
    if (!m_classes.empty()) Q_EMIT dataChanged(index(0, first), index(rowCount() - 1, last));
}

void ClassModel::rebuild() {
    beginResetModel();
    m_classes.assign(static_cast<std::size_t>(m_session->classCount()), {});
    recount();
    average();
    endResetModel();
}

void ClassModel::recount() {
    for (Row& row : m_classes) row.samples = row.matched = row.selected = row.excluded = 0;
    for (std::int64_t id = 0; id < m_session->sampleCount(); ++id) {
        const auto label = static_cast<std::size_t>(m_session->label(id));
        if (label >= m_classes.size()) continue;
        Row& row = m_classes[label];
        ++row.samples;
        row.matched += m_session->filter()->matches().contains(id) ? 1 : 0;
        row.selected += m_session->selection()->contains(id) ? 1 : 0;
        row.excluded += m_session->annotations()->isExcluded(id) ? 1 : 0;
    }
}

void ClassModel::average() {
    const RunArrays& run = m_session->run();
    const KernelArrays& kernel = m_session->kernel();
    const auto mean = [&](double Row::*field, auto&& value) {
        meanByClass(*m_session, m_classes, field, value);
    };
    mean(&Row::accuracy, [&](std::int64_t id) {
        return run.prediction ? double(run.prediction[id] == m_session->label(id)) : kNotDefined;
    });
    mean(&Row::forgetting, [&](std::int64_t id) {
        return run.forgetting ? static_cast<double>(run.forgetting[id]) : kNotDefined;
    });
    mean(&Row::difficulty,
         [&](std::int64_t id) { return run.difficulty ? run.difficulty[id] : kNotDefined; });
    mean(&Row::redundant, [&](std::int64_t id) {
        const auto row = kernel.id.isEmpty() ? std::nullopt : kernel.rowOf(id);
        return row ? double(kernel.redundant[*row] != 0) : kNotDefined;
    });
}

int ClassModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_classes.size());
}

int ClassModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant ClassModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_classes[static_cast<std::size_t>(index.row())];
    if (role == LabelRole) return index.row();
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter |
                        (index.column() == Class ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole && role != SortRole) return {};
    const bool sort = role == SortRole;
    const auto count = [&](std::int64_t value) {
        return sort ? QVariant(qint64{value}) : QVariant(countText(value));
    };
    const auto share = [&](double value) {
        return sort ? QVariant(value) : QVariant(numberText(100 * value, 1));
    };
    const auto number = [&](double value) {
        return sort ? QVariant(value) : QVariant(numberText(value, 2));
    };
    switch (index.column()) {
        case Class:
            return m_session->className(index.row());
        case Samples:
            return count(row.samples);
        case Matched:
            return count(row.matched);
        case Selected:
            return count(row.selected);
        case Excluded:
            return count(row.excluded);
        case Accuracy:
            return share(row.accuracy);
        case Forgetting:
            return number(row.forgetting);
        case Difficulty:
            return number(row.difficulty);
        case Redundant:
            return share(row.redundant);
        default:
            return {};
    }
}

QVariant ClassModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const bool tip = role == Qt::ToolTipRole;
    switch (section) {
        case Class:
            return tip ? QString() : tr("Class");
        case Samples:
            return tip ? tr("Training samples of the class.") : tr("Samples");
        case Matched:
            return tip ? tr("Those that match the filter.") : tr("Match");
        case Selected:
            return tip ? tr("Those selected now.") : tr("Selected");
        case Excluded:
            return tip ? tr("Those you excluded.") : tr("Excluded");
        case Accuracy:
            return tip ? tr("Share of the class the chosen run predicts right at its best weights.")
                       : tr("Accuracy, %");
        case Forgetting:
            return tip ? tr("Mean forgetting events a sample in the chosen run. High: the network "
                            "keeps losing the class.")
                       : tr("Forgetting, events");
        case Difficulty:
            return tip ? tr("Mean summed loss of a sample in the chosen run. High: hard to learn.")
                       : tr("Difficulty, nats");
        case Redundant:
            return tip ? tr("Share of the class that another sample teaches at least as well, by "
                            "the chosen kernel.")
                       : tr("Redundant, %");
        default:
            return {};
    }
}

}  // namespace winnow::ui
