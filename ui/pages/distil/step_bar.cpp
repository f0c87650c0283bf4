// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/step_bar.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/labelled_slider.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/segments.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kPlayInterval = 250;  // milliseconds a checkpoint: charts follow four times a second
constexpr int kMostTicks = 5;
constexpr int kLeastSlider = 160;  // px at 13 px text

QString wordsOf(std::int64_t step, std::int64_t end) {
    return StepBar::tr("%1 of %2").arg(countText(step), countText(end));
}

}  // namespace

StepBar::StepBar(QWidget* parent)
    : QWidget(parent),
      m_play(new QToolButton(this)),
      m_slider(new LabelledSlider(tr("Step"), 0, 1, 0, this)),
      m_words(makeLabel({}, "strong", this)),
      m_which(new Segments({tr("One per class"), tr("All")}, this)),
      m_clock(new QTimer(this)) {
    m_play->setFocusPolicy(Qt::StrongFocus);
    m_play->setIcon(icon(Icon::Play));
    m_play->setToolTip(tr("Play the steps that were kept, once"));
    m_play->setAccessibleName(tr("Play"));
    m_slider->setCompact(true);
    m_slider->setMinimumWidth(scaled(kLeastSlider));
    m_slider->setStops({});
    m_which->setAccessibleName(tr("Which images"));
    m_which->setSegmentToolTip(0, tr("The first image of every class"));
    m_which->setSegmentToolTip(1, tr("All images, class by class"));
    m_clock->setInterval(kPlayInterval);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(size::kSpace));
    row->addWidget(m_play);
    row->addWidget(makeLabel(tr("Step"), "secondary", this));
    row->addWidget(m_slider, 1);
    row->addWidget(m_words);
    row->addWidget(m_which);
    connect(m_clock, &QTimer::timeout, this, &StepBar::playNext);
    connect(m_slider, &LabelledSlider::valueChanged, this, &StepBar::changed);
    connect(m_play, &QToolButton::clicked, this, [this] { setPlaying(!isPlaying()); });
    // Whoever takes the slider wants to stay there.
    connect(m_slider, &LabelledSlider::valueCommitted, this, [this] { setPlaying(false); });
}

void StepBar::setSteps(const std::vector<std::int64_t>& steps, std::int64_t end) {
    const bool atLast = m_steps.empty() || checkpoint() + 1 == m_steps.size();
    const std::int64_t last = std::max(end, steps.empty() ? 0 : steps.back());
    if (steps == m_steps && last == m_end) return;
    m_steps = steps;
    m_end = last;
    QList<double> stops;
    for (const std::int64_t step : steps) stops << static_cast<double>(step);
    m_slider->setStops(stops);
    if (atLast && !isPlaying() && !steps.empty()) setCheckpoint(steps.size() - 1);
    m_play->setEnabled(steps.size() > 1);
    showTicks();
    showWords();
}

std::size_t StepBar::checkpoint() const {
    const auto at = std::ranges::find(m_steps, static_cast<std::int64_t>(m_slider->value()));
    return at == m_steps.end() ? 0 : static_cast<std::size_t>(at - m_steps.begin());
}

void StepBar::setCheckpoint(std::size_t checkpoint) {
    if (checkpoint < m_steps.size()) m_slider->setValue(static_cast<double>(m_steps[checkpoint]));
}

void StepBar::changed() {
    showWords();
    Q_EMIT checkpointChanged();
}

bool StepBar::isPlaying() const { return m_clock->isActive(); }

void StepBar::setPlaying(bool playing) {
    if (playing == isPlaying() || (playing && m_steps.size() < 2)) return;
    m_play->setIcon(icon(playing ? Icon::Pause : Icon::Play));
    m_play->setAccessibleName(playing ? tr("Pause") : tr("Play"));
    if (!playing) return m_clock->stop();
    if (checkpoint() + 1 >= m_steps.size()) setCheckpoint(0);
    m_clock->start();
}

void StepBar::playNext() {
    const std::size_t next = checkpoint() + 1;
    setCheckpoint(next);
    if (next + 1 >= m_steps.size()) setPlaying(false);
}

QString StepBar::words() const { return m_words->text(); }

void StepBar::showWords() {
    m_words->setText(m_steps.empty() ? QString() : wordsOf(m_steps[checkpoint()], m_end));
    m_slider->setWords(
        [end = m_end](double step) { return wordsOf(static_cast<std::int64_t>(step), end); });
    // The slider must not change its length while it is dragged.
    const QFontMetrics metrics(textFont(TextStyle::BodyStrong));
    m_words->setMinimumWidth(
        m_steps.empty() ? 0 : metrics.horizontalAdvance(wordsOf(m_end, m_end)) + scaled(2));
}

void StepBar::showTicks() {
    QList<QPair<double, QString>> ticks;
    if (!m_steps.empty()) {
        const QFontMetrics caption(textFont(TextStyle::Caption));
        const int room = caption.horizontalAdvance(countText(m_steps.back())) + scaled(24);
        const auto last = static_cast<int>(m_steps.size()) - 1;
        const int gaps = std::max(
            1, std::min({kMostTicks - 1, last, m_slider->width() / std::max(1, room) - 1}));
        for (int i = 0; i <= gaps; ++i) {
            const auto at = static_cast<std::size_t>(i * last / gaps);
            const QPair<double, QString> tick{static_cast<double>(m_steps[at]),
                                              countText(m_steps[at])};
            if (ticks.isEmpty() || ticks.last() != tick) ticks << tick;
        }
    }
    m_slider->setTicks(ticks);
}

void StepBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showTicks();
}

}  // namespace winnow::ui
