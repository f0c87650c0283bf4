// SPDX-License-Identifier: Apache-2.0
#include "engine/run/selection_preview.h"

#include "engine/run/selection_inputs.h"
#include "engine/run/selection_rule.h"
#include "engine/store/error.h"

#include <nlohmann/json.hpp>

namespace winnow::run {
namespace {

using nlohmann::json;

json previewedRule(json fields) {
    if (!fields.is_object()) throw badInput("fields must be a JSON object");
    json values = validatedRule(std::move(fields));
    if (values.at("method") == "lpntk-pipeline" && !values.contains("cluster"))
        throw badInput("a preview of lpntk-pipeline needs cluster: cluster the kernel first");
    return values;
}

std::vector<std::int64_t> openPerClass(const SelectionInputs& inputs) {
    const auto scope = inputs.scope();
    std::vector<std::int64_t> open(static_cast<std::size_t>(scope.classes));
    for (std::int64_t i = 0; i < std::ssize(scope.labels); ++i)
        open[static_cast<std::size_t>(scope.labels[static_cast<std::size_t>(i)])] +=
            scope.open(i) ? 1 : 0;
    return open;
}

std::string digitsOf(const std::vector<std::uint8_t>& stages) {
    std::string digits;
    for (const std::uint8_t stage : stages) digits.push_back(static_cast<char>('0' + stage));
    return digits;
}

}  // namespace

json selectionPreview(store::Project& project,
                      const json& fields,
                      FeatureScoreCache& cache,
                      const jobs::JobContext& context) {
    const json rule = previewedRule(fields);
    const SelectionInputs inputs = selectionInputs({project, rule, {}, false, {}}, context, &cache);
    const select::Selection selection = selectionBy(rule, inputs);
    json answer = selectionSummary(rule, inputs, selection);
    answer["rule"] = rule;
    answer["stage"] = digitsOf(selection.stage);
    answer["open"] = openPerClass(inputs);
    answer["warnings"] = selection.warnings;
    return answer;
}

}  // namespace winnow::run
