// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/job_fate.h"

#include "ui/engine/job_queue.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/progress_line.h"

#include <QHBoxLayout>
#include <QJsonObject>
#include <QPushButton>

#include <algorithm>

namespace winnow::ui {
namespace {

/// A distillation that diverged goes on with a rate so many times smaller.
constexpr double kSlower = 3;

/// A newer set has come since: nobody needs to be told any more.
bool isOvertaken(const Job& job, const Session& session) {
    const auto made = session.artifacts(QStringLiteral("distilled"));
    return !made.empty() && job.ended.isValid() &&
           QDateTime::fromString(QString::fromStdString(made.back().created), Qt::ISODate) >
               job.ended;
}

}  // namespace

JobFate::JobFate(const PageContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_running(new QWidget(this)),
      m_progress(new ProgressLine(m_running)),
      m_cancel(new QPushButton(icon(Icon::Close), tr("Cancel"), m_running)),
      m_card(new MessageCard(this)) {
    m_cancel->setToolTip(tr("Stops the distillation. Finished steps are kept; Resume goes on."));
    auto* row = new QHBoxLayout(m_running);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(size::kSpace));
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    column->addWidget(m_running);
    column->addWidget(m_card);
    const auto look = [this] { refresh(); };
    connect(context.jobs, &JobQueue::jobChanged, this, look);
    connect(context.jobs, &JobQueue::jobEnded, this, look);
    connect(context.jobs, &JobQueue::rowsInserted, this, look);
    connect(context.jobs, &JobQueue::rowsRemoved, this, look);
    connect(context.jobs, &JobQueue::modelReset, this, look);
    connect(context.session, &Session::datasetChanged, this, look);
    connect(context.session, &Session::artifactsChanged, this, look);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (const Job* job = shown()) m_context.jobs->cancel(job->number);
    });
    connect(m_card, &MessageCard::actionRequested, this, &JobFate::leadOn);
    connect(m_card, &MessageCard::dismissed, this, [this] {
        if (const Job* job = shown()) m_dismissed = job->number;
        refresh();
    });
    refresh();
}

const Job* JobFate::shown() const {
    const auto isOurs = [&](const Job& job) { return isOfDataset(job, *m_context.session); };
    const QString kind = QStringLiteral("distill");
    if (const Job* job = m_context.jobs->present(kind, isOurs)) return job;
    const auto& jobs = m_context.jobs->jobs();
    const auto found = std::ranges::find_if(
        jobs, [&](const Job& job) { return job.request.kind == kind && isOurs(job); });
    return found == jobs.end() ? nullptr : &*found;
}

void JobFate::refresh() {
    const Job* job = shown();
    const bool runs = job != nullptr && isPresent(job->state);
    const bool stopped = job != nullptr && !runs && job->state != JobState::Done &&
                         job->number != m_dismissed && !isOvertaken(*job, *m_context.session);
    m_running->setVisible(runs);
    if (runs) showRunning(*job);
    if (stopped)
        showStopped(*job);
    else
        m_card->hide();
    setVisible(runs || stopped);
}

void JobFate::showRunning(const Job& job) {
    const bool waits = job.state == JobState::Queued;
    const double share = jobShare(job);
    QString words = progressText(
        share, job.secondsLeft.value_or(-1), job.perSecond.value_or(-1), tr("steps/s"));
    if (job.total > 0)
        words = tr("%1 of %2, ").arg(countText(job.done), countText(job.total)) + words;
    m_progress->setStage(waits                               ? tr("Waits for the job before it")
                         : job.state == JobState::Cancelling ? tr("Stopping")
                         : job.stage.isEmpty()               ? tr("Distilling")
                                                             : tr("Distilling: %1").arg(job.stage));
    m_progress->setProgress(waits ? ProgressState::Queued : ProgressState::Running, share, words);
    m_cancel->setEnabled(job.state != JobState::Cancelling);
}

void JobFate::showStopped(const Job& job) {
    const bool failed = job.state == JobState::Failed;
    QStringList sentences{failed ? tr("The distillation failed.")
                                 : tr("The distillation was stopped.")};
    if (!job.sentence.isEmpty()) sentences << sentenceText(job.sentence);
    const bool may = jobTrouble(m_context).isEmpty();
    m_card->showMessage(failed ? MessageCard::Kind::Error : MessageCard::Kind::Interrupted,
                        sentences.join(u' '),
                        !may              ? QString()
                        : slowerRate(job) ? tr("Go on more slowly…")
                        : failed          ? tr("Change settings…")
                        : job.resumable   ? tr("Resume")
                                          : tr("Try again"),
                        true);
}

std::optional<double> JobFate::slowerRate(const Job& job) const {
    if (job.state != JobState::Failed || job.artifact.isEmpty()) return std::nullopt;
    const store::ArtifactRow* row = m_context.session->artifact(job.artifact);
    if (row == nullptr) return std::nullopt;
    const double rate = jsonObject(row->summary)[QLatin1String("rate")].toDouble();
    return rate > 0 ? std::optional(rate / kSlower) : std::nullopt;
}

void JobFate::leadOn() {
    const Job* job = shown();
    if (job == nullptr) return;
    if (job->state != JobState::Failed) {
        m_context.jobs->resume(job->number);
        return;
    }
    QJsonObject fields = jobFields(*job);
    if (const auto rate = slowerRate(*job)) {
        fields[QStringLiteral("from")] = job->artifact;
        fields[QStringLiteral("rate")] = *rate;
    }
    Q_EMIT formRequested(jsonText(fields));
}

}  // namespace winnow::ui
