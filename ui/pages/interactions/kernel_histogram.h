// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"

namespace winnow::ui {

struct KernelArrays;

/// How often each value of κ comes up between samples of one class and of two, as shares of the
/// pairs of each, in %. The axis covers all but the outermost 0.1 % at either end.
[[nodiscard]] LineChartData kernelHistogram(const KernelArrays& kernel);

}  // namespace winnow::ui
