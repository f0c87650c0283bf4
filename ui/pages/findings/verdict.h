// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

/// What a person decided about a suspect or a pair, read from the decisions on its samples: there
/// is no other memory of it.
namespace winnow::ui {

class Annotations;

enum class Verdict : std::uint8_t {
    Open,
    Accepted,    ///< relabelled to the suggested class
    Relabelled,  ///< to another class
    Kept,        ///< the label is right
    Excluded,
};
[[nodiscard]] Verdict verdictOf(const Annotations& annotations,
                                std::int64_t sample,
                                std::int64_t suggested);
/// "open", "accepted"; the same in every list and file.
[[nodiscard]] QString verdictText(Verdict verdict);

enum class PairVerdict : std::uint8_t {
    Open,
    FirstExcluded,
    SecondExcluded,
    BothExcluded,
    Kept,  ///< looked at, both stay
};
/// Kept: neither is excluded, and each was kept or got another label.
[[nodiscard]] PairVerdict pairVerdictOf(const Annotations& annotations,
                                        std::int64_t first,
                                        std::int64_t second);
[[nodiscard]] QString verdictText(PairVerdict verdict);

}  // namespace winnow::ui
