// SPDX-License-Identifier: Apache-2.0
#include "engine/models/tensors.h"

#include "engine/store/error.h"

#include <torch/torch.h>

#include <cstring>

namespace winnow::models {
namespace {

at::ScalarType scalarTypeOf(store::DType type) {
    using store::DType;
    switch (type) {
        case DType::Bool:
            return at::kBool;
        case DType::Int8:
            return at::kChar;
        case DType::UInt8:
            return at::kByte;
        case DType::Int16:
            return at::kShort;
        case DType::Int32:
            return at::kInt;
        case DType::Int64:
            return at::kLong;
        case DType::Float32:
            return at::kFloat;
        case DType::Float64:
            return at::kDouble;
        default:
            break;
    }
    throw badInput("arrays of " + std::string(store::dtypeName(type)) +
                   " are not computed with; use float32 or float64");
}

store::DType dtypeOfTensor(at::ScalarType type) {
    using store::DType;
    switch (type) {
        case at::kBool:
            return DType::Bool;
        case at::kChar:
            return DType::Int8;
        case at::kByte:
            return DType::UInt8;
        case at::kShort:
            return DType::Int16;
        case at::kInt:
            return DType::Int32;
        case at::kLong:
            return DType::Int64;
        case at::kFloat:
            return DType::Float32;
        case at::kDouble:
            return DType::Float64;
        default:
            break;
    }
    throw internalError(std::string("a tensor of ") + c10::toString(type) + " cannot be stored");
}

template <typename Real>
void normaliseInto(Real* out,
                   std::span<const std::uint8_t> pixels,
                   const store::Shape& shape,
                   std::span<const std::int64_t> rows,
                   std::span<const double> mean,
                   std::span<const double> deviation) {
    const std::int64_t channels = shape.at(0);
    const std::int64_t plane = shape.at(1) * shape.at(2);
    std::vector<std::array<Real, 256>> table(static_cast<std::size_t>(channels));
    for (std::int64_t c = 0; c < channels; ++c)
        for (int v = 0; v < 256; ++v)
            table[c][v] = static_cast<Real>((v / 255.0 - mean[c]) / deviation[c]);
    for (const std::int64_t row : rows) {
        const std::uint8_t* source = pixels.data() + row * channels * plane;
        for (std::int64_t c = 0; c < channels; ++c)
            for (std::int64_t p = 0; p < plane; ++p) *out++ = table[c][*source++];
    }
}

}  // namespace

at::Tensor toTensor(const store::Array& array) {
    at::Tensor tensor =
        at::empty(array.shape, at::TensorOptions().dtype(scalarTypeOf(array.dtype)));
    if (!array.bytes.empty())
        std::memcpy(tensor.data_ptr(), array.bytes.data(), array.bytes.size());
    return tensor;
}

store::Array toArray(const at::Tensor& tensor) {
    const at::Tensor cpu = tensor.detach().to(at::kCPU).contiguous();
    store::Array array(dtypeOfTensor(cpu.scalar_type()), cpu.sizes().vec());
    if (!array.bytes.empty())
        std::memcpy(array.bytes.data(), cpu.const_data_ptr(), array.bytes.size());
    return array;
}

c10::Device torchDevice(Device device) {
    return device == Device::Cuda ? c10::Device(at::kCUDA, 0) : c10::Device(at::kCPU);
}

c10::ScalarType scalarType(Precision precision) {
    return precision == Precision::Float64 ? at::kDouble : at::kFloat;
}

at::Tensor normalisedImages(std::span<const std::uint8_t> pixels,
                            const store::Shape& imageShape,
                            std::span<const std::int64_t> rows,
                            std::span<const double> mean,
                            std::span<const double> deviation,
                            Precision precision,
                            Device device) {
    at::Tensor images = at::empty({static_cast<std::int64_t>(rows.size()),
                                   imageShape.at(0),
                                   imageShape.at(1),
                                   imageShape.at(2)},
                                  scalarType(precision));
    if (precision == Precision::Float64)
        normaliseInto(images.data_ptr<double>(), pixels, imageShape, rows, mean, deviation);
    else
        normaliseInto(images.data_ptr<float>(), pixels, imageShape, rows, mean, deviation);
    return images.to(torchDevice(device));
}

}  // namespace winnow::models
