// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QTextBrowser;
class QToolButton;

namespace winnow::ui {

/// The help beside the window: contents at the left, the page at the right, a box that searches all
/// pages. Ctrl+F goes to it, Enter and Shift+Enter walk through what it finds, Alt+Left and
/// Alt+Right through the pages seen, Esc empties the box and then closes.
class HelpWindow : public QWidget {
    Q_OBJECT

public:
    /// A window of its own that goes with its parent.
    explicit HelpWindow(QWidget* parent = nullptr);

    /// Unknown pages are passed over.
    void showPage(const QString& file);
    /// "pruning.md".
    [[nodiscard]] QString currentPage() const { return m_current; }

    [[nodiscard]] QTextBrowser* browser() const { return m_browser; }
    [[nodiscard]] QListWidget* contents() const { return m_contents; }
    [[nodiscard]] QLineEdit* searchBox() const { return m_search; }
    [[nodiscard]] QToolButton* backButton() const { return m_back; }
    [[nodiscard]] QToolButton* forwardButton() const { return m_forward; }

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void layOut();
    void connectParts();
    void pageChanged(const QUrl& url);
    /// Headings, tables and code in the colours and sizes of the theme.
    void dress();
    void search();
    void highlight();
    /// The next place, on the next page that has one if need be.
    void findNext(bool backwards);

    QToolButton *m_back, *m_forward;
    QLineEdit* m_search;
    QLabel* m_found;
    QListWidget* m_contents;
    QTextBrowser* m_browser;
    QString m_current;
};

}  // namespace winnow::ui
