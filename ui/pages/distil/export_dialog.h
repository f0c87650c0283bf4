// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace winnow::ui {

class CostCard;
struct Distilled;
class MessageCard;
class ProgressLine;

/// Writes a distilled set at one of its steps to a new or empty folder, with its labels, what its
/// images were preprocessed with and the recipe that made it.
class DistilExportDialog : public QDialog {
    Q_OBJECT

public:
    /// `step`: the one that is looked at.
    DistilExportDialog(const PageContext& context,
                       const Distilled& distilled,
                       std::int64_t step,
                       QWidget* parent = nullptr);

    [[nodiscard]] QComboBox* formatField() const { return m_format; }
    [[nodiscard]] QComboBox* stepField() const { return m_step; }
    [[nodiscard]] QLineEdit* folderField() const { return m_folder; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }
    [[nodiscard]] MessageCard* message() const { return m_message; }
    /// What stands at the folder's field; empty when it may be written to.
    [[nodiscard]] QString folderSentence() const;
    [[nodiscard]] bool isDone() const { return m_done; }

private:
    void build();
    void fill(const Distilled& distilled, std::int64_t step);
    void choose();
    void check();
    void start();
    void progress(int number);
    void ended(int number);
    void setRunning(bool running);
    [[nodiscard]] QList<QWidget*> inputs() const;

    PageContext m_context;
    QString m_id;
    std::int64_t m_images = 0;
    double m_bytes = 0;  ///< of the images and labels as numbers
    QComboBox* m_format;
    QLabel* m_formatHelp;
    QComboBox* m_step;
    QLineEdit* m_folder;
    QPushButton* m_choose;
    QLabel* m_sentence;
    CostCard* m_cost;
    ProgressLine* m_progress;
    MessageCard* m_message;
    QPushButton* m_close;
    QPushButton* m_export;
    QString m_target;
    int m_job = 0;
    bool m_done = false;
};

}  // namespace winnow::ui
