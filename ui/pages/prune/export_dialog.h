// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/pages/prune/export_plan.h"

#include <QDialog>

#include <functional>
#include <memory>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTemporaryDir;

namespace winnow::ui {

class CostCard;
class MessageCard;
class ProgressLine;
class Segments;

/// Writes a selection, or the samples a person picked, to a new or empty folder. What was picked
/// becomes a stored selection first, so that the project knows what left it. The data's source is
/// only read.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    ExportDialog(const PageContext& context, const QString& selectionId, QWidget* parent = nullptr);
    ExportDialog(const PageContext& context, const SampleSet& picked, QWidget* parent = nullptr);
    ~ExportDialog() override;

    [[nodiscard]] QComboBox* formatField() const { return m_format; }
    [[nodiscard]] Segments* filesField() const { return m_files; }
    [[nodiscard]] QLineEdit* folderField() const { return m_folder; }
    [[nodiscard]] QLineEdit* nameField() const { return m_name; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }
    /// What stands at the folder's field; empty when it may be written to.
    [[nodiscard]] QString folderSentence() const;
    [[nodiscard]] MessageCard* message() const { return m_message; }
    [[nodiscard]] bool isDone() const { return m_done; }

private:
    ExportDialog(const PageContext& context, QWidget* parent);
    void build();
    void plan(const std::function<ExportPlan()>& make);
    void fillFormats();
    void choose();
    void check();
    [[nodiscard]] QString fileMode() const;
    void start();
    void startSelection();
    void startExport();
    void progress(int number);
    void ended(int number);
    void fail(const QString& sentence);
    void finish(const QByteArray& summary);
    void setRunning(bool running);

    PageContext m_context;
    ExportPlan m_plan;
    QComboBox* m_format;
    QLabel* m_formatHelp;
    Segments* m_files;
    QLabel* m_filesLabel;
    QLineEdit* m_name;
    QLabel* m_nameLabel;
    QLineEdit* m_folder;
    QPushButton* m_choose;
    QLabel* m_sentence;
    QLabel* m_note;
    CostCard* m_cost;
    ProgressLine* m_progress;
    MessageCard* m_message;
    QPushButton* m_close;
    QPushButton* m_export;
    std::unique_ptr<QTemporaryDir> m_ids;
    QString m_target;
    int m_job = 0;
    bool m_selecting = false;
    bool m_done = false;
};

}  // namespace winnow::ui
