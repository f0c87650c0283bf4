// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace winnow::ui {

class IconLabel;
class JobQueue;
class ThinProgressBar;
struct Job;

/// One job in the dock: what, how far, what to press.
class JobRow : public QFrame {
    Q_OBJECT

public:
    JobRow(JobQueue* jobs, int number, QWidget* parent = nullptr);

    [[nodiscard]] int number() const { return m_number; }
    void refresh();
    void setCurrent(bool current);

Q_SIGNALS:
    /// Its log is wanted.
    void chosen(int number);
    /// The form with the job's fields, to change what made it fail.
    void editRequested(int number);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    JobQueue* m_jobs;
    int m_number;
    bool m_current = false;
    IconLabel* m_icon;
    QLabel *m_title, *m_stage, *m_time;
    ThinProgressBar* m_bar;
    QPushButton *m_main, *m_edit;
    QToolButton* m_remove;
};

}  // namespace winnow::ui
