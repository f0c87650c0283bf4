// SPDX-License-Identifier: Apache-2.0
#include "engine/run/selection_rule.h"

#include "engine/jobs/declaration.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::run {
namespace {

using nlohmann::json;
using select::Stage;

std::optional<double> shareOf(const json& fields, const char* name) {
    if (!fields.contains(name)) return std::nullopt;
    return fields.at(name).get<double>();
}

select::KeepRule ruleOf(const json& fields) {
    if (fields.at("method") == "ids") return {.classCount = 0};
    select::KeepRule rule{.keep = shareOf(fields, "keep")};
    if (!fields.contains("floor")) return rule;
    if (fields.at("floor").is_number_integer())
        rule.classCount = fields.at("floor").get<std::int64_t>();
    else
        rule.classShare = fields.at("floor").get<double>();
    return rule;
}

select::RemovalOrder orderOf(const json& fields, const SelectionInputs& inputs) {
    const std::string method = fields.at("method");
    const std::int64_t seed = fields.value("seed", std::int64_t{0});
    if (method == "random") return select::randomOrder(inputs.scope(), seed);
    if (method == "ids") return select::allButOrder(inputs.scope(), inputs.ids);
    const select::RedundancyFacts facts{inputs.redundant, inputs.score, inputs.diagonal};
    const select::RedundancyChoice choice{.cap = shareOf(fields, "cap"),
                                          .thenOthers = fields.contains("keep")};
    if (method == "redundant") return select::redundantOrder(inputs.scope(), facts, choice);
    if (method == "lpntk-pipeline")
        return select::pipelineOrder(inputs.scope(),
                                     facts,
                                     {inputs.assignment, inputs.centroids, inputs.clusterClass},
                                     fields.at("head-cut").get<double>(),
                                     seed,
                                     choice);
    return select::scoreOrder(inputs.scope(), inputs.score);
}

}  // namespace

json validatedRule(json fields) {
    fields["name"] = "rule";
    json values = jobs::validated(jobs::declaration("select"), fields);
    values.erase("name");
    return values;
}

select::Selection selectionBy(const json& fields, const SelectionInputs& inputs) {
    select::Selection selection =
        select::applyOrder(inputs.scope(), orderOf(fields, inputs), ruleOf(fields));
    selection.warnings.insert(
        selection.warnings.end(), inputs.warnings.begin(), inputs.warnings.end());
    return selection;
}

json stageCounts(const std::array<std::int64_t, select::kStages>& counts) {
    const auto of = [&](Stage stage) { return counts[static_cast<std::size_t>(stage)]; };
    return {{"kept", of(Stage::Kept)},
            {"redundant", of(Stage::Redundant)},
            {"head_cut", of(Stage::HeadCut)},
            {"left_out", of(Stage::LeftOut)},
            {"validation", of(Stage::Validation)}};
}

std::array<std::int64_t, select::kStages> stageTotals(const select::Selection& selection) {
    std::array<std::int64_t, select::kStages> totals{};
    for (const auto& counts : selection.counts)
        for (std::size_t stage = 0; stage < counts.size(); ++stage) totals[stage] += counts[stage];
    return totals;
}

json selectionSummary(const json& fields,
                      const SelectionInputs& inputs,
                      const select::Selection& selection) {
    const auto totals = stageTotals(selection);
    json perClass = json::array();
    for (std::size_t k = 0; k < selection.counts.size(); ++k) {
        json row = stageCounts(selection.counts[k]);
        row["class"] = inputs.dataset.classNames.at(k);
        perClass.push_back(std::move(row));
    }
    json summary = stageCounts(totals);
    const auto kept = totals[static_cast<std::size_t>(Stage::Kept)];
    const auto validation = totals[static_cast<std::size_t>(Stage::Validation)];
    const auto fitted = inputs.dataset.train.size() - validation;
    summary["method"] = fields.at("method");
    summary["samples"] = inputs.dataset.train.size();
    summary["fitted"] = fitted;
    summary["excluded"] = std::ranges::count(inputs.excluded, std::uint8_t{1});
    summary["kept_share"] =
        fitted == 0 ? 1.0 : static_cast<double>(kept) / static_cast<double>(fitted);
    if (!inputs.scoreFacts.empty()) summary["score"] = json::parse(inputs.scoreFacts);
    summary["per_class"] = std::move(perClass);
    return summary;
}

}  // namespace winnow::run
