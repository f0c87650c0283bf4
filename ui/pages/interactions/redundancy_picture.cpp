// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/redundancy_picture.h"

#include "ui/pages/interactions/pair_source.h"
#include "ui/theme/data_colour.h"
#include "ui/theme/numbers.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace winnow::ui {
namespace {

constexpr int kWidth = 280, kHeight = 180;
constexpr int kFigureWidth = 480, kFigureHeight = 300;
constexpr double kHead = 9;          // px, of an arrow
constexpr double kArc = 30;          // px, radius of the angle's arc
constexpr double kLongestArc = 0.4;  // of the shorter arrow
constexpr double kLetterBelow = 22;  // px
constexpr double kBelow = 34;        // px under the foot: projection and letter
constexpr int kRatioDecimals = 2;

const DataColour kColourI = DataColour::accent();
const DataColour kColourJ = DataColour::text();
const DataColour kColourProjection = DataColour::slot(6);

void paintArrow(QPainter& painter, QPointF from, QPointF to, const QColor& colour) {
    const QPointF along = to - from;
    const double length = std::hypot(along.x(), along.y());
    if (length < 1) return;
    const QPointF unit = along / length, across(-unit.y(), unit.x());
    const double head = std::min<double>(scaled(kHead), length);
    const QPointF neck = to - head * unit;
    painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(from, neck);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(QPolygonF{to, neck + 0.4 * head * across, neck - 0.4 * head * across});
}

void paintLetter(QPainter& painter, QPointF at, const QString& letter, const QColor& colour) {
    const double side = scaled(28);
    painter.setPen(colour);
    painter.drawText(
        QRectF(at.x() - side / 2, at.y() - side / 2, side, side), Qt::AlignCenter, letter);
}

}  // namespace

QPointF GradientPlane::tipOfJ() const {
    return {lengthJ * cosine, lengthJ * std::sqrt(std::max(0.0, 1 - cosine * cosine))};
}

double GradientPlane::degrees() const {
    return std::acos(std::clamp(cosine, -1.0, 1.0)) * 180 / std::numbers::pi;
}

std::optional<GradientPlane> gradientPlane(const PairAnswer& answer) {
    if (!(answer.firstOwn > 0 && answer.secondOwn > 0) || !std::isfinite(answer.kappa))
        return std::nullopt;
    const bool firstIsShorter = answer.firstOwn <= answer.secondOwn;
    GradientPlane plane;
    plane.i = firstIsShorter ? answer.first : answer.second;
    plane.j = firstIsShorter ? answer.second : answer.first;
    plane.lengthI = std::sqrt(std::min(answer.firstOwn, answer.secondOwn));
    plane.lengthJ = std::sqrt(std::max(answer.firstOwn, answer.secondOwn));
    plane.cosine = std::clamp(answer.kappa / (plane.lengthI * plane.lengthJ), -1.0, 1.0);
    plane.projection = answer.kappa / plane.lengthI;
    return plane;
}

RedundancyPicture::RedundancyPicture(QWidget* parent) : ValueWidget(parent) {
    setAccessibleName(tr("Two gradients in the plane they span"));
}

void RedundancyPicture::setPlane(const std::optional<GradientPlane>& plane) {
    m_plane = plane;
    announceValue();
    update();
}

QString RedundancyPicture::sentence() const {
    if (!m_plane) return tr("none");
    if (m_plane->i == m_plane->j)
        return tr("#%1 with itself: a sample is never redundant beside itself.").arg(m_plane->i);
    const QString i = QStringLiteral("#%1").arg(m_plane->i),
                  j = QStringLiteral("#%1").arg(m_plane->j);
    const QString ratio = numberText(m_plane->projection / m_plane->lengthI, kRatioDecimals);
    if (m_plane->redundant())
        return tr("%2’s gradient projected on %1’s is %3 times as long as %1’s: %1 is redundant "
                  "beside %2.")
            .arg(i, j, ratio);
    return tr("%2’s gradient projected on %1’s is %3 times as long as %1’s, not longer: neither is "
              "redundant beside the other.")
        .arg(i, j, ratio);
}

QPointF RedundancyPicture::positionOf(QPointF at, QSizeF size) const {
    if (!m_plane) return {};
    const QPointF tip = m_plane->tipOfJ();
    const double left = std::min(0.0, tip.x());
    const double right = std::max({m_plane->lengthI, tip.x(), 0.0});
    const double side = scaled(28), below = scaled(kBelow);
    const double step = std::min((size.width() - 2 * side) / std::max(right - left, 1e-12),
                                 (size.height() - side - below) / std::max(tip.y(), 1e-12));
    const double spare = size.width() - 2 * side - step * (right - left);
    const double spareBelow = size.height() - side - below - step * tip.y();
    return {side + spare / 2 + step * (at.x() - left),
            size.height() - below - spareBelow / 2 - step * at.y()};
}

