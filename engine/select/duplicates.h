// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/select/label_evidence.h"

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::select {

enum class DuplicateKind : std::uint8_t {
    Pixels,    ///< the images are equal, byte for byte
    Gradients  ///< the images differ, the network's gradients are (nearly) parallel
};

struct DuplicatePair {
    std::int64_t first = 0, second = 0;  ///< sample ids, first < second
    double cosine = 0;                   ///< of their features in the kernel; NaN: not known
    DuplicateKind kind = DuplicateKind::Pixels;
};

/// Every image that equals an earlier one, with the first that it equals: m equal images are m - 1
/// pairs. pixels [N, imageSize]; by rising second id, cosine NaN. Hashed, then compared byte for
/// byte: O(N imageSize). Throws Error{BadInput} when pixels are no whole number of images.
[[nodiscard]] std::vector<DuplicatePair> equalPixels(std::span<const std::uint8_t> pixels,
                                                     std::int64_t imageSize);

/// Pairs of a kernel's neighbour lists whose cosine is above `threshold` (methods/lpntk.md, section
/// 4.9: 1 - 1e-5), each once; of a group of more samples than the lists are wide some pairs are not
/// in them.
[[nodiscard]] std::vector<DuplicatePair> parallelGradients(const KernelPartners& kernel,
                                                           double threshold);

/// Both together: pairs of equal pixels first, then by falling cosine, then by ids. A pair of equal
/// pixels takes its cosine from `gradients` where it is there; pairs of one group of equal images
/// are not listed again. `pixels` as equalPixels() gives them.
[[nodiscard]] std::vector<DuplicatePair> mostAlikeFirst(std::vector<DuplicatePair> pixels,
                                                        std::span<const DuplicatePair> gradients);

}  // namespace winnow::select
