// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/embedding.h"
#include "engine/empirical/kernel_artifact.h"
#include "engine/jobs/stopwatch.h"
#include "engine/models/device.h"
#include "engine/run/executor.h"

#include <nlohmann/json.hpp>

namespace winnow::run {

JobOutcome runEmbed(const JobInput& input, const jobs::JobContext& context) {
    const jobs::Stopwatch watch;
    const auto device = models::deviceNamed(input.fields.at("device").get<std::string>());
    empirical::KernelArtifact kernel =
        empirical::openKernel(input.project, input.fields.at("kernel").get<std::string>(), device);
    kernel.options.seed = input.fields.at("seed");

    std::vector<std::int64_t> ids = empirical::trainingIds(kernel.source);
    if (input.project.has(kernel.row.id, "sample.npy")) {
        const store::Array stored = input.project.read(kernel.row.id, "sample.npy");
        ids.assign(stored.as<std::int64_t>().begin(), stored.as<std::int64_t>().end());
    }
    const empirical::SampleSet samples = empirical::sampleSet(kernel.source, ids);
    const empirical::Embedding map = empirical::embed(
        *kernel.source.model, samples, kernel.options, input.fields.at("dimensions"), context);

    store::ArtifactDraft draft(input.project,
                               artifactRow(input,
                                           "embed",
                                           "embedding",
                                           input.fields.value("name", std::string{}),
                                           {kernel.row.id}));
    const auto n = static_cast<std::int64_t>(ids.size());
    draft.write<float>("coordinates.npy", map.coordinates, {n, map.dimensions});
    draft.write<std::int64_t>("sample.npy", ids, {n});
    draft.write<double>("eigenvalues.npy", map.eigenvalues, {map.dimensions});
    const nlohmann::json summary{{"kernel", kernel.row.id},
                                 {"samples", n},
                                 {"dimensions", map.dimensions},
                                 {"share_of_trace", map.share}};
    const double seconds = watch.seconds();
    return {draft.commit(summary, seconds), summary.dump()};
}

}  // namespace winnow::run
