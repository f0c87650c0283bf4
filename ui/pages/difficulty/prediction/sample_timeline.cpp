// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/prediction/sample_timeline.h"

#include "ui/charts/ticks.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/figure_export.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kLane = 18;
constexpr int kMark = 9;
constexpr int kReach = 12;

struct MarkLook {
    MarkShape shape;
    DataColour colour;
};

/// Hit: said and happened. Told apart by shape as well as by colour.
MarkLook lookOf(bool forgotten, bool said) {
    if (forgotten && said) return {MarkShape::Disc, DataColour::danger()};
    if (forgotten) return {MarkShape::Ring, DataColour::danger()};
    return {MarkShape::Diamond, DataColour::accent()};
}

int captionHeight() { return QFontMetrics(textFont(TextStyle::Caption)).height(); }

}  // namespace

SampleTimeline::SampleTimeline(QWidget* parent) : ValueWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setProperty("ownFocus", true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("When the sample was forgotten"));
}

void SampleTimeline::setLanes(std::vector<Lane> lanes,
                              std::int64_t iterations,
                              int predictor,
                              const QString& predictorName) {
    m_lanes = std::move(lanes);
    m_iterations = iterations;
    m_predictor = predictor;
    m_predictorName = predictorName;
    // What only another predictor said is nothing here.
    for (Lane& each : m_lanes)
        std::erase_if(each.lane.events, [predictor](const ForgettingEvent& event) {
            return !event.forgotten && !event.saidBy(predictor);
        });
    measureNames();
    updateGeometry();
    const auto first =
        std::ranges::find_if(m_lanes, [](const Lane& lane) { return !lane.lane.events.empty(); });
    choose(first == m_lanes.end()
               ? std::nullopt
               : std::optional(QPoint(static_cast<int>(first - m_lanes.begin()), 0)));
}

const ForgettingEvent* SampleTimeline::chosenEvent() const {
    if (!m_chosen) return nullptr;
    return &lane(m_chosen->x()).lane.events[static_cast<std::size_t>(m_chosen->y())];
}

void SampleTimeline::choose(std::optional<QPoint> event) {
    m_chosen = event;
    announceValue();
    Q_EMIT chosenChanged();
}

QList<LegendEntry> SampleTimeline::legend() {
    const auto entry = [](const QString& name, MarkLook look) {
        return LegendEntry{name, look.colour, LegendEntry::Sample::Mark, look.shape};
    };
    return {entry(tr("forgotten, predicted"), lookOf(true, true)),
            entry(tr("not predicted"), lookOf(true, false)),
            entry(tr("false alarm"), lookOf(false, true)),
            {tr("in the batch"), DataColour::neutral(), LegendEntry::Sample::Line}};
}

void SampleTimeline::measureNames() {
    const QFontMetrics metrics(textFont(TextStyle::Caption));
    int widest = 0;
    for (const Lane& each : m_lanes)
        widest = std::max(widest, metrics.horizontalAdvance(each.name));
    m_nameWidth = widest + scaled(size::kSpace);
}

void SampleTimeline::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) measureNames();
    ValueWidget::changeEvent(event);
}

QPointF SampleTimeline::positionIn(QSize size, int lane, double iteration) const {
    const double left = m_nameWidth + scaled(kMark);
    const double span = std::max(1.0, size.width() - left - scaled(2 * kMark));
    const double share = iteration / static_cast<double>(std::max<std::int64_t>(1, m_iterations));
    return {left + span * share, (lane + 0.5) * scaled(kLane)};
}

QPointF SampleTimeline::positionOf(int lane, std::int64_t iteration) const {
    return positionIn(size(), lane, static_cast<double>(iteration));
}

std::optional<QPoint> SampleTimeline::eventAt(QPointF at) const {
    std::optional<QPoint> best;
    double least = scaled(kReach);
    for (int i = 0; i < laneCount(); ++i) {
        const auto& events = lane(i).lane.events;
        for (int e = 0; e < static_cast<int>(events.size()); ++e) {
            const QPointF away = positionOf(i, events[static_cast<std::size_t>(e)].iteration) - at;
            const double distance = std::hypot(away.x(), away.y());
            if (distance >= least) continue;
            least = distance;
            best = QPoint(i, e);
        }
    }
    return best;
}

QString SampleTimeline::eventText(int lane, int event) const {
    const Lane& where = this->lane(lane);
    const ForgettingEvent& what = where.lane.events[static_cast<std::size_t>(event)];
    const bool said = what.saidBy(m_predictor);
    const QString words = !what.forgotten ? tr("stayed right, though %1 said it would not")
                          : said          ? tr("forgotten, as %1 said")
                                          : tr("forgotten, which %1 did not say");
    return tr("%1, iteration %2: %3")
        .arg(where.name, countText(what.iteration + 1), words.arg(m_predictorName));
}

QString SampleTimeline::valueInWords() const {
    if (m_chosen) return eventText(m_chosen->x(), m_chosen->y());
    return tr("no events");
}

