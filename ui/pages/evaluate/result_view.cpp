// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/result_view.h"

#include "engine/store/error.h"
#include "ui/engine/job.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace winnow::ui {
namespace {

constexpr int kRedraw = 250;  // milliseconds: charts are drawn anew four times a second at most

}  // namespace

ResultView::ResultView(const PageContext& context,
                       Icon icon,
                       const QString& artifact,
                       const QString& job,
                       QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_job(job),
      m_choice(new ExperimentChoice(context.session, context.jobs, artifact, job, this)),
      m_message(new MessageCard(this)),
      m_empty(new EmptyPanel(icon, this)),
      m_stack(new QStackedWidget(this)),
      m_reports(new QTimer(this)) {
    m_choice->setAccessibleName(tr("Result"));
    m_message->hide();
    m_reports->setSingleShot(true);
    m_reports->setInterval(kRedraw);
    m_stack->addWidget(m_empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kPanelPadding));
    column->addWidget(m_message);
    column->addWidget(m_stack, 1);
    connect(m_choice, &ExperimentChoice::chosenChanged, this, &ResultView::refresh);
    connect(m_choice, &ExperimentChoice::reported, this, &ResultView::reportSoon);
    connect(m_reports, &QTimer::timeout, this, &ResultView::refresh);
    connect(session(), &Session::datasetChanged, this, &ResultView::refresh);
    connect(session(), &Session::chosenChanged, this, [this] {
        if (!isFilled()) refresh();
    });
    connect(m_empty, &EmptyPanel::actionRequested, this, [this] {
        const Missing about = missing();
        if (about.page)
            Q_EMIT pageRequested(*about.page);
        else
            askForJob();
    });
}

bool ResultView::isFilled() const { return m_stack->currentWidget() != m_empty; }

void ResultView::setContent(QWidget* content) { m_stack->addWidget(content); }

void ResultView::setStartButton(QPushButton* button) {
    m_start = button;
    connect(button, &QPushButton::clicked, this, &ResultView::askForJob);
}

void ResultView::reportSoon() {
    if (!m_reports->isActive()) m_reports->start();
}

bool ResultView::tryToShow(const QString& id) {
    try {
        showResult(id);
        return true;
    } catch (const Error& error) {
        m_message->showMessage(MessageCard::Kind::Error,
                               sentenceText(QString::fromUtf8(error.what())));
        return false;
    }
}

void ResultView::refresh() {
    m_stale = true;
    if (isVisible()) read();
}

void ResultView::showEvent(QShowEvent* event) {
    if (m_stale) read();
    QWidget::showEvent(event);
}

void ResultView::read() {
    m_stale = false;
    const Job* job = m_choice->running();
    const QString id = m_choice->chosen();
    // A stored result never changes; ids are those of one project.
    const QString wanted = id.isEmpty() ? QString() : session()->folder() + u'/' + id;
    if (wanted.isEmpty() || wanted != m_shown) {
        m_message->hide();
        m_shown = wanted;
        if (job != nullptr)
            showJob(*job);
        else if (id.isEmpty() || !tryToShow(id))
            showNothing();
    }
    const bool filled = job != nullptr || !id.isEmpty();
    m_stack->setCurrentIndex(filled && m_stack->count() > 1 ? 1 : 0);
    if (m_start != nullptr) offer(m_start, jobTrouble(m_context));
    if (!filled) showMissing();
    Q_EMIT shown();
}

void ResultView::showMissing() {
    const Missing about = missing();
    m_empty->setTexts(about.what, about.needs, about.action);
    const QString trouble = jobTrouble(m_context);
    m_empty->setActionEnabled(trouble.isEmpty() || about.page.has_value(), trouble);
}

QJsonObject ResultView::formFields() const {
    QJsonObject fields;
    for (const Part part : {Part::Dataset, Part::Run, Part::Kernel, Part::Cluster})
        if (const QString id = session()->chosen(part); !id.isEmpty()) fields[partKind(part)] = id;
    return fields;
}

void ResultView::askForJob() { Q_EMIT jobFormRequested(m_job, jsonText(formFields())); }

}  // namespace winnow::ui
