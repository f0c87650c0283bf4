// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/ridge.h"
#include "engine/distill/targets.h"
#include "engine/infinite/kernel.h"
#include "engine/jobs/context.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// Kernel ridge regression fitted on a support: f(x) = K(x, X_s) M^-1 y_s (methods/kip.md,
/// section 4).
namespace winnow::distill {

/// Loss of equation 7 and, where asked, its gradients.
struct KrrLoss {
    double sum = 0;   ///< 1/2 sum over targets and classes of (f - y)^2
    double mean = 0;  ///< sum / (targets * classes)
    double accuracy = 0;
    RidgeReport ridge;
    store::Array prediction{};     ///< [t,K] float64, where asked
    store::Array imageGradient{};  ///< [n,C,H,W] float64, where asked
    store::Array labelGradient{};  ///< [n,K] float64, where asked
    double gammaGradient = 0;      ///< by the RBF's gamma
};

struct KrrWanted {
    bool prediction = false;
    bool gradient = false;
};

/// One fit and its comparison with `rows` of the targets (augmented as `step` says). Targets pass
/// in tiles: K_ts is never held. Throws Error{BadInput}: shapes that disagree; as RidgeFactor does.
[[nodiscard]] KrrLoss krrLoss(const infinite::Kernel& kernel,
                              const RidgeOptions& ridge,
                              const store::Array& supportImages,
                              const store::Array& supportLabels,
                              const Targets& targets,
                              std::span<const std::int64_t> rows,
                              std::optional<std::int64_t> step,
                              KrrWanted wanted,
                              const jobs::JobContext& context);

/// How well a support does as a kernel machine.
struct Evaluation {
    double loss = 0;  ///< mean over images and classes, halved squares
    double accuracy = 0;
    double labelFloor = 0;  ///< mean loss that the best labels would leave (Theorem 3); NaN where
                            ///< not asked
    RidgeReport ridge;
    std::vector<std::int64_t> predicted{};  ///< class of every row; the lowest on a tie
};

/// `rows` of the targets, all when empty, never augmented.
[[nodiscard]] Evaluation evaluate(const infinite::Kernel& kernel,
                                  const RidgeOptions& ridge,
                                  const store::Array& supportImages,
                                  const store::Array& supportLabels,
                                  const Targets& targets,
                                  std::span<const std::int64_t> rows,
                                  bool labelFloor,
                                  const jobs::JobContext& context);

/// How far two classifiers agree on the same images (methods/kip.md, section 1).
struct Approximation {
    double weak = 0;    ///< difference of their accuracies
    double strong = 0;  ///< share of images on which they disagree
};
/// All of one length. Throws Error{BadInput} otherwise or when there is none.
[[nodiscard]] Approximation approximation(std::span<const std::int64_t> predicted,
                                          std::span<const std::int64_t> other,
                                          std::span<const std::int64_t> truth);

struct Compression {
    double ratio = 0;      ///< NaN: unknown, as the curve starts above the accuracy
    bool atLeast = false;  ///< all of the curve lies below the accuracy: its end is taken
};
/// Size of the natural set that reaches `accuracy`, interpolated in log n along a curve of sizes
/// (rising) and accuracies, over the distilled `size`.
[[nodiscard]] Compression compression(std::span<const std::int64_t> sizes,
                                      std::span<const double> accuracies,
                                      double accuracy,
                                      std::int64_t size);

/// Loss of predicting nothing: (K-1) / (2 K^2).
[[nodiscard]] double zeroLoss(std::int64_t classes);

}  // namespace winnow::distill
