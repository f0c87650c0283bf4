// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/preprocessing.h"
#include "engine/infinite/spec.h"
#include "engine/store/array.h"
#include "engine/store/index.h"
#include "engine/train/images.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The artificial images of a distillation: what they begin as (methods/kip.md, section 5).
namespace winnow::distill {

struct Support {
    store::Array images;  ///< [n,C,H,W] float32 or float64, as the kernel sees them
    store::Array labels;  ///< [n,K] float64
    std::vector<std::int64_t> startSample;  ///< [n] sample of the source it began from; -1: noise
    std::vector<std::int64_t> startClass;   ///< [n]
    std::vector<ImageScale> scales;         ///< [n], for Preprocessing::shown()

    [[nodiscard]] std::int64_t size() const { return images.shape.at(0); }
    [[nodiscard]] std::int64_t classes() const { return labels.shape.at(1); }
    [[nodiscard]] infinite::ImageShape shape() const {
        return {images.shape.at(1), images.shape.at(2), images.shape.at(3)};
    }
};

/// `count` / classes rows of every class, without repetition, class after class, drawn from the
/// stream (seed, purpose, step) alone. classOf in 0..classes-1. Throws Error{BadInput}: `what` and
/// count that cannot be split evenly ("target batch 5001 cannot be split evenly over 10 classes:
/// use 5000 or 5010"), a class with too few ("class 7 has 12 images, 50 per class asked").
[[nodiscard]] std::vector<std::int64_t> balancedRows(std::span<const std::int64_t> classOf,
                                                     std::int64_t classes,
                                                     std::int64_t count,
                                                     std::string_view what,
                                                     std::uint64_t seed,
                                                     std::int64_t step = 0,
                                                     std::span<const std::string> classNames = {});

/// The class of every row of labels or predictions [n,K]: its largest value, the lowest class on a
/// tie.
template <typename T>
[[nodiscard]] std::vector<std::int64_t> classesOf(std::span<const T> values, std::int64_t classes) {
    std::vector<std::int64_t> result;
    for (; !values.empty(); values = values.subspan(at(classes))) {
        const auto row = values.first(at(classes));
        result.push_back(std::ranges::max_element(row) - row.begin());
    }
    return result;
}

/// One-hot minus 1/K, float64 [n,K].
[[nodiscard]] store::Array centredLabels(std::span<const std::int64_t> classOf,
                                         std::int64_t classes);

/// These samples of the source, preprocessed.
[[nodiscard]] Support naturalSupport(const train::ImageSource& source,
                                     std::int64_t classes,
                                     std::span<const std::int64_t> samples,
                                     const Preprocessing& preprocessing,
                                     models::Precision precision);

/// Uniform in [-1,1] in preprocessed space, balanced labels; `scale` is what its pictures are shown
/// with.
[[nodiscard]] Support noiseSupport(infinite::ImageShape shape,
                                   std::int64_t classes,
                                   std::int64_t count,
                                   ImageScale scale,
                                   models::Precision precision,
                                   std::uint64_t seed);

enum class CorruptWith { Noise, Zero };

struct Corruption {
    double rho = 0;  ///< share of every image's coordinates that is fixed, in [0, 1)
    CorruptWith with = CorruptWith::Noise;  ///< uniform in [-1,1], or 0, in preprocessed space
    bool wholePixels = false;               ///< all channels of a pixel together
    std::uint64_t seed = 0;
};

/// rho-corruption: ceil(rho d) coordinates of every image, its own random set, are overwritten.
/// Returns where, uint8 [n,C,H,W], 1 = frozen. Throws Error{BadInput}: rho outside [0,1), or
/// nothing would be left.
[[nodiscard]] store::Array corrupt(Support& support, const Corruption& corruption);

/// What a person should know before anything is computed: two equal images ("support images 3 and
/// 17 are the same"), with other labels or not. Throws Error{BadInput}: NaN or infinity in an image
/// (index and channel) or a label, counts that disagree.
[[nodiscard]] std::vector<std::string> examine(const Support& support);

}  // namespace winnow::distill
