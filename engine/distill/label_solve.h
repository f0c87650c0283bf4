// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/krr.h"

#include <string>
#include <string_view>
#include <vector>

/// Label Solve: the best labels of given images by one least-squares solve (methods/kip.md,
/// section 7).
namespace winnow::distill {

/// Qr: streaming QR and a pseudo-inverse, which does not square the condition of K_ts.
/// NormalEquations: as the authors' program does, with its unscaled ridge of 1e-6 / n.
enum class LabelSolver { Qr, NormalEquations };

/// "qr", "normal-equations". Throws Error{BadInput} that lists them.
[[nodiscard]] LabelSolver labelSolver(std::string_view name);

struct SolvedLabels {
    store::Array labels;    ///< [n,K] float64, of minimum norm
    double loss = 0;        ///< mean loss that they leave on the targets
    double labelFloor = 0;  ///< mean loss no labels can beat (ridge to 0); NaN by normal equations
    RidgeReport ridge;
    std::vector<std::string> warnings;
};

/// y* = (K_ts M^-1)^+ y_t over `rows` of the targets, all when empty. K_ts passes in tiles. Throws
/// Error{BadInput}: fewer targets than images by normal equations (by QR a warning: the labels then
/// interpolate the targets).
[[nodiscard]] SolvedLabels solveLabels(const infinite::Kernel& kernel,
                                       const RidgeOptions& ridge,
                                       const store::Array& supportImages,
                                       const Targets& targets,
                                       std::span<const std::int64_t> rows,
                                       LabelSolver solver,
                                       const jobs::JobContext& context);

}  // namespace winnow::distill
