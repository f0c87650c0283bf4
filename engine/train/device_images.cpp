// SPDX-License-Identifier: Apache-2.0
#include "engine/train/device_images.h"

#include <torch/torch.h>

namespace winnow::train {
namespace {

at::Tensor idsOn(std::span<const std::int64_t> values, const c10::Device& device) {
    at::Tensor ids = at::empty({static_cast<std::int64_t>(values.size())}, at::kLong);
    std::copy(values.begin(), values.end(), ids.data_ptr<std::int64_t>());
    return ids.to(device);
}

}  // namespace

struct DeviceImages::Impl {
    const ImageSource& source;
    c10::Device device;
    c10::ScalarType type;
    at::Tensor buffer;                                  // CPU
    std::vector<std::array<float, 256>> floatValues;    // CPU
    std::vector<std::array<double, 256>> doubleValues;  // CPU
    at::Tensor pixels, values;  // GPU: (N,C,H,W) uint8 and (C,256), or ready ones alone

    at::Tensor onCpu(std::span<const std::int64_t> samples, std::span<const Shift> shifts);
    at::Tensor onGpu(std::span<const std::int64_t> samples, std::span<const Shift> shifts) const;
};

DeviceImages::DeviceImages(const ImageSource& source, c10::Device device, c10::ScalarType type)
    : m_impl(std::make_unique<Impl>(Impl{source, device, type, {}, {}, {}, {}, {}})) {
    check(source);
    if (type == at::kDouble)
        m_impl->doubleValues = normalisedValues<double>(source);
    else
        m_impl->floatValues = normalisedValues<float>(source);
    if (device.is_cpu()) return;
    // from_blob takes no const pointer; the tensors are only read.
    const std::array<std::int64_t, 4> shape{
        source.size(), source.channels, source.height, source.width};
    if (!source.ready.empty()) {
        m_impl->pixels =
            at::from_blob(const_cast<float*>(source.ready.data()), shape, at::kFloat).to(device);
        return;
    }
    m_impl->pixels =
        at::from_blob(const_cast<std::uint8_t*>(source.pixels.data()), shape, at::kByte).to(device);
    at::Tensor values = at::empty({source.channels, 256}, type);
    for (std::int64_t c = 0; c < source.channels; ++c) {
        const auto channel = static_cast<std::size_t>(c);
        if (type == at::kDouble)
            std::copy_n(
                m_impl->doubleValues[channel].data(), 256, values.data_ptr<double>() + c * 256);
        else
            std::copy_n(
                m_impl->floatValues[channel].data(), 256, values.data_ptr<float>() + c * 256);
    }
    m_impl->values = values.to(device);
}

DeviceImages::~DeviceImages() = default;

at::Tensor DeviceImages::batch(std::span<const std::int64_t> samples,
                               std::span<const Shift> shifts) {
    return m_impl->device.is_cpu() ? m_impl->onCpu(samples, shifts)
                                   : m_impl->onGpu(samples, shifts);
}

at::Tensor DeviceImages::Impl::onCpu(std::span<const std::int64_t> samples,
                                     std::span<const Shift> shifts) {
    const auto count = static_cast<std::int64_t>(samples.size());
    if (!buffer.defined() || buffer.size(0) < count)
        buffer = at::empty({count, source.channels, source.height, source.width}, type);
    const at::Tensor images = buffer.narrow(0, 0, count);
    const auto numbers = static_cast<std::size_t>(images.numel());
    if (type == at::kDouble)
        assemble<double>(
            source, doubleValues, samples, shifts, {images.data_ptr<double>(), numbers});
    else
        assemble<float>(source, floatValues, samples, shifts, {images.data_ptr<float>(), numbers});
    return images;
}

at::Tensor DeviceImages::Impl::onGpu(std::span<const std::int64_t> samples,
                                     std::span<const Shift> shifts) const {
    using at::indexing::None;
    using at::indexing::Slice;
    at::Tensor chosen = pixels.index_select(0, idsOn(samples, device));
    if (!shifts.empty()) {
        std::vector<std::int64_t> rows, columns;
        for (const Shift& shift : shifts) {
            for (std::int64_t y = 0; y < source.height; ++y)
                rows.push_back(y + shift.down + kCropPadding);
            for (std::int64_t x = 0; x < source.width; ++x)
                columns.push_back((shift.mirrored ? source.width - 1 - x : x) + shift.right +
                                  kCropPadding);
        }
        const auto count = static_cast<std::int64_t>(samples.size());
        const at::Tensor padded = at::constant_pad_nd(
            chosen, {kCropPadding, kCropPadding, kCropPadding, kCropPadding}, 0);
        const at::Tensor sample =
            at::arange(count, at::TensorOptions().dtype(at::kLong).device(device));
        const at::Tensor channel =
            at::arange(source.channels, at::TensorOptions().dtype(at::kLong).device(device));
        chosen = padded.index({sample.view({-1, 1, 1, 1}),
                               channel.view({1, -1, 1, 1}),
                               idsOn(rows, device).view({count, 1, -1, 1}),
                               idsOn(columns, device).view({count, 1, 1, -1})});
    }
    if (!values.defined()) return chosen.to(type);
    const at::Tensor channel =
        at::arange(source.channels, at::TensorOptions().dtype(at::kLong).device(device));
    return values.index({channel.view({1, -1, 1, 1}), chosen.to(at::kLong)});
}

}  // namespace winnow::train
