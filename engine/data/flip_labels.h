// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::data {

/// Labels of which some were changed on purpose, to see what finds them again.
struct FlippedLabels {
    std::vector<std::int64_t> labels;   ///< [N] as changed
    std::vector<std::uint8_t> flipped;  ///< [N] 1: changed
    std::int64_t count = 0;             ///< changed labels
};

/// Changes round(share * N) labels: each class gives in its proportion (stratified.h), which of its
/// samples and to which of the other classes is drawn evenly, from `seed` alone. labels [N] in
/// 0..classes-1, share in [0, 1]. truth [N] or empty: the classes the images really show, where
/// some labels are wrong to begin with; no label is changed into its truth, so with two classes
/// those stay as they are. Throws Error{BadInput} where there is no other class.
[[nodiscard]] FlippedLabels flipLabels(std::span<const std::int64_t> labels,
                                       std::int64_t classes,
                                       double share,
                                       std::uint64_t seed,
                                       std::span<const std::int64_t> truth = {});

}  // namespace winnow::data
