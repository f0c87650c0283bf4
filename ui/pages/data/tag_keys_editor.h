// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>

class QLineEdit;

namespace winnow::ui {

class Session;

/// A popup with the names of the tag keys 1 to 9. Enter and a click outside keep them, Esc does
/// not.
class TagKeysEditor : public QFrame {
    Q_OBJECT

public:
    explicit TagKeysEditor(Session* session, QWidget* parent = nullptr);

    [[nodiscard]] const QList<QLineEdit*>& fields() const { return m_fields; }

    /// Near `global`, deleted when it closes.
    static TagKeysEditor* popUp(Session* session, QWidget* parent, const QPoint& global);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    Session* m_session;
    QList<QLineEdit*> m_fields;
    bool m_kept = true;
};

}  // namespace winnow::ui
