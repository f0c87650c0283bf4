// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/map_view.h"

#include "ui/scene/map_scene.h"
#include "ui/scene/overlay.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr double kPickRadius = 8;  // px
constexpr double kAxisLength = 20;

}  // namespace

MapView::MapView(QWidget* parent)
    : VtkView(parent), m_scene(std::make_unique<MapScene>(renderWindow())) {
    setAccessibleName(tr("Map of the samples"));
}

MapView::~MapView() { releaseGraphics(); }

void MapView::setPoints(std::vector<std::int64_t> samples,
                        std::span<const float> coordinates,
                        std::int64_t dimensions,
                        std::vector<std::int64_t> classes) {
    m_samples = std::move(samples);
    m_classes = std::move(classes);
    m_points = std::make_shared<std::vector<float>>(unitCoordinates(coordinates, dimensions));
    m_pointsStale = true;
    m_hovered = -1;
    m_drag = Drag::None;
    m_shape.clear();
    updateLooks();
    fit();
}

std::int64_t MapView::count() const { return static_cast<std::int64_t>(m_samples.size()); }

void MapView::setClassSlots(const ClassSlots& classSlots) {
    m_slots = classSlots;
    updateLooks();
}

void MapView::setMatches(const SampleSet& matches, Filter::Mode mode) {
    m_matches = matches;
    m_mode = mode;
    updateLooks();
}

void MapView::setSelected(const SampleSet& selected) {
    m_selected = selected;
    updateLooks();
}

void MapView::setCurrent(std::int64_t sample) {
    m_current = sample;
    update();
}

void MapView::setDescription(std::function<QStringList(std::int64_t)> describe) {
    m_describe = std::move(describe);
    update();
}

void MapView::setTool(Tool tool) {
    if (tool == m_tool) return;
    m_tool = tool;
    m_shape.clear();
    m_drag = Drag::None;
    setCursor(tool == Tool::Turn ? Qt::ArrowCursor : Qt::CrossCursor);
    update();
    Q_EMIT toolChanged(tool);
}

MapView::Tool MapView::tool() const { return m_tool; }

void MapView::fit() {
    m_camera = MapCamera();
    viewChanged();
}

QPointF MapView::positionOf(std::int64_t sample) const {
    const auto it = std::find(m_samples.begin(), m_samples.end(), sample);
    if (it == m_samples.end()) return {-1, -1};
    const auto& point = onScreen()[static_cast<std::size_t>(it - m_samples.begin())];
    return point.seen ? point.at : QPointF(-1, -1);
}

std::int64_t MapView::sampleAt(QPointF at) const {
    // A marked sample near the pointer wins over a dimmed one nearer to it.
    for (const bool dimmed : {false, true}) {
        const std::int64_t point = nearestPoint(onScreen(), at, kPickRadius, [&](std::size_t i) {
            return isShown(i) && (m_matches.contains(m_samples[i]) ||
                                  m_selected.contains(m_samples[i])) != dimmed;
        });
        if (point >= 0) return m_samples[static_cast<std::size_t>(point)];
    }
    return -1;
}

bool MapView::isShown(std::size_t point) const {
    return m_mode == Filter::Mode::Dim || m_matches.contains(m_samples[point]);
}

const std::vector<Projection::Point>& MapView::onScreen() const {
    if (m_onScreen.empty()) m_onScreen = projected(*m_points, m_camera.projection(size()));
    return m_onScreen;
}

void MapView::updateLooks() {
    m_looksStale = true;
    updateScene();
}

void MapView::viewChanged() {
    m_onScreen.clear();
    updateScene();
}

void MapView::coloursChanged() { m_coloursStale = true; }

std::function<void()> MapView::prepareScene() {
    // The size may have changed since.
    m_onScreen.clear();
    auto change = std::make_shared<MapChange>();
    change->camera = m_camera;
    if (std::exchange(m_pointsStale, false)) change->points = m_points;
    if (std::exchange(m_looksStale, false)) change->looks = looks();
    if (std::exchange(m_coloursStale, false) || m_pixels != devicePixelRatioF()) {
        m_pixels = devicePixelRatioF();
        change->theme = colours();
        change->pixels = m_pixels;
    }
    return [scene = m_scene.get(), change] { scene->apply(*change); };
}

