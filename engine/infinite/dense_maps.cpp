// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/dense_maps.h"

#include "engine/store/index.h"

#include <cmath>
#include <numbers>

namespace winnow::infinite {

DenseMaps::DenseMaps(const DensePlan& plan, std::span<const double> ownValues)
    : m_plan(plan),
      m_stride(densePadded(std::ssize(ownValues))),
      m_all(at(m_stride * 2 * plan.hiddenCount)) {
    const std::size_t hidden = at(plan.hiddenCount);
    m_single.resize(ownValues.size() * 2 * hidden);
    for (std::size_t i = 0; i < ownValues.size(); ++i) {
        double variance = ownValues[i];
        for (std::size_t h = 0; h < hidden; ++h) {
            // A rectified variance, kept at twice its size, is the variance itself.
            variance = variance * plan.hidden[h].scale + plan.hidden[h].bias;
            const double sigma = std::sqrt(variance);
            const double inverse = sigma > 0 ? std::numbers::inv_sqrtpi / sigma : 0;
            m_single[(i * hidden + h) * 2] = sigma;
            m_single[(i * hidden + h) * 2 + 1] = inverse;
            m_all.data()[2 * h * at(m_stride) + i] = sigma;
            m_all.data()[(2 * h + 1) * at(m_stride) + i] = inverse;
        }
    }
}

double DenseMaps::ownBar(std::int64_t image, const double* variances, std::int64_t step) const {
    const double* const maps = one(image);
    double bar = 0;
    for (std::int64_t h = m_plan.hiddenCount; h-- > 0;) {
        const double inverse = maps[2 * h + 1];
        bar += variances[h * step] * inverse * inverse * std::numbers::pi / 2;
        bar *= m_plan.hidden[h].scale;
    }
    return bar;
}

}  // namespace winnow::infinite
