// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/plan.h"
#include "engine/models/aligned.h"

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::infinite {

/// The variances of one set of images in front of the ReLUs of dense layers: they depend on each
/// image's own value alone, and each is an affine map of the one before.
class DenseMaps {
public:
    DenseMaps(const DensePlan& plan, std::span<const double> ownValues);

    /// Images rounded up as densePadded() does.
    [[nodiscard]] std::int64_t stride() const { return m_stride; }
    /// [hidden, 2] of one image: sigma and 1 / (sigma sqrt(pi)).
    [[nodiscard]] const double* one(std::int64_t image) const {
        return m_single.data() + image * 2 * m_plan.hiddenCount;
    }
    /// [hidden, 2, stride] of all, from `image` on (a multiple of densePadded(1)).
    [[nodiscard]] const double* from(std::int64_t image) const { return m_all.data() + image; }

    /// Adjoint of an image's own value from twice the variances times their adjoints, [hidden]
    /// numbers `step` apart.
    [[nodiscard]] double ownBar(std::int64_t image,
                                const double* variances,
                                std::int64_t step) const;

private:
    const DensePlan& m_plan;
    std::int64_t m_stride;
    std::vector<double> m_single;
    models::Aligned<double> m_all;
};

/// As DenseTask pads: the next multiple of 16, the widest block of images there is.
[[nodiscard]] constexpr std::int64_t densePadded(std::int64_t count) {
    return (count + 15) / 16 * 16;
}

}  // namespace winnow::infinite
