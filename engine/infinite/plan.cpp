// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/plan.h"

#include <algorithm>

namespace winnow::infinite {
namespace {

constexpr double kNeighbours = 9;    // of a 3x3 convolution
constexpr double kPoolEntries = 16;  // of the 2x2 blocks of both images
constexpr double kRectified = 2;     // rectified values are kept at twice their size

/// `inputs`: of the layer, as the standard parameterisation counts them; `inner`: what its scale
/// divides by besides.
AffineStep affine(const KernelSpec& spec,
                  Parameterization parameterization,
                  double inputs,
                  double inner) {
    AffineStep step{spec.sigmaW2 / inner, spec.sigmaB2, 1, 0};
    if (parameterization == Parameterization::Standard) {
        step.ratio = inputs / spec.sigmaW2;
        step.offset = (spec.sigmaB2 > 0 ? 1 : 0) - step.ratio * spec.sigmaB2;
    }
    return step;
}

ThetaMode thetaMode(const KernelSpec& spec) {
    if (spec.type == KernelType::Nngp) return ThetaMode::None;
    return spec.parameterization == Parameterization::Ntk && spec.readout == Parameterization::Ntk
               ? ThetaMode::Plain
               : ThetaMode::General;
}

Band within(const Band& band, std::int64_t height, std::int64_t width) {
    return {std::min(band.height, height - 1), std::min(band.width, width - 1)};
}
/// What a pooled band needs below the pool.
Band below(const Band& band) { return {2 * band.height + 1, 2 * band.width + 1}; }

/// From the readout down: flatten reads displacement 0, global pooling all of them.
void setBands(PlanePlan& plan, const Architecture& architecture) {
    Band out;
    if (architecture.globalPooling) out = {plan.levels[0].height - 1, plan.levels[0].width - 1};
    Band selfOut = plan.ownTop ? out : Band{};
    for (std::int64_t l = plan.levelCount; l-- > 0;) {
        PlaneLevel* level = &plan.levels[l];
        level->outBand = within(out, level->outHeight, level->outWidth);
        level->selfOutBand = within(selfOut, level->outHeight, level->outWidth);
        // The last ReLU needs an image's own variances alone, even where a pool follows it.
        const bool needsNoOutput = l + 1 == plan.levelCount && !plan.ownTop;
        out = level->pooled ? below(level->outBand) : level->outBand;
        selfOut = level->pooled && !needsNoOutput ? below(level->selfOutBand) : level->selfOutBand;
        out = level->band = within(out, level->height, level->width);
        selfOut = level->selfBand = within(selfOut, level->height, level->width);
    }
}

std::int64_t displacements(std::int64_t size, std::int64_t band) {
    return (2 * band + 1) * size - band * (band + 1);
}

}  // namespace

std::int64_t bandEntries(std::int64_t height, std::int64_t width, const Band& band) {
    return displacements(height, band.height) * displacements(width, band.width);
}

double entriesOf(const PlanePlan& plan) {
    double entries = 0;
    for (std::int64_t l = 0; l < plan.levelCount; ++l) {
        const PlaneLevel& level = plan.levels[l];
        entries += static_cast<double>(level.stepCount) *
                   static_cast<double>(bandEntries(level.height, level.width, level.band));
    }
    return entries;
}

double traceBytes(const PlanePlan& plan, std::int64_t bytes) {
    constexpr double kTensors = 2;  // K and Theta
    double entries = 0;
    for (std::int64_t l = 1; l < plan.levelCount; ++l) {
        const PlaneLevel& level = plan.levels[l];
        entries += static_cast<double>(bandEntries(level.height, level.width, level.band));
    }
    return kTensors * entries * static_cast<double>(bytes);
}

PlanePlan planePlan(const KernelSpec& spec,
                    const Architecture& architecture,
                    const ImageShape& shape) {
    PlanePlan plan;
    plan.channels = shape.channels;
    plan.theta = thetaMode(spec);
    plan.ownTop = architecture.hidden > 0;
    std::int64_t height = shape.height;
    std::int64_t width = shape.width;
    double inputs = kNeighbours * static_cast<double>(shape.channels);
    double inner = kNeighbours * static_cast<double>(shape.channels);
    for (const Level& level : architecture.levels) {
        PlaneLevel planes{.height = height,
                          .width = width,
                          .outHeight = level.outSide(height),
                          .outWidth = level.outSide(width),
                          .pooled = level.pooled,
                          .firstMap = plan.mapPixels};
        for (std::int64_t s = 0; s < level.convolutions; ++s) {
            planes.steps[planes.stepCount++] = affine(spec, spec.parameterization, inputs, inner);
            inputs = kNeighbours * static_cast<double>(spec.width);
            inner = kNeighbours * kRectified;
        }
        if (level.pooled) inner *= kPoolEntries;
        plan.mapPixels += level.convolutions * height * width;
        height = planes.outHeight;
        width = planes.outWidth;
        plan.levels[plan.levelCount++] = planes;
    }
    const double positions = static_cast<double>(height * width);
    plan.topScale =
        kNeighbours / (inner * (architecture.globalPooling ? positions * positions : positions));
    setBands(plan, architecture);
    return plan;
}

DensePlan densePlan(const KernelSpec& spec,
                    const Architecture& architecture,
                    const ImageShape& shape) {
    DensePlan plan;
    plan.theta = thetaMode(spec);
    double inputs = static_cast<double>(shape.values());
    if (architecture.convolutional()) {
        inputs = static_cast<double>(spec.width);
        if (!architecture.globalPooling) {
            std::int64_t height = shape.height;
            std::int64_t width = shape.width;
            for (const Level& level : architecture.levels) {
                height = level.outSide(height);
                width = level.outSide(width);
            }
            inputs *= static_cast<double>(height * width);
        }
    }
    double inner = 1;
    for (std::int64_t h = 0; h < architecture.hidden; ++h) {
        plan.hidden[plan.hiddenCount++] = affine(spec, spec.parameterization, inputs, inner);
        inputs = static_cast<double>(spec.width);
        inner = kRectified;
    }
    plan.readout = affine(spec, spec.readout, inputs, inner);
    return plan;
}

}  // namespace winnow::infinite
