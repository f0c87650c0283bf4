// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rich_label.h"

#include <QEvent>

namespace winnow::ui {

void RichLabel::setHtml(const QString& html) {
    m_html = html;
    setText(html);
}

void RichLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || m_html.isEmpty()) return;
    clear();
    setText(m_html);
}

}  // namespace winnow::ui
