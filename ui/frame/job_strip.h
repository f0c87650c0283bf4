// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace winnow::ui {

class JobQueue;
class ThinProgressBar;

/// The last line of the window: what is running, how far, and what wants to be looked at.
class JobStrip : public QWidget {
    Q_OBJECT

public:
    explicit JobStrip(JobQueue* jobs, QWidget* parent = nullptr);
    void setDockOpen(bool open);

Q_SIGNALS:
    void dockToggled();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void refresh();

    JobQueue* m_jobs;
    QToolButton *m_toggle, *m_cancel;
    QLabel *m_title, *m_left, *m_others, *m_machine;
    ThinProgressBar* m_bar;
};

}  // namespace winnow::ui
