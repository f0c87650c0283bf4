// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace winnow::ui {

class Session;

/// What a kernel was asked for and found, from its row in the catalogue.
struct KernelFacts {
    QString id, title;
    QString kind;  ///< lpntk, pntk or centred
    bool perClass = false;
    double threshold = 0.6;       ///< both ratios from here up: interchangeable
    double unrelated = 0.1;       ///< cosines of at most this size: unrelated
    std::int64_t projection = 0;  ///< numbers for a gradient; 0: exact
    std::int64_t samples = 0;
    QString checkpoint = QStringLiteral("best");  ///< whose weights: best, last or epoch-5
    QString run;                                  ///< its title
    QString runId;
    std::int64_t snapshots = 0;  ///< weights its run kept on the way

    /// "all pairs", "pairs of one class".
    [[nodiscard]] QString scopeText() const;
    /// "w* of run-1", "epoch 5 of run-1": at which weights.
    [[nodiscard]] QString weightsText() const;
    /// "exact, w* of run-1": how and at which weights.
    [[nodiscard]] QString provenance() const;
};

/// Of an artifact of kind kernel; empty `id` when there is none of that id.
[[nodiscard]] KernelFacts kernelFacts(const Session& session, const QString& id);

/// Mean share of positive values over the chosen kernel's samples, 0 to 1; NaN without kernel.
[[nodiscard]] double positiveShare(const Session& session);

/// What the value of a pair is divided by its own: sqrt(kappa_ii kappa_jj). NaN where a sample is
/// not in the chosen kernel.
[[nodiscard]] double kernelScale(const Session& session, std::int64_t a, std::int64_t b);

}  // namespace winnow::ui
