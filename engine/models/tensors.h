// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"
#include "engine/store/array.h"

namespace at {
class Tensor;
}
namespace c10 {
struct Device;
enum class ScalarType : std::int8_t;
}  // namespace c10

/// Between Winnow's arrays and LibTorch's tensors.
namespace winnow::models {

/// A copy on the CPU. Unsigned types wider than 8 bits and bool are not used for numerics:
/// Error{BadInput}.
[[nodiscard]] at::Tensor toTensor(const store::Array& array);
/// A copy in C order.
[[nodiscard]] store::Array toArray(const at::Tensor& tensor);

[[nodiscard]] c10::Device torchDevice(Device device);
[[nodiscard]] c10::ScalarType scalarType(Precision precision);

/// Pixels (N,C,H,W) uint8 to normalised numbers: (pixel / 255 - mean[c]) / deviation[c].
/// `rows` picks samples; the result is (rows, C, H, W) on the device.
[[nodiscard]] at::Tensor normalisedImages(std::span<const std::uint8_t> pixels,
                                          const store::Shape& imageShape,
                                          std::span<const std::int64_t> rows,
                                          std::span<const double> mean,
                                          std::span<const double> deviation,
                                          Precision precision,
                                          Device device);

}  // namespace winnow::models
