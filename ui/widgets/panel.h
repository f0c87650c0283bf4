// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QBoxLayout;
class QLabel;
class QMenu;
class QToolButton;

namespace winnow::ui {

class FigureSource;
class ElidedLabel;
class Legend;
class MessageCard;

/// A framed part of a page: title, subtitle, legend and buttons in the header, content below. With
/// a figure its header has a menu to copy and save it.
class Panel : public QFrame {
    Q_OBJECT

public:
    explicit Panel(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// Direction, scale, what the numbers are: in caption style after the title.
    void setSubtitle(const QString& subtitle);

    /// Legend at the right of the header; made at the first call.
    [[nodiscard]] Legend* legend();
    /// A widget before the figure menu.
    void addHeaderWidget(QWidget* widget);

    /// Where the content goes.
    [[nodiscard]] QBoxLayout* body() const { return m_body; }
    void setContent(QWidget* content);

    /// Adds the "…" menu: Copy, Save as PNG…, SVG…, CSV…. The figure must outlive the panel or be a
    /// child of it.
    void setFigure(const FigureSource* figure);
    /// Of setFigure, to add to; null without figure.
    [[nodiscard]] QMenu* figureMenu() const { return m_menu; }

    /// Saves the figure and says under the header where it is, or why not.
    void saveFigureTo(const QString& path);

private:
    void copyFigure();
    void askAndSave(const QString& ending);

    QBoxLayout* m_header;
    QBoxLayout* m_body;
    QLabel* m_title;
    ElidedLabel* m_subtitle;
    Legend* m_legend = nullptr;
    MessageCard* m_message = nullptr;
    QToolButton* m_menuButton = nullptr;
    QMenu* m_menu = nullptr;
    const FigureSource* m_figure = nullptr;
};

}  // namespace winnow::ui
