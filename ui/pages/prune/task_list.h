// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/prune/prune_tasks.h"

#include <QAbstractButton>

class QButtonGroup;
class QVBoxLayout;

namespace winnow::ui {

/// A verb phrase and a line under it.
class TaskButton : public QAbstractButton {
    Q_OBJECT

public:
    TaskButton(const PruneTask& task, QWidget* parent = nullptr);
    void setTask(const PruneTask& task);
    [[nodiscard]] const PruneTask& task() const { return m_task; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    PruneTask m_task;
};

/// "I want to...": one task is marked, those of other kinds only lead on. Arrow keys walk.
class TaskList : public QWidget {
    Q_OBJECT

public:
    explicit TaskList(QWidget* parent = nullptr);

    void setTasks(const QList<PruneTask>& tasks);
    [[nodiscard]] const QList<TaskButton*>& buttons() const { return m_buttons; }
    /// Marks the task of this method; none when there is none.
    void markMethod(const QString& method);

Q_SIGNALS:
    void taskChosen(const winnow::ui::PruneTask& task);

private:
    QVBoxLayout* m_column;
    QButtonGroup* m_group;
    QList<TaskButton*> m_buttons;
    QString m_method;
};

}  // namespace winnow::ui
