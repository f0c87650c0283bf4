// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/cluster_agreement.h"

#include "engine/stats/correlation.h"
#include "engine/stats/partition.h"
#include "engine/stats/summary.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <cmath>
#include <map>
#include <string>

namespace winnow::stats {
namespace {

using Groups = std::vector<std::int64_t>;

/// Clusters of the things both cluster, side by side.
struct Common {
    Groups a, b;
    std::vector<double> sizesA, sizesB;

    void add(const Clustering& first, const Clustering& second, std::size_t thing) {
        a.push_back(first.assignment[thing]);
        b.push_back(second.assignment[thing]);
        sizesA.push_back(static_cast<double>(first.sizes[at(a.back())]));
        sizesB.push_back(static_cast<double>(second.sizes[at(b.back())]));
    }
};

std::int64_t headOf(const Groups& clusters) {
    std::map<std::int64_t, std::int64_t> counts;
    for (const std::int64_t cluster : clusters) ++counts[cluster];
    std::int64_t head = -1, most = 0;
    for (const auto& [cluster, count] : counts)
        if (count > most) {
            head = cluster;
            most = count;
        }
    return head;
}

double headOverlap(const Common& common) {
    if (common.a.empty()) return kUndefined;
    const std::int64_t first = headOf(common.a), second = headOf(common.b);
    double both = 0, either = 0;
    for (std::size_t i = 0; i < common.a.size(); ++i) {
        const bool inFirst = common.a[i] == first, inSecond = common.b[i] == second;
        both += inFirst && inSecond ? 1 : 0;
        either += inFirst || inSecond ? 1 : 0;
    }
    return both / either;
}

ClusterAgreement agreementOf(const Common& common, double overlap) {
    return {.samples = static_cast<std::int64_t>(common.a.size()),
            .adjustedRand = adjustedRand(common.a, common.b),
            .sizeRankCorrelation = spearman(common.sizesA, common.sizesB),
            .headOverlap = overlap};
}

double meanOfDefined(const std::vector<ClusterAgreement>& classes) {
    double sum = 0, count = 0;
    for (const ClusterAgreement& one : classes)
        if (!std::isnan(one.headOverlap)) {
            sum += one.headOverlap;
            count += 1;
        }
    return count > 0 ? sum / count : kUndefined;
}

}  // namespace

std::vector<ClusterAgreement> compareClusterings(const Clustering& a,
                                                 const Clustering& b,
                                                 std::span<const std::int64_t> labels,
                                                 std::int64_t classes) {
    if (a.assignment.size() != b.assignment.size() || a.assignment.size() != labels.size())
        throw badInput("clusterings of " + std::to_string(a.assignment.size()) + " and of " +
                       std::to_string(b.assignment.size()) +
                       " samples cannot be compared; take two of one data set");
    std::vector<Common> ofClass(at(classes));
    Common all;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (a.assignment[i] < 0 || b.assignment[i] < 0) continue;
        ofClass.at(at(labels[i])).add(a, b, i);
        all.add(a, b, i);
    }
    std::vector<ClusterAgreement> result;
    for (const Common& common : ofClass) result.push_back(agreementOf(common, headOverlap(common)));
    result.push_back(agreementOf(all, meanOfDefined(result)));
    return result;
}

}  // namespace winnow::stats
