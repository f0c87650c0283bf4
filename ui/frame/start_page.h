// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace winnow::ui {

class MessageCard;

/// What a person sees without a project: two sets to try, one button for their own images, recent
/// projects, and a place to drop things.
class StartPage : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

    void refreshRecent();
    /// One sentence: a project could not be opened, the engine is missing.
    void showSentence(const QString& sentence);
    /// While a first import runs: what it does.
    void setBusy(const QString& words);

Q_SIGNALS:
    /// source "fashion-mnist" or "planted".
    void exampleRequested(const QString& source);
    void imagesRequested();
    void projectRequested();
    void recentRequested(const QString& folder);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QWidget* card(Icon picture,
                                const QString& title,
                                const QString& text,
                                QPushButton* button);

    MessageCard* m_message;
    QLabel* m_busy;
    QVBoxLayout* m_recent;
    QWidget *m_recentBox, *m_drop;
    QList<QPushButton*> m_buttons;
};

}  // namespace winnow::ui
