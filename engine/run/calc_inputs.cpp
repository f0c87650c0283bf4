// SPDX-License-Identifier: Apache-2.0
#include "engine/run/calc_inputs.h"

#include "engine/models/device.h"
#include "engine/models/script_model.h"
#include "engine/run/float_arrays.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace winnow::run {
namespace {

using nlohmann::json;
using store::DType;

template <typename From>
std::vector<std::int64_t> widenedLabels(const store::Array& array) {
    const auto values = array.as<From>();
    return {values.begin(), values.end()};
}

store::Array firstRows(store::Array array, std::int64_t rows) {
    if (array.shape.at(0) <= rows) return array;
    const std::size_t rowBytes = array.bytes.size() / static_cast<std::size_t>(array.shape[0]);
    array.shape[0] = rows;
    array.bytes.resize(rowBytes * static_cast<std::size_t>(rows));
    return array;
}

template <typename T>
void requireSymmetric(std::span<const T> k, std::int64_t n, const std::string& name) {
    double largest = 0;
    for (const T value : k) {
        if (!std::isfinite(value))
            throw badInput(name + " holds NaN or infinity; a kernel is made of finite numbers");
        largest = std::max(largest, std::abs(static_cast<double>(value)));
    }
    constexpr double kTolerance = 1e-4;
    for (std::int64_t i = 0; i < n; ++i)
        for (std::int64_t j = i + 1; j < n; ++j) {
            const double gap =
                std::abs(static_cast<double>(k[i * n + j]) - static_cast<double>(k[j * n + i]));
            if (gap > kTolerance * largest)
                throw badInput(
                    fmt::format("{}[{},{}] differs from [{},{}] by {:.3g}; a kernel is symmetric",
                                name,
                                i,
                                j,
                                j,
                                i,
                                gap));
        }
}

}  // namespace

std::string fileNameOf(const std::string& file) {
    return std::filesystem::path(file).filename().string();
}

store::Array readImages(const std::string& file) {
    store::Array array = store::readNpy(file);
    if (array.shape.size() != 4)
        throw badInput(fmt::format("{} has shape {}; images are [N,C,H,W]",
                                   fileNameOf(file),
                                   store::shapeText(array.shape)));
    if (array.dtype == DType::Float32 || array.dtype == DType::Float64) return array;
    if (array.dtype != DType::UInt8)
        throw badInput(fmt::format("{} holds {}; images are float32, float64 or uint8",
                                   fileNameOf(file),
                                   store::dtypeName(array.dtype)));
    store::Array scaled(DType::Float32, array.shape);
    std::ranges::transform(array.as<std::uint8_t>(),
                           scaled.as<float>().begin(),
                           [](std::uint8_t v) { return static_cast<float>(v / 255.0); });
    return scaled;
}

store::Array readFiniteImages(const std::string& file) {
    store::Array images = readImages(file);
    if (const auto position = firstNotFinite(images)) {
        const std::int64_t plane = *position / (images.shape[2] * images.shape[3]);
        throw badInput(fmt::format("{} holds NaN or infinity in image {}, channel {}",
                                   fileNameOf(file),
                                   plane / images.shape[1],
                                   plane % images.shape[1]));
    }
    return images;
}

std::vector<std::int64_t> readLabels(const std::string& file) {
    const store::Array array = store::readNpy(file);
    if (array.shape.size() != 1)
        throw badInput(fmt::format(
            "{} has shape {}; labels are [N]", fileNameOf(file), store::shapeText(array.shape)));
    switch (array.dtype) {
        case DType::Int64:
            return widenedLabels<std::int64_t>(array);
        case DType::Int32:
            return widenedLabels<std::int32_t>(array);
        case DType::Int16:
            return widenedLabels<std::int16_t>(array);
        case DType::Int8:
            return widenedLabels<std::int8_t>(array);
        case DType::UInt8:
            return widenedLabels<std::uint8_t>(array);
        case DType::UInt16:
            return widenedLabels<std::uint16_t>(array);
        case DType::UInt32:
            return widenedLabels<std::uint32_t>(array);
        default:
            break;
    }
    throw badInput(fmt::format("{} holds {}; labels are whole numbers, int64",
                               fileNameOf(file),
                               store::dtypeName(array.dtype)));
}

LabelledImages readLabelledImages(const json& fields) {
    LabelledImages result;
    const std::string imagesFile = fields.at("images");
    const std::string labelsFile = fields.at("labels");
    result.images = readImages(imagesFile);
    result.labels = readLabels(labelsFile);
    const store::Shape shape = result.images.shape;
    if (shape[0] != std::ssize(result.labels))
        throw badInput(fmt::format("{} has {} images but {} has {} labels; each image needs one",
                                   fileNameOf(imagesFile),
                                   shape[0],
                                   fileNameOf(labelsFile),
                                   result.labels.size()));
    if (shape[0] == 0) throw badInput(fileNameOf(imagesFile) + " holds no image");
    if (fields.contains("first") && !fields.at("first").is_null()) {
        const std::int64_t first = fields.at("first");
        result.images = firstRows(std::move(result.images), first);
        result.labels.resize(static_cast<std::size_t>(result.images.shape[0]));
    }
    const auto precision = result.images.dtype == DType::Float64 ? models::Precision::Float64
                                                                 : models::Precision::Float32;
    const auto device = models::deviceNamed(fields.at("device").get<std::string>());
    const store::Shape imageShape{shape[1], shape[2], shape[3]};
    const std::string kind = fields.at("model");
    if (kind == "torchscript") {
        result.model = models::loadScriptModel(
            fields.at("module").get<std::string>(), imageShape, precision, device);
    } else {
        const std::string weightsFile = fields.at("weights");
        const store::NamedArrays weights = models::readWeights(weightsFile);
        const std::string source = fileNameOf(weightsFile);
        result.model = std::make_unique<models::Network>(
            models::architectureFor(kind, weights, imageShape, source),
            weights,
            source,
            precision,
            device);
    }
    for (std::size_t row = 0; row < result.labels.size(); ++row)
        if (result.labels[row] < 0 || result.labels[row] >= result.model->classes())
            throw badInput(
                fmt::format("label {} in row {} of {} is outside 0..{}, the model's classes",
                            result.labels[row],
                            row,
                            fileNameOf(labelsFile),
                            result.model->classes() - 1));
    return result;
}

store::Array readKernel(const std::string& file) {
    store::Array array = store::readNpy(file);
    const std::string name = fileNameOf(file);
    if (array.shape.size() != 2 || array.shape[0] != array.shape[1])
        throw badInput(fmt::format("{} is {}; a kernel is square",
                                   name,
                                   array.shape.size() == 2
                                       ? fmt::format("{}x{}", array.shape[0], array.shape[1])
                                       : store::shapeText(array.shape)));
    const std::int64_t n = array.shape[0];
    if (n == 0) throw badInput(name + " is empty; a kernel has at least one sample");
    if (array.dtype == DType::Float32)
        requireSymmetric<float>(array.as<float>(), n, name);
    else if (array.dtype == DType::Float64)
        requireSymmetric<double>(array.as<double>(), n, name);
    else
        throw badInput(fmt::format(
            "{} holds {}; a kernel is float32 or float64", name, store::dtypeName(array.dtype)));
    return array;
}

}  // namespace winnow::run
