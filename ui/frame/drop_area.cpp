// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/drop_area.h"

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace winnow::ui {

DropArea::DropArea(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Drop images or a project here"));
}

QSize DropArea::sizeHint() const { return {scaled(480), scaled(72)}; }

void DropArea::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(t.control, 1.5);
    pen.setDashPattern({7, 5});
    painter.setPen(pen);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1),
                            scaled(size::kPanelRadius),
                            scaled(size::kPanelRadius));
    const QString text =
        tr("Drop a folder of images, an IDX, CIFAR, SVHN or NPZ file, or a .winnow project here");
    painter.setFont(textFont(TextStyle::Body));
    const int icon = scaled(18), gap = scaled(12), margin = scaled(16);
    const int wide =
        std::min(painter.fontMetrics().horizontalAdvance(text), width() - icon - gap - 2 * margin);
    const int left = (width() - wide - icon - gap) / 2;
    paintIcon(painter, Icon::Import, QRect(left, (height() - icon) / 2, icon, icon), t.text2);
    painter.setPen(t.text2);
    painter.drawText(QRect(left + icon + gap, 0, wide + 1, height()),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap,
                     text);
}

}  // namespace winnow::ui
