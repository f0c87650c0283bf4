// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/findings_arrays.h"

#include <optional>
#include <vector>

/// How far a score can be trusted on the chosen data set: measured on flips planted for it
/// (artifacts of kind `label-flips`), or on those the data set came with.
namespace winnow::ui {

class Session;

/// One score's worth at finding planted flips. NaN: not defined.
struct ScoreTrust {
    QString score;         ///< "combined" (what findings rank by), "margin": the artifact's word
    double auc = 0;        ///< share of pairs in which the flip ranks above the true label, 0 to 1
    double precision = 0;  ///< share of flips among the first so many as there are flips, 0 to 1
    QString direction;     ///< "higher" or "lower": which values mean suspicious
};

struct FlipTrust {
    QString id;        ///< of the artifact
    double share = 0;  ///< of the labels that were flipped, 0 to 1
    std::int64_t flips = 0;
    std::int64_t seeds = 0;
    std::vector<ScoreTrust> rows;
};

/// Of the newest `label-flips` of the chosen data set; nothing when there is none. Throws
/// Error{BadInput} when its result.json is damaged.
[[nodiscard]] std::optional<FlipTrust> flipTrust(const Session& session);

/// The current list held against what was planted in the data set itself.
struct PlantedTrust {
    std::int64_t planted = 0;  ///< wrong labels in the data set
    std::int64_t looked = 0;   ///< suspects looked at: as many as planted, at most all
    std::int64_t found = 0;    ///< of those, planted
    double share = 0;          ///< planted of all samples: what a random list would find
    [[nodiscard]] double precision() const {
        return looked > 0 ? static_cast<double>(found) / static_cast<double>(looked) : 0;
    }
};

/// From truth_flipped.npy (uint8 [N], 1: flipped), else truth_label.npy (int64 [N], the true
/// class); nothing when the data set has neither or nothing was planted. Throws Error{BadInput}
/// when the file does not fit the data set.
[[nodiscard]] std::optional<PlantedTrust> plantedTrust(const Session& session,
                                                       const FindingsArrays& findings);

/// "Suspicion score", "Margin"; other words as they are.
[[nodiscard]] QString scoreTitle(const QString& score);

}  // namespace winnow::ui
