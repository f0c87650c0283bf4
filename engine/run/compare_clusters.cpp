// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/stopwatch.h"
#include "engine/run/cluster_comparison.h"
#include "engine/run/executor.h"
#include "engine/run/experiment_figures.h"

#include <nlohmann/json.hpp>

namespace winnow::run {

using nlohmann::json;

JobOutcome runCompareClusters(const JobInput& input, const jobs::JobContext&) {
    const jobs::Stopwatch watch;
    json result = clusterComparison(input.project,
                                    input.fields.at("cluster").get<std::vector<std::string>>());
    store::ArtifactDraft draft(
        input.project,
        artifactRow(
            input,
            "compare-clusters",
            "compare-clusters",
            input.fields.value("name", std::string{}),
            {result.at("clusters").at(0), result.at("clusters").at(1), result.at("dataset")}));
    const double seconds = watch.seconds();
    writeResult(draft, result, input.fields, seconds);
    return {draft.commit(result, seconds), result.dump()};
}

}  // namespace winnow::run
