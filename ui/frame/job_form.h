// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/frame/job_spec.h"

#include <QDialog>
#include <QList>

class QFormLayout;
class QLineEdit;
class QPushButton;
class QTimer;
class QVBoxLayout;

namespace winnow::ui {

class CostCard;
class FieldEditor;
class MessageCard;
class ServeClient;
class Session;

/// The form of a job kind, made from its declaration: fields under their headings with units and
/// help, what is wrong at its field, the cost, and one button that starts.
class JobForm : public QDialog {
    Q_OBJECT

public:
    /// `fields`: JSON object to fill in. Without an open project the form also asks for the folder
    /// of a new one, `projectFolder` at first. threads 0: the engine decides.
    JobForm(const QString& kind,
            const QByteArray& fields,
            const Session* session,
            ServeClient* serve,
            const QString& projectFolder,
            int threads,
            QWidget* parent = nullptr);

    [[nodiscard]] const jobs::Declaration& declaration() const { return m_declaration; }
    [[nodiscard]] FieldEditor* editor(const QString& field) const;
    [[nodiscard]] QPushButton* startButton() const { return m_start; }
    /// One sentence at the foot: the job could not be queued.
    void showSentence(const QString& sentence);

Q_SIGNALS:
    /// `project`: folder of a new project; empty: the open one.
    void startRequested(const QString& kind, const QByteArray& fields, const QString& project);

private:
    void addFields(QVBoxLayout* column, const Session* session);
    void check();
    /// The engine knows more: memory, and a time before any was measured.
    void askCost();
    void offerStart();
    void start();
    [[nodiscard]] TypedFields typed() const;
    /// Whether the field decides anything, given the others.
    [[nodiscard]] bool isOffered(const jobs::Field& field) const;
    [[nodiscard]] QString valueOf(const std::string& field) const;

    const jobs::Declaration& m_declaration;
    const Session* m_session;
    ServeClient* m_serve;
    QList<FieldEditor*> m_editors;
    QList<QFormLayout*> m_layouts;  ///< of the editors, one each
    QLineEdit* m_project = nullptr;
    MessageCard* m_message;
    CostCard* m_cost;
    QPushButton* m_start;
    QTimer* m_delay;
    CheckedFields m_checked;
    bool m_tried = false;
};

}  // namespace winnow::ui
