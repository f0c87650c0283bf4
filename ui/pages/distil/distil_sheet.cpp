// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/distil_sheet.h"

#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/figure_export.h"
#include "ui/widgets/tile.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

// px at 13 px text
constexpr int kUsualSide = 84;
constexpr int kColumnGap = 4 + 2 * kTileRing;
constexpr int kBandGap = 12;
constexpr int kSmallImage = 64;  // pixels a side: drawn at whole multiples

}  // namespace

DistilSheet::DistilSheet(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setProperty("ownFocus", true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Distilled images"));
    measureNames();
}

void DistilSheet::setData(DistilSheetData data) {
    const std::int64_t before = current();
    const bool sameSizes = count() == static_cast<int>(data.order.size());
    m_data = std::move(data);
    m_current = std::max(0, placeOf(before));
    m_labelRange = m_data.images ? LabelRange::of(now().label) : LabelRange();
    measureNames();
    if (!sameSizes) updateGeometry();
    announceValue();
}

void DistilSheet::setLook(const DistilSheetLook& look) {
    if (look == m_look) return;
    m_look = look;
    measureNames();
    updateGeometry();
    announceValue();
    Q_EMIT lookChanged();
}

QList<DistilSheet::Row> DistilSheet::rows() const {
    QList<Row> rows;
    if (m_look.start) rows << Start;
    rows << Now;
    if (m_look.difference) rows << Difference;
    if (m_look.nearest && m_data.nearest) rows << Nearest;
    if (m_look.labels) rows << Label;
    return rows;
}

// Pictures are as large as one band allows; where they would be too small, of the usual size.
DistilSheet::Layout DistilSheet::layoutIn(int width) const {
    Layout layout;
    layout.rows = rows();
    layout.names = m_namesWidth;
    const int room = std::max(1, width - layout.names - 2 * kTileRing);
    const int gap = scaled(kColumnGap), least = scaled(kPictureSides.front());
    const int images = std::max(1, count());
    const int whole = room / images - gap;
    layout.side = m_look.side > 0  ? scaled(m_look.side)
                  : whole >= least ? std::min(whole, scaled(kUsualSide))
                                   : scaled(kUsualSide);
    layout.side = std::min(layout.side, room);
    const int unit = sideUnit();
    if (layout.side >= unit) layout.side -= layout.side % unit;
    layout.columns = std::clamp((room + gap) / (layout.side + gap), 1, images);
    layout.step = std::max<double>(layout.side + gap, static_cast<double>(room) / layout.columns);
    // A few columns stay together instead of drifting apart.
    layout.step = std::min<double>(layout.step, 1.5 * layout.side + gap);
    layout.band = bandHeight(layout.side);
    return layout;
}

// Whole multiples of small images leave no border around them.
int DistilSheet::sideUnit() const {
    const auto longest = static_cast<int>(
        m_data.images ? std::max(m_data.images->shape.width, m_data.images->shape.height) : 0);
    return longest > 0 && longest < kSmallImage ? longest : 1;
}

int DistilSheet::bandHeight(int side) const {
    int height = scaled(kHeading) + scaled(kBandGap);
    for (const Row row : rows()) height += rowHeight(row, side);
    return height;
}

// Under the last row there is room for the ring of its current picture, and no gap.
int DistilSheet::heightOf(int bands, int side) const {
    return bands * bandHeight(side) - scaled(kBandGap) - rowHeight(Now, 0) + 2 * kTileRing;
}

int DistilSheet::placeOf(std::int64_t image) const {
    const auto found = std::ranges::find(m_data.order, image);
    return found == m_data.order.end() ? -1 : static_cast<int>(found - m_data.order.begin());
}

int DistilSheet::placeAt(QPoint at) const {
    const Layout layout = layoutIn(width());
    const int band = at.y() / std::max(1, layout.band);
    const int column =
        static_cast<int>(std::floor((at.x() - layout.names) / std::max(1.0, layout.step)));
    if (at.x() < layout.names || at.y() < 0 || column >= layout.columns) return -1;
    const int place = band * layout.columns + column;
    return place < count() ? place : -1;
}

std::int64_t DistilSheet::current() const {
    return m_current < count() ? m_data.order[static_cast<std::size_t>(m_current)] : -1;
}

void DistilSheet::setCurrent(std::int64_t image) {
    const int place = placeOf(image);
    if (place < 0 || place == m_current) return;
    m_current = place;
    announceValue();
}

QRect DistilSheet::nowRect(std::int64_t image) const {
    return pictureRect(layoutIn(width()), std::max(0, placeOf(image)), Now);
}

QRect DistilSheet::columnRect(std::int64_t image) const {
    const Layout layout = layoutIn(width());
    const int place = std::max(0, placeOf(image));
    return {static_cast<int>(layout.names + place % layout.columns * layout.step),
            place / layout.columns * layout.band,
            static_cast<int>(layout.step),
            layout.band};
}

QString DistilSheet::imageText(std::int64_t image) const {
    const DistilImages& images = *m_data.images;
    const auto at = static_cast<std::size_t>(image);
    const std::int64_t own = images.startClass[at], sample = images.startSample[at];
    QStringList lines{tr("%1, image %2").arg(m_data.classNames.value(own), countText(image + 1))};
    if (sample >= 0) lines << tr("began as #%1").arg(countText(sample));
    const auto label = images.labelOf(now().label, image);
    const auto largest = std::ranges::max_element(label);
    lines << tr("largest entry of its label: %1, %2")
                 .arg(m_data.classNames.value(largest - label.begin()),
                      signedText(static_cast<double>(*largest), 3));
    if (const std::int64_t real = nearestOf(image); real >= 0)
        lines << tr("nearest real image: #%1").arg(countText(real));
    return lines.join(u'\n');
}

QString DistilSheet::valueInWords() const {
    if (current() < 0) return tr("no images");
    return imageText(current()).replace(u'\n', QStringLiteral(", "));
}

void DistilSheet::walkTo(int place) {
    if (count() == 0) return;
    const int to = std::clamp(place, 0, count() - 1);
    if (to == m_current) return;
    m_current = to;
    announceValue();
    Q_EMIT currentChanged(current());
}

void DistilSheet::resizePictures(int step) {
    // From the size that is nearest to what is seen.
    const int now = layoutIn(width()).side;
    const auto nearest = std::ranges::min_element(
        kPictureSides, {}, [now](int side) { return std::abs(scaled(side) - now); });
    const auto index = std::clamp<std::ptrdiff_t>(
        nearest - kPictureSides.begin() + step, 0, std::ssize(kPictureSides) - 1);
    DistilSheetLook look = m_look;
    look.side = kPictureSides.at(static_cast<std::size_t>(index));
    setLook(look);
}

void DistilSheet::mousePressEvent(QMouseEvent* event) {
    const int place = placeAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || place < 0) return ValueWidget::mousePressEvent(event);
    walkTo(place);
}