void RedundancyPicture::paintProjection(QPainter& painter, QSize size, const Theme& theme) const {
    const QPointF foot = positionOf({0, 0}, size), tip = positionOf(m_plane->tipOfJ(), size);
    const QPointF under = positionOf({m_plane->projection, 0}, size);
    // The line i lies on, as far as anything is on it.
    const QPointF end = positionOf({std::max(m_plane->projection, m_plane->lengthI), 0}, size);
    const QPointF begin = positionOf({std::min(m_plane->projection, 0.0), 0}, size);
    painter.setPen(QPen(theme.line, 1));
    painter.drawLine(begin - QPointF(scaled(16), 0), end + QPointF(scaled(16), 0));
    painter.setPen(QPen(theme.text3, 1, Qt::DashLine));
    painter.drawLine(tip, under);
    const QPointF down(0, scaled(8));
    const QColor colour = kColourProjection.in(theme);
    painter.setPen(QPen(colour, scaled(4), Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(foot + down, under + down);
    painter.setPen(QPen(colour, 1));
    painter.drawLine(under, under + down);
}

void RedundancyPicture::paintAngle(QPainter& painter, QSize size, const Theme& theme) const {
    const QPointF foot = positionOf({0, 0}, size);
    const double length = positionOf({m_plane->lengthI, 0}, size).x() - foot.x();
    const double radius = std::min<double>(scaled(kArc), kLongestArc * length);
    const double degrees = m_plane->degrees();
    painter.setPen(QPen(theme.text3, 1));
    painter.setBrush(Qt::NoBrush);
    const QRectF arc(foot.x() - radius, foot.y() - radius, 2 * radius, 2 * radius);
    painter.drawArc(arc, 0, static_cast<int>(std::lround(16 * degrees)));
    // Between the arrows where these leave room, else above both.
    constexpr double kNarrow = 35;
    const double half = degrees < kNarrow ? degrees + 18 : degrees / 2;
    const double radians = half * std::numbers::pi / 180;
    const QPointF at =
        foot + (radius + scaled(16)) * QPointF(std::cos(radians), -std::sin(radians));
    painter.setPen(theme.text2);
    painter.drawText(QRectF(at.x() - scaled(20), at.y() - scaled(9), scaled(40), scaled(18)),
                     Qt::AlignCenter,
                     tr("%1°").arg(numberText(degrees, 0)));
}

void RedundancyPicture::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    if (!m_plane) return;
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF foot = positionOf({0, 0}, size), tipI = positionOf({m_plane->lengthI, 0}, size),
                  tipJ = positionOf(m_plane->tipOfJ(), size);
    paintProjection(painter, size, theme);
    paintAngle(painter, size, theme);
    paintArrow(painter, foot, tipJ, kColourJ.in(theme));
    paintArrow(painter, foot, tipI, kColourI.in(theme));
    // j beyond its tip; i under its own, below the projection.
    const QPointF along = tipJ - foot;
    const double length = std::max(1.0, std::hypot(along.x(), along.y()));
    paintLetter(
        painter, tipJ + scaled(11) / length * along, QStringLiteral("j"), kColourJ.in(theme));
    paintLetter(
        painter, tipI + QPointF(0, scaled(kLetterBelow)), QStringLiteral("i"), kColourI.in(theme));
}

void RedundancyPicture::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFigure(painter, size(), theme());
}

QString RedundancyPicture::figureCsv() const {
    QString text = QStringLiteral("sample,role,length (sqrt kappa)\n");
    if (!m_plane) return text;
    const auto number = [](double value) { return QString::number(value, 'g', 7); };
    text += QStringLiteral("%1,i,%2\n").arg(m_plane->i).arg(number(m_plane->lengthI));
    text += QStringLiteral("%1,j,%2\n").arg(m_plane->j).arg(number(m_plane->lengthJ));
    text +=
        QStringLiteral("%1,j projected on i,%2\n").arg(m_plane->j).arg(number(m_plane->projection));
    text += QStringLiteral(",cosine,%1\n").arg(number(m_plane->cosine));
    return text;
}

QList<LegendEntry> RedundancyPicture::figureLegend() const {
    if (!m_plane) return {};
    const auto entry = [](const QString& text, DataColour colour) {
        return LegendEntry{text, colour};
    };
    return {entry(tr("i: #%1, length %2").arg(m_plane->i).arg(shortNumberText(m_plane->lengthI)),
                  kColourI),
            entry(tr("j: #%1, length %2").arg(m_plane->j).arg(shortNumberText(m_plane->lengthJ)),
                  kColourJ),
            entry(tr("j on i: %1").arg(shortNumberText(m_plane->projection)), kColourProjection)};
}

QSize RedundancyPicture::figureSize() const {
    return {scaled(kFigureWidth), scaled(kFigureHeight)};
}
QSize RedundancyPicture::sizeHint() const { return {scaled(kWidth), scaled(kHeight)}; }
QSize RedundancyPicture::minimumSizeHint() const { return sizeHint(); }

}  // namespace winnow::ui
