// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/train/images.h"

#include <memory>
#include <span>

namespace at {
class Tensor;
}
namespace c10 {
struct Device;
enum class ScalarType : std::int8_t;
}  // namespace c10

namespace winnow::train {

/// The pixels of a split where a model computes, and batches made of them: the same numbers on
/// every device.
class DeviceImages {
public:
    /// On the CPU `source`'s pixels are used in place; it outlives this.
    DeviceImages(const ImageSource& source, c10::Device device, c10::ScalarType type);
    ~DeviceImages();

    /// (B,C,H,W), normalised and shifted; the buffer is used again by the next call.
    [[nodiscard]] at::Tensor batch(std::span<const std::int64_t> samples,
                                   std::span<const Shift> shifts);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::train
