// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/project.h"

#include <string>
#include <vector>

namespace winnow::store {

/// One split of a data set, memory-mapped. Pixels [N,C,H,W] uint8, labels [N] int64.
struct Split {
    MappedNpy imagesFile;
    MappedNpy labelsFile;

    [[nodiscard]] std::int64_t size() const { return imagesFile.shape().at(0); }
    [[nodiscard]] std::span<const std::uint8_t> pixels() const {
        return imagesFile.as<std::uint8_t>();
    }
    [[nodiscard]] std::span<const std::int64_t> labels() const {
        return labelsFile.as<std::int64_t>();
    }
};

/// A data set of a project. Files of the artifact:
///   images.npy labels.npy              training split, uint8 [N,C,H,W] and int64 [N]
///   test_images.npy test_labels.npy    test split, where the source has one; never trained on, never pruned
///   thumbnails.npy                     uint8 [N,T,T,3 or 1], packed, T <= 64
///   dataset.json                       name, classes, source and its format, size, mean and deviation per channel
///   sources.json                       image folders only: relative path, width, height, bytes of each original
///   truth_*.npy                        what was planted: built-in sets; truth_flipped, truth_label
///                                      (the labels before) of an import with --flip-labels
struct Dataset {
    std::string id;
    std::string name;
    std::vector<std::string> classNames;
    std::int64_t channels = 0, height = 0, width = 0;
    std::vector<double> mean, deviation;  ///< per channel, of training pixels / 255
    Split train;
    std::optional<Split> test;

    [[nodiscard]] std::int64_t classes() const {
        return static_cast<std::int64_t>(classNames.size());
    }
    /// Numbers in one image.
    [[nodiscard]] std::int64_t imageSize() const { return channels * height * width; }
};

/// Throws Error{BadInput}: no such data set, or files that disagree with each other.
[[nodiscard]] Dataset openDataset(const Project& project, std::string_view idOrName);

}  // namespace winnow::store
