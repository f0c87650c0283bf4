// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <optional>

class QPushButton;

namespace winnow::ui {

struct Job;
class MessageCard;
class ProgressLine;

/// How the distillation of the chosen data set fares that runs, else that waits, else the newest:
/// its stage and the button that stops it while it runs; why it stopped and the button that leads
/// on when it did. Hidden when there is nothing to say.
class JobFate : public QWidget {
    Q_OBJECT

public:
    explicit JobFate(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] MessageCard* card() const { return m_card; }
    [[nodiscard]] ProgressLine* progress() const { return m_progress; }
    [[nodiscard]] QPushButton* cancelButton() const { return m_cancel; }

Q_SIGNALS:
    /// The form of a distillation with the fields of one that failed.
    void formRequested(const QByteArray& fields);

private:
    void refresh();
    void showRunning(const Job& job);
    void showStopped(const Job& job);
    void leadOn();
    [[nodiscard]] const Job* shown() const;
    /// Where it diverged and its last good images are stored: the rate to go on from them with.
    [[nodiscard]] std::optional<double> slowerRate(const Job& job) const;

    PageContext m_context;
    QWidget* m_running;
    ProgressLine* m_progress;
    QPushButton* m_cancel;
    MessageCard* m_card;
    int m_dismissed = 0;  ///< number of the job whose card the person closed
};

}  // namespace winnow::ui
