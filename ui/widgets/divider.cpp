// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/divider.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QWidget>

namespace winnow::ui {
namespace {

class Divider : public QWidget {
public:
    explicit Divider(QWidget* parent) : QWidget(parent) { setFixedHeight(1); }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), theme().line); }
};

}  // namespace

QWidget* makeDivider(QWidget* parent) { return new Divider(parent); }

}  // namespace winnow::ui
