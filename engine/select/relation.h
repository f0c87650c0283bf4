// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace winnow::select {

/// What two samples are to each other (methods/lpntk.md, section 2; lpNTK paper, Sec. 3 and App.
/// C): "interchangeable" or "contradictory" where both ratios kappa / kappa_own reach `threshold`
/// in size, "unrelated" where the cosine is at most `unrelated` in size, else "weakly aligned" or
/// "weakly opposed"; "no gradient" where one of the own values is not above 0.
[[nodiscard]] std::string_view relationOf(
    double kappa, double firstOwn, double secondOwn, double threshold, double unrelated);

}  // namespace winnow::select
