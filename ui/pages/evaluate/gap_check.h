// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/result_object.h"

#include <optional>
#include <vector>

namespace winnow::ui {

/// Theorem 1 of the lpNTK paper (appendix B): how far the full kernel block E is from kappa times
/// the identity, by the width of the last hidden layer. Frobenius norms, medians over random
/// networks; no unit.
struct GapCheck {
    struct Row {
        std::int64_t width = 0;       ///< units
        std::int64_t inits = 0;       ///< random networks
        double gap = 0;               ///< || kappa I - E ||
        double scaled = 0;            ///< || D ||, D = (kappa I - E) / sqrt(width)
        double bound = 0;             ///< of || D ||, held with probability 1 - delta
        std::int64_t aboveBound = 0;  ///< pairs of samples whose || D || is larger than their bound
    };
    /// What single blocks of a trained network look like; medians over pairs of its samples.
    struct Pairs {
        std::int64_t pairs = 0;
        double largestAtLabels = 0;        ///< share of pairs
        double diagonalToOffDiagonal = 0;  ///< sums of magnitudes
        double negative = 0;               ///< share of entries
        double largestToSecond = 0, largestToSum = 0;
    };
    QString id;
    double delta = 0;
    std::int64_t samples = 0;    ///< pairs of samples for each network
    std::optional<Pairs> pairs;  ///< where a run was given
    std::vector<Row> rows;       ///< by width, ascending
};

/// Throws Error{BadInput}: a file is missing or damaged.
[[nodiscard]] GapCheck readGapCheck(const store::Project& project, const std::string& id);

}  // namespace winnow::ui
