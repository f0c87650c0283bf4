// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/declaration.h"
#include "engine/models/device.h"
#include "engine/run/ending.h"
#include "engine/run/executor.h"
#include "engine/run/relay_reporter.h"

#include <nlohmann/json.hpp>

namespace winnow::run {
namespace {

using nlohmann::json;

json specOf(std::string_view kind, const json& fields) {
    return {{"kind", kind}, {"fields", fields}};
}

/// Where and with how many threads: said in the fields from here on, so that an artifact tells what
/// really made it.
void settleMachine(json& fields) {
    const auto device = models::chooseDevice(fields.at("device").get<std::string>());
    fields["device"] = models::deviceName(device);
    models::useThreads(fields.at("threads").get<std::int64_t>());
}

store::JobState stateOf(const Ending& ending) {
    return ending.code == exit_code::kCancelled ? store::JobState::Cancelled
                                                : store::JobState::Failed;
}

/// Runs the executor; a failure goes into the job's log and the catalogue before it goes on to the
/// caller.
JobOutcome executed(std::string_view kind,
                    const JobInput& input,
                    const jobs::JobContext& context,
                    RelayReporter& report,
                    store::JobLock& lock) {
    try {
        context.throwIfCancelled();
        return executorOf(kind)(input, context);
    } catch (...) {
        const auto ending = endingOfException();
        report.log(ending.detail.empty() ? ending.sentence
                                         : ending.sentence + ": " + ending.detail);
        try {
            lock.finish(stateOf(ending), ending.sentence);
        } catch (const Error&) {
            // On a full disk the row cannot be written either; what the person must hear is the
            // first failure.
        }
        throw;
    }
}

}  // namespace

store::ArtifactRow artifactRow(const JobInput& input,
                               std::string_view jobKind,
                               std::string_view artifactKind,
                               std::string_view name,
                               std::vector<std::string> parents) {
    store::ArtifactRow row;
    row.kind = artifactKind;
    row.name = name;
    row.spec = store::canonical(specOf(jobKind, input.fields));
    row.parents = std::move(parents);
    row.seed = input.fields.value("seed", std::int64_t{0});
    row.job = input.jobId;
    return row;
}

JobOutcome runJob(store::Project& project,
                  std::string_view kind,
                  const json& fields,
                  const jobs::JobContext& context) {
    const auto& declaration = jobs::declaration(kind);
    json values = jobs::validated(declaration, fields);
    if (declaration.computes) settleMachine(values);

    store::JobLock lock(project, kind, specOf(kind, values));
    RelayReporter report(context.report, lock);
    const JobInput input{project, values, lock.workFolder(), lock.resumed(), lock.id()};
    auto outcome = executed(kind, input, {context.stop, report}, report, lock);
    if (!outcome.artifact.empty()) report.artifact(outcome.artifact, declaration.makes);
    lock.finish(store::JobState::Done, {}, outcome.artifact);
    return outcome;
}

}  // namespace winnow::run
