// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

/// Influence of samples on the parameters of a network's last linear layer: softmax regression on
/// fixed features (methods/dataset-pruning.md, sections 1 to 4, way `exact`; Yang et al., "Dataset
/// Pruning", ICLR 2023, equation 2).
namespace winnow::empirical {

/// What the last layer learns from: n samples, p features, C classes. The layer has P = C(p+1)
/// parameters, class after class, the bias last in each.
struct HeadSamples {
    std::span<const double> features;      ///< [n, p]
    std::span<const std::int64_t> labels;  ///< [n], 0..classes-1
    std::int64_t classes = 0;

    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(labels.size()); }
    [[nodiscard]] std::int64_t parameters() const {
        const auto numbers = static_cast<std::int64_t>(features.size());
        return classes * ((labels.empty() ? 0 : numbers / size()) + 1);
    }
};

/// The penalised loss (1/n) sum of cross-entropies + damping/2 ||theta||^2 around one theta, and
/// what one sample less would do to its minimum. Everything in float64. The samples are borrowed.
class HeadInfluence {
public:
    /// `theta` [P] is where it begins: the trained layer, or zeros. Throws Error{BadInput}: counts
    /// that disagree, fewer than two classes, a label out of range, a feature that is not finite
    /// (with its row); Error{OutOfResources}: the Hessian does not fit.
    HeadInfluence(const HeadSamples& samples, std::vector<double> theta);
    ~HeadInfluence();

    /// Moves theta to the minimum by Newton's method with step halving, until the gradient is below
    /// 1e-10; returns the gradient's norm there, which is larger when rounding allows no less.
    /// Throws Cancelled, and as influence() does.
    double refit(double damping, const jobs::JobContext& job);
    [[nodiscard]] double gradientNorm(double damping) const;
    [[nodiscard]] const std::vector<double>& theta() const;
    /// Mean eigenvalue of the Hessian without damping, trace(H0) / P.
    [[nodiscard]] double meanCurvature() const;

    /// S [n, P], S_i = H^-1 g_i / n: the predicted change of theta when sample i is left out.
    /// Throws Error{BadInput}: a damping that is not above 0, or too small for the Hessian's
    /// rounding.
    [[nodiscard]] std::vector<double> influence(double damping, const jobs::JobContext& job) const;
    /// [n] ||I_param(i)|| = n ||S_i||, without holding S. Reports progress as "influence".
    [[nodiscard]] std::vector<double> norms(double damping, const jobs::JobContext& job) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::empirical
