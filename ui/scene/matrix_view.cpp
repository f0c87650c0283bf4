// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/matrix_view.h"

#include "ui/scene/matrix_scene.h"
#include "ui/theme/colour_maps.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"

#include <QEvent>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kMostNameWidth = 96;

/// Rounded up to two digits, so that the ends of the scale read well.
double rounded(double limit) {
    if (!(limit > 0)) return 0;
    const double unit = std::pow(10, std::floor(std::log10(limit)) - 1);
    return std::ceil(limit / unit - 1e-9) * unit;
}

}  // namespace

MatrixView::MatrixView(QWidget* parent)
    : VtkView(parent), m_scene(std::make_unique<MatrixScene>(renderWindow())) {
    setAccessibleName(tr("Kernel matrix"));
    layOut();
}

MatrixView::~MatrixView() { releaseGraphics(); }

void MatrixView::setSource(MatrixSource* source) {
    if (m_source != nullptr) m_source->disconnect(this);
    m_source = source;
    m_cache.clear();
    m_cross.reset();
    m_picked.reset();
    if (!m_ownLimit) m_limit = 0;
    if (source != nullptr) {
        connect(source, &MatrixSource::tileReady, this, &MatrixView::tileArrived);
        connect(source, &MatrixSource::failed, this, &MatrixView::failed);
        connect(source, &QObject::destroyed, this, [this] {
            m_source = nullptr;  // its slots are gone already
            setSource(nullptr);
        });
    }
    m_frame.setSize(source == nullptr ? 0 : source->size());
    viewChanged();
}

void MatrixView::setClasses(const QStringList& names, const ClassSlots& classSlots) {
    m_names = names;
    m_slots = classSlots;
    layOut();
}

void MatrixView::setValueName(const QString& name, int decimals) {
    m_valueName = name;
    m_decimals = decimals;
    update();
}

void MatrixView::setLimit(double limit) {
    m_ownLimit = limit > 0;
    const double wanted = m_ownLimit ? limit : rounded(m_cache.usualSize());
    if (wanted == m_limit) return;
    m_limit = wanted;
    updateScene();
    Q_EMIT limitChanged(m_limit);
}

double MatrixView::limit() const { return m_limit; }

void MatrixView::fit() {
    m_frame.fit();
    viewChanged();
}

void MatrixView::showPixels() {
    const QPointF at = m_cross ? cellRect(*m_cross).center() : m_frame.covered().center();
    m_frame.setScale(1, at);
    viewChanged();
}

void MatrixView::setPicked(std::int64_t rowSample, std::int64_t columnSample) {
    m_picked.reset();
    if (m_source != nullptr) {
        const std::int64_t row = m_source->order().positionOf(rowSample);
        const std::int64_t column = m_source->order().positionOf(columnSample);
        if (row >= 0 && column >= 0) {
            m_picked = QPoint(static_cast<int>(column), static_cast<int>(row));
            m_frame.show(QPointF(*m_picked) + QPointF(0.5, 0.5));
        }
    }
    viewChanged();
}

void MatrixView::layOut() {
    const QFontMetricsF metrics(textFont(TextStyle::Caption));
    qreal names = 0;
    for (const QString& name : m_names) names = std::max(names, metrics.horizontalAdvance(name));
    names = std::min<qreal>(names, scaled(kMostNameWidth));
    const qreal marks = m_names.isEmpty() ? 0 : scaled(22);
    const qreal left = std::ceil(names + marks) + kClassBand + kClassBandGap;
    const qreal top = kClassBand + kClassBandGap;
    const qreal side = std::max<qreal>(1, std::min(width() - left, height() - top));
    m_frame.setPlot({left, top, side, side});
    viewChanged();
}

void MatrixView::viewChanged() {
    const QString text = cellText();
    if (text != m_cellText) {
        m_cellText = text;
        Q_EMIT cellTextChanged(text);
    }
    updateScene();
}

QRect MatrixView::seenCells() const {
    if (m_frame.size() == 0) return {};
    const double block = std::ldexp(1.0, m_frame.level());
    const QRectF seen = m_frame.seen();
    const auto last = static_cast<int>(cellsAt(m_frame.size(), m_frame.level())) - 1;
    const auto clamped = [&](double at) {
        return std::clamp(static_cast<int>(std::floor(at)), 0, last);
    };
    return {QPoint(clamped(seen.left() / block), clamped(seen.top() / block)),
            QPoint(clamped(seen.right() / block - 1e-9), clamped(seen.bottom() / block - 1e-9))};
}

