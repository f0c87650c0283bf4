// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/preprocessing.h"

#include "engine/distill/raw_images.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "engine/store/rows.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <optional>

namespace winnow::distill {
namespace {

constexpr double kBrightest = 255;

at::Tensor perChannel(const std::vector<double>& values, at::ScalarType type) {
    return at::tensor(values, at::kDouble).to(type).view({1, std::ssize(values), 1, 1});
}

std::vector<std::int64_t> firstRows(std::span<const std::int64_t> rows,
                                    std::int64_t all,
                                    std::int64_t most) {
    auto result = rows.empty() ? allRows(all) : std::vector<std::int64_t>(rows.begin(), rows.end());
    if (std::ssize(result) > most) result.resize(static_cast<std::size_t>(most));
    return result;
}

}  // namespace

struct Preprocessing::Impl {
    std::vector<double> mean, deviation;
    std::int64_t height = 0, width = 0;
    std::optional<Zca> zca;

    void useChannels(const train::ImageSource& source) {
        train::check(source);
        mean = source.mean;
        deviation = source.deviation;
        height = source.height;
        width = source.width;
    }
    [[nodiscard]] at::Tensor standardised(const at::Tensor& raw) const {
        const at::ScalarType type = raw.scalar_type();
        return (raw / kBrightest - perChannel(mean, type)) / perChannel(deviation, type);
    }
    void requireShape(const store::Shape& shape) const {
        if (shape.size() == 4 && shape[1] == std::ssize(mean) && shape[2] == height &&
            shape[3] == width)
            return;
        throw badInput(fmt::format("images are {}, the preprocessing is for [N,{},{},{}]",
                                   store::shapeText(shape),
                                   mean.size(),
                                   height,
                                   width));
    }
};

Preprocessing::Preprocessing(const train::ImageSource& source) : m_impl(std::make_unique<Impl>()) {
    for (std::size_t c = 0; c < source.deviation.size(); ++c)
        if (!(source.deviation[c] > 0))
            throw badInput(fmt::format("channel {} is constant: cannot standardise", c));
    m_impl->useChannels(source);
}

Preprocessing::Preprocessing(const train::ImageSource& source,
                             std::span<const std::int64_t> rows,
                             const ZcaOptions& options,
                             const jobs::JobContext& context)
    : Preprocessing(source) {
    const auto fitted = firstRows(rows, source.size(), source.size());
    const auto tile = [&](std::int64_t begin, std::int64_t count) {
        const std::span<const std::int64_t> part{fitted.data() + begin,
                                                 static_cast<std::size_t>(count)};
        return m_impl->standardised(rawImages(source, part, at::kDouble)).flatten(1);
    };
    m_impl->zca.emplace(tile, std::ssize(fitted), source.imageSize(), options, context);
}

Preprocessing::Preprocessing(const store::NamedArrays& stored, std::string_view source)
    : m_impl(std::make_unique<Impl>()) {
    const auto channels = stored.find("channels");
    const auto size = stored.find("size");
    if (channels == stored.end() || channels->second.dtype != store::DType::Float64 ||
        channels->second.shape.size() != 2 || channels->second.shape[0] != 2 ||
        size == stored.end() || size->second.dtype != store::DType::Int64 ||
        size->second.count() != 2)
        throw badInput(fmt::format(
            "{} is no stored preprocessing: it holds channels, float64 [2,C], and size, int64 [2]",
            source));
    const auto values = channels->second.as<double>();
    const auto count = static_cast<std::size_t>(channels->second.shape[1]);
    m_impl->mean.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count));
    m_impl->deviation.assign(values.begin() + static_cast<std::ptrdiff_t>(count), values.end());
    m_impl->height = size->second.as<std::int64_t>()[0];
    m_impl->width = size->second.as<std::int64_t>()[1];
    if (!stored.contains("zca_transform")) return;
    m_impl->zca.emplace(stored, source);
    const std::int64_t features = std::ssize(m_impl->mean) * m_impl->height * m_impl->width;
    const std::int64_t whitened = m_impl->zca->report().features;
    if (whitened != features)
        throw badInput(fmt::format("{}: the whitening is for {} features, the images have {}",
                                   source,
                                   whitened,
                                   features));
}

