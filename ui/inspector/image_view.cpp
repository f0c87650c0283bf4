// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/image_view.h"

#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kTallest = 260;  // px at 13 px text; tall pictures leave room for the numbers
constexpr int kNoImage = 96;

}  // namespace

ImageView::ImageView(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Image"));
}

void ImageView::setImage(const QImage& image, const QString& sentence) {
    m_image = image;
    m_sentence = sentence;
    updateGeometry();
    announceValue();
}

QSize ImageView::sizeIn(int width) const {
    const QSize room(std::max(1, width), scaled(kTallest));
    const int times = m_image.isNull() ? 0
                                       : std::min(room.width() / m_image.width(),
                                                  room.height() / m_image.height());
    if (times > 0) return m_image.size() * times;
    return m_image.isNull() ? QSize(width, scaled(kNoImage))
                            : m_image.size().scaled(room, Qt::KeepAspectRatio);
}

int ImageView::multiple() const {
    return m_image.isNull() ? 0 : sizeIn(width()).width() / m_image.width();
}

QString ImageView::valueInWords() const {
    if (m_image.isNull()) return m_sentence;
    return tr("%1 by %2 pixels").arg(m_image.width()).arg(m_image.height());
}

QSize ImageView::sizeHint() const {
    const int width = scaled(size::kInspector - 2 * size::kPageMargin);
    return {width, sizeIn(width).height()};
}

int ImageView::heightForWidth(int width) const { return sizeIn(width).height(); }

void ImageView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QRect target(QPoint(), sizeIn(width()));
    target.moveCenter(rect().center());
    QPainterPath shape;
    shape.addRoundedRect(target, scaled(size::kTileRadius), scaled(size::kTileRadius));
    painter.fillPath(shape, theme().well);
    if (m_image.isNull()) {
        painter.setPen(theme().text2);
        painter.drawText(
            target.adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
        return;
    }
    painter.setClipPath(shape);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, multiple() == 0);
    painter.drawImage(target, m_image);
}

void ImageView::copy() const {
    if (!m_image.isNull()) QApplication::clipboard()->setImage(m_image);
}

void ImageView::keyPressEvent(QKeyEvent* event) {
    event->matches(QKeySequence::Copy) ? copy() : ValueWidget::keyPressEvent(event);
}

void ImageView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(icon(Icon::Copy), tr("Copy image"), this, &ImageView::copy)
        ->setEnabled(!m_image.isNull());
    menu.exec(event->globalPos());
}

}  // namespace winnow::ui
