// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/store/array.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::data {

enum class DistilledFormat { Npz, Png, Folder, Torch };  ///< jobs::distilledFormats()
/// One of those, or "same" for the first. Throws Error{BadInput} that lists them.
[[nodiscard]] DistilledFormat distilledFormatOf(std::string_view name);

/// A distilled set, and what a person needs to use it.
struct DistilledExport {
    /// images, labels float32 exact, start_class int64, and what undoes their preprocessing
    /// (docs/distill.md).
    store::NamedArrays arrays;
    store::Array shown;                 ///< float32 [n,C,H,W], 0..255, not clipped
    double outOfRange = 0;              ///< share of shown outside 0..255
    std::vector<std::int64_t> classOf;  ///< [n] of the largest label
    std::vector<std::string> classNames;
    nlohmann::json recipe;          ///< what made it
    std::vector<std::byte> module;  ///< Torch: the arrays as torch.load reads them
};

/// Writes it to `target`, which must be new or empty. The folder appears whole or not at all.
///
/// npz: distilled.npz and load.py. torch: distilled.pt and load.py. png: sheet.png, a column per
/// class they began as. folder: CLASS/0000.png, ... and labels.csv. PNG files are clipped to 0..255
/// and rounded; how many values that changes is a warning. Always winnow.json, the recipe.
///
/// Returns counts for the person. Throws Error{BadInput}: target in use; Error{OutOfResources};
/// Cancelled.
nlohmann::json exportDistilled(const DistilledExport& set,
                               DistilledFormat format,
                               const std::filesystem::path& target,
                               const jobs::JobContext& job);

}  // namespace winnow::data
