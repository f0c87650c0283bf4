// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/help_window.h"

#include "ui/help/help_dress.h"
#include "ui/help/help_pages.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTextBrowser>
#include <QToolButton>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kFileRole = Qt::UserRole;

}  // namespace

HelpWindow::HelpWindow(QWidget* parent)
    : QWidget(parent, Qt::Window),
      m_back(new QToolButton(this)),
      m_forward(new QToolButton(this)),
      m_search(new QLineEdit(this)),
      m_found(new QLabel(this)),
      m_contents(new QListWidget(this)),
      m_browser(new QTextBrowser(this)) {
    setWindowTitle(tr("Help"));
    layOut();
    connectParts();
    resize(scaled(940), scaled(700));
    showPage(QLatin1String(kHelpIndex));
}

void HelpWindow::layOut() {
    m_back->setIcon(icon(Icon::ChevronLeft));
    m_forward->setIcon(icon(Icon::ChevronRight));
    m_back->setToolTip(tr("Back (Alt+Left)"));
    m_forward->setToolTip(tr("Forward (Alt+Right)"));
    m_back->setAccessibleName(tr("Back"));
    m_forward->setAccessibleName(tr("Forward"));
    for (QToolButton* button : {m_back, m_forward}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
    }
    m_search->setPlaceholderText(tr("Search the help"));
    m_search->setAccessibleName(tr("Search the help"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(Icon::Find), QLineEdit::LeadingPosition);
    m_search->setMaximumWidth(scaled(280));
    m_found->setProperty("role", QStringLiteral("caption"));
    m_contents->setAccessibleName(tr("Contents"));
    m_contents->setMinimumWidth(scaled(160));
    m_contents->setFrameShape(QFrame::NoFrame);
    for (const HelpPage& page : helpPages()) {
        auto* item = new QListWidgetItem(page.title, m_contents);
        item->setData(kFileRole, page.file);
        item->setSizeHint({0, scaled(size::kTableRow)});
    }
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->document()->setDocumentMargin(scaled(20));
    auto* top = new QHBoxLayout;
    top->setSpacing(scaled(size::kSpace));
    top->addWidget(m_back);
    top->addWidget(m_forward);
    top->addWidget(m_search, 1);
    top->addWidget(m_found);
    top->addStretch(1);
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(scaled(size::kPanelPadding));
    split->addWidget(m_contents);
    split->addWidget(m_browser);
    split->setStretchFactor(1, 1);
    split->setSizes({scaled(220), scaled(700)});
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPanelPadding);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(scaled(size::kPanelPadding));
    column->addLayout(top);
    column->addWidget(split, 1);
}

void HelpWindow::connectParts() {
    connect(m_browser, &QTextBrowser::sourceChanged, this, &HelpWindow::pageChanged);
    connect(m_browser, &QTextBrowser::backwardAvailable, m_back, &QWidget::setEnabled);
    connect(m_browser, &QTextBrowser::forwardAvailable, m_forward, &QWidget::setEnabled);
    connect(m_back, &QToolButton::clicked, m_browser, &QTextBrowser::backward);
    connect(m_forward, &QToolButton::clicked, m_browser, &QTextBrowser::forward);
    connect(m_search, &QLineEdit::textChanged, this, &HelpWindow::search);
    connect(m_contents, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
        if (item != nullptr) showPage(item->data(kFileRole).toString());
    });
    const auto key = [this](const QKeySequence& keys, auto run) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, run);
    };
    key(QKeySequence::Find, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    key(QKeySequence(Qt::ALT | Qt::Key_Left), [this] { m_browser->backward(); });
    key(QKeySequence(Qt::ALT | Qt::Key_Right), [this] { m_browser->forward(); });
    m_back->setEnabled(false);
    m_forward->setEnabled(false);
}

void HelpWindow::showPage(const QString& file) {
    if (helpPage(file) == nullptr || file == currentPage()) return;
    m_browser->setSource(helpUrl(file), QTextDocument::MarkdownResource);
}

void HelpWindow::pageChanged(const QUrl& url) {
    // The browser itself tells the new page only after this signal.
    const HelpPage* page = helpPage(url.fileName());
    if (page == nullptr) return;
    m_current = page->file;
    setWindowTitle(tr("%1 – Winnow help").arg(page->title));
    for (int row = 0; row < m_contents->count(); ++row)
        if (m_contents->item(row)->data(kFileRole).toString() == page->file) {
            const QSignalBlocker block(m_contents);
            m_contents->setCurrentRow(row);
        }
    dress();
    highlight();
}

void HelpWindow::dress() {
    m_browser->document()->setDefaultFont(textFont(TextStyle::Body));
    dressHelp(*m_browser->document(), theme());
}

void HelpWindow::search() {
    const QString query = m_search->text().simplified();
    int pages = 0;
    for (int row = 0; row < m_contents->count(); ++row) {
        QListWidgetItem* item = m_contents->item(row);
        const HelpPage* page = helpPage(item->data(kFileRole).toString());
        item->setHidden(!saysAll(*page, query));
        pages += item->isHidden() ? 0 : 1;
    }
    m_found->setText(query.isEmpty() ? QString()
                     : pages == 0    ? tr("on no page")
                     : pages == 1    ? tr("on 1 page")
                                     : tr("on %1 pages").arg(pages));
    highlight();
}

void HelpWindow::highlight() {
    QList<QTextEdit::ExtraSelection> places;
    const QStringList words = m_search->text().split(u' ', Qt::SkipEmptyParts);
    for (const QString& word : words)
        for (QTextCursor at = m_browser->document()->find(word); !at.isNull();
             at = m_browser->document()->find(word, at)) {
            QTextEdit::ExtraSelection place;
            place.cursor = at;
            place.format.setBackground(theme().accentSoft);
            places << place;
        }
    m_browser->setExtraSelections(places);
}

void HelpWindow::findNext(bool backwards) {
    const QString word = m_search->text().simplified().section(u' ', 0, 0);
    if (word.isEmpty()) return;
    const auto flags = backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (m_browser->find(word, flags)) return;
    QList<int> rows;
    for (int row = 0; row < m_contents->count(); ++row)
        if (!m_contents->item(row)->isHidden()) rows << row;
    if (rows.isEmpty()) return;
    if (backwards) std::ranges::reverse(rows);
    const int here = m_contents->currentRow();
    const auto next =
        std::ranges::find_if(rows, [&](int row) { return backwards ? row < here : row > here; });
    m_contents->setCurrentRow(next == rows.end() ? rows.first() : *next);
    m_browser->moveCursor(backwards ? QTextCursor::End : QTextCursor::Start);
    m_browser->find(word, flags);
}

void HelpWindow::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return findNext(event->modifiers().testFlag(Qt::ShiftModifier));
        case Qt::Key_Escape:
            if (m_search->text().isEmpty())
                close();
            else
                m_search->clear();
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

void HelpWindow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
    const int place = m_browser->verticalScrollBar()->value();
    m_browser->reload();
    m_browser->verticalScrollBar()->setValue(place);
}

}  // namespace winnow::ui
