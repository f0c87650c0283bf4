// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/targets.h"

#include "engine/distill/krr_pass.h"
#include "engine/distill/raw_images.h"
#include "engine/distill/support.h"
#include "engine/distill/tile.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "engine/store/rows.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>

namespace winnow::distill {
namespace {

at::Tensor indexOf(std::span<const std::int64_t> rows) {
    return at::tensor(at::ArrayRef<std::int64_t>(rows.data(), rows.size()), at::kLong);
}

void requireClasses(std::int64_t classes) {
    if (classes < 2)
        throw badInput(
            fmt::format("the data has {} class; a distillation tells at least two apart", classes));
}

bool sameEverywhere(std::span<const float> values) {
    return std::ranges::all_of(values, [&](float value) { return value == values.front(); });
}

}  // namespace

std::vector<std::int64_t> Targets::classesOf(std::span<const std::int64_t> rows) const {
    std::vector<std::int64_t> classes;
    classes.reserve(rows.size());
    for (const std::int64_t row : rows) classes.push_back(classOf()[static_cast<std::size_t>(row)]);
    return classes;
}

std::vector<std::int64_t> Targets::allRows() const { return winnow::allRows(size()); }

struct DatasetTargets::Impl {
    train::ImageSource source;
    std::int64_t classes = 0;
    const Preprocessing* preprocessing = nullptr;
    models::Precision precision{};
    std::vector<std::int64_t> samples, classOf;
    AugmentationOptions augmentation;
    // Preprocessed images, filled as they are asked for.
    at::Tensor kept;
    std::vector<std::uint8_t> isKept;

    [[nodiscard]] at::ScalarType type() const { return models::scalarType(precision); }

    void fillCache(std::span<const std::int64_t> rows) {
        std::vector<std::int64_t> missing;
        std::vector<std::int64_t> ids;
        for (const std::int64_t row : rows) {
            if (isKept[static_cast<std::size_t>(row)] != 0) continue;
            missing.push_back(row);
            ids.push_back(samples[static_cast<std::size_t>(row)]);
        }
        if (missing.empty()) return;
        kept.index_copy_(
            0, indexOf(missing), preprocessing->apply(rawImages(source, ids, type()), ids));
        for (const std::int64_t row : missing) isKept[static_cast<std::size_t>(row)] = 1;
    }
    [[nodiscard]] at::Tensor plain(std::span<const std::int64_t> rows) {
        if (kept.defined()) {
            fillCache(rows);
            return kept.index_select(0, indexOf(rows));
        }
        const auto ids = idsOf(rows);
        return preprocessing->apply(rawImages(source, ids, type()), ids);
    }
    [[nodiscard]] at::Tensor augmented(std::span<const std::int64_t> rows,
                                       std::int64_t step) const {
        const auto ids = idsOf(rows);
        at::Tensor raw = rawImages(source, ids, at::kFloat);
        const std::int64_t numbers = source.imageSize();
        auto* values = raw.data_ptr<float>();
        at::parallel_for(0, std::ssize(ids), 16, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t i = begin; i < end; ++i) {
                const std::span<float> image{values + i * numbers,
                                             static_cast<std::size_t>(numbers)};
                const std::vector<float> before(image.begin(), image.end());
                augment(image,
                        source.channels,
                        source.height,
                        source.width,
                        augmentation,
                        step,
                        ids[static_cast<std::size_t>(i)]);
                // A dark image may lose all it has (posterise); such a one cannot be whitened.
                if (sameEverywhere(image)) std::ranges::copy(before, image.begin());
            }
        });
        return preprocessing->apply(raw.to(type()), ids);
    }
    [[nodiscard]] std::vector<std::int64_t> idsOf(std::span<const std::int64_t> rows) const {
        std::vector<std::int64_t> ids;
        ids.reserve(rows.size());
        for (const std::int64_t row : rows) ids.push_back(samples[static_cast<std::size_t>(row)]);
        return ids;
    }
};

