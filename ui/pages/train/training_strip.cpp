// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/training_strip.h"

#include "ui/engine/job.h"
#include "ui/engine/job_progress.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/progress_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace winnow::ui {

QString trainingStageText(const QString& stage) {
    if (stage == u"train") return TrainingStrip::tr("training");
    if (stage == u"el2n") return TrainingStrip::tr("taking EL2N");
    if (stage == u"scores" || stage == u"grand") return TrainingStrip::tr("taking GraNd");
    if (stage == u"test") return TrainingStrip::tr("evaluating on the test samples");
    if (stage == u"predict") return TrainingStrip::tr("predicting at the best weights");
    return stage;
}

TrainingStrip::TrainingStrip(QWidget* parent)
    : QFrame(parent),
      m_name(new QLabel(this)),
      m_about(new QLabel(this)),
      m_left(new QLabel(this)),
      m_cancel(new QPushButton(icon(Icon::Close), tr("Cancel"), this)),
      m_resume(new QPushButton(icon(Icon::Play), tr("Resume"), this)),
      m_bar(new ThinProgressBar(this)) {
    setProperty("role", QStringLiteral("panel"));
    m_name->setProperty("role", QStringLiteral("panelTitle"));
    m_name->setTextFormat(Qt::PlainText);
    m_about->setProperty("role", QStringLiteral("caption"));
    m_about->setTextFormat(Qt::PlainText);
    m_about->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_left->setProperty("role", QStringLiteral("strong"));
    m_cancel->setToolTip(tr("Stops the training. Finished epochs are kept; Resume goes on."));
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(size::kSpace));
    row->addWidget(m_name);
    row->addWidget(m_about, 1);
    row->addWidget(m_left);
    row->addWidget(m_resume);
    row->addWidget(m_cancel);
    auto* column = new QVBoxLayout(this);
    const int padding = scaled(size::kPanelPadding);
    column->setContentsMargins(padding, scaled(size::kSpace), padding, scaled(size::kSpace));
    column->setSpacing(scaled(size::kSpace));
    column->addLayout(row);
    column->addWidget(m_bar);
    connect(m_cancel, &QPushButton::clicked, this, &TrainingStrip::cancelRequested);
    connect(m_resume, &QPushButton::clicked, this, &TrainingStrip::resumeRequested);
}

QString TrainingStrip::words() const { return m_about->text(); }

void TrainingStrip::setAbout(const QString& words) {
    m_about->setText(words);
    m_about->setToolTip(words);
}

void TrainingStrip::showRun(const QString& name, const RunFacts& facts) {
    m_name->setText(name);
    setAbout(facts.bestEpoch > 0
                 ? tr("%1. w* is epoch %2").arg(facts.inWords, countText(facts.bestEpoch))
                 : facts.inWords);
    for (QWidget* each : {static_cast<QWidget*>(m_left),
                          static_cast<QWidget*>(m_cancel),
                          static_cast<QWidget*>(m_resume),
                          static_cast<QWidget*>(m_bar)})
        each->hide();
}

void TrainingStrip::showJob(const QString& name, const Job& job) {
    const RunFacts facts = runFacts(job);
    m_name->setText(name);
    m_bar->show();
    if (isPresent(job.state))
        showRunning(job, facts);
    else
        showStopped(job, facts);
}

void TrainingStrip::showRunning(const Job& job, const RunFacts& facts) {
    const double share = jobShare(job);
    const bool queued = job.state == JobState::Queued;
    QString words = facts.inWords;
    if (queued) {
        words = tr("%1. Waits for the job before it").arg(facts.inWords);
    } else if (job.stage == u"train" && facts.epochs > 0 && share >= 0) {
        const int epoch = std::min(facts.epochs, static_cast<int>(share * facts.epochs) + 1);
        words =
            tr("%1. Epoch %2 of %3").arg(facts.inWords, countText(epoch), countText(facts.epochs));
    } else if (!job.stage.isEmpty()) {
        words = facts.inWords + QStringLiteral(": ") + trainingStageText(job.stage);
    }
    if (job.perSecond && !queued)
        words +=
            QStringLiteral(", ") +
            progressText(
                -1, -1, *job.perSecond, job.stage == u"train" ? tr("batches/s") : tr("samples/s"));
    if (!job.sentence.isEmpty()) words = job.sentence;
    setAbout(words);
    m_bar->setProgress(queued ? ProgressState::Queued : ProgressState::Running, share);
    m_left->setText(job.state == JobState::Cancelling ? tr("Stopping")
                    : job.secondsLeft ? tr("%1 left").arg(durationText(*job.secondsLeft))
                                      : QString());
    m_left->setVisible(!m_left->text().isEmpty());
    m_resume->hide();
    m_cancel->show();
    m_cancel->setEnabled(job.state != JobState::Cancelling);
}

void TrainingStrip::showStopped(const Job& job, const RunFacts& facts) {
    const bool failed = job.state == JobState::Failed;
    QStringList words{jobStateText(job.state)};
    if (!job.sentence.isEmpty()) words << job.sentence;
    if (const QString kept = keptText(job); !kept.isEmpty() && !job.sentence.contains(kept))
        words << kept;
    setAbout(words.size() > 1 ? words.join(QStringLiteral(". "))
                              : words.first() + QStringLiteral(". ") + facts.inWords);
    m_bar->setProgress(failed ? ProgressState::Failed : ProgressState::Interrupted, jobShare(job));
    m_left->hide();
    m_cancel->hide();
    m_resume->show();
    m_resume->setText(job.resumable && !failed ? tr("Resume") : tr("Try again"));
}

}  // namespace winnow::ui
