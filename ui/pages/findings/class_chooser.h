// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLineEdit;
class QListWidget;

namespace winnow::ui {

class Session;

/// A small list of classes over a widget: typing narrows it to those whose number or name starts
/// with the text, or whose name contains it; arrows and Enter or a click choose one, Escape none.
class ClassChooser : public QFrame {
    Q_OBJECT

public:
    /// `typed`: what stands in the field at first.
    ClassChooser(const Session* session, const QString& typed, QWidget* parent);

    /// Shows it with its lower left corner at a point of the screen.
    void popUp(const QPoint& lowerLeft);
    [[nodiscard]] QLineEdit* field() const { return m_field; }
    [[nodiscard]] QListWidget* list() const { return m_list; }

Q_SIGNALS:
    void chosen(std::int64_t label);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void narrow();
    void choose();

    const Session* m_session;
    QLineEdit* m_field;
    QListWidget* m_list;
};

}  // namespace winnow::ui
