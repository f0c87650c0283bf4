// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/labelled_slider.h"

#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"
#include "ui/theme/window_style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kSteps = 10000;

}  // namespace

LabelledSlider::LabelledSlider(
    const QString& name, double minimum, double maximum, int decimals, QWidget* parent)
    : QWidget(parent),
      m_minimum(minimum),
      m_maximum(maximum),
      m_decimals(decimals),
      m_value(minimum),
      m_nameLabel(new QLabel(name, this)),
      m_wordsLabel(new QLabel(this)),
      m_field(new QLineEdit(this)),
      m_slider(new QSlider(Qt::Horizontal, this)) {
    auto* column = new QVBoxLayout(this);
    column->setSpacing(0);
    auto* row = new QHBoxLayout;
    m_nameLabel->setProperty("role", QStringLiteral("secondary"));
    m_nameLabel->setVisible(!name.isEmpty());
    m_wordsLabel->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_wordsLabel->setToolTip(tr("Double click or F2 to type a value"));
    m_wordsLabel->installEventFilter(this);
    m_field->setAlignment(Qt::AlignRight);
    m_field->hide();
    m_field->installEventFilter(this);
    m_slider->setRange(0, kSteps);
    m_slider->setSingleStep(kSteps / 100);
    m_slider->setPageStep(kSteps / 10);
    m_slider->setAccessibleName(name);
    m_slider->installEventFilter(this);
    setFocusProxy(m_slider);
    row->addWidget(m_nameLabel);
    row->addStretch();
    row->addWidget(m_wordsLabel);
    row->addWidget(m_field);
    column->addLayout(row);
    column->addWidget(m_slider);
    updateMargins();
    showWords();

    connect(m_slider, &QSlider::valueChanged, this, [this](int step) {
        takeValue(valueOf(step));
        if (!m_slider->isSliderDown()) Q_EMIT valueCommitted(m_value);
    });
    connect(m_slider, &QSlider::sliderReleased, this, [this] { Q_EMIT valueCommitted(m_value); });
    connect(m_field, &QLineEdit::returnPressed, this, &LabelledSlider::acceptField);
}

void LabelledSlider::setValue(double value) {
    if (std::isnan(value)) return;
    value = nearestStop(std::clamp(value, m_minimum, m_maximum));
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(static_cast<int>(std::lround(stepOf(value))));
    takeValue(value);
}

void LabelledSlider::setStops(QList<double> stops) {
    if (stops == m_stops) return;
    m_stops = std::move(stops);
    const int last = std::max(0, static_cast<int>(m_stops.size()) - 1);
    m_minimum = m_stops.isEmpty() ? 0 : m_stops.first();
    m_maximum = m_stops.isEmpty() ? 0 : m_stops.last();
    m_slider->setEnabled(m_stops.size() > 1);
    {
        const QSignalBlocker blocker(m_slider);
        m_slider->setRange(0, last);
        m_slider->setSingleStep(1);
        m_slider->setPageStep(std::max(1, last / 10));
    }
    setValue(m_value);
    update();
}

double LabelledSlider::nearestStop(double value) const {
    const auto nearest = std::min_element(m_stops.begin(), m_stops.end(), [&](double a, double b) {
        return std::abs(a - value) < std::abs(b - value);
    });
    return nearest == m_stops.end() ? value : *nearest;
}

double LabelledSlider::valueOf(int step) const {
    if (!m_stops.isEmpty()) return m_stops[step];
    return m_minimum + (m_maximum - m_minimum) * step / std::max(1, m_slider->maximum());
}

double LabelledSlider::stepOf(double value) const {
    if (!m_stops.isEmpty()) return static_cast<double>(m_stops.indexOf(nearestStop(value)));
    const double span = m_maximum - m_minimum;
    return span > 0
               ? (std::clamp(value, m_minimum, m_maximum) - m_minimum) / span * m_slider->maximum()
               : 0;
}

void LabelledSlider::takeValue(double value) {
    if (value == m_value) return;
    m_value = value;
    showWords();
    Q_EMIT valueChanged(value);
}

QString LabelledSlider::words() const {
    return m_words ? m_words(m_value) : numberText(m_value, m_decimals);
}

void LabelledSlider::showWords() {
    m_wordsLabel->setText(words());
    m_slider->setAccessibleDescription(words());
}

void LabelledSlider::setWords(std::function<QString(double)> words) {
    m_words = std::move(words);
    showWords();
}

