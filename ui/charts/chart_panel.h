// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel.h"

/// Charts in panels, which name them, show their legend and save them.
namespace winnow::ui {

class LineChart;

/// A chart, or another figure, as what a panel holds. `leastHeight`: px at 13 px text.
template <typename Figure>
void fillPanel(Panel& panel, Figure& figure, int leastHeight = size::kChartMinimumHeight) {
    figure.setAccessibleName(panel.accessibleName());
    figure.setMinimumHeight(scaled(leastHeight));
    panel.setContent(&figure);
    panel.setFigure(&figure);
}

/// Lines in a chart, and their legend in its panel's header.
void showLines(Panel& panel,
               LineChart& chart,
               const LineChartData& data,
               const QString& provenance);

}  // namespace winnow::ui
