// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/distil_sheet.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/tile.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kRowGap = 4, kLabelHeight = 44;  // px at 13 px text

}  // namespace

LabelRange LabelRange::of(std::span<const float> labels) {
    LabelRange range;
    for (const float entry : labels)
        if (std::isfinite(entry)) {
            range.least = std::min<double>(range.least, entry);
            range.most = std::max<double>(range.most, entry);
        }
    return range;
}

QString differenceRange(double limit) {
    const int decimals = limit < 10 ? 1 : 0;
    return DistilSheet::tr("%1 to %2")
        .arg(signedText(-limit, decimals), signedText(limit, decimals));
}

void paintLabelBars(QPainter& painter,
                    const QRectF& rect,
                    std::span<const float> label,
                    const LabelRange& range,
                    const ClassSlots& classSlots,
                    const Theme& theme) {
    const double span = range.most - range.least;
    const double scale = span > 0 ? rect.height() / span : 0;
    const double zero = span > 0 ? rect.top() + scale * range.most : rect.bottom();
    const double step = rect.width() / static_cast<double>(label.size());
    const double gap = step >= 4 ? 1 : 0;
    for (std::size_t k = 0; k < label.size(); ++k) {
        const double height = scale * static_cast<double>(label[k]);
        if (!std::isfinite(height)) continue;
        painter.fillRect(QRectF(rect.left() + static_cast<double>(k) * step,
                                std::min(zero, zero - height),
                                std::max(1.0, step - gap),
                                std::abs(height)),
                         classSlots.colour(static_cast<int>(k), theme));
    }
    painter.fillRect(QRectF(rect.left(), zero, rect.width(), 1), theme.control);
}

int DistilSheet::rowHeight(Row row, int side) {
    return (row == Label ? scaled(kLabelHeight) : side) + scaled(kRowGap) + 2;
}

QPair<QString, QString> DistilSheet::rowWords(Row row) const {
    if (!m_data.images) return {};
    const auto stepText = [](std::int64_t step) { return tr("step %1").arg(countText(step)); };
    switch (row) {
        case Start:
            return {tr("Start"), stepText(begin().step)};
        case Now:
            return {tr("Now"), stepText(now().step)};
        case Difference:
            return {tr("Now − start"), differenceRange(m_data.differenceLimit)};
        case Nearest:
            return {tr("Nearest real"), stepText(m_data.images->checkpoints.back().step)};
        case Label:
            return {tr("Label"), tr("%1 entries").arg(countText(m_data.images->shape.classes))};
    }
    return {};
}

void DistilSheet::measureNames() {
    const QFontMetrics strong(textFont(TextStyle::BodyStrong)),
        caption(textFont(TextStyle::Caption));
    int widest = strong.horizontalAdvance(tr("Now − start"));
    for (const Row row : rows()) {
        const auto [name, words] = rowWords(row);
        widest =
            std::max({widest, strong.horizontalAdvance(name), caption.horizontalAdvance(words)});
    }
    m_namesWidth = widest + scaled(size::kPanelPadding);
}

QRect DistilSheet::pictureRect(const Layout& layout, int place, Row row) const {
    int top = place / layout.columns * layout.band + scaled(kHeading) + kTileRing;
    for (const Row above : layout.rows) {
        if (above == row) break;
        top += rowHeight(above, layout.side);
    }
    const int left = layout.names + static_cast<int>(place % layout.columns * layout.step);
    return {left + kTileRing, top, layout.side, row == Label ? scaled(kLabelHeight) : layout.side};
}

QImage DistilSheet::viewable(std::span<const float> shown,
                             std::span<const float> support,
                             const Theme& theme) const {
    const DistilShape& shape = m_data.images->shape;
    // Images as the kernel sees them are stored when a job ends.
    const bool whole = !support.empty() || !showsSupport(m_look.mode);
    switch (whole ? m_look.mode : PictureMode::Clipped) {
        case PictureMode::Clipped:
            return clippedPicture(shown, shape);
        case PictureMode::Stretched:
            return stretchedPicture(shown, shape);
        case PictureMode::Kernel:
            return stretchedPicture(support, shape);
        case PictureMode::AroundZero:
            return signedPicture(support, shape, m_data.supportLimit, theme);
    }
    return {};
}

QImage DistilSheet::picture(Row row, std::int64_t image, const Theme& theme) const {
    const DistilImages& images = *m_data.images;
    const auto of = [&](const DistilCheckpoint& checkpoint) {
        return viewable(images.image(checkpoint.shown, image),
                        checkpoint.support.empty() ? checkpoint.support
                                                   : images.image(checkpoint.support, image),
                        theme);
    };
    switch (row) {
        case Start:
            return of(begin());
        case Now:
            return of(now());
        case Difference:
            return differencePicture(images.image(now().shown, image),
                                     images.image(begin().shown, image),
                                     images.shape,
                                     m_data.differenceLimit,
                                     theme);
        case Nearest: {
            const std::int64_t id = nearestOf(image);
            return id >= 0 && m_data.realImage ? m_data.realImage(id) : QImage();
        }
        case Label:
            break;
    }
    return {};
}

