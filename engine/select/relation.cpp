// SPDX-License-Identifier: Apache-2.0
#include "engine/select/relation.h"

#include <algorithm>
#include <cmath>

namespace winnow::select {

std::string_view relationOf(
    double kappa, double firstOwn, double secondOwn, double threshold, double unrelated) {
    if (firstOwn <= 0 || secondOwn <= 0) return "no gradient";
    const double cosine = kappa / std::sqrt(firstOwn * secondOwn);
    const double weaker = std::min(std::abs(kappa) / firstOwn, std::abs(kappa) / secondOwn);
    if (weaker >= threshold) return kappa > 0 ? "interchangeable" : "contradictory";
    if (std::abs(cosine) <= unrelated) return "unrelated";
    return kappa > 0 ? "weakly aligned" : "weakly opposed";
}

}  // namespace winnow::select