void MatrixView::tileArrived(const TileKey& key, const TilePointer& tile) {
    m_cache.insert(key, tile);
    if (!m_ownLimit) setLimit(0);
    viewChanged();
}

std::function<void()> MatrixView::prepareScene() {
    const Theme& theme = colours();
    QImage picture;
    QRectF where;
    if (m_source != nullptr && m_frame.size() > 0) {
        const int level = m_frame.level();
        const QRect cells = seenCells();
        m_source->want(m_cache.missing(level, cells, m_frame.size()));
        const double block = std::ldexp(1.0, level);
        where = QRectF(m_frame.toPoint(QPointF(cells.topLeft()) * block),
                       QSizeF(cells.size()) * (block * m_frame.scale()));
        picture = m_cache.picture(level,
                                  cells,
                                  m_limit > 0 ? m_limit : 1,
                                  colourTable(ColourMap::Diverging, theme),
                                  theme.well.rgb());
    }
    return [scene = m_scene.get(), picture, where, size = size(), surface = theme.surface] {
        scene->setBackground(surface);
        scene->setPicture(picture, where, size);
    };
}

QString MatrixView::cellText() const {
    if (m_source == nullptr || m_frame.size() == 0) return {};
    const int level = m_frame.level();
    if (level == 0) return tr("1 cell = 1 pair");
    const std::int64_t block = std::int64_t{1} << level;
    const QString text = tr("1 cell = mean of %1 × %1 pairs").arg(countText(block));
    const QRect cells = seenCells();
    const auto value = m_cache.value(level, cells.top(), cells.left());
    return value && value->sampled ? text + tr(", from a sample of them") : text;
}

MatrixCell MatrixView::cell(QPoint columnRow) const {
    MatrixCell cell;
    cell.row = columnRow.y();
    cell.column = columnRow.x();
    const auto& samples = m_source->order().samples;
    cell.rowSample = samples[static_cast<std::size_t>(cell.row)];
    cell.columnSample = samples[static_cast<std::size_t>(cell.column)];
    const int level = m_frame.level();
    cell.value = m_cache.value(level, cell.row >> level, cell.column >> level);
    return cell;
}

MatrixCell MatrixView::cellAt(QPointF at) const {
    const auto found = m_source == nullptr ? std::nullopt : m_frame.cellAt(at);
    return found ? cell(*found) : MatrixCell{};
}

QPointF MatrixView::positionOf(std::int64_t row, std::int64_t column) const {
    return m_frame.toPoint({static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5});
}

QString MatrixView::className(std::int64_t classIndex) const {
    return m_names.value(static_cast<qsizetype>(classIndex),
                         tr("class %1").arg(qint64{classIndex}));
}

QByteArray MatrixView::csv() const {
    if (m_source == nullptr || m_frame.size() == 0) return {};
    const int level = m_frame.level();
    const QRect cells = seenCells();
    const auto first = [&](int cell) {
        const auto position = static_cast<std::size_t>(std::int64_t{cell} << level);
        return QByteArray::number(qint64{m_source->order().samples[position]});
    };
    QByteArray text = "sample";
    for (int c = cells.left(); c <= cells.right(); ++c) text += ',' + first(c);
    text += '\n';
    for (int r = cells.top(); r <= cells.bottom(); ++r) {
        text += first(r);
        for (int c = cells.left(); c <= cells.right(); ++c) {
            const auto value = m_cache.value(level, r, c);
            text += ',';
            if (value && value->level == level && !std::isnan(value->value))
                text += QByteArray::number(static_cast<double>(value->value), 'g', 7);
        }
        text += '\n';
    }
    return text;
}

void MatrixView::resizeEvent(QResizeEvent* event) {
    VtkView::resizeEvent(event);
    layOut();
}

void MatrixView::changeEvent(QEvent* event) {
    VtkView::changeEvent(event);
    if (event->type() == QEvent::FontChange) layOut();
}

QSize MatrixView::minimumSizeHint() const { return {scaled(320), scaled(320)}; }
QSize MatrixView::sizeHint() const { return {scaled(480), scaled(400)}; }

}  // namespace winnow::ui