void LabelledSlider::setTicks(QList<QPair<double, QString>> ticks) {
    m_ticks = std::move(ticks);
    updateMargins();
}

void LabelledSlider::setMark(double value, const QString& text) {
    m_mark = qMakePair(value, text);
    updateMargins();
}

void LabelledSlider::clearMark() {
    m_mark.reset();
    updateMargins();
}

void LabelledSlider::setCompact(bool compact) {
    m_compact = compact;
    m_nameLabel->setVisible(!compact && !m_nameLabel->text().isEmpty());
    m_wordsLabel->setVisible(!compact);
    updateMargins();
}

// Room for the mark between the words and the slider, and for ticks under it.
void LabelledSlider::updateMargins() {
    const int line = QFontMetrics(textFont(TextStyle::Caption)).height();
    auto* column = static_cast<QVBoxLayout*>(layout());
    const int room = m_mark ? line + scaled(6) : 0;
    column->setSpacing(m_compact ? 0 : room);
    column->setContentsMargins(
        0, m_compact ? room : 0, 0, m_ticks.isEmpty() ? 0 : line + scaled(4));
    update();
}

double LabelledSlider::xOf(double value) const {
    const double handle = style()->pixelMetric(QStyle::PM_SliderLength);
    const double share = stepOf(value) / std::max(1, m_slider->maximum());
    return m_slider->x() + handle / 2 + share * (m_slider->width() - handle);
}

void LabelledSlider::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextStyle::Caption));
    const QFontMetrics metrics = painter.fontMetrics();
    const auto textAt = [&](double x, int top, const QString& text) {
        const int width = metrics.horizontalAdvance(text);
        const double left =
            std::clamp(x - width / 2.0, 0.0, std::max(0.0, double(this->width() - width)));
        painter.drawText(QRectF(left, top, width + 1, metrics.height()), Qt::AlignLeft, text);
    };
    const int under = m_slider->geometry().bottom() + 1;
    for (const auto& [value, text] : m_ticks) {
        const double x = xOf(value);
        painter.setPen(QPen(t.control, 1));
        painter.drawLine(QPointF(x, under - scaled(3)), QPointF(x, under + scaled(2)));
        painter.setPen(t.text3);
        textAt(x, under + scaled(3), text);
    }
    if (!m_mark) return;
    const double x = xOf(m_mark->first);
    const int base = m_slider->y() + scaled(2);
    painter.setPen(t.text2);
    textAt(x, base - scaled(8) - metrics.height(), m_mark->second);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.text2);
    const double half = scaled(5);
    painter.drawPolygon(
        QPolygonF({{x - half, base - half - 1}, {x + half, base - half - 1}, {x, double(base)}}));
}

bool LabelledSlider::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonDblClick && watched != m_field) {
        openField();
        return true;
    }
    if (watched == m_field && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        closeField();
        return true;
    }
    if (watched == m_field && event->type() == QEvent::FocusOut) closeField();
    return false;
}

void LabelledSlider::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_F2) return openField();
    QWidget::keyPressEvent(event);
}

void LabelledSlider::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        updateMargins();
    QWidget::changeEvent(event);
}

void LabelledSlider::openField() {
    m_field->setText(numberText(m_value, m_decimals));
    m_field->setToolTip({});
    setVariant(m_field, "state", {});
    m_field->setFixedWidth(std::max(scaled(80), m_wordsLabel->width()));
    m_field->show();
    m_wordsLabel->hide();
    m_field->selectAll();
    m_field->setFocus(Qt::OtherFocusReason);
}

void LabelledSlider::acceptField() {
    const auto typed = parseNumber(m_field->text());
    if (!typed || *typed < m_minimum || *typed > m_maximum) {
        setVariant(m_field, "state", QStringLiteral("invalid"));
        m_field->setToolTip(
            tr("A number from %1 to %2")
                .arg(numberText(m_minimum, m_decimals), numberText(m_maximum, m_decimals)));
        return;
    }
    closeField();
    setValue(*typed);
    Q_EMIT valueCommitted(m_value);
}

void LabelledSlider::closeField() {
    if (m_field->isHidden()) return;
    const bool hadFocus = m_field->hasFocus();
    m_field->hide();
    m_wordsLabel->setVisible(!m_compact);
    if (hadFocus) m_slider->setFocus(Qt::OtherFocusReason);
}

}  // namespace winnow::ui
