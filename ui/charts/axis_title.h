// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace winnow::ui {

/// What an axis shows. Every axis has a quantity; a count or ratio may have no unit.
struct AxisTitle {
    QString quantity = {};
    QString unit = {};
    int decimals = 2;  // of values in tooltips

    /// "Accuracy, %".
    [[nodiscard]] QString text() const {
        return unit.isEmpty() ? quantity : quantity + QStringLiteral(", ") + unit;
    }

    /// "Accuracy 91.3 %".
    [[nodiscard]] QString valueText(double value) const;
};

}  // namespace winnow::ui
