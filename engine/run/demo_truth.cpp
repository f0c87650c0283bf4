// SPDX-License-Identifier: Apache-2.0
#include "engine/run/demo_truth.h"

#include "engine/store/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

namespace winnow::run {
namespace {

using nlohmann::ordered_json;

// engine/data/planted.h, PlantedKind; stored so in truth_kind.npy.
enum Kind : std::uint8_t { kPlain, kExactDuplicate, kNearDuplicate, kLabelError };

template <typename T>
std::vector<T> column(const store::Project& project,
                      const std::string& artifact,
                      const char* file) {
    const store::Array array = project.read(artifact, file);
    return {array.as<T>().begin(), array.as<T>().end()};
}

std::vector<std::int64_t> rowsOfKind(const std::vector<std::uint8_t>& kinds, Kind wanted) {
    std::vector<std::int64_t> rows;
    for (std::size_t i = 0; i < kinds.size(); ++i)
        if (kinds[i] == wanted) rows.push_back(static_cast<std::int64_t>(i));
    return rows;
}

ordered_json row(const char* question, std::size_t planted, std::size_t found, double byChance) {
    return {
        {"question", question},
        {"planted", planted},
        {"found", found},
        {"recall", planted > 0 ? static_cast<double>(found) / static_cast<double>(planted) : 0.0},
        {"by chance", byChance}};
}

/// Ids ordered by a key, largest first, ties by rising id.
template <typename Key>
std::vector<std::int64_t> ranked(std::size_t n, const Key& key) {
    std::vector<std::int64_t> order(n);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        return key(b) < key(a);
    });
    return order;
}

/// How many of `planted` are among the first as many ranked samples.
std::size_t amongTheFirst(const std::vector<std::int64_t>& order,
                          const std::vector<std::int64_t>& planted) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < planted.size(); ++i) found += std::ranges::count(planted, order[i]);
    return found;
}

/// The partners of both duplicates and their originals as the kernel sees them.
struct Duplicates {
    const store::Project& project;
    const std::string& kernel;

    std::vector<std::uint8_t> redundant = column<std::uint8_t>(project, kernel, "redundant.npy");
    std::vector<float> diagonal = column<float>(project, kernel, "diagonal.npy");
    store::Array partners = project.read(kernel, "neighbours.npy");
    store::Array values = project.read(kernel, "neighbour_values.npy");
    double threshold =
        ordered_json::parse(project.artifact(kernel)->spec).at("fields").at("threshold");

    [[nodiscard]] bool interchangeable(std::int64_t sample, std::int64_t original) const {
        const std::int64_t width = partners.shape.at(1);
        for (std::int64_t i = 0; i < width; ++i) {
            const auto at = static_cast<std::size_t>(sample * width + i);
            if (partners.as<std::int64_t>()[at] == original)
                return values.as<float>()[at] >=
                       threshold * std::max(diagonal[sample], diagonal[original]);
        }
        return false;
    }
};

void addDuplicates(ordered_json& rows,
                   const Duplicates& kernel,
                   const std::vector<std::uint8_t>& kinds,
                   const std::vector<std::int64_t>& originals,
                   Kind kind,
                   const char* asRedundant,
                   const char* asPartner) {
    const auto planted = rowsOfKind(kinds, kind);
    const auto flagged = static_cast<double>(
        std::accumulate(kernel.redundant.begin(), kernel.redundant.end(), std::int64_t{0}));
    std::size_t redundant = 0, either = 0;
    for (const std::int64_t sample : planted) {
        const bool isRedundant = kernel.redundant[static_cast<std::size_t>(sample)] != 0;
        redundant += isRedundant;
        either += isRedundant ||
                  kernel.interchangeable(sample, originals[static_cast<std::size_t>(sample)]);
    }
    const double chance =
        static_cast<double>(planted.size()) * flagged / static_cast<double>(kinds.size());
    rows.push_back(row(asRedundant, planted.size(), redundant, chance));
    rows.push_back(row(asPartner, planted.size(), either, chance));
}

}  // namespace

