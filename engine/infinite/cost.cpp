// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/cost.h"

#include "engine/infinite/plan.h"

#include <algorithm>

namespace winnow::infinite {
namespace {

// methods/kip-convnet.md, section 4: two box sums with their affine maps, and the ReLU; half of it
// without a tangent kernel. A vjp is about two forward passes on top of the one it repeats.
constexpr double kFlopPerEntry = 52;
constexpr double kForwardsOfVjp = 3;
// methods/kip.md, section 3.
constexpr double kFlopPerLayer = 45;
constexpr double kReverseFlopPerLayer = 110;
constexpr std::int64_t kWidestBytes = 64;  // of a vector

double count(std::int64_t number) { return static_cast<double>(number); }

void addPlanes(
    Cost& cost, const KernelSpec& spec, const PlanePlan& plan, std::int64_t n2, double bytes) {
    cost.entries = entriesOf(plan);
    cost.flop += cost.entries * kFlopPerEntry / (spec.type == KernelType::Ntk ? 1 : 2);
    cost.reverseFlop += kForwardsOfVjp * cost.flop;
    const double lanes = kWidestBytes / bytes;
    const double adjoints =
        count(plan.channels * plan.levels[0].height * plan.levels[0].width) + count(plan.mapPixels);
    cost.workingBytes = traceBytes(plan, kWidestBytes);
    const double traces = std::min(count(n2) * cost.workingBytes, kMostTraceBytes);
    cost.workingBytesVjp = std::max(traces, cost.workingBytes) + adjoints * lanes * (2 * bytes + 8);
}

/// Everything but the number of pairs.
Cost perPair(const KernelSpec& spec, const ImageShape& shape, std::int64_t n2, double bytes) {
    const Architecture architecture = parseArchitecture(spec.architecture);
    Cost cost;
    if (architecture.convolutional()) {
        addPlanes(cost, spec, planePlan(spec, architecture, shape), n2, bytes);
    } else {
        cost.flop = 2 * count(shape.values());
        cost.reverseFlop = 2 * cost.flop;
        cost.workingBytes = 512 * 512 * bytes;
        cost.workingBytesVjp = cost.workingBytes + 512 * count(shape.values()) * (bytes + 8);
    }
    cost.flop += kFlopPerLayer * count(architecture.hidden);
    cost.reverseFlop += kReverseFlopPerLayer * count(architecture.hidden);
    return cost;
}

}  // namespace

Cost cost(const KernelSpec& spec,
          const ImageShape& shape,
          std::int64_t n1,
          std::int64_t n2,
          std::int64_t bytes) {
    Cost result = perPair(spec, shape, n2, count(bytes));
    result.pairs = count(n1) * count(n2);
    return result;
}

Cost symmetricCost(const KernelSpec& spec,
                   const ImageShape& shape,
                   std::int64_t n,
                   std::int64_t bytes) {
    Cost result = perPair(spec, shape, 1, count(bytes));
    result.pairs = count(n) * (count(n) + 1) / 2;
    return result;
}

}  // namespace winnow::infinite
