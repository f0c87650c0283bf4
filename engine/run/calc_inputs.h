// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"
#include "engine/store/array.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <span>
#include <string>
#include <vector>

/// What the verbs of `calc` read from plain files.
namespace winnow::run {

/// A file without its folder, as sentences name it.
[[nodiscard]] std::string fileNameOf(const std::string& file);

/// A network, labelled images and their precision: float64 images are computed in float64.
struct LabelledImages {
    std::unique_ptr<models::Model> model;
    store::Array images;  ///< [N,C,H,W] float32 or float64; uint8 files are divided by 255
    std::vector<std::int64_t> labels;
};

/// From the fields model, module or weights, images, labels, device and, where it is given, first.
/// Throws Error{BadInput} for every disagreement, naming the file: shapes, counts, a label outside
/// the model's classes.
[[nodiscard]] LabelledImages readLabelledImages(const nlohmann::json& fields);

/// Images [N,C,H,W], float32 or float64; uint8 becomes float32, divided by 255. Throws
/// Error{BadInput} naming the file.
[[nodiscard]] store::Array readImages(const std::string& file);
/// The same; NaN and infinity are refused, naming image and channel.
[[nodiscard]] store::Array readFiniteImages(const std::string& file);

/// int64 labels, [N], of any integer type in the file.
[[nodiscard]] std::vector<std::int64_t> readLabels(const std::string& file);

/// A square, finite, symmetric matrix, widened to float64 when it is of another real type than
/// float32. Symmetric to 1e-4 of its largest entry. Throws Error{BadInput}: "K.npy is 500x480; a
/// kernel is square".
[[nodiscard]] store::Array readKernel(const std::string& file);

}  // namespace winnow::run