DatasetTargets::DatasetTargets(const train::ImageSource& source,
                               std::int64_t classes,
                               const Preprocessing& preprocessing,
                               models::Precision precision,
                               std::vector<std::int64_t> rows,
                               AugmentationOptions augmentation,
                               double cacheBytes)
    : m_impl(std::make_unique<Impl>()) {
    train::check(source);
    requireClasses(classes);
    validate(augmentation, source.channels);
    auto& impl = *m_impl;
    impl.source = source;
    impl.classes = classes;
    impl.preprocessing = &preprocessing;
    impl.precision = precision;
    impl.samples = std::move(rows);
    if (impl.samples.empty()) impl.samples = winnow::allRows(source.size());
    for (const std::int64_t sample : impl.samples) {
        const std::int64_t label = source.labels[static_cast<std::size_t>(sample)];
        if (label < 0 || label >= classes)
            throw badInput(fmt::format(
                "sample {} has the label {}; labels are 0 to {}", sample, label, classes - 1));
        impl.classOf.push_back(label);
    }
    impl.augmentation = std::move(augmentation);
    const auto bytes = static_cast<double>(impl.samples.size()) *
                       static_cast<double>(source.imageSize()) *
                       static_cast<double>(c10::elementSize(impl.type()));
    if (bytes > cacheBytes) return;
    impl.kept = at::empty({std::ssize(impl.samples), source.channels, source.height, source.width},
                          impl.type());
    impl.isKept.assign(impl.samples.size(), 0);
}

DatasetTargets::~DatasetTargets() = default;

std::span<const std::int64_t> DatasetTargets::classOf() const { return m_impl->classOf; }
std::int64_t DatasetTargets::classes() const { return m_impl->classes; }
infinite::ImageShape DatasetTargets::shape() const {
    return {m_impl->source.channels, m_impl->source.height, m_impl->source.width};
}
models::Precision DatasetTargets::precision() const { return m_impl->precision; }
std::span<const std::int64_t> DatasetTargets::samples() const { return m_impl->samples; }

Tile DatasetTargets::tile(std::span<const std::int64_t> rows,
                          std::optional<std::int64_t> step) const {
    const at::NoGradGuard noGrad;
    const bool varied = step && m_impl->augmentation.kind != Augmentation::None;
    return {varied ? m_impl->augmented(rows, *step) : m_impl->plain(rows),
            models::toTensor(centredLabels(classesOf(rows), m_impl->classes))};
}

struct ArrayTargets::Impl {
    at::Tensor images, labels;
    std::vector<std::int64_t> classOf;
};

ArrayTargets::ArrayTargets(const store::Array& images, const store::Array& labels)
    : m_impl(std::make_unique<Impl>()) {
    if (images.shape.size() != 4 || images.shape[0] == 0)
        throw badInput(
            fmt::format("images are {}; they are [N,C,H,W]", store::shapeText(images.shape)));
    if (labels.shape.size() != 2 || labels.shape[0] != images.shape[0])
        throw badInput(fmt::format("labels are {}; with images {} they are [{},K]",
                                   store::shapeText(labels.shape),
                                   store::shapeText(images.shape),
                                   images.shape[0]));
    requireClasses(labels.shape[1]);
    m_impl->images = models::toTensor(images);
    m_impl->labels = models::toTensor(labels).to(at::kDouble);
    m_impl->classOf = distill::classesOf(m_impl->labels);
}

ArrayTargets::~ArrayTargets() = default;

std::span<const std::int64_t> ArrayTargets::classOf() const { return m_impl->classOf; }
std::int64_t ArrayTargets::classes() const { return m_impl->labels.size(1); }
infinite::ImageShape ArrayTargets::shape() const {
    return {m_impl->images.size(1), m_impl->images.size(2), m_impl->images.size(3)};
}
models::Precision ArrayTargets::precision() const {
    return m_impl->images.scalar_type() == at::kDouble ? models::Precision::Float64
                                                       : models::Precision::Float32;
}

Tile ArrayTargets::tile(std::span<const std::int64_t> rows, std::optional<std::int64_t>) const {
    const at::NoGradGuard noGrad;
    const at::Tensor index = indexOf(rows);
    return {m_impl->images.index_select(0, index), m_impl->labels.index_select(0, index)};
}

}  // namespace winnow::distill
