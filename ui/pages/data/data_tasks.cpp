// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/data_tasks.h"

#include "ui/session/filter.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <QJsonObject>

#include <algorithm>

namespace winnow::ui {

DataTasks::DataTasks(const PageContext& context, QWidget* parent)
    : QMenu(parent), m_context(context) {
    connect(this, &QMenu::aboutToShow, this, &DataTasks::fill);
}

void DataTasks::addTask(Icon which,
                        const QString& text,
                        const QString& number,
                        std::function<void()> task) {
    addAction(ui::icon(which),
              QStringLiteral("%1\t%2").arg(text, number),
              this,
              [task = std::move(task)] { task(); });
}

void DataTasks::requestTraining() {
    const QJsonObject fields{{QStringLiteral("dataset"), m_context.session->chosen(Part::Dataset)}};
    Q_EMIT jobFormRequested(QStringLiteral("train"), jsonText(fields));
}

void DataTasks::fill() {
    clear();
    Session* session = m_context.session;
    if (session->dataset() == nullptr) {
        addAction(tr("Import a data set…"), this, [this] {
            Q_EMIT jobFormRequested(QStringLiteral("import"), QByteArrayLiteral("{}"));
        });
        return;
    }
    addLabelErrors();
    const bool trained = bool(session->run().forgetting);
    const auto events = session->run().forgetting.values();
    addTask(Icon::Difficulty,
            tr("See what the network finds hard"),
            trained ? tr("%1 forgotten")
                          .arg(countText(
                              std::ranges::count_if(events, [](std::int64_t n) { return n > 0; })))
                    : tr("train first"),
            [this, trained] {
                trained ? Q_EMIT sortRequested(QStringLiteral("forgetting"), Qt::DescendingOrder)
                        : requestTraining();
            });
    addDuplicates();
    addTask(Icon::Prune,
            tr("Keep less without losing accuracy"),
            tr("%1 samples").arg(countText(session->sampleCount())),
            [this] { Q_EMIT pageRequested(PageId::Prune); });
}

void DataTasks::addLabelErrors() {
    Session* session = m_context.session;
    if (!session->artifacts(QStringLiteral("findings")).empty()) {
        addTask(Icon::Warning, tr("Find wrong labels"), tr("suspects are listed"), [this] {
            Q_EMIT pageRequested(PageId::Findings);
        });
        return;
    }
    if (!session->run().prediction) {
        addTask(Icon::Warning, tr("Find wrong labels"), tr("train first"), [this] {
            requestTraining();
        });
        return;
    }
    const Condition wrong = Condition::ofFlag(Condition::Kind::Wrong);
    addTask(Icon::Warning,
            tr("Find wrong labels"),
            tr("%1 predicted otherwise").arg(countText(session->filter()->evaluate(wrong).count())),
            [this, session, wrong] {
                session->filter()->set(wrong);
                Q_EMIT sortRequested(QStringLiteral("probability"), Qt::AscendingOrder);
            });
}

void DataTasks::addDuplicates() {
    Session* session = m_context.session;
    if (!session->kernel().redundant) {
        addTask(Icon::Link, tr("Find what repeats"), tr("compute interactions first"), [this] {
            Q_EMIT pageRequested(PageId::Interactions);
        });
        return;
    }
    const Condition redundant = Condition::ofFlag(Condition::Kind::Redundant);
    addTask(Icon::Link,
            tr("Find what repeats"),
            tr("%1 redundant").arg(countText(session->filter()->evaluate(redundant).count())),
            [this, session, redundant] {
                session->filter()->set(redundant);
                Q_EMIT sortRequested(QStringLiteral("best"), Qt::DescendingOrder);
            });
}

}  // namespace winnow::ui
