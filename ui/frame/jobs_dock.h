// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QVBoxLayout;

namespace winnow::ui {

class JobQueue;
class JobRow;

/// All jobs of the project, the newest first, and the log of the chosen one.
class JobsDock : public QWidget {
    Q_OBJECT

public:
    explicit JobsDock(JobQueue* jobs, QWidget* parent = nullptr);
    /// Shows a job and its log.
    void choose(int number);

Q_SIGNALS:
    void closeRequested();
    void editRequested(const QString& kind, const QByteArray& fields);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void rebuild();
    void refresh(int number);
    void showLog();
    void clearFinished();

    JobQueue* m_jobs;
    QLabel *m_summary, *m_logTitle, *m_empty;
    QVBoxLayout* m_list;
    QList<JobRow*> m_rows;
    QPlainTextEdit* m_log;
    int m_chosen = 0, m_shownLines = -1;
};

}  // namespace winnow::ui
