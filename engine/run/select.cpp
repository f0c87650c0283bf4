// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/stopwatch.h"
#include "engine/run/executor.h"
#include "engine/run/selection_inputs.h"
#include "engine/run/selection_rule.h"

#include <nlohmann/json.hpp>

namespace winnow::run {
namespace {

using nlohmann::json;

void writeSelection(store::ArtifactDraft& draft,
                    const json& fields,
                    const SelectionInputs& inputs,
                    const select::Selection& selection,
                    const json& summary) {
    const auto n = std::ssize(selection.kept);
    draft.write<std::uint8_t>("kept.npy", selection.kept, {n});
    draft.write<std::uint8_t>("stage.npy", selection.stage, {n});
    if (!inputs.score.empty()) {
        const std::vector<float> score(inputs.score.begin(), inputs.score.end());
        draft.write<float>("score.npy", score, {n});
    }
    json text = summary;
    text["rule"] = fields;
    draft.writeText("selection.json", text.dump(2));
}

}  // namespace

JobOutcome runSelect(const JobInput& input, const jobs::JobContext& context) {
    const jobs::Stopwatch watch;
    const SelectionInputs inputs = selectionInputs(input, context);
    context.throwIfCancelled();
    if (!inputs.judged.empty())
        context.report.warning(
            "the kernel covers only part of the data set; the other samples are kept, and shares "
            "are of the part it covers");
    const select::Selection selection = selectionBy(input.fields, inputs);
    for (const std::string& warning : selection.warnings) context.report.warning(warning);

    store::ArtifactDraft draft(input.project,
                               artifactRow(input,
                                           "select",
                                           "selection",
                                           input.fields.value("name", std::string{}),
                                           inputs.parents));
    const json summary = selectionSummary(input.fields, inputs, selection);
    writeSelection(draft, input.fields, inputs, selection, summary);
    return {draft.commit(summary, watch.seconds()), summary.dump()};
}

}  // namespace winnow::run
