// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/preprocessing.h"
#include "engine/store/project.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::run {

/// A stored distilled set at one of its checkpoints (docs/distill.md says what its files hold).
struct DistilledSet {
    store::ArtifactRow row;
    nlohmann::json fields;  ///< of the job that made it
    std::string dataset;    ///< id
    std::vector<std::int64_t> checkpoints;
    std::int64_t step = 0;  ///< of the chosen one
    store::Array images;    ///< float32 [n,C,H,W], preprocessed
    store::Array shown;     ///< float32 [n,C,H,W], 0..255, not clipped
    store::Array labels;    ///< float32 [n,K]
    std::vector<std::int64_t> startSample, startClass;
    std::vector<distill::ImageScale> scales;  ///< [n], for Preprocessing::shown()
    std::optional<store::Array> frozen;       ///< uint8 [n,C,H,W], where it was corrupted

    [[nodiscard]] std::int64_t size() const { return images.shape.at(0); }
    [[nodiscard]] std::int64_t classes() const { return labels.shape.at(1); }
    /// Class of the largest label, the lowest of equals.
    [[nodiscard]] std::vector<std::int64_t> labelClass() const;
};

/// `step` one of its checkpoints, the last without. Throws Error{BadInput}: no such set, no such
/// checkpoint (names the nearest), files that disagree.
[[nodiscard]] DistilledSet openDistilled(const store::Project& project,
                                         std::string_view idOrName,
                                         std::optional<std::int64_t> step);

/// What its images were preprocessed with.
[[nodiscard]] distill::Preprocessing preprocessingOf(const store::Project& project,
                                                     const DistilledSet& set);

}  // namespace winnow::run
