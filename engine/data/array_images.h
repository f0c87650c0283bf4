// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/image.h"
#include "engine/store/array.h"

namespace winnow::data {

/// Images of an array file as bytes, and where a pixel lies.
struct ArrayImages {
    std::vector<std::byte> pixels;
    std::int64_t count = 0;
    Geometry geometry;
    bool channelsLast = false;
    double scale = 1;  ///< what the numbers were multiplied by: 255 for floats in [0,1]

    [[nodiscard]] std::span<const std::uint8_t> image(std::int64_t row) const {
        return {reinterpret_cast<const std::uint8_t*>(pixels.data()) +
                    static_cast<std::size_t>(row) * geometry.size(),
                geometry.size()};
    }
};

/// [N,H,W], [N,C,H,W] or [N,H,W,C] with C 1, 3 or 4, of bytes, integers 0 to 255, or floats in
/// [0,1] or [0,255]. `scaleOf`: the training images, whose scale test images must share. Throws
/// Error{BadInput} naming `where`.
[[nodiscard]] ArrayImages imagesOf(store::Array array,
                                   const std::string& where,
                                   const ArrayImages* scaleOf);

/// Whole numbers of any type, [N] or [N,1]. Throws Error{BadInput} naming `where`.
[[nodiscard]] std::vector<std::int64_t> labelsOf(const store::Array& array,
                                                 const std::string& where);

}  // namespace winnow::data
