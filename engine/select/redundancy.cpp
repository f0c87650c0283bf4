// SPDX-License-Identifier: Apache-2.0
#include "engine/select/redundancy.h"

#include "engine/store/error.h"
#include "engine/store/index.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace winnow::select {
namespace {

/// Clears the flags of all but the largest margins; equal margins: the lower index stays flagged.
void applyCap(Redundancy& result, double cap) {
    if (!(cap > 0 && cap <= 1)) {
        throw badInput("the cap on redundant samples is " + std::to_string(cap) +
                       "; it is a share above 0 and at most 1");
    }
    std::vector<std::size_t> flagged;
    for (std::size_t i = 0; i < result.redundant.size(); ++i) {
        if (result.redundant[i] != 0) flagged.push_back(i);
    }
    const auto room =
        static_cast<std::size_t>(std::floor(cap * static_cast<double>(result.redundant.size())));
    if (flagged.size() <= room) return;
    std::ranges::stable_sort(
        flagged, [&](std::size_t a, std::size_t b) { return result.margin[a] > result.margin[b]; });
    for (std::size_t f = room; f < flagged.size(); ++f) result.redundant[flagged[f]] = 0;
}

template <typename T>
void guardClasses(Redundancy& result,
                  std::span<const T> diagonal,
                  std::span<const std::int64_t> labels) {
    struct Members {
        std::int64_t kept = 0;
        std::size_t largest = 0;
        bool any = false;
    };
    std::map<std::int64_t, Members> classes;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        Members& members = classes[labels[i]];
        if (!members.any || diagonal[i] > diagonal[members.largest]) members.largest = i;
        members.any = true;
        members.kept += result.redundant[i] == 0 ? 1 : 0;
    }
    for (const auto& [label, members] : classes) {
        if (members.kept > 0) continue;
        result.redundant[members.largest] = 0;
        result.warnings.push_back("every sample of class " + std::to_string(label) +
                                  " is redundant; the one of largest kernel value is kept");
    }
}

}  // namespace

template <typename T>
BestPartners<T>::BestPartners(std::int64_t samples, std::span<const std::int64_t> labels)
    : m_best(at(samples), -std::numeric_limits<T>::infinity()),
      m_witness(at(samples), -1),
      m_labels(labels.begin(), labels.end()) {
    if (!labels.empty() && std::ssize(labels) != samples) {
        throw badInput("there are " + std::to_string(labels.size()) + " labels for " +
                       std::to_string(samples) + " samples");
    }
}

template <typename T>
void BestPartners<T>::offer(std::int64_t row, std::int64_t partner, T value) {
    if (row == partner || (!m_labels.empty() && m_labels[at(row)] != m_labels[at(partner)])) return;
    T& best = m_best[at(row)];
    std::int64_t& witness = m_witness[at(row)];
    if (value > best || (value == best && partner < witness)) {
        best = value;
        witness = partner;
    }
}

template <typename T>
void BestPartners<T>::consume(std::span<const T> tile,
                              std::int64_t rowBegin,
                              std::int64_t rowCount,
                              std::int64_t colBegin,
                              std::int64_t colCount,
                              bool symmetric) {
    const std::int64_t samples = std::ssize(m_best);
    if (std::ssize(tile) != rowCount * colCount || rowBegin < 0 || colBegin < 0 ||
        rowBegin + rowCount > samples || colBegin + colCount > samples) {
        throw internalError("a tile does not fit the kernel it belongs to");
    }
    for (std::int64_t r = 0; r < rowCount; ++r) {
        const std::int64_t row = rowBegin + r;
        for (std::int64_t c = 0; c < colCount; ++c) {
            const T value = tile[at(r * colCount + c)];
            const std::int64_t column = colBegin + c;
            if (!std::isfinite(value)) {
                throw badInput("the kernel of samples " + std::to_string(row) + " and " +
                               std::to_string(column) + " is not a finite number");
            }
            offer(row, column, value);
            if (symmetric) offer(column, row, value);
        }
    }
}

template <typename T>
Redundancy redundantSamples(std::span<const T> diagonal,
                            std::span<const T> best,
                            std::span<const std::int64_t> labels,
                            const RedundancyRule& rule) {
    if (best.size() != diagonal.size() || (!labels.empty() && labels.size() != diagonal.size())) {
        throw badInput("there are " + std::to_string(diagonal.size()) + " diagonal values, " +
                       std::to_string(best.size()) + " best partners and " +
                       std::to_string(labels.size()) + " labels; the counts must agree");
    }
    Redundancy result;
    result.redundant.resize(diagonal.size());
    result.margin.resize(diagonal.size(), std::numeric_limits<double>::quiet_NaN());
    const T bound = T(1) + static_cast<T>(rule.tolerance);
    for (std::size_t i = 0; i < diagonal.size(); ++i) {
        if (!(diagonal[i] > 0) || !std::isfinite(best[i])) continue;
        result.margin[i] = static_cast<double>(best[i]) / static_cast<double>(diagonal[i]);
        result.redundant[i] = best[i] > diagonal[i] * bound ? 1 : 0;
    }
    if (rule.cap) applyCap(result, *rule.cap);
    if (rule.keepEveryClass) guardClasses(result, diagonal, labels);
    return result;
}

template <typename T>
Redundancy redundantSamples(std::span<const T> kernel,
                            std::int64_t samples,
                            std::span<const std::int64_t> labels,
                            const RedundancyRule& rule) {
    BestPartners<T> partners(samples, labels);
    partners.consume(kernel, 0, samples, 0, samples, false);
    std::vector<T> diagonal(at(samples));
    for (std::int64_t i = 0; i < samples; ++i) diagonal[at(i)] = kernel[at(i * samples + i)];
    return redundantSamples<T>(std::span<const T>(diagonal), partners.best(), labels, rule);
}

#define WINNOW_INSTANTIATE(T)                                              \
    template class BestPartners<T>;                                        \
    template Redundancy redundantSamples<T>(std::span<const T>,            \
                                            std::span<const T>,            \
                                            std::span<const std::int64_t>, \
                                            const RedundancyRule&);        \
    template Redundancy redundantSamples<T>(                               \
        std::span<const T>, std::int64_t, std::span<const std::int64_t>, const RedundancyRule&);
WINNOW_INSTANTIATE(float)
WINNOW_INSTANTIATE(double)
#undef WINNOW_INSTANTIATE

}  // namespace winnow::select
