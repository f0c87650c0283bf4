// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel.h"

#include "engine/store/error.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/figure_export.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/message_card.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QStandardPaths>
#include <QToolButton>

namespace winnow::ui {

Panel::Panel(const QString& title, QWidget* parent)
    : QFrame(parent),
      m_header(new QHBoxLayout),
      m_body(new QVBoxLayout),
      m_title(new QLabel(this)),
      m_subtitle(new ElidedLabel(this)) {
    setProperty("role", QStringLiteral("panel"));
    m_title->setProperty("role", QStringLiteral("panelTitle"));
    m_title->setTextFormat(Qt::PlainText);
    m_subtitle->setProperty("role", QStringLiteral("caption"));
    m_header->setSpacing(scaled(size::kSpace));
    m_header->addWidget(m_title);
    m_header->addWidget(m_subtitle, 1);
    m_body->setSpacing(scaled(size::kSpace));
    auto* column = new QVBoxLayout(this);
    const int padding = scaled(size::kPanelPadding);
    column->setContentsMargins(padding, scaled(size::kSpace), padding, padding);
    column->setSpacing(scaled(size::kSpace));
    column->addLayout(m_header);
    column->addLayout(m_body, 1);
    setTitle(title);
}

void Panel::setTitle(const QString& title) {
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

void Panel::setSubtitle(const QString& subtitle) {
    m_subtitle->setWhole(subtitle);
    setAccessibleDescription(subtitle);
}

Legend* Panel::legend() {
    if (m_legend == nullptr) {
        m_legend = new Legend({}, this);
        m_header->insertWidget(2, m_legend, 0, Qt::AlignVCenter);
    }
    return m_legend;
}

void Panel::addHeaderWidget(QWidget* widget) {
    const int end = m_header->count() - (m_menuButton != nullptr ? 1 : 0);
    m_header->insertWidget(end, widget, 0, Qt::AlignVCenter);
}

void Panel::setContent(QWidget* content) { m_body->addWidget(content, 1); }

void Panel::setFigure(const FigureSource* figure) {
    m_figure = figure;
    if (m_menuButton != nullptr) return;
    m_menu = new QMenu(this);
    m_menuButton = new QToolButton(this);
    m_menuButton->setIcon(icon(Icon::More));
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setFocusPolicy(Qt::StrongFocus);
    m_menuButton->setToolTip(tr("Copy or save this figure"));
    m_menuButton->setAccessibleName(tr("Figure menu of %1").arg(m_title->text()));
    m_menuButton->setMenu(m_menu);
    m_menu->addAction(icon(Icon::Copy), tr("Copy"), this, &Panel::copyFigure);
    m_menu->addSeparator();
    m_menu->addAction(
        icon(Icon::Image), tr("Save as PNG…"), this, [this] { askAndSave(QStringLiteral("png")); });
    if (figure->isVectorFigure())
        m_menu->addAction(icon(Icon::Save), tr("Save as SVG…"), this, [this] {
            askAndSave(QStringLiteral("svg"));
        });
    m_menu->addAction(icon(Icon::List), tr("Save numbers as CSV…"), this, [this] {
        askAndSave(QStringLiteral("csv"));
    });
    m_header->addWidget(m_menuButton);
}

void Panel::copyFigure() {
    auto* content = new QMimeData;
    content->setImageData(figureImage(*m_figure, {m_title->text(), m_subtitle->text()}));
    content->setText(m_figure->figureCsv());
    QApplication::clipboard()->setMimeData(content);
}

void Panel::askAndSave(const QString& ending) {
    QString name = m_title->text().simplified().toLower();
    name.removeIf([](QChar c) { return !c.isLetterOrNumber() && c != u' '; });
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation));
    auto* dialog = new QFileDialog(this, tr("Save figure"), folder.path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->setNameFilter(QStringLiteral("%1 (*.%2)").arg(ending.toUpper(), ending));
    dialog->selectFile(name.replace(u' ', u'-') + u'.' + ending);
    connect(dialog, &QFileDialog::fileSelected, this, &Panel::saveFigureTo);
    dialog->open();
}

void Panel::saveFigureTo(const QString& path) {
    if (m_message == nullptr) {
        m_message = new MessageCard(this);
        static_cast<QVBoxLayout*>(layout())->insertWidget(1, m_message);
    }
    try {
        saveFigure(*m_figure, {m_title->text(), m_subtitle->text()}, path);
        m_message->showMessage(MessageCard::Kind::Info, tr("Saved as %1.").arg(path), {}, true);
    } catch (const Error& error) {
        m_message->showMessage(MessageCard::Kind::Error, QString::fromUtf8(error.what()), {}, true);
    }
}

}  // namespace winnow::ui
