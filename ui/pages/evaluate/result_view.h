// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <QWidget>

#include <optional>

class QJsonObject;
class QPushButton;
class QStackedWidget;
class QTimer;

namespace winnow::ui {

class EmptyPanel;
class ExperimentChoice;
struct Job;
class MessageCard;

/// One kind of experiment on a page: the chosen result, the job while it runs, or, where
/// there is none, a panel with the button that leads to its form. A result that cannot be read
/// gives a sentence. It reads when it comes into sight.
class ResultView : public QWidget {
    Q_OBJECT

public:
    /// `artifact` and `job`: the kinds as the store and the engine call them.
    ResultView(const PageContext& context,
               Icon icon,
               const QString& artifact,
               const QString& job,
               QWidget* parent = nullptr);

    [[nodiscard]] ExperimentChoice* choice() const { return m_choice; }
    [[nodiscard]] EmptyPanel* emptyPanel() const { return m_empty; }
    [[nodiscard]] MessageCard* message() const { return m_message; }
    /// A result or a job is shown.
    [[nodiscard]] bool isFilled() const;

    /// Asks for the form of the job with the chosen artifacts filled in.
    void askForJob();
    /// Shows what is chosen, or what is missing, now or when the view comes into sight.
    void refresh();

    [[nodiscard]] virtual QByteArray saveState() const = 0;
    virtual void restoreState(const QByteArray& state) = 0;

Q_SIGNALS:
    void pageRequested(winnow::ui::PageId page);
    void jobFormRequested(const QString& kind, const QByteArray& fields);
    /// Another result, another state of a job, or nothing is shown.
    void shown();

protected:
    [[nodiscard]] Session* session() const { return m_context.session; }
    /// Where there is a result; called once.
    void setContent(QWidget* content);
    /// Asks for the form beside a result; disabled where no job can be started.
    void setStartButton(QPushButton* button);
    /// Throws Error: then nothing is shown but the sentence.
    virtual void showResult(const QString& id) = 0;
    /// Of a job that has not ended.
    virtual void showJob(const Job& job) = 0;
    /// Shows nothing; the panel in its place says what is missing.
    virtual void showNothing() = 0;
    /// What is missing, what it needs, what the button says.
    struct Missing {
        QString what, needs, action;
        std::optional<PageId> page = {};  ///< the button leads there; none: to the job's form
    };
    [[nodiscard]] virtual Missing missing() const = 0;
    /// What the job's form begins with: the chosen artifacts.
    [[nodiscard]] virtual QJsonObject formFields() const;

    void showEvent(QShowEvent* event) override;

private:
    void read();
    void reportSoon();
    void showMissing();
    /// False where it cannot be read: then a sentence says why.
    bool tryToShow(const QString& id);

    PageContext m_context;
    QString m_job;
    ExperimentChoice* m_choice;
    MessageCard* m_message;
    EmptyPanel* m_empty;
    QStackedWidget* m_stack;
    QPushButton* m_start = nullptr;
    QTimer* m_reports;
    QString m_shown;  ///< project and id of the result that was read last; empty: none
    bool m_stale = true;
};

}  // namespace winnow::ui
