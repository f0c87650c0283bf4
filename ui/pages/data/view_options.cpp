// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/view_options.h"

#include "ui/session/scores.h"
#include "ui/session/session.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace winnow::ui {
namespace {

const char* sizeName(int size) {
    static constexpr std::array<const char*, 4> kNames{
        QT_TR_NOOP("S"), QT_TR_NOOP("M"), QT_TR_NOOP("L"), QT_TR_NOOP("XL")};
    return kNames.at(static_cast<std::size_t>(size));
}

QLabel* secondary(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("secondary"));
    return label;
}

QString titled(const ScoreInfo& info) {
    return info.unit.isEmpty() ? info.title : info.title + QStringLiteral(", ") + info.unit;
}

}  // namespace

ViewOptions::ViewOptions(Session* session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_sortLabel(secondary(tr("Sort"), this)),
      m_sort(new QComboBox(this)),
      m_order(new QToolButton(this)),
      m_captionLabel(secondary(tr("Label"), this)),
      m_caption(new QComboBox(this)),
      m_sizeLabel(secondary(tr("Size"), this)),
      m_size(new QSlider(Qt::Horizontal, this)) {
    build();
    connect(m_sort, &QComboBox::activated, this, [this] {
        m_wanted.sort = m_sort->currentData().toString();
        display(choice());
        Q_EMIT changed();
    });
    connect(m_order, &QToolButton::clicked, this, [this] {
        m_wanted.order =
            m_wanted.order == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
        display(choice());
        Q_EMIT changed();
    });
    connect(m_caption, &QComboBox::activated, this, [this] {
        m_wanted.caption = m_caption->currentData().toString();
        Q_EMIT changed();
    });
    connect(m_size, &QSlider::valueChanged, this, [this](int size) {
        m_wanted.size = static_cast<TileSize>(size);
        display(choice());
        Q_EMIT changed();
    });
    connect(session->scores(), &Scores::changed, this, [this] {
        fill();
        Q_EMIT changed();
    });
    fill();
}

void ViewOptions::build() {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(size::kSpace));
    m_order->setProperty("kind", QStringLiteral("ghost"));
    m_order->setIcon(icon(Icon::Sort));
    m_order->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QComboBox* box : {m_sort, m_caption}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        box->setMinimumContentsLength(10);
        box->setMaximumWidth(scaled(220));
    }
    m_sort->setAccessibleName(tr("Sort by"));
    m_caption->setAccessibleName(tr("Label of the tiles"));
    m_caption->setToolTip(tr("What stands under each image, beside its class."));
    m_size->setRange(0, 3);
    m_size->setPageStep(1);
    m_size->setFixedWidth(scaled(96));
    m_size->setAccessibleName(tr("Size of the tiles"));
    row->addWidget(m_sortLabel);
    row->addWidget(m_sort);
    row->addWidget(m_order);
    row->addStretch(1);
    row->addWidget(m_captionLabel);
    row->addWidget(m_caption);
    row->addWidget(m_sizeLabel);
    row->addWidget(m_size);
    m_sortLabel->setBuddy(m_sort);
    m_captionLabel->setBuddy(m_caption);
}

bool ViewOptions::has(const QString& score) const {
    return m_session->scores()->info(score) != nullptr;
}

ViewOptions::Choice ViewOptions::choice() const {
    Choice now = m_wanted;
    if (!has(now.sort)) {
        now.sort = QStringLiteral("id");
        now.order = Qt::AscendingOrder;
    }
    if (!has(now.caption)) now.caption.clear();
    return now;
}

void ViewOptions::setChoice(const Choice& choice) {
    m_wanted = choice;
    display(this->choice());
    Q_EMIT changed();
}

void ViewOptions::fill() {
    const QSignalBlocker noSort(m_sort), noCaption(m_caption);
    m_sort->clear();
    m_caption->clear();
    m_caption->addItem(tr("As sorted"), QString());
    for (const ScoreInfo& info : m_session->scores()->list()) {
        m_sort->addItem(titled(info), info.key);
        m_sort->setItemData(m_sort->count() - 1, info.help, Qt::ToolTipRole);
        m_caption->addItem(titled(info), info.key);
        m_caption->setItemData(m_caption->count() - 1, info.help, Qt::ToolTipRole);
    }
    display(choice());
}

void ViewOptions::display(const Choice& choice) {
    const QSignalBlocker noSize(m_size);
    m_sort->setCurrentIndex(m_sort->findData(choice.sort));
    m_caption->setCurrentIndex(std::max(0, m_caption->findData(choice.caption)));
    m_size->setValue(static_cast<int>(choice.size));
    m_size->setToolTip(tr("Size of the tiles: %1").arg(tr(sizeName(m_size->value()))));
    const ScoreInfo* info = m_session->scores()->info(choice.sort);
    m_sort->setToolTip(info == nullptr ? QString() : info->help);
    m_order->setText(choice.order == Qt::AscendingOrder ? tr("Lowest first") : tr("Highest first"));
    m_order->setToolTip(tr("Turns the order round. Samples without a value stay last."));
    m_order->setAccessibleName(m_order->text());
    fold();
}

// Where the words do not fit, icons stay and labels go; tooltips and accessible names keep them.
void ViewOptions::fold() {
    const auto words = [this](bool shown) {
        m_order->setToolButtonStyle(shown ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
        for (QLabel* label : {m_sortLabel, m_captionLabel, m_sizeLabel}) label->setVisible(shown);
        layout()->invalidate();
    };
    words(true);
    if (layout()->sizeHint().width() > width()) words(false);
}

void ViewOptions::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fold();
}

}  // namespace winnow::ui
