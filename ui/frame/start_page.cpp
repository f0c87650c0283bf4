// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/start_page.h"

#include "ui/frame/drop_area.h"
#include "ui/frame/settings.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/role_label.h"

#include <QDir>
#include <QFileInfo>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace winnow::ui {
namespace {

constexpr int kWidth = 912;
constexpr int kMostShown = 5;

}  // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent),
      m_message(new MessageCard(this)),
      m_busy(makeParagraph({}, "secondary", this)),
      m_recent(new QVBoxLayout),
      m_recentBox(new QWidget(this)),
      m_drop(new DropArea(this)) {
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    whole->addWidget(scroll);
    auto* content = new QWidget(scroll);
    scroll->setWidget(content);
    auto* centre = new QHBoxLayout(content);
    auto* middle = new QWidget(content);
    middle->setMaximumWidth(scaled(kWidth));
    centre->addStretch(1);
    centre->addWidget(middle, 100);
    centre->addStretch(1);
    auto* column = new QVBoxLayout(middle);
    column->setSpacing(scaled(12));
    column->addStretch(2);
    column->addWidget(
        makeParagraph(tr("What does each image teach your network?"), "hero", middle));
    column->addWidget(
        makeParagraph(tr("Winnow trains on your images, measures how they act on each other, "
                         "and lets you keep the ones that count."),
                      "secondary",
                      middle));
    column->addSpacing(scaled(8));

    auto* fashion = new QPushButton(tr("Start with Fashion-MNIST"), middle);
    fashion->setProperty("kind", QStringLiteral("primary"));
    auto* planted = new QPushButton(tr("Start with the planted set"), middle);
    auto* images = new QPushButton(tr("Open images…"), middle);
    auto* cards = new QHBoxLayout;
    cards->setSpacing(scaled(24));
    cards->addWidget(card(Icon::Winnow,
                          tr("Try it on Fashion-MNIST"),
                          tr("10 000 of the 70 000 pictures of clothes that came with Winnow. "
                             "Ready in seconds; File > Import takes all of them."),
                          fashion));
    cards->addWidget(card(Icon::Check,
                          tr("Try it where the answers are known"),
                          tr("2 000 drawn digits with planted duplicates and wrong labels: see "
                             "whether Winnow finds them."),
                          planted));
    cards->addWidget(card(Icon::Folder,
                          tr("Open your images"),
                          tr("A folder with one sub-folder per class, or a known file format. Your "
                             "files are only read."),
                          images));
    column->addLayout(cards);
    m_message->hide();
    column->addWidget(m_message);
    m_busy->hide();
    column->addWidget(m_busy);
    column->addWidget(m_drop);

    auto* recentHeader = new QHBoxLayout;
    auto* recentColumn = new QVBoxLayout(m_recentBox);
    recentColumn->setContentsMargins({});
    recentHeader->addWidget(makeParagraph(tr("Recent projects"), "panelTitle", m_recentBox), 1);
    auto* open = new QPushButton(tr("Open project…"), m_recentBox);
    recentHeader->addWidget(open);
    recentColumn->addLayout(recentHeader);
    m_recent->setSpacing(scaled(2));
    recentColumn->addLayout(m_recent);
    column->addWidget(m_recentBox);
    column->addStretch(3);

    connect(fashion, &QPushButton::clicked, this, [this] {
        Q_EMIT exampleRequested(QStringLiteral("fashion-mnist"));
    });
    connect(planted, &QPushButton::clicked, this, [this] {
        Q_EMIT exampleRequested(QStringLiteral("planted"));
    });
    connect(images, &QPushButton::clicked, this, &StartPage::imagesRequested);
    connect(open, &QPushButton::clicked, this, &StartPage::projectRequested);
    m_buttons = {fashion, planted, images};
    refreshRecent();
}

QWidget* StartPage::card(Icon picture,
                         const QString& title,
                         const QString& text,
                         QPushButton* button) {
    auto* frame = new QFrame(this);
    frame->setProperty("role", QStringLiteral("panel"));
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(scaled(20), scaled(20), scaled(20), scaled(20));
    column->setSpacing(scaled(8));
    column->addWidget(new IconLabel(picture, &Theme::accentText, 22, frame));
    column->addWidget(makeParagraph(title, "panelTitle", frame));
    column->addWidget(makeParagraph(text, "secondary", frame));
    column->addStretch(1);
    column->addSpacing(scaled(8));
    button->setParent(frame);
    column->addWidget(button, 0, Qt::AlignLeft);
    return frame;
}

void StartPage::refreshRecent() {
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        if (QWidget* shown = item->widget()) {
            shown->hide();  // it may be the button whose click brought us here
            shown->deleteLater();
        }
        delete item;
    }
    const QStringList folders = recentProjects().mid(0, kMostShown);
    if (folders.isEmpty())
        m_recent->addWidget(
            makeParagraph(tr("Projects you open are listed here."), "caption", m_recentBox));
    for (const QString& folder : folders) {
        auto* button = new QPushButton(icon(Icon::Save), QFileInfo(folder).completeBaseName());
        button->setProperty("kind", QStringLiteral("ghost"));
        button->setToolTip(QDir::toNativeSeparators(folder));
        m_recent->addWidget(button, 0, Qt::AlignLeft);
        connect(button, &QPushButton::clicked, this, [this, folder] {
            Q_EMIT recentRequested(folder);
        });
    }
}

void StartPage::showSentence(const QString& sentence) {
    if (sentence.isEmpty())
        m_message->hide();
    else
        m_message->showMessage(MessageCard::Kind::Error, sentence, {}, true);
}

void StartPage::setBusy(const QString& words) {
    m_busy->setText(words);
    m_busy->setVisible(!words.isEmpty());
    for (QPushButton* button : m_buttons) {
        button->setEnabled(words.isEmpty());
        button->setToolTip(words.isEmpty() ? QString() : tr("An import is running"));
    }
}

void StartPage::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), theme().bg); }

}  // namespace winnow::ui
