// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <array>
#include <optional>
#include <span>

/// Figures the lpNTK paper prints (methods/lpntk.md, section 6), to stand beside one's own.
namespace winnow::ui {

inline constexpr std::array<int, 7> kPaperSizes{4096, 1024, 256, 64, 16, 4, 1};

/// Pearson correlation of learning difficulty between two set sizes, per class.
struct PaperCorrelations {
    const char* name;     ///< "Table 4"
    const char* setting;  ///< "MNIST, learning rate 0.1, batch 128"
    /// Of kPaperSizes: (0,1), (0,2), ..., (0,6), (1,2), ..., (5,6).
    std::array<double, 21> values;

    /// Nothing for sizes the paper has not, or for equal ones.
    [[nodiscard]] std::optional<double> between(int oneSize, int otherSize) const;
};

/// Tables 4, 5 and 6.
[[nodiscard]] std::span<const PaperCorrelations> paperCorrelations();

/// Which of them one's own experiment is like: index into paperCorrelations(). channels: of the
/// images; rate: the learning rate, NaN when it is not known.
[[nodiscard]] int likelyTable(int channels, double rate);

/// A line of Table 1, in per cent. The predictor is `centred`, ten seeds.
struct PaperPrediction {
    const char* name;  ///< "MNIST"
    double precision, precisionDeviation, recall, recallDeviation, f1, f1Deviation;
    int events;  ///< of all seeds
};
[[nodiscard]] std::span<const PaperPrediction> paperPredictions();

}  // namespace winnow::ui
