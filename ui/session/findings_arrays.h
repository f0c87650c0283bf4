// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"
#include "ui/session/mapped.h"

#include <QString>

namespace winnow::ui {

/// What speaks for a suspect, in the order of evidence.npy.
enum class Evidence {
    Margin,       ///< logit of the label minus the largest other
    Probability,  ///< of the label
    Forgetting,   ///< events
    Difficulty,   ///< sum of the loss over epochs, nats
    OtherLabel,   ///< share of neighbours of another label
    Agreeing,     ///< share of neighbours of the suggested class
};
inline constexpr std::int64_t kEvidence = 6;

/// Suspected wrong labels, most suspicious first, and pairs of equal samples. M: suspects; D:
/// pairs.
struct FindingsArrays {
    QString id;
    Mapped<std::int64_t> sample;         ///< [M] ids
    Mapped<double> score;                ///< [M] 0 to 1, higher: more likely a wrong label
    Mapped<std::int64_t> suggested;      ///< [M] class the evidence speaks for
    Mapped<float> evidence;              ///< [M,6] by Evidence; NaN: not known
    Mapped<std::int64_t> duplicate;      ///< [D,2] ids, the lower first
    Mapped<float> duplicateCosine;       ///< [D]
    Mapped<std::uint8_t> duplicateKind;  ///< [D] 0: pixels equal, 1: gradients equal

    [[nodiscard]] std::int64_t suspects() const { return sample.size(); }
    [[nodiscard]] std::int64_t duplicates() const { return duplicate.dim(0); }
    [[nodiscard]] double evidenceOf(std::int64_t suspect, Evidence which) const {
        return evidence[suspect * kEvidence + static_cast<std::int64_t>(which)];
    }
};

/// Throws Error{BadInput}: a file is missing, damaged, or disagrees with the data set's `samples`
/// and `classes`.
[[nodiscard]] FindingsArrays findingsArrays(const store::Project& project,
                                            const std::string& id,
                                            std::int64_t samples,
                                            std::int64_t classes);

}  // namespace winnow::ui
