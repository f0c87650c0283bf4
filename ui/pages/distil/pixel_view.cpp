// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/pixel_view.h"

#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_cursor.h"
#include "ui/widgets/tile.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kUsualPicture = 224, kLeastPicture = 112;  // px at 13 px text

}  // namespace

PixelView::PixelView(const QString& name, QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PixelView::setPicture(const QImage& picture,
                           std::function<QString(QPoint)> valueOf,
                           const QString& sentence) {
    m_picture = picture;
    m_valueOf = std::move(valueOf);
    m_sentence = sentence;
    if (m_pixel && !m_picture.rect().contains(*m_pixel)) m_pixel.reset();
    announceValue();
}

void PixelView::setPixel(std::optional<QPoint> pixel) {
    if (pixel && !m_picture.rect().contains(*pixel)) pixel.reset();
    if (pixel == m_pixel) return;
    m_pixel = pixel;
    announceValue();
}

QRect PixelView::pictureRect() const {
    return m_picture.isNull() ? QRect() : imageRect(m_picture.size(), rect());
}

QString PixelView::valueInWords() const {
    if (m_picture.isNull()) return m_sentence;
    if (m_pixel && m_valueOf) return m_valueOf(*m_pixel);
    return tr("%1 by %2 pixels").arg(m_picture.width()).arg(m_picture.height());
}

void PixelView::choose(QPoint pixel) {
    setPixel(pixel);
    Q_EMIT pixelChanged(m_pixel);
}

void PixelView::point(QPoint position) {
    const QRect picture = pictureRect();
    if (!picture.contains(position)) return;
    choose({(position.x() - picture.left()) * m_picture.width() / picture.width(),
            (position.y() - picture.top()) * m_picture.height() / picture.height()});
}

void PixelView::mouseMoveEvent(QMouseEvent* event) { point(event->position().toPoint()); }

void PixelView::mousePressEvent(QMouseEvent* event) { point(event->position().toPoint()); }

void PixelView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy) && !m_picture.isNull())
        return QApplication::clipboard()->setImage(m_picture);
    const QPoint step = arrowStep(*event);
    if (step.isNull() || m_picture.isNull()) return ValueWidget::keyPressEvent(event);
    const QPoint next = m_pixel ? *m_pixel + step : QPoint(0, 0);
    choose({std::clamp(next.x(), 0, m_picture.width() - 1),
            std::clamp(next.y(), 0, m_picture.height() - 1)});
}

void PixelView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = theme();
    if (m_picture.isNull()) {
        painter.fillRect(rect(), t.well);
        painter.setPen(t.text2);
        painter.drawText(
            rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
        return;
    }
    const QRect picture = pictureRect();
    painter.drawImage(picture, m_picture);
    if (!m_pixel) return;
    const double wide = static_cast<double>(picture.width()) / m_picture.width();
    const double high = static_cast<double>(picture.height()) / m_picture.height();
    const QRectF frame(
        picture.left() + m_pixel->x() * wide, picture.top() + m_pixel->y() * high, wide, high);
    paintCellFrame(painter, frame, hasFocus(), t);
}

QSize PixelView::sizeHint() const { return {scaled(kUsualPicture), scaled(kUsualPicture)}; }
QSize PixelView::minimumSizeHint() const { return {scaled(kLeastPicture), scaled(kLeastPicture)}; }

}  // namespace winnow::ui
