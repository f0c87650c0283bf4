// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/spec.h"

#include <cstdint>

/// A kernel as a list of affine maps and ReLUs with numbers in place of names: what the code that
/// computes reads.
namespace winnow::infinite {

/// An affine layer: K+ = scale L(K) + bias and Theta+ = scale L(Theta) + ratio K+ + offset, where L
/// is the sum over the 9 neighbours of a convolution and the identity of a dense layer.
struct AffineStep {
    double scale = 1, bias = 0, ratio = 1, offset = 0;
};

/// The displacements (dh, dw) of pixel pairs that a level is computed for: |dh| <= height and |dw|
/// <= width.
struct Band {
    std::int64_t height = 0, width = 0;

    friend bool operator==(const Band&, const Band&) = default;
};

/// Limits that let a plan be one plain value, for a GPU too.
inline constexpr std::int64_t kMostSteps = 32;   ///< convolutions at one resolution
inline constexpr std::int64_t kMostLevels = 8;   ///< resolutions
inline constexpr std::int64_t kMostHidden = 32;  ///< dense layers with a ReLU

/// One resolution of a plane plan: height x width, `steps` times (convolution, ReLU), then pooling
/// to outHeight x outWidth if `pooled`, where the band of the next level (or of the readout)
/// counts.
struct PlaneLevel {
    std::int64_t height = 0, width = 0, outHeight = 0, outWidth = 0;
    bool pooled = false;
    std::int64_t stepCount = 0;
    AffineStep steps[kMostSteps] = {};
    Band band = {}, outBand = {};          ///< of a pair of images
    Band selfBand = {}, selfOutBand = {};  ///< of an image with itself
    std::int64_t firstMap = 0;  ///< in pixels: where the variance maps of its ReLUs begin
};

/// Theta+ = scale Theta + K+ everywhere (NTK parameterisation), in general, or no Theta at all.
enum class ThetaMode { Plain, General, None };

struct PlanePlan {
    std::int64_t channels = 1;
    ThetaMode theta = ThetaMode::Plain;
    std::int64_t levelCount = 0;
    PlaneLevel levels[kMostLevels] = {};
    double topScale = 1;         ///< what the sum of the last level's outputs is multiplied by
    std::int64_t mapPixels = 0;  ///< of all variance maps of one image
    bool ownTop = false;         ///< whether the readout needs an image's own value (hidden layers)
};

/// Dense layers behind the planes, or the whole of a fully connected network: `hidden` times
/// (affine, ReLU), then the readout.
struct DensePlan {
    ThetaMode theta = ThetaMode::Plain;
    std::int64_t hiddenCount = 0;
    AffineStep hidden[kMostHidden] = {};
    AffineStep readout;
};

/// `architecture` must have levels, and `spec` be valid for `shape`.
[[nodiscard]] PlanePlan planePlan(const KernelSpec& spec,
                                  const Architecture& architecture,
                                  const ImageShape& shape);
[[nodiscard]] DensePlan densePlan(const KernelSpec& spec,
                                  const Architecture& architecture,
                                  const ImageShape& shape);

/// Entries of all planes of a level: of size height x width and in the band.
[[nodiscard]] std::int64_t bandEntries(std::int64_t height, std::int64_t width, const Band& band);
/// Pixel pairs through convolution and ReLU in all levels, for one pair of images.
[[nodiscard]] double entriesOf(const PlanePlan& plan);

/// Bytes of what lies between the levels of a pair, which its way back reads; `bytes`: of a number,
/// times the pairs that go together.
[[nodiscard]] double traceBytes(const PlanePlan& plan, std::int64_t bytes);
inline constexpr double kMostTraceBytes = 256 << 20;  ///< that a thread keeps of many pairs

}  // namespace winnow::infinite
