// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/distil/distil_images.h"
#include "ui/theme/theme.h"

#include <QImage>

/// Arrays as pictures. An image is [C,H,W], C 1 or 3; pictures have one pixel a pixel.
namespace winnow::ui {

/// How the images are made viewable.
enum class PictureMode {
    Clipped,     ///< preprocessing undone, clipped to 0..255
    Stretched,   ///< preprocessing undone, each image from its darkest to its lightest value
    Kernel,      ///< as the kernel sees them, stretched the same way
    AroundZero,  ///< as the kernel sees them, zero in the middle, one scale for all
};
inline constexpr int kPictureModes = 4;
/// Whether it shows the images before their preprocessing is undone.
[[nodiscard]] inline bool showsSupport(PictureMode mode) { return mode >= PictureMode::Kernel; }

/// Values 0 to 255, clipped.
[[nodiscard]] QImage clippedPicture(std::span<const float> image, const DistilShape& shape);
/// From the least to the greatest finite value.
[[nodiscard]] QImage stretchedPicture(std::span<const float> image, const DistilShape& shape);
/// -limit to limit: one channel in the diverging map, three each about a middle gray.
[[nodiscard]] QImage signedPicture(std::span<const float> image,
                                   const DistilShape& shape,
                                   double limit,
                                   const Theme& theme);
/// now - start in the diverging map, -limit to limit; of three channels their mean.
[[nodiscard]] QImage differencePicture(std::span<const float> now,
                                       std::span<const float> start,
                                       const DistilShape& shape,
                                       double limit,
                                       const Theme& theme);
/// Accent over frozen pixels, as strong as the share of their channels that is frozen; else clear.
[[nodiscard]] QImage frozenPicture(std::span<const std::uint8_t> frozen,
                                   const DistilShape& shape,
                                   const Theme& theme);

/// Share of the values that a picture of 0 to 255 clips; a rounding beyond the ends is none.
[[nodiscard]] double clippedShare(std::span<const float> shown);

/// The size that 99.5 % of the values stay within; never 0.
[[nodiscard]] double commonLimit(std::span<const float> values);
/// The same of now - start, of arrays of equal length.
[[nodiscard]] double commonLimit(std::span<const float> now, std::span<const float> start);

}  // namespace winnow::ui
