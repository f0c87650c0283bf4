// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/augmentation.h"
#include "engine/distill/preprocessing.h"
#include "engine/infinite/spec.h"
#include "engine/models/network.h"
#include "engine/train/images.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace winnow::distill {

struct Tile;

/// Images that a kernel machine is compared with, handed out a few at a time: the targets X_t, y_t
/// of methods/kip.md, or a test set.
class Targets {
public:
    virtual ~Targets() = default;

    /// Class of every image, 0..classes-1.
    [[nodiscard]] virtual std::span<const std::int64_t> classOf() const = 0;
    [[nodiscard]] virtual std::int64_t classes() const = 0;
    [[nodiscard]] virtual infinite::ImageShape shape() const = 0;
    [[nodiscard]] virtual models::Precision precision() const = 0;
    /// Images and labels of `rows`; `step` decides the augmentation, and none is done without.
    [[nodiscard]] virtual Tile tile(std::span<const std::int64_t> rows,
                                    std::optional<std::int64_t> step) const = 0;

    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(classOf().size()); }
    /// Class of each of `rows`.
    [[nodiscard]] std::vector<std::int64_t> classesOf(std::span<const std::int64_t> rows) const;
    /// 0, 1, .. size - 1.
    [[nodiscard]] std::vector<std::int64_t> allRows() const;
};

/// A part of a data set: raw pixels, augmented where asked, then preprocessed; labels one-hot minus
/// 1/K. The source's pixels and the preprocessing are borrowed.
class DatasetTargets final : public Targets {
public:
    /// `rows`: which samples of the source, all of them when empty; tile() counts in this order.
    /// Preprocessed images are kept in memory where they take at most `cacheBytes`, as a whitening
    /// is costly. Throws Error{BadInput}: fewer than two classes, a label outside 0..classes-1,
    /// augmentation that does not fit the images.
    DatasetTargets(const train::ImageSource& source,
                   std::int64_t classes,
                   const Preprocessing& preprocessing,
                   models::Precision precision,
                   std::vector<std::int64_t> rows = {},
                   AugmentationOptions augmentation = {},
                   double cacheBytes = 1e9);
    ~DatasetTargets() override;

    [[nodiscard]] std::span<const std::int64_t> classOf() const override;
    [[nodiscard]] std::int64_t classes() const override;
    [[nodiscard]] infinite::ImageShape shape() const override;
    [[nodiscard]] models::Precision precision() const override;
    [[nodiscard]] Tile tile(std::span<const std::int64_t> rows,
                            std::optional<std::int64_t> step) const override;
    /// The sample of the source behind every row.
    [[nodiscard]] std::span<const std::int64_t> samples() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Images and labels as they are given.
class ArrayTargets final : public Targets {
public:
    /// images (n,C,H,W) float32 or float64, labels (n,K) of real numbers; the class of an image is
    /// its largest label. Throws Error{BadInput}: shapes, counts, fewer than two classes.
    ArrayTargets(const store::Array& images, const store::Array& labels);
    ~ArrayTargets() override;

    [[nodiscard]] std::span<const std::int64_t> classOf() const override;
    [[nodiscard]] std::int64_t classes() const override;
    [[nodiscard]] infinite::ImageShape shape() const override;
    [[nodiscard]] models::Precision precision() const override;
    [[nodiscard]] Tile tile(std::span<const std::int64_t> rows,
                            std::optional<std::int64_t> step) const override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::distill
