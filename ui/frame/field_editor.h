// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/jobs/declaration.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace winnow::ui {

class Session;

/// The input of one declared field, with its unit after it and, when it is wrong, a sentence under
/// it.
class FieldEditor : public QWidget {
    Q_OBJECT

public:
    /// `session` gives the artifacts to choose from; may be closed.
    FieldEditor(const jobs::Field& field, const Session* session, QWidget* parent = nullptr);

    [[nodiscard]] const jobs::Field& field() const { return m_field; }
    /// As typed; empty: the default.
    [[nodiscard]] QString text() const;
    void setText(const QString& text);
    /// What is used when it stays empty; choices and flags that nobody touched show it.
    void setDefaultText(const QString& text);
    /// Empty: nothing is wrong.
    void setSentence(const QString& sentence);
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void edited();

private:
    void makeInput(const Session* session);
    void makeLine();
    void makeTicks();
    void addChoice(const QString& choice);
    void choose(const QString& text);
    void fillArtifacts(const Session* session);
    void browse();

    jobs::Field m_field;
    QLineEdit* m_line = nullptr;
    QComboBox* m_combo = nullptr;
    QCheckBox* m_check = nullptr;
    QWidget* m_choices = nullptr;  ///< of which several may be ticked
    QList<QCheckBox*> m_ticks;
    QLabel* m_sentence;
    bool m_touched = false;  ///< by a person, or filled in
};

}  // namespace winnow::ui
