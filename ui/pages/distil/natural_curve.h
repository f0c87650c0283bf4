// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/pages/distil/distilled_table.h"

#include <map>

/// What an artifact of kind `kernel-curve` says: kernel machines on random natural images.
namespace winnow::ui {

struct NaturalPoint {
    std::int64_t images = 0;
    SummaryFigures accuracy = {};  ///< shares, over random parts of the training images
};

struct NaturalCurves {
    QString id;
    std::map<QString, std::vector<NaturalPoint>> kernels;  ///< by name; points by size, ascending
};

/// Throws Error{BadInput}: missing or damaged. Fits on stored selections are left out.
[[nodiscard]] NaturalCurves readNaturalCurves(const store::Project& project, const std::string& id);

/// Accuracy over the number of images: natural ones as dashed lines with their bands, distilled
/// sets as marks. What lies above a line is worth more images than it has.
[[nodiscard]] LineChartData worthChart(const std::optional<NaturalCurves>& natural,
                                       const std::vector<DistilledRow>& sets);

}  // namespace winnow::ui
