// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/store/project.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace winnow::run {

/// What a job kind's executor is handed: validated fields, the open project, and a folder for partial results.
struct JobInput {
    store::Project& project;
    const nlohmann::json& fields;        ///< as jobs::validated returned them
    std::filesystem::path workFolder;    ///< survives a crash; gone after success
    bool resumed = false;                ///< the work folder holds an earlier attempt's partial results
    std::string jobId;
};

/// Id of the artifact that was made (empty when none), and what to tell the person: a JSON object of named figures.
struct JobOutcome {
    std::string artifact;
    std::string summary;  ///< JSON
};

/// Executes one job kind. Throws Error, Cancelled.
using Executor = JobOutcome (*)(const JobInput&, const jobs::JobContext&);

/// The executor of a kind; throws Error{Internal} when a declared kind has none (a test walks all of them).
[[nodiscard]] Executor executorOf(std::string_view kind);

// One file per job kind: run/import.cpp, run/train.cpp, ...
JobOutcome runImport(const JobInput&, const jobs::JobContext&);
JobOutcome runTrain(const JobInput&, const jobs::JobContext&);
JobOutcome runKernel(const JobInput&, const jobs::JobContext&);
JobOutcome runCluster(const JobInput&, const jobs::JobContext&);
JobOutcome runSelect(const JobInput&, const jobs::JobContext&);
JobOutcome runEmbed(const JobInput&, const jobs::JobContext&);
JobOutcome runExport(const JobInput&, const jobs::JobContext&);

/// Fields every artifact row takes from its job: kind, spec, parents, seed, job.
[[nodiscard]] store::ArtifactRow artifactRow(const JobInput& input, std::string_view jobKind, std::string_view artifactKind,
                                             std::string_view name, std::vector<std::string> parents);

}  // namespace winnow::run
