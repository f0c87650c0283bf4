// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/train/run_facts.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace winnow::ui {

struct Job;
class ThinProgressBar;

/// The run a page looks at in one line; of one that is being trained stage, rate, time left, a bar
/// and the button that stops it; of one that stopped why, what is kept, and the button that goes
/// on.
class TrainingStrip : public QFrame {
    Q_OBJECT

public:
    explicit TrainingStrip(QWidget* parent = nullptr);

    void showRun(const QString& name, const RunFacts& facts);
    void showJob(const QString& name, const Job& job);
    [[nodiscard]] QPushButton* cancelButton() const { return m_cancel; }
    [[nodiscard]] QPushButton* resumeButton() const { return m_resume; }
    [[nodiscard]] QString words() const;

Q_SIGNALS:
    void cancelRequested();
    void resumeRequested();

private:
    void showRunning(const Job& job, const RunFacts& facts);
    void showStopped(const Job& job, const RunFacts& facts);
    void setAbout(const QString& words);

    QLabel* m_name;
    QLabel* m_about;
    QLabel* m_left;
    QPushButton* m_cancel;
    QPushButton* m_resume;
    ThinProgressBar* m_bar;
};

/// Stage of a training in words: "training", "taking EL2N", ...
[[nodiscard]] QString trainingStageText(const QString& stage);

}  // namespace winnow::ui
