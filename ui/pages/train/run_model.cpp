// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_model.h"

#include "ui/engine/job_queue.h"
#include "ui/pages/train/record_table.h"
#include "ui/pages/train/run_facts.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <algorithm>

namespace winnow::ui {

QString runNameOf(const Job& job) {
    const QString name = jobFields(job)[QLatin1String("name")].toString();
    return name.isEmpty() ? RunModel::tr("New run") : name;
}

RunModel::RunModel(Session* session, JobQueue* jobs, QObject* parent)
    : QAbstractTableModel(parent), m_session(session), m_jobs(jobs) {
    connect(session, &Session::artifactsChanged, this, &RunModel::rebuild);
    connect(session, &Session::datasetChanged, this, &RunModel::rebuild);
    // Each progress event comes here; the list changes when a training begins or ends.
    const auto look = [this] {
        const bool listed = !m_rows.empty() && m_rows.front().id.isEmpty();
        if (listed != (activeJob() != nullptr)) rebuild();
    };
    connect(jobs, &JobQueue::jobChanged, this, look);
    connect(jobs, &JobQueue::rowsInserted, this, look);
    connect(jobs, &JobQueue::rowsRemoved, this, look);
    connect(jobs, &JobQueue::modelReset, this, look);
    rebuild();
}

const Job* RunModel::latestJob() const {
    const auto ours = [&](const Job& job) {
        return job.request.kind == u"train" && isOfDataset(job, *m_session);
    };
    const auto found = std::ranges::find_if(m_jobs->jobs(), ours);
    return found == m_jobs->jobs().end() ? nullptr : &*found;
}

const Job* RunModel::activeJob() const {
    const Job* job = latestJob();
    return job != nullptr && isPresent(job->state) ? job : nullptr;
}

std::vector<RunModel::Row> RunModel::rows() const {
    std::vector<Row> rows;
    if (const Job* job = activeJob())
        rows.push_back({{}, runNameOf(*job), jobStateText(job->state), kNotDefined, kNotDefined});
    std::vector<store::ArtifactRow> runs = m_session->artifacts(Part::Run);
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        const RunFacts facts = runFacts(*run);
        const QString id = QString::fromStdString(run->id);
        rows.push_back(
            {id, m_session->title(id), facts.inWords, facts.heldOutAccuracy, facts.testAccuracy});
    }
    return rows;
}

void RunModel::rebuild() {
    beginResetModel();
    m_rows = rows();
    endResetModel();
}

int RunModel::rowOf(const QString& id) const {
    const auto found = std::ranges::find(m_rows, id, &Row::id);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

QString RunModel::idAt(int row) const {
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].id : QString();
}

QString RunModel::earlierThan(const QString& id) const { return idAt(rowOf(id) + 1); }

int RunModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant RunModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            if (index.column() == Name) return row.name;
            if (row.id.isEmpty()) return index.column() == Test ? row.about : QString();
            return numberText(100 * (index.column() == HeldOut ? row.heldOut : row.test), 1);
        case Qt::ToolTipRole:
            return row.about;
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter |
                            (index.column() == Name ? Qt::AlignLeft : Qt::AlignRight));
        case IdRole:
            return row.id;
        case RecordToneRole:
            return row.id.isEmpty() && index.column() != Name ? QuietTone : PlainTone;
        default:
            return {};
    }
}

QVariant RunModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter | (section == Name ? Qt::AlignLeft : Qt::AlignRight));
    const bool tip = role == Qt::ToolTipRole;
    if (role != Qt::DisplayRole && !tip) return {};
    switch (section) {
        case Name:
            return tip ? tr("Every run is kept; the newest stands first.") : tr("Run");
        case HeldOut:
            return tip ? tr("Share of the validation samples predicted right at the run's best "
                            "weights. Higher is better; the best epoch was chosen by it.")
                       : tr("Validation, %");
        case Test:
            return tip ? tr("Share of the test samples predicted right at the run's best weights. "
                            "Higher is better.")
                       : tr("Test, %");
        default:
            return {};
    }
}

}  // namespace winnow::ui
