// SPDX-License-Identifier: Apache-2.0
#include "engine/run/control_company.h"

#include "engine/empirical/columns.h"
#include "engine/select/control_sets.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace winnow::run {
namespace {

using nlohmann::json;

constexpr auto kNone = std::numeric_limits<float>::quiet_NaN();

/// Position among the class's candidates.
std::int64_t targetOf(const HeadClusters& clusters,
                      std::int64_t label,
                      std::span<const std::int64_t> candidates,
                      std::span<const float> diagonal,
                      bool centroid) {
    if (!centroid) return std::ranges::max_element(diagonal) - diagonal.begin();
    const auto found = std::ranges::find(candidates, clusters.centroid[at(label)]);
    if (found == candidates.end())
        throw badInput(fmt::format("{} does not hold its own centroid {}; cluster again",
                                   clusters.cluster.id,
                                   clusters.centroid[at(label)]));
    return found - candidates.begin();
}

void addClass(const JobInput& input,
              const HeadClusters& clusters,
              std::int64_t label,
              ControlCompany& company) {
    const json& fields = input.fields;
    const std::int64_t wanted = fields.at("added"), classes = clusters.dataset.classes();
    const std::vector<std::int64_t> candidates = clusters.members(label);
    if (candidates.empty() || clusters.head[at(label)] < 0) return;
    const auto columns = empirical::openColumns(
        input.project, clusters.kernel, candidates, fields.at("device").get<std::string>());
    const std::array target{targetOf(
        clusters, label, candidates, columns->diagonal(), fields.at("target") == "centroid")};
    std::vector<float> kappa(candidates.size());
    columns->columns(target, kappa);
    std::vector<std::uint8_t> inHead(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i)
        inHead[i] = clusters.assignment[at(candidates[i])] == clusters.head[at(label)] ? 1 : 0;
    const auto sets = select::controlSets(
        kappa,
        inHead,
        target[0],
        wanted,
        fields.at("medium") == "edge" ? select::Medium::Edge : select::Medium::Middle);
    company.target[at(label)] = candidates[at(target[0])];
    const std::array chosen{&sets.interchangeable, &sets.medium, &sets.nonInterchangeable};
    const std::size_t count =
        std::min({sets.interchangeable.size(), sets.medium.size(), sets.nonInterchangeable.size()});
    for (std::size_t s = 0; s < kControlSets; ++s)
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t to = (s * at(classes) + at(label)) * at(wanted) + i;
            company.member[to] = candidates[at((*chosen[s])[i])];
            company.kappa[to] = kappa[at((*chosen[s])[i])];
        }
}

}  // namespace

ControlCompany controlCompany(const JobInput& input,
                              const HeadClusters& clusters,
                              const jobs::JobContext& job) {
    const std::int64_t classes = clusters.dataset.classes();
    const std::size_t members =
        kControlSets * at(classes) * input.fields.at("added").get<std::size_t>();
    ControlCompany company{std::vector<std::int64_t>(at(classes), -1),
                           std::vector<std::int64_t>(members, -1),
                           std::vector<float>(members, kNone)};
    for (std::int64_t label = 0; label < classes; ++label) {
        job.throwIfCancelled();
        addClass(input, clusters, label, company);
        job.report.progress("choose", label + 1, classes);
    }
    if (std::ranges::count(company.target, -1) == classes)
        throw badInput(fmt::format("{} has no cluster; cluster again", clusters.cluster.id));
    const auto empty = std::ranges::count(company.member, -1);
    constexpr auto kSets = static_cast<std::int64_t>(kControlSets);
    if (empty > 0)
        job.report.warning(fmt::format(
            "{} of {} places beside the targets stay empty in all three sets alike, where a "
            "largest cluster or the tail of its class has fewer samples than --added asks for; "
            "cluster with --all-samples or more --centroids for more",
            empty / kSets,
            std::ssize(company.member) / kSets));
    return company;
}

std::vector<std::int64_t> controlSet(const ControlCompany& company, std::size_t set) {
    const std::size_t classes = company.target.size();
    const std::size_t added = company.member.size() / (kControlSets * classes);
    std::vector<std::int64_t> samples = company.target;
    for (std::size_t i = 0; i < added; ++i)
        for (std::size_t k = 0; k < classes; ++k)
            samples.push_back(company.member[(set * classes + k) * added + i]);
    std::erase(samples, -1);
    return samples;
}

}  // namespace winnow::run
