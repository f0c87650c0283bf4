// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/run_view.h"

#include "ui/pages/difficulty/events_panel.h"
#include "ui/pages/difficulty/hardest_panel.h"
#include "ui/pages/difficulty/scatter_panel.h"
#include "ui/pages/difficulty/trace_panel.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QDataStream>
#include <QIODevice>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

namespace winnow::ui {

RunView::RunView(const PageContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_events(new EventsPanel(context.session, this)),
      m_trace(new TracePanel(context.session, this)),
      m_scatter(new ScatterPanel(context.session, this)),
      m_hardest(new HardestPanel(context.session, this)),
      m_empty(new EmptyPanel(Icon::Difficulty, this)),
      m_stack(new QStackedWidget(this)),
      m_rows(makePanelSplitter(Qt::Vertical, this)),
      m_top(makePanelSplitter(Qt::Horizontal, this)),
      m_bottom(makePanelSplitter(Qt::Horizontal, this)) {
    m_top->addWidget(m_events);
    m_top->addWidget(m_trace);
    m_bottom->addWidget(m_scatter);
    m_bottom->addWidget(m_hardest);
    for (QSplitter* each : {m_top, m_bottom}) {
        each->setStretchFactor(0, 1);
        each->setStretchFactor(1, 1);
    }
    m_rows->addWidget(m_top);
    m_rows->addWidget(m_bottom);
    m_rows->setStretchFactor(0, 5);
    m_rows->setStretchFactor(1, 6);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_rows);
    m_stack->addWidget(scroll);
    m_stack->addWidget(m_empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connect(m_empty, &EmptyPanel::actionRequested, this, &RunView::leadOn);
    connect(context.session, &Session::datasetChanged, this, &RunView::refresh);
    connect(context.session, &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Run) refresh();
    });
    refresh();
}

bool RunView::isReady() const {
    return m_context.session->dataset() != nullptr && !m_context.session->run().id.isEmpty();
}

void RunView::leadOn() {
    const Session* session = m_context.session;
    if (session->dataset() == nullptr) return Q_EMIT pageRequested(PageId::Data);
    Q_EMIT jobFormRequested(
        QStringLiteral("train"),
        jsonText(QJsonObject{{QStringLiteral("dataset"), session->chosen(Part::Dataset)}}));
}

void RunView::refresh() {
    const bool imported = m_context.session->dataset() != nullptr;
    m_stack->setCurrentIndex(isReady() ? 0 : 1);
    if (!imported)
        m_empty->setTexts(tr("No data set yet"),
                          tr("Forgetting and difficulty are measured on a data set: import one "
                             "first."),
                          tr("Go to Data"));
    else
        m_empty->setTexts(tr("No run yet"),
                          tr("A training records the loss of every sample in every epoch, and "
                             "whether it was right. The form shows the time it takes."),
                          tr("Train…"));
    const QString trouble = jobTrouble(m_context);
    m_empty->setActionEnabled(!imported || trouble.isEmpty(), trouble);
    Q_EMIT refreshed();
}

QByteArray RunView::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_rows->saveState() << m_top->saveState() << m_bottom->saveState()
           << m_scatter->chosenScore() << m_events->scale()->currentIndex();
    return state;
}

void RunView::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    for (QSplitter* splitter : {m_rows, m_top, m_bottom}) {
        QByteArray each;
        stream >> each;
        if (!each.isEmpty()) splitter->restoreState(each);
    }
    QString score;
    int scale = 0;
    stream >> score >> scale;
    if (stream.status() != QDataStream::Ok) return;
    m_scatter->setChosenScore(score);
    m_events->scale()->setCurrentIndex(scale == 1 ? 1 : 0);
}

}  // namespace winnow::ui
