// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segments.h"

#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>

namespace winnow::ui {
namespace {

class SegmentButton : public QAbstractButton {
public:
    SegmentButton(const QString& text, QWidget* parent) : QAbstractButton(parent) {
        setText(text);
        setCheckable(true);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override {
        const QFontMetrics strong(textFont(TextStyle::BodyStrong));
        return {strong.horizontalAdvance(text()) + 2 * scaled(12),
                scaled(size::kControlHeight - 4)};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& t = theme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked() || (underMouse() && isEnabled())) {
            const double radius = scaled(size::kControlRadius - 2);
            painter.setPen(isChecked() ? QPen(t.dark ? t.edge : t.line, 1) : QPen(Qt::NoPen));
            painter.setBrush(!isChecked() ? t.hover : t.dark ? t.raised : t.surface);
            painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
        }
        painter.setFont(textFont(isChecked() ? TextStyle::BodyStrong : TextStyle::Body));
        painter.setPen(!isEnabled() ? t.control : isChecked() ? t.text : t.text2);
        painter.drawText(rect(), Qt::AlignCenter, text());
    }
};

}  // namespace

Segments::Segments(const QStringList& texts, QWidget* parent)
    : QWidget(parent), m_buttons(new QButtonGroup(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(0);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    for (int i = 0; i < texts.size(); ++i) {
        auto* button = new SegmentButton(texts[i], this);
        m_buttons->addButton(button, i);
        row->addWidget(button);
    }
    setCurrentIndex(0);
    connect(m_buttons, &QButtonGroup::idToggled, this, [this](int index, bool checked) {
        if (checked) Q_EMIT currentChanged(index);
    });
}

int Segments::currentIndex() const { return m_buttons->checkedId(); }

void Segments::setCurrentIndex(int index) {
    if (QAbstractButton* button = m_buttons->button(index)) button->setChecked(true);
}

void Segments::setSegmentEnabled(int index, bool enabled, const QString& reason) {
    QAbstractButton* button = m_buttons->button(index);
    if (button == nullptr) return;
    button->setEnabled(enabled);
    button->setToolTip(enabled ? QString() : reason);
}

void Segments::setSegmentToolTip(int index, const QString& text) {
    if (QAbstractButton* button = m_buttons->button(index)) button->setToolTip(text);
}

void Segments::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().well);
    const double radius = scaled(size::kControlRadius);
    painter.drawRoundedRect(rect(), radius, radius);
}

}  // namespace winnow::ui
