// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace winnow::ui {

class IconLabel;

/// One sentence with one action, at the place it is about. Instead of message boxes.
class MessageCard : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Error, Warning, Info, Interrupted };

    explicit MessageCard(QWidget* parent = nullptr);

    /// Shows the card. Without action text there is no button; dismissable cards have a ×.
    void showMessage(Kind kind,
                     const QString& sentence,
                     const QString& action = {},
                     bool dismissable = false);
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QPushButton* actionButton() const { return m_action; }

Q_SIGNALS:
    void actionRequested();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void applyLook();

    Kind m_kind = Kind::Info;
    IconLabel* m_icon;
    QLabel* m_sentence;
    QPushButton* m_action;
    QToolButton* m_close;
};

}  // namespace winnow::ui
