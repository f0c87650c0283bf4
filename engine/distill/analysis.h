// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/krr.h"
#include "engine/stats/dimension.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

/// What distilled images are (methods/kip-convnet.md, section 11). Matrices are float64 arrays.
namespace winnow::distill {

/// K(X, X) [n,n].
[[nodiscard]] store::Array kernelMatrix(const infinite::Kernel& kernel,
                                        const store::Array& images,
                                        const jobs::JobContext& context);
/// K(X_t, X_s) [t,n] for `rows` of the targets (all when empty). Refused with
/// Error{OutOfResources} when it does not fit.
[[nodiscard]] store::Array kernelAgainst(const infinite::Kernel& kernel,
                                         const store::Array& images,
                                         const Targets& targets,
                                         std::span<const std::int64_t> rows,
                                         const jobs::JobContext& context);

/// Eigenvalues of a symmetric matrix, falling; `centred`: of J K J, J = I - 1/n.
[[nodiscard]] std::vector<double> spectrum(const store::Array& kernel, bool centred = false);
/// Squared singular values of the images [n, ...], features centred, falling; min(n, d) of them.
[[nodiscard]] std::vector<double> imageSpectrum(const store::Array& images);

/// Intrinsic (Two-NN) and linear (90 % of the variance) dimension.
struct Dimensions {
    double intrinsic = 0;  ///< NaN where fewer than 10 points are usable
    double linear = 0;
};
/// Two-NN of images [n, ...] by their Euclidean distances.
[[nodiscard]] stats::TwoNn intrinsicDimension(const store::Array& images);
[[nodiscard]] Dimensions imageDimensions(const store::Array& images);
/// The same in the space of gradients, whose products are the kernel.
[[nodiscard]] Dimensions gradientDimensions(const store::Array& kernel, bool centred = true);

/// Accuracy of each of five bands of the eigenvalues, without ridge: 20 % of them each, largest
/// first, predicting with the sum over the band of u u^T y / mu.
struct BandAccuracy {
    std::array<double, 5> band{};
    double all = 0;
};
/// kss [n,n], kts [t,n], labels [n,K], truth [t].
[[nodiscard]] BandAccuracy bandAccuracy(const store::Array& kss,
                                        const store::Array& kts,
                                        const store::Array& labels,
                                        std::span<const std::int64_t> truth);

/// Accuracy of a machine that is fitted anew to a random part of the support.
struct SubsampleAccuracy {
    double mean = 0, deviation = 0;
};
/// Shares of the support that stay, in the order of what subsampling() returns.
inline constexpr std::array<double, 5> kKeptShares{0.9, 0.75, 0.5, 0.25, 0.1};
[[nodiscard]] std::array<SubsampleAccuracy, 5> subsampling(const store::Array& kss,
                                                           const store::Array& kts,
                                                           const store::Array& labels,
                                                           std::span<const std::int64_t> truth,
                                                           const RidgeOptions& ridge,
                                                           std::uint64_t seed,
                                                           const jobs::JobContext& context,
                                                           std::int64_t draws = 100);

/// The `count` nearest targets of every support image by kernel distance, nearest first; distance^2
/// = K(x,x) + K(y,y) - 2 K(x,y), at least 0.
struct Nearest {
    store::Array rows;      ///< int64 [n,count], rows of the targets; -1 where there are fewer
    store::Array distance;  ///< float64 [n,count]; NaN there
};
/// `rows` of the targets, all when empty; in tiles.
[[nodiscard]] Nearest nearestTargets(const infinite::Kernel& kernel,
                                     const store::Array& images,
                                     const Targets& targets,
                                     std::span<const std::int64_t> rows,
                                     std::int64_t count,
                                     const jobs::JobContext& context);

}  // namespace winnow::distill
