// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/swatches.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"

#include <QPainter>

#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kColumns = 10;
constexpr int kSwatch = 24;
constexpr int kHundred = 100;

void paintSwatch(QPainter& painter,
                 const QRectF& rect,
                 const QColor& colour,
                 const QColor& border) {
    painter.setPen(QPen(border, 1));
    painter.setBrush(colour);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

// A picture of our own making: rings, so that scaling and hatching can be judged.
QImage drawnImage(int seed) {
    constexpr int kSide = 28;
    QImage image(kSide, kSide, QImage::Format_Grayscale8);
    for (int y = 0; y < kSide; ++y) {
        uchar* line = image.scanLine(y);
        for (int x = 0; x < kSide; ++x) {
            const double r = std::hypot(x - 13.5, (y - 13.5) * (1 + 0.1 * seed));
            line[x] =
                r > 12 ? 0 : static_cast<uchar>(120 + 110 * std::cos(r * (0.5 + 0.08 * seed)));
        }
    }
    return image;
}

Tile namedTile(int seed) {
    static const char* const names[] = {"Sandal", "Dress", "T-shirt", "Sneaker"};
    static constexpr int kSlots[] = {5, 3, 0, 7};
    Tile tile;
    tile.image = drawnImage(seed);
    tile.className = QLatin1String(names[seed % 4]);
    tile.slot = kSlots[seed % 4];
    tile.value = numberText(21.6, 1);
    tile.idText = u'#' + countText(18211);
    return tile;
}

}  // namespace

TokenSwatches::TokenSwatches(QWidget* parent) : ValueWidget(parent) {
    setFixedHeight(scaled(2 * 56));
}

QString TokenSwatches::valueInWords() const { return tr("%1 colours").arg(themeTokens().size()); }

void TokenSwatches::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextStyle::Caption));
    const int line = painter.fontMetrics().height();
    const double step = double(width()) / kColumns;
    for (int i = 0; i < static_cast<int>(themeTokens().size()); ++i) {
        const ThemeToken& token = themeTokens()[i];
        const QPointF at(i % kColumns * step, i / kColumns * scaled(56));
        const QColor colour = t.*token.colour;
        paintSwatch(painter, QRectF(at, QSizeF(step - scaled(8), scaled(kSwatch))), colour, t.line);
        painter.setPen(t.text);
        painter.drawText(at + QPointF(0, scaled(kSwatch) + line * 0.9), QLatin1String(token.name));
        painter.setPen(t.text2);
        painter.drawText(at + QPointF(0, scaled(kSwatch) + line * 1.8), colour.name().toUpper());
    }
}

ClassSwatches::ClassSwatches(QWidget* parent) : ValueWidget(parent), m_hundred(kHundred) {
    setFixedHeight(scaled(92));
    // As a project stores them.
    m_hundred = ClassSlots(kHundred, {37, -1, -1, -1, -1, -1, 52, -1, 88, -1});
    m_hundred.request({37, 52, 88}, {});
}

QString ClassSwatches::valueInWords() const { return tr("%1 class marks").arg(kClassSlots); }

void ClassSwatches::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextStyle::Caption));
    const double step = double(width()) / kColumns;
    for (int slot = 0; slot < kClassSlots; ++slot) {
        const QColor colour = t.classes.at(slot);
        paintSwatch(painter, QRectF(slot * step, 0, step - scaled(8), scaled(20)), colour, colour);
        paintMark(painter,
                  static_cast<MarkShape>(slot),
                  {slot * step + scaled(7), double(scaled(34))},
                  scaled(11),
                  colour);
        painter.setPen(t.text2);
        painter.drawText(QPointF(slot * step + scaled(20), scaled(38)), colour.name().toUpper());
    }
    const double band = double(width()) / kHundred;
    for (int c = 0; c < kHundred; ++c) {
        const bool coloured = m_hundred.slotOf(c).has_value();
        painter.fillRect(QRectF(c * band, scaled(56), band, scaled(coloured ? 18 : 13)),
                         m_hundred.bandColour(c, t));
        if (!coloured) continue;
        paintClassMark(
            painter, m_hundred, c, {c * band + scaled(4), double(scaled(84))}, scaled(8), t);
        painter.setPen(t.text);
        painter.drawText(QPointF(c * band + scaled(13), scaled(88)), tr("class %1").arg(c));
    }
}

TileSwatches::TileSwatches(QWidget* parent) : ValueWidget(parent) {
    setFixedHeight(scaled(kTileRing + 84 + kTileCaption + 22));
    const auto add = [this](const QString& name, auto change) {
        Tile tile = namedTile(static_cast<int>(m_tiles.size()));
        change(tile);
        m_tiles << qMakePair(name, tile);
    };
    add(tr("plain"), [](Tile&) {});
    add(tr("current"), [](Tile& tile) { tile.current = true; });
    add(tr("selected"), [](Tile& tile) { tile.selected = true; });
    add(tr("dimmed"), [](Tile& tile) { tile.dimmed = true; });
    add(tr("excluded"), [](Tile& tile) { tile.excluded = true; });
    add(tr("tagged"), [](Tile& tile) { tile.badge = tr("review"); });
    add(tr("loading"), [](Tile& tile) { tile.state = Tile::State::Loading; });
    add(tr("missing"), [](Tile& tile) { tile.state = Tile::State::Missing; });
    add(tr("long name"), [](Tile& tile) { tile.className = tr("Ankle boot, left"); });
}

QString TileSwatches::valueInWords() const { return tr("%1 states of a tile").arg(m_tiles.size()); }

void TileSwatches::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int side = scaled(84);
    int x = scaled(kTileRing);
    for (const auto& [name, tile] : m_tiles) {
        paintTile(painter, QRect(x, scaled(kTileRing), side, side), tile, true);
        painter.setFont(textFont(TextStyle::Caption));
        painter.setPen(theme().text2);
        painter.drawText(QPoint(x, height() - scaled(5)), name);
        x += side + scaled(20);
    }
}

IconSwatches::IconSwatches(QWidget* parent) : ValueWidget(parent) { setFixedHeight(scaled(24)); }

QString IconSwatches::valueInWords() const {
    return tr("%1 icons").arg(static_cast<int>(Icon::Count));
}

void IconSwatches::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const double step = double(width()) / static_cast<int>(Icon::Count);
    for (int i = 0; i < static_cast<int>(Icon::Count); ++i)
        paintIcon(painter,
                  static_cast<Icon>(i),
                  QRectF(i * step, 4, scaled(16), scaled(16)),
                  theme().text2);
}

}  // namespace winnow::ui