void DistilSheet::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && placeAt(event->position().toPoint()) >= 0)
        Q_EMIT opened(current());
}

void DistilSheet::keyPressEvent(QKeyEvent* event) {
    const bool plain = (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == 0;
    if (!plain || count() == 0) return ValueWidget::keyPressEvent(event);
    const int columns = layoutIn(width()).columns;
    switch (event->key()) {
        case Qt::Key_Left:
            return walkTo(m_current - 1);
        case Qt::Key_Right:
            return walkTo(m_current + 1);
        case Qt::Key_Up:
            return walkTo(m_current >= columns ? m_current - columns : m_current);
        case Qt::Key_Down:
            return walkTo(m_current + columns < count() ? m_current + columns : m_current);
        case Qt::Key_Home:
            return walkTo(0);
        case Qt::Key_End:
            return walkTo(count() - 1);
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return resizePictures(1);
        case Qt::Key_Minus:
            return resizePictures(-1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT opened(current());
            return;
        default:
            ValueWidget::keyPressEvent(event);
    }
}

void DistilSheet::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) measureNames();
    ValueWidget::changeEvent(event);
}

bool DistilSheet::event(QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int place = placeAt(help->pos());
    QToolTip::showText(
        help->globalPos(),
        place < 0 ? QString() : imageText(m_data.order[static_cast<std::size_t>(place)]),
        this);
    return true;
}

QString DistilSheet::figureCsv() const {
    QString text = QStringLiteral("image,class,began as sample,step");
    for (const QString& name : m_data.classNames) text += u',' + csvField(tr("label %1").arg(name));
    text += u'\n';
    if (!m_data.images) return text;
    for (const std::int64_t i : m_data.order) {
        const auto at = static_cast<std::size_t>(i);
        text += QStringLiteral("%1,%2,%3,%4")
                    .arg(i + 1)
                    .arg(csvField(m_data.classNames.value(m_data.images->startClass[at])))
                    .arg(m_data.images->startSample[at])
                    .arg(now().step);
        for (const float entry : m_data.images->labelOf(now().label, i))
            text += u',' + QString::number(static_cast<double>(entry), 'g', 7);
        text += u'\n';
    }
    return text;
}

int DistilSheet::heightForWidth(int width) const {
    const Layout layout = layoutIn(width);
    const int bands = (std::max(1, count()) + layout.columns - 1) / layout.columns;
    return heightOf(bands, layout.side);
}

int DistilSheet::leastHeight() const {
    const int least = scaled(kPictureSides.front()), unit = sideUnit();
    return heightOf(1, (least + unit - 1) / unit * unit);
}

QSize DistilSheet::sizeHint() const {
    const int width = m_namesWidth + 10 * scaled(kUsualSide + kColumnGap);
    return {width, heightForWidth(width)};
}

QSize DistilSheet::minimumSizeHint() const {
    const int width = m_namesWidth + 3 * scaled(kPictureSides.front() + kColumnGap);
    return {width, scaled(kHeading) + rowHeight(Now, scaled(kPictureSides.front()))};
}

QSize DistilSheet::figureSize() const { return {width(), heightForWidth(width())}; }

}  // namespace winnow::ui