ordered_json scoreAgainstTruth(const store::Project& project,
                               const std::string& dataset,
                               const std::string& run,
                               const std::string& lpntk) {
    const auto kinds = column<std::uint8_t>(project, dataset, "truth_kind.npy");
    const auto originals = column<std::int64_t>(project, dataset, "truth_original.npy");
    ordered_json rows = ordered_json::array();
    const Duplicates kernel{project, lpntk};
    addDuplicates(rows,
                  kernel,
                  kinds,
                  originals,
                  kExactDuplicate,
                  "exact duplicates found redundant",
                  "exact duplicates found redundant or interchangeable with their original");
    addDuplicates(rows,
                  kernel,
                  kinds,
                  originals,
                  kNearDuplicate,
                  "near duplicates found redundant",
                  "near duplicates found redundant or interchangeable with their original");

    const auto errors = rowsOfKind(kinds, kLabelError);
    const double chance =
        static_cast<double>(errors.size() * errors.size()) / static_cast<double>(kinds.size());
    const auto labels = column<std::int64_t>(project, dataset, "labels.npy");
    const store::Array means = project.read(lpntk, "class_mean.npy");
    const auto classes = static_cast<std::size_t>(means.shape.at(1));
    // At odds with its own class: mean kappa to it, by the length of the sample's own gradient
    // (methods/lpntk.md, section 4.9).
    const auto contradiction = [&](std::int64_t i) {
        const auto at = static_cast<std::size_t>(i);
        const double own = means.as<float>()[at * classes + static_cast<std::size_t>(labels[at])];
        return kernel.diagonal[at] > 0 ? -own / std::sqrt(static_cast<double>(kernel.diagonal[at]))
                                       : 0.0;
    };
    rows.push_back(row("label errors among the most contradictory samples",
                       errors.size(),
                       amongTheFirst(ranked(kinds.size(), contradiction), errors),
                       chance));

    const auto events = column<std::int64_t>(project, run, "forgetting.npy");
    const auto never = column<std::uint8_t>(project, run, "never_learned.npy");
    const auto difficulty = column<double>(project, run, "difficulty.npy");
    // Never learned ranks above every count (methods/lpntk.md, section 2); equals by learning
    // difficulty.
    const auto forgotten = [&](std::int64_t i) {
        const auto at = static_cast<std::size_t>(i);
        return std::tuple{never[at], events[at], difficulty[at]};
    };
    rows.push_back(row("label errors among the most forgotten samples",
                       errors.size(),
                       amongTheFirst(ranked(kinds.size(), forgotten), errors),
                       chance));
    const auto hardness = [&](std::int64_t i) { return difficulty[static_cast<std::size_t>(i)]; };
    rows.push_back(row("label errors among the most difficult samples",
                       errors.size(),
                       amongTheFirst(ranked(kinds.size(), hardness), errors),
                       chance));
    return rows;
}

double keptShare(const store::Project& project,
                 const std::string& selection,
                 const std::string& run) {
    const auto kept = column<std::uint8_t>(project, selection, "kept.npy");
    const auto fitted = column<std::uint8_t>(project, run, "fitted.npy");
    double all = 0, left = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        all += fitted[i];
        left += fitted[i] != 0 && kept[i] != 0;
    }
    if (all == 0) throw internalError("a run without fitted samples");
    return left / all;
}

ordered_json clusterSizes(const store::Project& project, const std::string& cluster) {
    const auto sizes = column<std::int64_t>(project, cluster, "sizes.npy");
    const auto classes = column<std::int64_t>(project, cluster, "cluster_class.npy");
    std::map<std::int64_t, std::vector<std::int64_t>> byClass;
    for (std::size_t i = 0; i < sizes.size(); ++i) byClass[classes[i]].push_back(sizes[i]);
    ordered_json rows = ordered_json::array();
    for (const auto& [label, members] : byClass)
        rows.push_back({{"class", label},
                        {"clusters", members.size()},
                        {"largest", *std::ranges::max_element(members)},
                        {"of one member", std::ranges::count(members, 1)}});
    return rows;
}

}  // namespace winnow::run
