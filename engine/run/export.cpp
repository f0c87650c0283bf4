// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export.h"

#include "engine/data/export_request.h"
#include "engine/jobs/export_formats.h"
#include "engine/run/distilled_export.h"
#include "engine/run/executor.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::run {
namespace {

using nlohmann::json;

void requireFormat(const std::string& format,
                   const std::vector<std::string>& formats,
                   const char* what) {
    if (std::ranges::count(formats, format) == 0)
        throw badInput(fmt::format(
            "format {} is none for {}; it is {}", format, what, fmt::join(formats, ", ")));
}

JobOutcome exportOfDistilled(const JobInput& input, const jobs::JobContext& context) {
    const std::string format = input.fields.at("format");
    if (format != "same") requireFormat(format, jobs::distilledFormats(), "a distilled set");
    std::optional<std::int64_t> step;
    if (input.fields.contains("checkpoint")) step = input.fields.at("checkpoint");
    const DistilledSet set =
        openDistilled(input.project, input.fields.at("distilled").get<std::string>(), step);
    const data::DistilledFormat as = data::distilledFormatOf(format);
    const json summary = data::exportDistilled(distilledExport(input.project, set, as),
                                               as,
                                               input.fields.at("to").get<std::string>(),
                                               context);
    return {{}, summary.dump()};
}

JobOutcome exportOfSelection(const JobInput& input, const jobs::JobContext& context) {
    const std::string format = input.fields.at("format");
    requireFormat(format, jobs::selectionFormats(), "a selection");
    const store::ArtifactRow selection =
        input.project.find("selection", input.fields.at("selection").get<std::string>());
    data::ExportInput from = data::exportInput(input.project, selection);
    from.request.format = data::exportFormatOf(format);
    from.request.files = data::fileModeOf(input.fields.at("files").get<std::string>());
    const json summary = data::exportSubset(
        from.request, from.provenance, input.fields.at("to").get<std::string>(), context);
    return {{}, summary.dump()};
}

}  // namespace

JobOutcome runExport(const JobInput& input, const jobs::JobContext& context) {
    const bool distilled = input.fields.contains("distilled");
    if (distilled && input.fields.contains("selection"))
        throw badInput("export takes --selection or --distilled, not both");
    return distilled ? exportOfDistilled(input, context) : exportOfSelection(input, context);
}

}  // namespace winnow::run
