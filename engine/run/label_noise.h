// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/flip_labels.h"
#include "engine/jobs/context.h"
#include "engine/store/array.h"
#include "engine/store/dataset.h"
#include "engine/train/images.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <vector>

/// Trainings on labels of which some were changed on purpose: methods/lpntk.md, section 4.9.
namespace winnow::run {

/// A number per sample that may tell which labels are wrong.
struct LabelScore {
    std::string_view name;
    bool higherIsWrong = false;
};

inline constexpr std::array kLabelScores{
    LabelScore{"own-class", false},            // mean kappa to the own class
    LabelScore{"own-class-by-length", false},  // the same over sqrt(kappa_ii)
    LabelScore{"contradictory", true},         // partners with both ratios <= -0.6
    LabelScore{"neighbours", true},            // share of the nearest that have another class
    LabelScore{"margin", false},
    LabelScore{"loss", true},
    LabelScore{"difficulty", true},
    LabelScore{"forgetting", true},
    LabelScore{"margin-unseen", false},  // by a network that has not learned the sample
    LabelScore{"combined", true}};       // select::suspicion()
inline constexpr std::int64_t kLabelScoreCount = std::ssize(kLabelScores);

/// What every training is given. Neither copied nor moved: `source` points into it.
struct LabelNoise {
    LabelNoise() = default;
    LabelNoise(const LabelNoise&) = delete;
    LabelNoise& operator=(const LabelNoise&) = delete;

    std::vector<std::int64_t> ids;     ///< [n] rows of the training split, rising
    std::vector<std::uint8_t> pixels;  ///< of those, where they are not all
    data::FlippedLabels labels;        ///< [n]
    train::ImageSource source;         ///< [n] with the changed labels
};

/// Draws the subset and the changes that the fields `samples`, `share` and `seed` ask for. Throws
/// Error{BadInput} where no label, or every one, would be changed.
void plantNoise(LabelNoise& noise, const nlohmann::json& fields, const store::Dataset& dataset);

/// Trains with seed + number and takes every score: float64 [kLabelScores, n], NaN where a score is
/// not measured (margin-unseen without folds). `fields` are those of the job kind label-flips;
/// `folder` keeps the training's epochs while it lasts; memoryBytes: ceiling for the kernel's
/// features, as in empirical::SweepOptions. Throws Error, Cancelled.
[[nodiscard]] store::Array scoresOfTraining(const nlohmann::json& fields,
                                            const store::Dataset& dataset,
                                            const LabelNoise& noise,
                                            std::int64_t number,
                                            double memoryBytes,
                                            const std::filesystem::path& folder,
                                            const jobs::JobContext& job);

}  // namespace winnow::run
