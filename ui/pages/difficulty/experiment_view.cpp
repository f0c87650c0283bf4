// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/experiment_view.h"

#include "engine/store/error.h"
#include "ui/engine/job_queue.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/progress_line.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>

namespace winnow::ui {

ExperimentView::ExperimentView(const PageContext& context, const QString& kind, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_kind(kind),
      m_options(new QWidget(this)),
      m_optionRow(new QHBoxLayout(m_options)),
      m_experiments(new QComboBox(m_options)),
      m_facts(new ElidedLabel(m_options)),
      m_progress(new ProgressLine(this)),
      m_partial(new ElidedLabel(this)),
      m_message(new MessageCard(this)),
      m_stack(new QStackedWidget(this)),
      m_scroll(new QScrollArea(this)),
      m_empty(new EmptyPanel(Icon::Difficulty, this)) {
    m_experiments->setAccessibleName(tr("Experiment"));
    m_experiments->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_facts->setProperty("role", QStringLiteral("caption"));
    m_partial->setProperty("role", QStringLiteral("caption"));
    m_optionRow->setContentsMargins(0, 0, 0, 0);
    m_optionRow->setSpacing(scaled(size::kSpace));
    m_optionRow->addWidget(m_experiments);
    m_optionRow->addWidget(m_facts, 1);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_empty);
    m_progress->hide();
    m_partial->hide();
    m_message->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    column->addWidget(m_progress);
    column->addWidget(m_partial);
    column->addWidget(m_message);
    column->addWidget(m_stack, 1);
    connect(m_experiments, &QComboBox::activated, this, &ExperimentView::refresh);
    connect(m_empty, &EmptyPanel::actionRequested, this, [this] {
        session()->dataset() == nullptr ? Q_EMIT pageRequested(PageId::Data) : leadOn();
    });
    connect(session(), &Session::datasetChanged, this, [this] {
        listExperiments();
        refresh();
    });
    connect(session(), &Session::artifactsChanged, this, [this] {
        const QString before = shown();
        listExperiments();
        // An artifact never changes: what is shown is read again only where it is another one.
        if (shown() != before || before.isEmpty())
            refresh();
        else
            Q_EMIT shownChanged();
    });
    connect(session(), &Session::chosenChanged, this, &ExperimentView::showLead);
    connect(context.jobs, &JobQueue::jobChanged, this, &ExperimentView::showJobs);
    connect(context.jobs, &JobQueue::jobEnded, this, &ExperimentView::showJobs);
    connect(context.jobs, &JobQueue::metric, this, &ExperimentView::showJobs);
}

void ExperimentView::setContent(QWidget* content, QWidget* above) {
    m_scroll->setWidget(content);
    auto* column = static_cast<QVBoxLayout*>(layout());
    if (above != nullptr) column->insertWidget(column->indexOf(m_stack), above);
    listExperiments();
    refresh();
    showJobs();
}

void ExperimentView::addOption(QWidget* widget) {
    m_optionRow->insertWidget(m_optionRow->count() - 1, widget);
}

void ExperimentView::setFacts(const QString& words) { m_facts->setWhole(words); }

QString ExperimentView::shown() const { return m_experiments->currentData().toString(); }

void ExperimentView::listExperiments() {
    const QString before = shown();
    const int known = m_experiments->count();
    const QSignalBlocker block(m_experiments);
    m_experiments->clear();
    if (session()->dataset() != nullptr)
        for (const store::ArtifactRow& row : session()->artifacts(m_kind)) {
            const QString id = QString::fromStdString(row.id);
            m_experiments->insertItem(0, session()->title(id), id);
        }
    const int there = m_experiments->findData(before);
    // A new one comes to the front: it is what was just asked for.
    const bool grown = m_experiments->count() > known;
    if (m_experiments->count() > 0)
        m_experiments->setCurrentIndex(there >= 0 && !grown ? there : 0);
}

void ExperimentView::refresh() {
    m_stale = true;
    if (isVisible()) read();
    Q_EMIT shownChanged();
}

void ExperimentView::read() {
    m_stale = false;
    const QString id = shown();
    m_message->hide();
    m_stack->setCurrentIndex(id.isEmpty() ? 1 : 0);
    m_experiments->setVisible(!id.isEmpty());
    showLead();
    if (id.isEmpty()) {
        setFacts({});
        return clear();
    }
    try {
        load(id.toStdString());
    } catch (const Error& error) {
        setFacts({});
        clear();
        m_message->showMessage(MessageCard::Kind::Error,
                               sentenceText(QString::fromUtf8(error.what())));
    }
}

void ExperimentView::showEvent(QShowEvent* event) {
    if (m_stale) read();
    QWidget::showEvent(event);
}

void ExperimentView::showLead() {
    const bool imported = session()->dataset() != nullptr;
    const Lead what = imported ? lead()
                               : Lead{tr("No data set yet"),
                                      tr("Experiments are run on a data set: import one first."),
                                      tr("Go to Data"),
                                      false};
    m_empty->setTexts(what.missing, what.needs, what.action);
    const QString trouble = jobTrouble(m_context);
    m_empty->setActionEnabled(!what.usesEngine || trouble.isEmpty(), trouble);
}

void ExperimentView::showJobs() {
    const Job* job = m_context.jobs->present(m_kind);
    m_progress->setVisible(job != nullptr);
    const QString found = partial();
    m_partial->setWhole(found);
    m_partial->setVisible(!found.isEmpty());
    if (job == nullptr) return;
    const bool waits = job->state == JobState::Queued;
    const double share = jobShare(*job);
    QString words = progressText(share, job->secondsLeft.value_or(-1));
    if (job->total > 0)
        words = tr("%1 of %2, ").arg(countText(job->done), countText(job->total)) + words;
    m_progress->setStage(waits ? tr("%1 waits for the job before it").arg(job->title)
                               : tr("%1: %2").arg(job->title, job->stage));
    m_progress->setProgress(waits ? ProgressState::Queued : ProgressState::Running, share, words);
}

QString ExperimentView::partial() const {
    const Job* job = m_context.jobs->present(m_kind);
    return job == nullptr ? QString() : partialText(*job);
}

QByteArray ExperimentView::formFields() const {
    return jsonText(QJsonObject{{QStringLiteral("dataset"), session()->chosen(Part::Dataset)}});
}

void ExperimentView::requestForm() { Q_EMIT jobFormRequested(m_kind, formFields()); }

}  // namespace winnow::ui
