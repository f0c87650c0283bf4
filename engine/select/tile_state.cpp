// SPDX-License-Identifier: Apache-2.0
#include "engine/select/tile_state.h"

#include "engine/store/error.h"
#include "engine/store/index.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace winnow::select {
namespace {

void requireOptions(const TileConsumerOptions& o) {
    if (o.classes < 1) throw badInput("a kernel needs at least one class");
    if (o.neighbours < 1 || o.neighbours > 256) {
        throw badInput("neighbours is " + std::to_string(o.neighbours) + "; give 1 to 256");
    }
    if (o.unrelated < 0 || o.unrelated > 256) {
        throw badInput("unrelated is " + std::to_string(o.unrelated) + "; give 0 to 256");
    }
    if (!(o.relation > 0.5 && o.relation <= 1)) {
        throw badInput("the relation threshold is " + std::to_string(o.relation) +
                       "; it lies above 0.5 and is at most 1");
    }
    if (o.histogramBins < 2 || o.histogramBins > 4096 || o.histogramBins % 2 != 0) {
        throw badInput("the histogram has " + std::to_string(o.histogramBins) +
                       " bins; give an even number from 2 to 4096");
    }
}

}  // namespace

TileState::TileState(std::span<const float> diagonalValues,
                     std::span<const std::int64_t> labelValues,
                     std::span<const std::int64_t> sampleIds,
                     const TileConsumerOptions& chosen)
    : options(chosen),
      n(std::ssize(diagonalValues)),
      diagonal(diagonalValues.begin(), diagonalValues.end()),
      samples(sampleIds.begin(), sampleIds.end()) {
    requireOptions(options);
    if (labelValues.size() != diagonalValues.size() ||
        (!samples.empty() && sampleIds.size() != diagonalValues.size())) {
        throw internalError("a kernel's diagonal, labels and samples differ in number");
    }
    if (n > std::numeric_limits<std::int32_t>::max())
        throw badInput("a kernel has too many samples");
    for (std::int64_t i = std::ssize(samples); i < n; ++i) samples.push_back(i);
    for (std::int64_t i = 0; i < n; ++i) {
        const std::int64_t label = labelValues[at(i)];
        if (label < 0 || label >= options.classes) {
            throw badInput("sample " + std::to_string(samples[at(i)]) + " has label " +
                           std::to_string(label) + "; labels are 0 to " +
                           std::to_string(options.classes - 1));
        }
        const float own = diagonal[at(i)];
        if (!(own >= 0) || !std::isfinite(own)) {
            throw badInput("the kernel of sample " + std::to_string(samples[at(i)]) +
                           " with itself is " + std::to_string(own) +
                           "; it must be a finite number that is not negative");
        }
        labels.push_back(static_cast<std::int32_t>(label));
        scaled.push_back(own > 0 ? static_cast<float>(options.relation * static_cast<double>(own))
                                 : std::numeric_limits<float>::infinity());
        inverseNorm.push_back(own > 0 ? 1.0F / std::sqrt(own)
                                      : std::numeric_limits<float>::quiet_NaN());
    }
    sameClassUntil.resize(at(n));
    for (std::int64_t i = n; i-- > 0;) {
        const bool runs = i + 1 < n && labels[at(i)] == labels[at(i + 1)];
        sameClassUntil[at(i)] = runs ? sameClassUntil[at(i + 1)] : i + 1;
    }
    const double half = static_cast<double>(options.histogramBins) / 2;
    binScale = static_cast<float>(half * half / largest());
    top = PartnerLists(n, options.neighbours);
    bottom = PartnerLists(n, options.neighbours);
    unrelated = PartnerLists(n, options.unrelated);
    classSums.resize(at(n * sumWidth()));
    for (auto* counts : {&seen, &positive, &interchangeable, &contradictory}) counts->resize(at(n));
    histogram.resize(at(2 * options.histogramBins));
}

void TileState::settle() {
    for (PartnerLists* lists : {&top, &bottom, &unrelated}) lists->settle();
}

double TileState::largest() const {
    const auto found = std::ranges::max_element(diagonal);
    return found == diagonal.end() || !(*found > 0) ? 1.0 : static_cast<double>(*found);
}

std::vector<std::int64_t> TileState::classSizes() const {
    std::vector<std::int64_t> sizes(at(options.classes));
    for (const std::int32_t label : labels) ++sizes[at(label)];
    return sizes;
}

std::vector<double> TileState::histogramEdges() const {
    const std::int64_t half = options.histogramBins / 2;
    std::vector<double> edges;
    for (std::int64_t b = -half; b <= half; ++b) {
        const double u = static_cast<double>(b) / static_cast<double>(half);
        edges.push_back(std::copysign(u * u, u) * largest());
    }
    return edges;
}

}  // namespace winnow::select
