// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/axis_title.h"

#include "ui/theme/numbers.h"

namespace winnow::ui {

QString AxisTitle::valueText(double value) const {
    const QString number = quantity + u' ' + numberText(value, decimals);
    return unit.isEmpty() ? number : number + u' ' + unit;
}

}  // namespace winnow::ui