void SampleTimeline::paintAxis(QPainter& painter, QSize size, const Theme& theme) const {
    const double y = laneCount() * scaled(kLane) + 1;
    painter.setPen(QPen(theme.control, 1));
    painter.drawLine(QPointF(positionIn(size, 0, 0).x(), y),
                     QPointF(positionIn(size, 0, static_cast<double>(m_iterations)).x(), y));
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(theme.text3);
    // Iterations are counted from 1 where a person reads them.
    const AxisTicks ticks = linearTicks(1, static_cast<double>(m_iterations) + 1, true, 6);
    for (const Tick& tick : ticks.ticks) {
        if (tick.at != std::floor(tick.at)) continue;
        const double x = positionIn(size, 0, tick.at - 1).x();
        painter.drawLine(QPointF(x, y), QPointF(x, y + scaled(3)));
        painter.drawText(
            QRectF(x - 40, y + scaled(4), 80, captionHeight()), Qt::AlignHCenter, tick.text);
    }
    painter.drawText(
        QRectF(0, y + scaled(4), m_nameWidth, captionHeight()), Qt::AlignLeft, tr("Iteration"));
}

void SampleTimeline::paintLane(QPainter& painter, QSize size, int at, const Theme& theme) const {
    const Lane& where = lane(at);
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(theme.text2);
    painter.drawText(
        QRectF(0, at * scaled(kLane), m_nameWidth, scaled(kLane)), Qt::AlignVCenter, where.name);
    const double half = scaled(kLane) / 2.0 - 3;
    painter.setPen(QPen(theme.line, 1));
    painter.drawLine(positionIn(size, at, 0),
                     positionIn(size, at, static_cast<double>(m_iterations)));
    painter.setPen(QPen(theme.neutralData, 1.4));
    for (const std::int64_t iteration : where.lane.inBatch) {
        const QPointF middle = positionIn(size, at, static_cast<double>(iteration));
        painter.drawLine(middle - QPointF(0, half), middle + QPointF(0, half));
    }
    for (const ForgettingEvent& event : where.lane.events) {
        const MarkLook look = lookOf(event.forgotten, event.saidBy(m_predictor));
        paintMark(painter,
                  look.shape,
                  positionIn(size, at, static_cast<double>(event.iteration)),
                  scaled(kMark),
                  look.colour.in(theme),
                  theme.surface);
    }
}

void SampleTimeline::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    if (m_lanes.empty()) return;
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < laneCount(); ++i) paintLane(painter, size, i, theme);
    paintAxis(painter, size, theme);
}

void SampleTimeline::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintFigure(painter, size(), theme());
    const ForgettingEvent* event = chosenEvent();
    if (event == nullptr) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(hasFocus() ? theme().accent : theme().text, 1.6));
    const double radius = scaled(kMark) * 0.8;
    painter.drawEllipse(positionOf(m_chosen->x(), event->iteration), radius, radius);
}

void SampleTimeline::mousePressEvent(QMouseEvent* event) {
    const auto hit = eventAt(event->position());
    if (event->button() != Qt::LeftButton || !hit) return ValueWidget::mousePressEvent(event);
    choose(hit);
}

std::optional<QPoint> SampleTimeline::neighbour(int key) const {
    const auto events = [this](int i) { return static_cast<int>(lane(i).lane.events.size()); };
    if (!m_chosen) return std::nullopt;
    int x = m_chosen->x();
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        const int y = m_chosen->y() + (key == Qt::Key_Left ? -1 : 1);
        return y >= 0 && y < events(x) ? std::optional(QPoint(x, y)) : std::nullopt;
    }
    const int step = key == Qt::Key_Up ? -1 : 1;
    for (x += step; x >= 0 && x < laneCount(); x += step)
        if (events(x) > 0) return QPoint(x, std::min(m_chosen->y(), events(x) - 1));
    return std::nullopt;
}

void SampleTimeline::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    const bool walks =
        key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
    if (!walks || !m_chosen) return ValueWidget::keyPressEvent(event);
    const auto next = neighbour(key);
    if (!next) return;
    choose(next);
    QToolTip::showText(mapToGlobal(positionOf(next->x(), chosenEvent()->iteration).toPoint()),
                       valueInWords(),
                       this);
}

bool SampleTimeline::event(QEvent* event) {
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    if (event->type() != QEvent::ToolTip) return ValueWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto hit = eventAt(help->pos());
    QToolTip::showText(help->globalPos(), hit ? eventText(hit->x(), hit->y()) : QString(), this);
    return true;
}

QString SampleTimeline::figureCsv() const {
    QString text =
        QStringLiteral("seed,iteration,forgotten,predicted by %1\n").arg(csvField(m_predictorName));
    for (const Lane& each : m_lanes) {
        const QString seed = csvField(each.name);
        for (const std::int64_t iteration : each.lane.inBatch) {
            const auto found =
                std::ranges::find(each.lane.events, iteration, &ForgettingEvent::iteration);
            const bool any = found != each.lane.events.end();
            text += QStringLiteral("%1,%2,%3,%4\n")
                        .arg(seed)
                        .arg(iteration + 1)
                        .arg(any && found->forgotten ? 1 : 0)
                        .arg(any && found->saidBy(m_predictor) ? 1 : 0);
        }
    }
    return text;
}

QSize SampleTimeline::sizeHint() const {
    return {scaled(size::kChartMinimumWidth),
            std::max(1, laneCount()) * scaled(kLane) + captionHeight() + scaled(8)};
}

QSize SampleTimeline::figureSize() const {
    return {std::max(width(), sizeHint().width()), sizeHint().height()};
}

}  // namespace winnow::ui
