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
    constexpr int kCancelledCode = 3;
    return ending.code == kCancelledCode ? store::JobState::Cancelled : store::JobState::Failed;
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
    const auto executor = executorOf(kind);
    json values = jobs::validated(declaration, fields);
    if (declaration.computes) settleMachine(values);

    store::JobLock lock(project, kind, specOf(kind, values));
    RelayReporter report(context.report, lock);
    try {
        const jobs::JobContext inner{context.stop, report};
        inner.throwIfCancelled();
        auto outcome =
            executor({project, values, lock.workFolder(), lock.resumed(), lock.id()}, inner);
        if (!outcome.artifact.empty()) report.artifact(outcome.artifact, declaration.makes);
        lock.finish(store::JobState::Done, {}, outcome.artifact);
        return outcome;
    } catch (...) {
        const auto ending = endingOfException();
        report.log(ending.detail.empty() ? ending.sentence
                                         : ending.sentence + ": " + ending.detail);
        lock.finish(stateOf(ending), ending.sentence);
        throw;
    }
}

}  // namespace winnow::run