Preprocessing::~Preprocessing() = default;
Preprocessing::Preprocessing(Preprocessing&&) noexcept = default;
Preprocessing& Preprocessing::operator=(Preprocessing&&) noexcept = default;

at::Tensor Preprocessing::apply(const at::Tensor& raw, std::span<const std::int64_t> names) const {
    const at::NoGradGuard noGrad;
    m_impl->requireShape(raw.sizes().vec());
    at::Tensor images = m_impl->standardised(raw);
    if (!m_impl->zca) return images;
    return m_impl->zca->apply(images.flatten(1), names).view(raw.sizes());
}

store::Array Preprocessing::apply(const train::ImageSource& source,
                                  std::span<const std::int64_t> rows,
                                  models::Precision precision) const {
    return models::toArray(apply(rawImages(source, rows, models::scalarType(precision)), rows));
}

std::vector<ImageScale> Preprocessing::scales(const train::ImageSource& source,
                                              std::span<const std::int64_t> rows) const {
    std::vector<ImageScale> result(rows.size());
    if (!m_impl->zca) return result;
    const at::Tensor scales =
        m_impl->zca->scales(m_impl->standardised(rawImages(source, rows, at::kDouble)).flatten(1))
            .contiguous();
    const double* values = scales.const_data_ptr<double>();
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = {values[2 * i], values[2 * i + 1]};
    return result;
}

ImageScale Preprocessing::meanScale(const train::ImageSource& source,
                                    std::span<const std::int64_t> rows) const {
    constexpr std::int64_t kMost = 1000;
    const auto all = scales(source, firstRows(rows, source.size(), kMost));
    ImageScale mean{0, 0};
    for (const ImageScale& scale : all) {
        mean.mean += scale.mean / static_cast<double>(all.size());
        mean.norm += scale.norm / static_cast<double>(all.size());
    }
    return mean;
}

store::Array Preprocessing::shown(const store::Array& images,
                                  std::span<const ImageScale> scales) const {
    const at::NoGradGuard noGrad;
    m_impl->requireShape(images.shape);
    at::Tensor values = models::toTensor(images).to(at::kDouble);
    if (m_impl->zca) {
        if (std::ssize(scales) != images.shape[0])
            throw internalError("an image has no scale to be shown with");
        at::Tensor table = at::empty({std::ssize(scales), 2}, at::kDouble);
        for (std::size_t i = 0; i < scales.size(); ++i) {
            table.data_ptr<double>()[2 * i] = scales[i].mean;
            table.data_ptr<double>()[2 * i + 1] = scales[i].norm;
        }
        values = m_impl->zca->invert(values.flatten(1), table).reshape(images.shape);
    }
    values = (values * perChannel(m_impl->deviation, at::kDouble) +
              perChannel(m_impl->mean, at::kDouble)) *
             kBrightest;
    return models::toArray(values.to(at::kFloat));
}

bool Preprocessing::whitens() const { return m_impl->zca.has_value(); }
const std::vector<double>& Preprocessing::mean() const { return m_impl->mean; }
const std::vector<double>& Preprocessing::deviation() const { return m_impl->deviation; }
const ZcaReport* Preprocessing::zca() const {
    return m_impl->zca ? &m_impl->zca->report() : nullptr;
}

store::NamedArrays Preprocessing::stored() const {
    store::NamedArrays arrays = m_impl->zca ? m_impl->zca->stored() : store::NamedArrays{};
    std::vector<double> channels = m_impl->mean;
    channels.insert(channels.end(), m_impl->deviation.begin(), m_impl->deviation.end());
    arrays.emplace("channels", store::Array::from<double>(channels, {2, std::ssize(m_impl->mean)}));
    const std::vector<std::int64_t> size{m_impl->height, m_impl->width};
    arrays.emplace("size", store::Array::from<std::int64_t>(size, {2}));
    return arrays;
}

double shareOutOfRange(const store::Array& shown) {
    const auto values = shown.as<float>();
    if (values.empty()) return 0;
    // What rounding leaves beside 0 and 255 is not outside.
    constexpr float kSlack = 1e-2F;
    const auto outside = std::ranges::count_if(values, [](float value) {
        return value < -kSlack || value > static_cast<float>(kBrightest) + kSlack;
    });
    return static_cast<double>(outside) / static_cast<double>(values.size());
}

}  // namespace winnow::distill
