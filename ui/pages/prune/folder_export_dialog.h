// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/job.h"
#include "ui/pages/page.h"

#include <QDialog>
#include <QList>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace winnow::ui {

class CostCard;
class MessageCard;
class ProgressLine;

/// Asks for a format and a new or empty folder, tells what the export takes there, and follows the
/// jobs that write it. What is exported, and by which jobs, is for those that derive from it.
class FolderExportDialog : public QDialog {
    Q_OBJECT

public:
    [[nodiscard]] QComboBox* formatField() const { return m_format; }
    [[nodiscard]] QLineEdit* folderField() const { return m_folder; }
    [[nodiscard]] QPushButton* exportButton() const { return m_export; }
    [[nodiscard]] MessageCard* message() const { return m_message; }
    /// What stands at the folder's field; empty when it may be written to.
    [[nodiscard]] QString folderSentence() const;
    [[nodiscard]] bool isDone() const { return m_done; }

protected:
    /// What an export as chosen takes.
    struct Need {
        double bytes = 0;  ///< on disk, at most
        QString measured;  ///< how that is known
        QString source;    ///< folder that must not be written into; empty: none
    };

    FolderExportDialog(const PageContext& context, QWidget* parent);

    enum class Place { First, AboveFolder };
    /// A row of the form, which rests while a job runs.
    void addField(Place place, const QString& title, QWidget* field);
    void showField(QWidget* field, bool shown);
    /// The formats to choose from, title and name, with `chosen` chosen.
    void setFormats(const QList<QPair<QString, QString>>& formats, const QString& chosen);
    [[nodiscard]] QString format() const;
    void setNote(const QString& sentences);
    /// A folder beside the project that says of what it is; no check is made of it.
    void suggestFolder(const QString& name);
    [[nodiscard]] const PageContext& context() const { return m_context; }
    /// The folder to write to, absolute.
    [[nodiscard]] const QString& target() const { return m_target; }

    [[nodiscard]] virtual QString formatHelp(const QString& format) const = 0;
    [[nodiscard]] virtual Need need() const = 0;
    /// The person asked for it: ends with run(), or with fail().
    virtual void begin() = 0;
    /// What run() started is done: ends with finish(), or with another run().
    virtual void jobDone(const Job& job) = 0;

    /// What may be chosen now, and what it takes.
    virtual void check();
    void run(const QString& kind, const QJsonObject& fields);
    void fail(const QString& sentence);
    void finish(const QString& sentence);

    void showEvent(QShowEvent* event) override;

private:
    void build();
    void orderTabs();
    void choose();
    void start();
    void progress(int number);
    void ended(int number);
    void setRunning(bool running);

    PageContext m_context;
    QFormLayout* m_form;
    QComboBox* m_format;
    QLabel* m_formatHelp;
    QLineEdit* m_folder;
    QPushButton* m_choose;
    QLabel* m_sentence;
    QLabel* m_note;
    CostCard* m_cost;
    ProgressLine* m_progress;
    MessageCard* m_message;
    QPushButton* m_close;
    QPushButton* m_export;
    QList<QWidget*> m_inputs;  ///< from top to bottom
    QString m_target;
    int m_job = 0;
    bool m_done = false;
};

}  // namespace winnow::ui
