// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/role_label.h"

#include <QLabel>

namespace winnow::ui {

QLabel* makeLabel(const QString& text, const char* role, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    if (*role != 0) label->setProperty("role", QLatin1String(role));
    return label;
}

QLabel* makeParagraph(const QString& text, const char* role, QWidget* parent) {
    QLabel* label = makeLabel(text, role, parent);
    label->setWordWrap(true);
    return label;
}

}  // namespace winnow::ui
