// SPDX-License-Identifier: Apache-2.0
#include "engine/data/import.h"

#include "engine/jobs/stopwatch.h"
#include "engine/run/executor.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace winnow::run {

namespace {

data::ImportOptions importOptions(const nlohmann::json& fields) {
    data::ImportOptions options;
    options.format = data::formatOf(fields.value("format", std::string("auto")));
    options.channels = fields.value("channels", std::int64_t{0});
    options.limit = fields.value("limit", std::int64_t{0});
    options.seed = static_cast<std::uint64_t>(fields.value("seed", std::int64_t{0}));
    options.testShare = fields.value("test-share", 0.0);
    options.flipShare = fields.value("flip-labels", 0.0);
    // "HxW", as validation has left it.
    const std::string size = fields.value("size", std::string());
    const char* const end = size.data() + size.size();
    const auto height = std::from_chars(size.data(), end, options.height);
    if (height.ptr < end) std::from_chars(height.ptr + 1, end, options.width);
    return options;
}

}  // namespace

JobOutcome runImport(const JobInput& input, const jobs::JobContext& context) {
    const jobs::Stopwatch watch;
    const std::string name = input.fields.at("name");
    store::ArtifactDraft draft(input.project, artifactRow(input, "import", "dataset", name, {}));
    const nlohmann::json summary = data::writeDataset(draft,
                                                      input.fields.at("source").get<std::string>(),
                                                      importOptions(input.fields),
                                                      name,
                                                      context);
    return {draft.commit(summary, watch.seconds()), summary.dump()};
}

}  // namespace winnow::run