std::int64_t DistilSheet::nearestOf(std::int64_t image) const {
    return m_data.nearest ? m_data.nearest[image * m_data.nearest.dim(1)] : -1;
}

DistilSheet::Pictures DistilSheet::picturesOf(std::int64_t image, const Theme& theme) const {
    return {picture(Start, image, theme),
            picture(Now, image, theme),
            picture(Difference, image, theme),
            picture(Nearest, image, theme),
            nearestOf(image)};
}

void DistilSheet::paintNames(QPainter& painter,
                             const Layout& layout,
                             int band,
                             const Theme& theme) const {
    for (const Row row : layout.rows) {
        const QRect beside = pictureRect(layout, band * layout.columns, row);
        const auto [name, words] = rowWords(row);
        const QRect rect(0, beside.top(), layout.names, beside.height());
        painter.setFont(textFont(TextStyle::BodyStrong));
        painter.setPen(theme.text2);
        const int line = painter.fontMetrics().height();
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignTop, name);
        painter.setFont(textFont(TextStyle::Caption));
        painter.setPen(theme.text3);
        painter.drawText(rect.adjusted(0, line, 0, 0), Qt::AlignLeft | Qt::AlignTop, words);
    }
}

void DistilSheet::paintColumn(QPainter& painter,
                              const Layout& layout,
                              int place,
                              const Theme& theme) const {
    const std::int64_t image = m_data.order[static_cast<std::size_t>(place)];
    const auto own = static_cast<int>(m_data.images->startClass[static_cast<std::size_t>(image)]);
    const QRect first = pictureRect(layout, place, layout.rows.first());
    const QRect heading(first.left(),
                        first.top() - scaled(kHeading),
                        static_cast<int>(layout.step) - 2 * kTileRing,
                        scaled(kHeading) - 2);
    paintClassMark(painter,
                   m_data.classSlots,
                   own,
                   QPointF(heading.left() + scaled(4), heading.center().y() + 0.5),
                   scaled(8),
                   theme);
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(theme.text);
    const QRect name = heading.adjusted(scaled(12), 0, 0, 0);
    painter.drawText(name,
                     Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(
                         m_data.classNames.value(own), Qt::ElideRight, name.width()));
    for (const Row row : layout.rows) {
        const QRect rect = pictureRect(layout, place, row);
        if (row == Label) {
            paintLabelBars(painter,
                           rect,
                           m_data.images->labelOf(now().label, image),
                           m_labelRange,
                           m_data.classSlots,
                           theme);
            continue;
        }
        Tile tile;
        tile.image = picture(row, image, theme);
        tile.state = tile.image.isNull() ? Tile::State::Loading : Tile::State::Ready;
        tile.current = row == Now && place == m_current;
        paintTile(painter, rect, tile, false, theme);
        if (row == Now && m_look.frozen && m_data.images->frozen) {
            const auto values = m_data.images->frozen.row(image);
            painter.drawImage(imageRect(tile.image.size(), rect),
                              frozenPicture(values, m_data.images->shape, theme));
        }
    }
}

void DistilSheet::paintBand(QPainter& painter,
                            const Layout& layout,
                            int band,
                            const Theme& theme) const {
    paintNames(painter, layout, band, theme);
    const int end = std::min(count(), (band + 1) * layout.columns);
    for (int place = band * layout.columns; place < end; ++place)
        paintColumn(painter, layout, place, theme);
}

void DistilSheet::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    if (count() == 0) return;
    const Layout layout = layoutIn(size.width());
    for (int band = 0; band * layout.columns < count(); ++band)
        paintBand(painter, layout, band, theme);
}

void DistilSheet::paintEvent(QPaintEvent* event) {
    if (count() == 0) return;
    QPainter painter(this);
    const Layout layout = layoutIn(width());
    const int last = (count() - 1) / layout.columns;
    const int from = std::clamp(event->rect().top() / layout.band, 0, last);
    const int to = std::clamp(event->rect().bottom() / layout.band, from, last);
    for (int band = from; band <= to; ++band) paintBand(painter, layout, band, theme());
    if (!hasFocus()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().accent, 2));
    painter.setBrush(Qt::NoBrush);
    const double radius = scaled(size::kTileRadius) + kTileRing;
    painter.drawRoundedRect(
        QRectF(nowRect(current())).adjusted(-kTileRing, -kTileRing, kTileRing, kTileRing),
        radius,
        radius);
}

}  // namespace winnow::ui
