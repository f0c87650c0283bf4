// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/mapped.h"

#include <QString>

#include <map>
#include <memory>
#include <span>
#include <vector>

namespace winnow::ui {

/// Sizes that all checkpoints of a distillation share.
struct DistilShape {
    std::int64_t images = 0, channels = 0, height = 0, width = 0, classes = 0;

    /// Numbers in one image.
    [[nodiscard]] std::size_t imageSize() const {
        return static_cast<std::size_t>(channels * height * width);
    }
    /// Grey or of three colours.
    [[nodiscard]] bool isDrawable() const { return channels == 1 || channels == 3; }
    bool operator==(const DistilShape&) const = default;
};

/// The images after some step. n: images; K: classes.
struct DistilCheckpoint {
    std::int64_t step = 0;
    std::span<const float> shown;    ///< [n,C,H,W] preprocessing undone, 0 to 255, not clipped
    std::span<const float> support;  ///< [n,C,H,W] as the kernel sees them; empty: not stored yet
    std::span<const float> label;    ///< [n,K]
};

/// Distilled images over the steps, stored or of a job that runs. The arrays live as long as this.
struct DistilImages {
    DistilShape shape;
    std::vector<DistilCheckpoint> checkpoints;  ///< steps rising; at least one
    std::vector<std::int64_t> startClass;       ///< [n]
    std::vector<std::int64_t> startSample;      ///< [n] training samples; -1: noise, or not known
    Mapped<std::uint8_t> frozen;                ///< [n,C,H,W] 1: stays noise; empty: none does
    std::vector<Mapped<float>> files;           ///< what the spans point into

    /// Image `i` of an array of images.
    [[nodiscard]] std::span<const float> image(std::span<const float> all, std::int64_t i) const {
        return all.subspan(static_cast<std::size_t>(i) * shape.imageSize(), shape.imageSize());
    }
    [[nodiscard]] std::span<const float> labelOf(std::span<const float> all, std::int64_t i) const {
        const auto classes = static_cast<std::size_t>(shape.classes);
        return all.subspan(static_cast<std::size_t>(i) * classes, classes);
    }
    /// The first image of each class that has one, by class.
    [[nodiscard]] std::vector<std::int64_t> onePerClass() const;
    /// All images, class by class.
    [[nodiscard]] std::vector<std::int64_t> byClass() const;
};

/// What a running job leaves in its work folder: shown-<step>.npy, label-<step>.npy and, where it
/// keeps them, support-<step>.npy. Files that were read stay mapped.
class LiveImages {
public:
    /// The checkpoints there are now, the same object where none has come; null before the first.
    /// Throws Error{BadInput}: a file is
    /// damaged or disagrees with the others.
    [[nodiscard]] std::shared_ptr<const DistilImages> read(const QString& folder);

private:
    struct Files {
        Mapped<float> shown, label, support;
    };
    QString m_folder;
    std::map<std::int64_t, Files> m_files;  ///< by step
    std::shared_ptr<const DistilImages> m_images;
};

}  // namespace winnow::ui
