// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/augmentation.h"
#include "engine/distill/image_operations.h"
#include "engine/store/random.h"

#include <span>

namespace winnow::distill {

/// One of the policy's 25 rules (Cubuk et al., "AutoAugment", CVPR 2019): two operations, each with
/// its own probability. `border`: what fills in, per channel.
void autoAugment(ByteImage& image,
                 AutoPolicy policy,
                 std::span<const double> border,
                 Random& random);

}  // namespace winnow::distill
