// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/distil/distilled.h"
#include "ui/theme/numbers.h"

#include <optional>

namespace winnow::store {
struct Dataset;
}

namespace winnow::ui {

/// Test accuracy of a kernel machine on a distilled set, in per cent, as a paper prints it.
struct DistilPaperValue {
    double accuracy = 0;
    double deviation = kNotDefined;                               ///< NaN: not printed
    QString source;                                               ///< "KIP (ICLR 2021), Table 1"
};

/// The paper's value for the same data set (by its name), method, kernel, number of images, labels
/// and augmentation; nothing where neither paper has that row.
[[nodiscard]] std::optional<DistilPaperValue> distilPaperValue(const store::Dataset& dataset,
                                                               const DistilSettings& settings);

}  // namespace winnow::ui
