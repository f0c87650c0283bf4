// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/raw_images.h"

#include <torch/torch.h>

#include <algorithm>

namespace winnow::distill {

at::Tensor rawImages(const train::ImageSource& source,
                     std::span<const std::int64_t> rows,
                     at::ScalarType type) {
    const auto numbers = static_cast<std::size_t>(source.imageSize());
    at::Tensor pixels =
        at::empty({std::ssize(rows), source.channels, source.height, source.width}, at::kByte);
    auto* out = pixels.data_ptr<std::uint8_t>();
    for (const std::int64_t row : rows)
        out = std::ranges::copy(
                  source.pixels.subspan(static_cast<std::size_t>(row) * numbers, numbers), out)
                  .out;
    return pixels.to(type);
}

}  // namespace winnow::distill
