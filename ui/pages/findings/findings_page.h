// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/session/findings_arrays.h"
#include "ui/session/sample_set.h"

class QComboBox;
class QPushButton;
class QStackedWidget;

namespace winnow::ui {

class DuplicateView;
class EmptyPanel;
class MessageCard;
class Segments;
class SuspectView;

/// Suspected wrong labels and duplicates: look, judge, take away.
class FindingsPage : public Page {
    Q_OBJECT

public:
    explicit FindingsPage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Errors, duplicates"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] Icon icon() const override { return Icon::Findings; }
    [[nodiscard]] QList<QWidget*> headerWidgets() override;
    [[nodiscard]] QString helpFile() const override { return QStringLiteral("label-errors.md"); }
    void activated() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

    /// Writes the list that is seen as CSV, and says where it is, or why not.
    void saveListTo(const QString& path);

    [[nodiscard]] SuspectView* suspects() const { return m_suspects; }
    [[nodiscard]] DuplicateView* duplicates() const { return m_duplicates; }
    [[nodiscard]] Segments* views() const { return m_views; }
    [[nodiscard]] QComboBox* artifacts() const { return m_artifacts; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }
    [[nodiscard]] QPushButton* cleanButton() const { return m_clean; }
    [[nodiscard]] QPushButton* tasksButton() const { return m_tasks; }
    [[nodiscard]] EmptyPanel* emptyPanel() const { return m_empty; }
    [[nodiscard]] MessageCard* message() const { return m_message; }

private:
    // ---- findings_page_layout.cpp
    void makeHeader();
    void fillTasks();
    void showEmpty();

    void takeArtifacts();
    void look(const QString& id);
    /// Throws Error{BadInput} when result.json is damaged.
    void readFacts();
    [[nodiscard]] QWidget* makeBody();
    void leadOn();
    void requestFindings();
    void requestFlips();
    void showView(int view);
    void nameClean();
    [[nodiscard]] bool isShowingSuspects() const;
    void askForPlace();
    void exportClean();
    void openInData(const SampleSet& samples);

    FindingsArrays m_findings;
    QString m_wanted;  ///< id of the artifact to look at when it is there
    QString m_probabilities;
    QComboBox* m_artifacts;
    Segments* m_views;
    QPushButton *m_tasks, *m_export, *m_clean;
    MessageCard* m_message;
    SuspectView* m_suspects;
    DuplicateView* m_duplicates;
    QStackedWidget *m_stack, *m_lists;
    EmptyPanel* m_empty;
};

}  // namespace winnow::ui
