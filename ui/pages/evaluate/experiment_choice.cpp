// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/experiment_choice.h"

#include "ui/engine/job_queue.h"
#include "ui/session/session.h"

#include <algorithm>

namespace winnow::ui {

ExperimentChoice::ExperimentChoice(
    Session* session, JobQueue* jobs, const QString& artifact, const QString& job, QWidget* parent)
    : QComboBox(parent), m_session(session), m_jobs(jobs), m_artifact(artifact), m_job(job) {
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(14);
    const auto listed = [this] { list(); };
    connect(session, &Session::artifactsChanged, this, listed);
    connect(session, &Session::closed, this, listed);
    connect(session, &Session::datasetChanged, this, [this] {
        m_newest = true;
        list();
    });
    connect(jobs, &JobQueue::rowsInserted, this, listed);
    connect(jobs, &JobQueue::modelReset, this, listed);
    connect(jobs, &JobQueue::jobEnded, this, listed);
    connect(jobs, &JobQueue::jobChanged, this, [this](int number) {
        list();
        const Job* shown = running();
        if (shown != nullptr && shown->number == number) Q_EMIT reported();
    });
    connect(this, &QComboBox::activated, this, [this](int index) {
        m_newest = index == 0;
        Q_EMIT chosenChanged();
    });
    list();
}

const Job* ExperimentChoice::active() const {
    if (m_session->chosen(Part::Dataset).isEmpty()) return nullptr;
    return m_jobs->present(m_job, [&](const Job& each) {
        // Kinds that start from another result name no data set.
        return jobFields(each)[QLatin1String("dataset")].toString().isEmpty() ||
               isOfDataset(each, *m_session);
    });
}

void ExperimentChoice::list() {
    QList<QPair<QString, QString>> entries;
    if (const Job* job = active()) {
        entries.append({isActive(job->state) ? tr("running now") : tr("waiting"), QString()});
        // What begins is what the person wants to see.
        m_newest = m_newest || m_entries.isEmpty() || !m_entries.first().second.isEmpty();
    }
    std::vector<store::ArtifactRow> rows = m_session->artifacts(m_artifact);
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        const QString id = QString::fromStdString(row->id);
        entries.append({m_session->title(id), id});
    }
    // Jobs report often: an open list must stay open.
    if (entries == m_entries) return;
    const QString before = chosen();
    m_entries = entries;
    clear();
    for (const auto& [text, id] : entries) addItem(text, id);
    setCurrentIndex(m_newest ? 0 : std::max(0, findData(before)));
    setEnabled(count() > 1);
    Q_EMIT chosenChanged();
}

QString ExperimentChoice::chosen() const { return currentData().toString(); }

void ExperimentChoice::choose(const QString& id) {
    const int index = id.isEmpty() ? -1 : findData(id);
    if (index < 0 || index == currentIndex()) return;
    m_newest = index == 0;
    setCurrentIndex(index);
    Q_EMIT chosenChanged();
}

const Job* ExperimentChoice::running() const {
    return count() > 0 && chosen().isEmpty() ? active() : nullptr;
}

}  // namespace winnow::ui
