// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export.h"

#include "engine/data/export_request.h"
#include "engine/run/executor.h"

#include <nlohmann/json.hpp>

namespace winnow::run {

JobOutcome runExport(const JobInput& input, const jobs::JobContext& context) {
    const store::ArtifactRow selection =
        input.project.find("selection", input.fields.at("selection").get<std::string>());
    data::ExportInput from = data::exportInput(input.project, selection);
    from.request.format = data::exportFormatOf(input.fields.at("format").get<std::string>());
    from.request.files = data::fileModeOf(input.fields.at("files").get<std::string>());
    const nlohmann::json summary = data::exportSubset(
        from.request, from.provenance, input.fields.at("to").get<std::string>(), context);
    return {{}, summary.dump()};
}

}  // namespace winnow::run
