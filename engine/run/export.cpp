// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export.h"

#include "engine/data/export_request.h"
#include "engine/run/distilled_export.h"
#include "engine/run/executor.h"
#include "engine/run/field_choice.h"
#include "engine/store/error.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace winnow::run {
namespace {

using nlohmann::json;

JobOutcome exportOfDistilled(const JobInput& input, const jobs::JobContext& context) {
    const data::DistilledFormat as =
        data::distilledFormatOf(input.fields.at("format").get<std::string>());
    std::optional<std::int64_t> step;
    if (input.fields.contains("checkpoint")) step = input.fields.at("checkpoint");
    const DistilledSet set =
        openDistilled(input.project, input.fields.at("distilled").get<std::string>(), step);
    const json summary = data::exportDistilled(distilledExport(input.project, set, as),
                                               as,
                                               input.fields.at("to").get<std::string>(),
                                               context);
    return {{}, summary.dump()};
}

JobOutcome exportOfSelection(const JobInput& input, const jobs::JobContext& context) {
    const data::ExportFormat as =
        data::exportFormatOf(input.fields.at("format").get<std::string>());
    if (input.fields.contains("checkpoint"))
        throw badInput("a selection has no checkpoints; --checkpoint goes with --distilled");
    const store::ArtifactRow selection =
        input.project.find("selection", input.fields.at("selection").get<std::string>());
    data::ExportInput from = data::exportInput(input.project, selection);
    from.request.format = as;
    from.request.files = data::fileModeOf(input.fields.at("files").get<std::string>());
    const json summary = data::exportSubset(
        from.request, from.provenance, input.fields.at("to").get<std::string>(), context);
    return {{}, summary.dump()};
}

}  // namespace

JobOutcome runExport(const JobInput& input, const jobs::JobContext& context) {
    refuseBoth(input.fields, "selection", "distilled");
    return input.fields.contains("distilled") ? exportOfDistilled(input, context)
                                              : exportOfSelection(input, context);
}

}  // namespace winnow::run
