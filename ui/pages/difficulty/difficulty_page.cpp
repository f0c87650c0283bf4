// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/difficulty_page.h"

#include "ui/engine/job_queue.h"
#include "ui/pages/difficulty/events_panel.h"
#include "ui/pages/difficulty/hardest_panel.h"
#include "ui/pages/difficulty/scatter_panel.h"
#include "ui/pages/difficulty/trace_panel.h"
#include "ui/session/condition.h"
#include "ui/session/filter.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QDataStream>
#include <QIODevice>
#include <QJsonObject>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

namespace winnow::ui {
namespace {

QByteArray jsonOf(const QString& key, const QString& value) {
    const QJsonObject fields = value.isEmpty() ? QJsonObject() : QJsonObject{{key, value}};
    return jsonText(fields);
}

}  // namespace

DifficultyPage::DifficultyPage(const PageContext& context, QWidget* parent)
    : Page(PageId::Difficulty, context, parent),
      m_events(new EventsPanel(session(), this)),
      m_trace(new TracePanel(session(), this)),
      m_scatter(new ScatterPanel(session(), this)),
      m_hardest(new HardestPanel(session(), this)),
      m_empty(new EmptyPanel(Icon::Difficulty, this)),
      m_stack(new QStackedWidget(this)),
      m_rows(makePanelSplitter(Qt::Vertical, this)),
      m_top(makePanelSplitter(Qt::Horizontal, this)),
      m_bottom(makePanelSplitter(Qt::Horizontal, this)),
      m_tasks(makeTasks()) {
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
    connect(m_empty, &EmptyPanel::actionRequested, this, &DifficultyPage::leadOn);
    connect(session(), &Session::datasetChanged, this, &DifficultyPage::refresh);
    connect(session(), &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Run) refresh();
    });
    refresh();
}

QPushButton* DifficultyPage::makeTasks() {
    auto* button = new QPushButton(tr("I want to…"), this);
    auto* menu = new QMenu(button);
    menu->addAction(tr("See what was forgotten three times or more"), this, [this] {
        session()->filter()->set(Condition::ofScore(
            QStringLiteral("forgetting"), 3, std::numeric_limits<double>::infinity()));
    });
    menu->addAction(tr("See what was never learned"), this, [this] {
        session()->filter()->set(Condition::ofScore(QStringLiteral("right_epochs"), 0, 0));
    });
    menu->addAction(tr("See what the run predicts wrong"), this, [this] {
        session()->filter()->set(Condition::ofFlag(Condition::Kind::Wrong));
    });
    menu->addSeparator();
    menu->addAction(tr("Compare difficulty with the kernel…"), this, &DifficultyPage::askForKernel);
    button->setMenu(menu);
    return button;
}

void DifficultyPage::askForKernel() {
    if (session()->chosen(Part::Kernel).isEmpty())
        Q_EMIT jobFormRequested(QStringLiteral("kernel"),
                                jsonOf(QStringLiteral("run"), session()->chosen(Part::Run)));
    else
        m_scatter->setChosenScore(QStringLiteral("own"));
}

void DifficultyPage::leadOn() {
    if (session()->dataset() == nullptr)
        Q_EMIT pageRequested(PageId::Data);
    else
        Q_EMIT jobFormRequested(
            QStringLiteral("train"),
            jsonOf(QStringLiteral("dataset"), session()->chosen(Part::Dataset)));
}

void DifficultyPage::refresh() {
    const bool imported = session()->dataset() != nullptr;
    const bool ready = imported && !session()->run().id.isEmpty();
    m_stack->setCurrentIndex(ready ? 0 : 1);
    m_tasks->setEnabled(ready);
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
    const QString trouble = context().jobs->engineTrouble();
    m_empty->setActionEnabled(
        !imported || (trouble.isEmpty() && session()->isWritable()),
        trouble.isEmpty() ? tr("This project can only be looked at.") : trouble);
    Q_EMIT subtitleChanged();
}

QString DifficultyPage::subtitle() const {
    if (session()->run().id.isEmpty()) return {};
    return tr("%1, %2 epochs, %3 samples")
        .arg(session()->title(session()->run().id),
             countText(session()->run().epochs()),
             countText(session()->sampleCount()));
}

QList<QWidget*> DifficultyPage::headerWidgets() { return {m_tasks}; }

QByteArray DifficultyPage::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_rows->saveState() << m_top->saveState() << m_bottom->saveState()
           << m_scatter->chosenScore() << m_events->scale()->currentIndex();
    return state;
}

void DifficultyPage::restoreState(const QByteArray& state) {
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
