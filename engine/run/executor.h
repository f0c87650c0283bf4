// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/store/project.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>

namespace winnow::run {

/// What a job kind's executor is handed: validated fields, the open project, and a folder for
/// partial results. `device` in the fields is already settled: "cpu" or "cuda"; `threads` is
/// already in force.
struct JobInput {
    store::Project& project;
    const nlohmann::json& fields;      ///< as jobs::validated returned them
    std::filesystem::path workFolder;  ///< survives a crash; gone after success
    bool resumed = false;  ///< the work folder holds an earlier attempt's partial results
    std::string jobId;
};

/// Id of the artifact that was made (empty when none), and what to tell the person: a JSON object
/// of named figures. Arrays of objects in it are shown as tables.
struct JobOutcome {
    std::string artifact;
    std::string summary;  ///< JSON
};

/// Executes one job kind. Throws Error, Cancelled.
using Executor = JobOutcome (*)(const JobInput&, const jobs::JobContext&);

/// The executor of a kind; throws Error{Internal} when a declared kind has none (a test walks all
/// of them).
[[nodiscard]] Executor executorOf(std::string_view kind);

// One file per job kind: run/import.cpp, run/train.cpp, ...
JobOutcome runDemo(const JobInput&, const jobs::JobContext&);
JobOutcome runImport(const JobInput&, const jobs::JobContext&);
JobOutcome runTrain(const JobInput&, const jobs::JobContext&);
JobOutcome runKernel(const JobInput&, const jobs::JobContext&);
JobOutcome runCluster(const JobInput&, const jobs::JobContext&);
JobOutcome runSelect(const JobInput&, const jobs::JobContext&);
JobOutcome runEmbed(const JobInput&, const jobs::JobContext&);
JobOutcome runCompareClusters(const JobInput&, const jobs::JobContext&);
JobOutcome runEvaluate(const JobInput&, const jobs::JobContext&);
JobOutcome runExport(const JobInput&, const jobs::JobContext&);
JobOutcome runForgettingPrediction(const JobInput&, const jobs::JobContext&);
JobOutcome runGapCheck(const JobInput&, const jobs::JobContext&);
JobOutcome runDifficulty(const JobInput&, const jobs::JobContext&);
JobOutcome runDifficultyControl(const JobInput&, const jobs::JobContext&);
JobOutcome runSmallBudget(const JobInput&, const jobs::JobContext&);
JobOutcome runFindings(const JobInput&, const jobs::JobContext&);
JobOutcome runLabelFlips(const JobInput&, const jobs::JobContext&);
JobOutcome runDistill(const JobInput&, const jobs::JobContext&);
JobOutcome runKernelCurve(const JobInput&, const jobs::JobContext&);
JobOutcome runTransfer(const JobInput&, const jobs::JobContext&);

/// Fields every artifact row takes from its job: kind, spec, parents, seed, job.
[[nodiscard]] store::ArtifactRow artifactRow(const JobInput& input,
                                             std::string_view jobKind,
                                             std::string_view artifactKind,
                                             std::string_view name,
                                             std::vector<std::string> parents);

/// One whole job: validates `fields`, locks, executes, records the end. `demo` runs its steps
/// through it. Artifacts, progress and metrics go to `context.report`. Throws Error, Cancelled.
JobOutcome runJob(store::Project& project,
                  std::string_view kind,
                  const nlohmann::json& fields,
                  const jobs::JobContext& context);

/// `winnow-engine calc VERB`: `fields` are validated against jobs::calcDeclaration(verb), input
/// files exist, outputs go to fields["out"] (atomically). Returns what is to be printed, alone, on
/// stdout; empty for a verb that only writes. Throws Error, Cancelled.
[[nodiscard]] std::string calc(std::string_view verb,
                               const nlohmann::json& fields,
                               const jobs::JobContext& context);

/// `winnow-engine serve`: one JSON request a line in, one JSON answer a line out, until the input
/// ends (which is also how a stop request arrives). A bad request is answered by an error object
/// and does not end the service.
void serve(store::Project& project,
           std::istream& requests,
           std::ostream& answers,
           const jobs::JobContext& context);

}  // namespace winnow::run
