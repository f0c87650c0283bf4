// SPDX-License-Identifier: Apache-2.0
#include "engine/select/label_evidence.h"

#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace winnow::select {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kNeighbourWeight = 0.25;

/// A witness's number for one sample.
struct Witness {
    double value;
    double weight;
    double floor;
};

double scoreOf(std::initializer_list<Witness> witnesses) {
    double logs = 0, weights = 0;
    for (const Witness& each : witnesses) {
        if (std::isnan(each.value)) continue;
        const double value = std::clamp(each.value, 0.0, 1.0);
        logs += each.weight * std::log(each.floor + (1 - each.floor) * value);
        weights += each.weight;
    }
    return weights > 0 ? 1 - std::exp(logs / weights) : kNone;
}

void requireLabel(std::int64_t label, std::int64_t classes, std::int64_t sample) {
    if (label < 0 || label >= classes)
        throw badInput(fmt::format(
            "sample {} has the label {}; labels are 0 to {}", sample, label, classes - 1));
}

void check(const LabelEvidence& evidence) {
    const std::size_t n = evidence.labels.size(), wide = n * at(evidence.classes);
    if (evidence.classes < 2)
        throw badInput("a wrong label needs a second class; the data set has only one");
    if (evidence.probability.size() != wide || evidence.learning.size() != n ||
        evidence.neighbours.size() != wide)
        throw badInput(
            fmt::format("the evidence is not of {} samples and {} classes", n, evidence.classes));
    for (std::size_t i = 0; i < n; ++i)
        requireLabel(evidence.labels[i], evidence.classes, static_cast<std::int64_t>(i));
}

/// Places of a row's partners, nearest first, without those that have no cosine.
std::vector<std::int64_t> nearestOf(const KernelPartners& kernel,
                                    std::size_t row,
                                    std::int64_t nearest) {
    std::vector<std::pair<double, std::int64_t>> found;
    for (std::size_t place = 0; place < kernel.width(); ++place)
        if (const double cosine = kernel.cosine(row, place); !std::isnan(cosine))
            found.emplace_back(-cosine, kernel.partners[row * kernel.width() + place]);
    const auto count = std::min(nearest, std::ssize(found));
    std::partial_sort(found.begin(), found.begin() + count, found.end());
    std::vector<std::int64_t> ids;
    for (std::int64_t i = 0; i < count; ++i) ids.push_back(found[at(i)].second);
    return ids;
}

}  // namespace

void KernelPartners::check() const {
    const std::size_t n = samples.size();
    if (diagonal.size() == n && partners.size() == n * width() && kappa.size() == partners.size())
        return;
    throw badInput(fmt::format(
        "the neighbour lists do not belong to {} samples; compute the kernel again", n));
}

double KernelPartners::cosine(std::size_t row, std::size_t place) const {
    const std::int64_t partner = partners[row * width() + place];
    if (partner < 0) return kNone;
    const auto found = std::ranges::lower_bound(samples, partner);
    if (found == samples.end() || *found != partner)
        throw badInput(fmt::format(
            "the neighbours of sample {} name the sample {}, which the kernel does not cover; "
            "compute the kernel again",
            samples[row],
            partner));
    const double lengths = double{diagonal[row]} * diagonal[at(found - samples.begin())];
    if (!(lengths > 0)) return kNone;
    return std::min(1.0, kappa[row * width() + place] / std::sqrt(lengths));
}

std::vector<float> neighbourShares(const KernelPartners& kernel,
                                   std::span<const std::int64_t> labels,
                                   std::int64_t classes,
                                   std::int64_t nearest) {
    kernel.check();
    if (!kernel.samples.empty() && kernel.samples.back() >= std::ssize(labels))
        throw badInput(fmt::format("the kernel covers sample {}; the data set has {} samples",
                                   kernel.samples.back(),
                                   labels.size()));
    std::vector<float> shares(kernel.samples.size() * at(classes));
    for (std::size_t row = 0; row < kernel.samples.size(); ++row) {
        const auto own = std::span(shares).subspan(row * at(classes), at(classes));
        const std::vector<std::int64_t> ids = nearestOf(kernel, row, nearest);
        if (ids.empty()) std::ranges::fill(own, std::numeric_limits<float>::quiet_NaN());
        for (const std::int64_t id : ids) {
            requireLabel(labels[at(id)], classes, id);
            own[at(labels[at(id)])] += 1;
        }
        for (float& share : own) share /= static_cast<float>(std::max<std::size_t>(1, ids.size()));
    }
    return shares;
}

Suspicion suspicion(const LabelEvidence& evidence) {
    check(evidence);
    const std::size_t n = evidence.labels.size(), classes = at(evidence.classes);
    Suspicion out{std::vector<double>(n), std::vector<std::int64_t>(n)};
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t row = i * classes, label = at(evidence.labels[i]);
        out.score[i] = scoreOf({{evidence.probability[row + label], 1, 0.01},
                                {evidence.learning[i], 1, 0.01},
                                {evidence.neighbours[row + label], kNeighbourWeight, 0.05}});
        double best = -1;
        for (std::size_t c = 0; c < classes; ++c) {
            const double share = evidence.neighbours[row + c];
            const double value =
                evidence.probability[row + c] + (std::isnan(share) ? 0 : kNeighbourWeight * share);
            if (c == label || !(value > best)) continue;
            best = value;
            out.suggested[i] = static_cast<std::int64_t>(c);
        }
    }
    return out;
}

}  // namespace winnow::select
