// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_panel.h"

#include "ui/charts/line_chart.h"

namespace winnow::ui {

void showLines(Panel& panel,
               LineChart& chart,
               const LineChartData& data,
               const QString& provenance) {
    panel.legend()->setEntries(legendOf(data));
    chart.setData(data);
    chart.setProvenance(provenance);
}

}  // namespace winnow::ui
