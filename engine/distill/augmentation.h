// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::distill {

/// How targets are varied, on raw pixels, before preprocessing (methods/kip.md, section 5;
/// methods/kip-convnet.md, section 7).
enum class Augmentation {
    None,
    ShiftRotate,  ///< rotation and shifts; in colour also a flip and one offset for all channels
    AutoAugment,  ///< RGB only: a policy of AutoAugment, then a flip
};

/// Rules of AutoAugment: those found for CIFAR-10 (also used for CIFAR-100), and for SVHN.
enum class AutoPolicy { Cifar, Svhn };

struct AugmentationOptions {
    Augmentation kind = Augmentation::None;
    AutoPolicy policy = AutoPolicy::Cifar;
    double share = 1;  ///< of the images, in (0, 1]: each is augmented with this probability
    std::uint64_t seed = 0;
    std::vector<double> border{};  ///< AutoAugment: what fills in, per channel, 0..255 (the training
                                 ///< mean)
};

/// Throws Error{BadInput}: a share outside (0, 1], AutoAugment on grey images ("needs RGB; use
/// rotation and shift"), a border of another length than the channels.
void validate(const AugmentationOptions& options, std::int64_t channels);

/// Varies one image [C,H,W] of raw values 0..255 in place. Everything random follows from (seed,
/// step, sample), so that any worker makes the same image.
void augment(std::span<float> image,
             std::int64_t channels,
             std::int64_t height,
             std::int64_t width,
             const AugmentationOptions& options,
             std::int64_t step,
             std::int64_t sample);

}  // namespace winnow::distill