MapLooks MapView::looks() const {
    const std::size_t n = m_samples.size();
    MapLooks result{std::vector<PointLook>(n, PointLook::Dimmed),
                    std::vector<int>(n, -1),
                    std::vector<bool>(n, false)};
    for (std::size_t i = 0; i < n; ++i) {
        result.rings[i] = m_selected.contains(m_samples[i]);
        result.slots[i] = m_slots.slotOf(static_cast<int>(m_classes[i])).value_or(-1);
        if (!isShown(i))
            result.looks[i] = PointLook::Hidden;
        else if (result.rings[i] || m_matches.contains(m_samples[i]))
            result.looks[i] = PointLook::Marked;
    }
    return result;
}

void MapView::paintOverlay(QPainter& painter) {
    const Theme& theme = colours();
    const auto ring = [&](std::int64_t sample, double radius, const QColor& colour) {
        const QPointF at = positionOf(sample);
        if (!rect().contains(at.toPoint())) return;
        painter.setPen(QPen(colour, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(at, radius, radius);
    };
    if (m_current >= 0) ring(m_current, 8, theme.text);
    if (m_hovered >= 0) ring(m_hovered, 6, theme.text2);

    const QPointF origin(scaled(32), height() - scaled(32));
    painter.setFont(textFont(TextStyle::Caption));
    const auto axes = m_camera.axes();
    for (std::size_t k = 0; k < axes.size(); ++k) {
        const QPointF end = origin + axes[k] * scaled(kAxisLength);
        painter.setPen(QPen(theme.control, 1.4));
        painter.drawLine(origin, end);
        // An axis that points at the viewer has no room for its number.
        if (std::hypot(axes[k].x(), axes[k].y()) < 0.3) continue;
        const QPointF label = origin + axes[k] * scaled(kAxisLength + 9);
        painter.setPen(theme.text3);
        painter.drawText(QRectF(label - QPointF(12, 12), QSizeF(24, 24)),
                         Qt::AlignCenter,
                         QString::number(k + 1));
    }
    paintGesture(painter);
    if (m_drag == Drag::None) paintTooltip(painter);
}

void MapView::paintGesture(QPainter& painter) const {
    if (m_drag != Drag::Drawing) return;
    const Theme& theme = colours();
    QPen pen(theme.accent, 1.5, Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(withAlpha(theme.accent, 0.15));
    painter.drawPath(m_shape);
    const auto inside = pointsInside(onScreen(), m_shape, size());
    const auto count = std::count_if(inside.begin(), inside.end(), [&](std::int64_t i) {
        return isShown(static_cast<std::size_t>(i));
    });
    const QString text =
        tr("%1 in the %2")
            .arg(countText(count), m_tool == Tool::Lasso ? tr("lasso") : tr("rectangle"));
    painter.setFont(textFont(TextStyle::BodyStrong));
    const QSizeF needed(painter.fontMetrics().horizontalAdvance(text) + 2 * scaled(12),
                        scaled(size::kChipHeight));
    QRectF pill(m_last + QPointF(10, 10), needed);
    pill.moveRight(std::min<qreal>(pill.right(), width() - 4));
    pill.moveBottom(std::min<qreal>(pill.bottom(), height() - 4));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter.setPen(theme.onAccent);
    painter.drawText(pill, Qt::AlignCenter, text);
}

void MapView::paintTooltip(QPainter& painter) const {
    if (m_hovered < 0) return;
    const QStringList lines = m_describe ? m_describe(m_hovered)
                                         : QStringList{tr("Sample #%1").arg(countText(m_hovered))};
    paintSceneTooltip(painter, positionOf(m_hovered), rect(), lines, colours());
}

QByteArray MapView::csv() const {
    QByteArray text = "sample,class,x,y,z,matches,selected\n";
    const auto& points = *m_points;
    for (std::size_t i = 0; i < m_samples.size(); ++i) {
        if (!isShown(i)) continue;
        text += QByteArray::number(qint64{m_samples[i]}) + ',' +
                QByteArray::number(qint64{m_classes[i]});
        for (std::size_t k = 0; k < 3; ++k)
            text += ',' + QByteArray::number(static_cast<double>(points[i * 3 + k]), 'g', 7);
        text += m_matches.contains(m_samples[i]) ? ",1," : ",0,";
        text += m_selected.contains(m_samples[i]) ? "1\n" : "0\n";
    }
    return text;
}

QSize MapView::minimumSizeHint() const { return {scaled(320), scaled(240)}; }
QSize MapView::sizeHint() const { return {scaled(440), scaled(300)}; }

}  // namespace winnow::ui
