// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QScrollArea;
class QStackedWidget;

namespace winnow::ui {

class ElidedLabel;
class EmptyPanel;
class MessageCard;
class ProgressLine;
struct Job;

/// A view of the experiments of one kind that stem from the chosen data set: which one is looked
/// at, how far one that runs is, and what is wrong with one that cannot be read. Without any it
/// says what the experiment is, what it costs, and has the button that leads to its form. It reads
/// when it comes into sight.
class ExperimentView : public QWidget {
    Q_OBJECT

public:
    /// kind: the store's word for the experiment and its job.
    ExperimentView(const PageContext& context, const QString& kind, QWidget* parent = nullptr);

    [[nodiscard]] const QString& kind() const { return m_kind; }
    /// Which experiment, and what the view adds: for the row above it, which shows it. The view
    /// keeps owning it until then.
    [[nodiscard]] QWidget* options() const { return m_options; }
    [[nodiscard]] QComboBox* experiments() const { return m_experiments; }
    [[nodiscard]] EmptyPanel* emptyPanel() const { return m_empty; }
    [[nodiscard]] MessageCard* message() const { return m_message; }
    [[nodiscard]] ProgressLine* progress() const { return m_progress; }
    /// What the job that runs has found so far.
    [[nodiscard]] QLabel* partial() const { return m_partial; }
    /// Id of the experiment looked at; empty: none.
    [[nodiscard]] QString shown() const;
    /// Opens the form of the experiment, filled in with what is looked at.
    void requestForm();

    /// Sizes and choices, kept between starts.
    [[nodiscard]] virtual QByteArray saveState() const { return {}; }
    virtual void restoreState(const QByteArray& /*state*/) {}

Q_SIGNALS:
    void shownChanged();
    void pageRequested(winnow::ui::PageId page);
    void jobFormRequested(const QString& kind, const QByteArray& fields);

protected:
    /// What an empty view says and what its button does.
    struct Lead {
        QString missing, needs, action;
        bool usesEngine = true;  ///< the button opens a job's form
    };

    [[nodiscard]] Session* session() const { return m_context.session; }
    /// Panels that need more room than there is scroll; `above`, where given, stays in sight.
    void setContent(QWidget* content, QWidget* above = nullptr);
    void addOption(QWidget* widget);
    /// What decides the numbers, in the row of options.
    void setFacts(const QString& words);

    /// Shows the experiment of that id. Throws Error; clear() is called then.
    virtual void load(const std::string& id) = 0;
    virtual void clear() = 0;
    /// There is a data set.
    [[nodiscard]] virtual Lead lead() const = 0;
    /// The empty view's button, where there is a data set.
    virtual void leadOn() { requestForm(); }
    /// JSON object the form begins with.
    [[nodiscard]] virtual QByteArray formFields() const;
    /// What a job of this kind has found so far; empty: nothing yet.
    [[nodiscard]] virtual QString partialText(const Job& job) const = 0;

    void showEvent(QShowEvent* event) override;

private:
    void listExperiments();
    /// Reads what is chosen, now or when it comes into sight.
    void refresh();
    void read();
    void showLead();
    void showJobs();

    PageContext m_context;
    QString m_kind;
    QWidget* m_options;
    QHBoxLayout* m_optionRow;
    QComboBox* m_experiments;
    ElidedLabel* m_facts;
    ProgressLine* m_progress;
    QLabel* m_partial;
    MessageCard* m_message;
    QStackedWidget* m_stack;
    QScrollArea* m_scroll;
    EmptyPanel* m_empty;
    bool m_stale = true;
};

}  // namespace winnow::ui
