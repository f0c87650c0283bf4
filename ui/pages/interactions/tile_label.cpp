// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/tile_label.h"

#include <QKeyEvent>
#include <QPainter>

namespace winnow::ui {
namespace {

constexpr int kLabelPicture = 84;

}  // namespace

TileLabel::TileLabel(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void TileLabel::setTile(const Tile& tile) {
    m_tile = tile;
    setToolTip(valueInWords());
    announceValue();
}

QString TileLabel::valueInWords() const {
    return (m_tile.className + u' ' + m_tile.idText).trimmed();
}

QSize TileLabel::sizeHint() const {
    const int side = scaled(kLabelPicture) + 2 * kTileRing;
    return {side, side + scaled(kTileCaption)};
}

void TileLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintTile(painter,
              {kTileRing, kTileRing, scaled(kLabelPicture), scaled(kLabelPicture)},
              m_tile,
              true);
}

void TileLabel::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT activated();
}

void TileLabel::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter && key != Qt::Key_Space)
        return ValueWidget::keyPressEvent(event);
    Q_EMIT activated();
}

}  // namespace winnow::ui
