// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/support.h"
#include "engine/store/npy.h"
#include "engine/store/random.h"
#include "engine/train/images.h"
#include "tests/support/shared_data.h"
#include "tests/support/silence.h"

#include <cmath>
#include <string>
#include <vector>

namespace winnow::test {

/// Standard normal numbers.
inline store::Array normalArray(store::Shape shape, std::uint64_t seed) {
    store::Array array(store::DType::Float64, std::move(shape));
    Random random(seed);
    for (double& value : array.as<double>()) value = random.normal();
    return array;
}

/// Raw pixels of a few classes, each a pattern of its own with noise.
struct SmallDataset {
    std::vector<std::uint8_t> pixels;
    std::vector<std::int64_t> labels;
    train::ImageSource source;

    SmallDataset(std::int64_t n,
                 std::int64_t classes,
                 std::int64_t channels,
                 std::int64_t side,
                 std::uint64_t seed = 1) {
        Random random(seed);
        const std::int64_t numbers = channels * side * side;
        for (std::int64_t i = 0; i < n; ++i) {
            labels.push_back(i % classes);
            for (std::int64_t j = 0; j < numbers; ++j) {
                const double pattern =
                    std::sin(0.7 * static_cast<double>((labels.back() + 1) * (j % 23)));
                pixels.push_back(
                    static_cast<std::uint8_t>(120 + 60 * pattern + 50 * random.uniform()));
            }
        }
        source = {.pixels = pixels,
                  .labels = labels,
                  .channels = channels,
                  .height = side,
                  .width = side,
                  .mean = {},
                  .deviation = {}};
        const std::int64_t plane = side * side;
        for (std::int64_t c = 0; c < channels; ++c) {
            double sum = 0;
            double squares = 0;
            for (std::size_t i = 0; i < pixels.size(); ++i) {
                if (static_cast<std::int64_t>(i) / plane % channels != c) continue;
                const double value = pixels[i] / 255.0;
                sum += value;
                squares += value * value;
            }
            const auto count = static_cast<double>(n * plane);
            source.mean.push_back(sum / count);
            source.deviation.push_back(std::sqrt(squares / count - sum / count * (sum / count)));
        }
    }
};

/// Images and labels as the start of a distillation; the class of a row is its number.
inline distill::Support givenSupport(store::Array images, store::Array labels) {
    const std::int64_t n = images.shape.at(0);
    distill::Support support{
        .images = std::move(images),
        .labels = std::move(labels),
        .startSample = std::vector<std::int64_t>(static_cast<std::size_t>(n), -1),
        .startClass = {},
        .scales = std::vector<distill::ImageScale>(static_cast<std::size_t>(n))};
    for (std::int64_t i = 0; i < n; ++i)
        support.startClass.push_back(i % support.labels.shape.at(1));
    return support;
}

/// One of ../shared/fixtures/kip_step.
struct KipFixture {
    std::string name;
    [[nodiscard]] store::Array operator()(const std::string& array) const {
        return store::readNpy(shared("fixtures/kip_step/" + name + "/" + array + ".npy"));
    }
    [[nodiscard]] infinite::KernelSpec spec() const {
        infinite::KernelSpec spec;
        spec.architecture = name.substr(0, name.find('_'));
        return spec;
    }
    [[nodiscard]] infinite::ImageShape shape() const {
        const auto dims = (*this)("x_s").shape;
        return {dims[1], dims[2], dims[3]};
    }
};

}  // namespace winnow::test
