// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/paper_values.h"

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr std::array<PaperCorrelations, 3> kTables{
    {{"Table 4", "MNIST, learning rate 0.1, batch 128", {.8512, .7282, .5753, .3865, .2330,
                                                         .062,                               //
                                                         .8206, .6775, .4731, .2888, .0658,  //
                                                         .7856, .5853, .3687, .0858,         //
                                                         .7169, .4871, .1566,                //
                                                         .6379, .2303,                       //
                                                         .3720}},
     {"Table 5", "MNIST, learning rate 0.001, batch 256", {.9096, .7376, .4065, .2141, .0695,
                                                           .0307,                              //
                                                           .8830, .5128, .2707, .0858, .0498,  //
                                                           .6782, .3486, .0971, .0605,         //
                                                           .5898, .1774, .1598,                //
                                                           .6601, .6023,                       //
                                                           .8414}},
     {"Table 6", "CIFAR-10, learning rate 0.1, batch 128", {.8433, .5772, .2805, .1840, .0628,
                                                            .0131,                              //
                                                            .7377, .4142, .2595, .0950, .0254,  //
                                                            .5409, .3979, .1352, .0345,         //
                                                            .4082, .1493, .0427,                //
                                                            .1844, .0673,                       //
                                                            .0912}}}};

constexpr std::array<PaperPrediction, 2> kPredictions{
    {{"MNIST", 42.72, 6.55, 59.02, 7.49, 49.54, 6.99, 7873},
     {"CIFAR-10", 49.47, 7.06, 69.50, 7.49, 57.76, 7.36, 2799}}};

/// Between the two rates of the paper, 0.1 and 0.001, on a logarithmic scale.
constexpr double kSlowRate = 0.01;

}  // namespace

std::optional<double> PaperCorrelations::between(int oneSize, int otherSize) const {
    const auto* larger = std::ranges::find(kPaperSizes, std::max(oneSize, otherSize));
    const auto* smaller = std::ranges::find(kPaperSizes, std::min(oneSize, otherSize));
    if (larger == kPaperSizes.end() || smaller == kPaperSizes.end() || larger == smaller)
        return std::nullopt;
    const auto row = static_cast<std::size_t>(larger - kPaperSizes.begin());
    const auto column = static_cast<std::size_t>(smaller - kPaperSizes.begin());
    // Rows above have S - 1, S - 2, ... values.
    const std::size_t before = row * (2 * kPaperSizes.size() - row - 1) / 2;
    return values.at(before + column - row - 1);
}

std::span<const PaperCorrelations> paperCorrelations() { return kTables; }

int likelyTable(int channels, double rate) {
    if (channels == 3) return 2;
    return rate < kSlowRate ? 1 : 0;
}

std::span<const PaperPrediction> paperPredictions() { return kPredictions; }

}  // namespace winnow::ui
