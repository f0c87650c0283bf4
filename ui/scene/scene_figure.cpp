// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/scene_figure.h"

#include "ui/scene/vtk_view.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/colour_bar.h"

#include <QPainter>

namespace winnow::ui {

SceneFigure::SceneFigure(VtkView* view, std::function<QByteArray()> csv, const ColourBar* bar)
    : m_view(view), m_csv(std::move(csv)), m_bar(bar) {}

int SceneFigure::barHeight() const {
    return m_bar == nullptr ? 0 : m_bar->sizeHint().height() + scaled(size::kSpace);
}

QSize SceneFigure::figureSize() const { return m_view->size() + QSize(0, barHeight()); }

QString SceneFigure::figureCsv() const { return QString::fromUtf8(m_csv()); }

void SceneFigure::paintFigure(QPainter& painter, QSize size, const Theme& theme) const {
    const QImage seen = m_view->image(&theme);
    const QRect room(0, 0, size.width(), size.height() - barHeight());
    QRect target(QPoint(), m_view->size().scaled(room.size(), Qt::KeepAspectRatio));
    target.moveTop(room.top());
    painter.drawImage(target, seen);
    if (m_bar == nullptr) return;
    const QRect bar(0, room.bottom() + 1 + scaled(size::kSpace), size.width(), 0);
    m_bar->paintBar(painter, bar.adjusted(0, 0, 0, m_bar->sizeHint().height()), theme);
}

}  // namespace winnow::ui
