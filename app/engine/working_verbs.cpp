// SPDX-License-Identifier: Apache-2.0
#include "app/engine/working_verbs.h"

#include "app/engine/compute_library.h"
#include "app/engine/event_reporter.h"
#include "app/engine/job_file.h"
#include "app/engine/output.h"
#include "app/engine/report.h"
#include "app/engine/standard_input.h"
#include "app/engine/stop_signals.h"
#include "engine/jobs/stopwatch.h"
#include "engine/store/error.h"

#include <cstdlib>
#include <iostream>

namespace winnow::app {
namespace {

std::string cancelledSentence(bool resumable) {
    return resumable ? "cancelled; the same command again goes on from where it stopped"
                     : "cancelled; nothing was stored, and the same command starts over";
}

/// Tells how the work ended and returns its exit code.
int conclude(Report& report, run::Ending ending, bool resumable, double seconds) {
    if (ending.code == exit_code::kCancelled) ending.sentence = cancelledSentence(resumable);
    report.ended(ending, seconds);
    if (ending.code != 0) writeError(ending.sentence);
    if (!ending.detail.empty() && std::getenv("WINNOW_DEBUG") != nullptr) writeError(ending.detail);
    return ending.code;
}

}  // namespace

int runJob(const std::string& kind, const Arguments& arguments) {
    const jobs::Stopwatch watch;
    const bool resumable = jobs::declaration(kind).resumable;
    const auto report = makeReport(arguments.events, arguments.verbose);
    // Runs beside the work that does not stop, so it must not touch the reporter.
    const StopSignals signals([&] {
        if (arguments.events)
            writeOut(errorEvent(exit_code::kCancelled, cancelledSentence(resumable)));
        writeError(cancelledSentence(resumable));
    });
    const auto library = loadComputeLibrary();
    run::Ending ending;
    library.runJob(arguments.project, kind, arguments.fields, {signals.token(), *report}, ending);
    return conclude(*report, ending, resumable, watch.seconds());
}

int runJobFile(const Arguments& arguments) {
    auto job = readJobFile(arguments.fields.at("job").get<std::string>());
    Arguments own = arguments;
    own.project = job.project.string();
    own.fields = jobs::validated(jobs::declaration(job.kind), job.fields);
    return runJob(job.kind, own);
}

int calc(const std::string& verb, const Arguments& arguments) {
    const jobs::Stopwatch watch;
    const auto report = makeReport(false, arguments.verbose);
    const StopSignals signals([] { writeError(cancelledSentence(false)); });
    const auto library = loadComputeLibrary();
    run::Ending ending;
    library.calc(verb, arguments.fields, {signals.token(), *report}, ending);
    return conclude(*report, ending, false, watch.seconds());
}

int serve(const Arguments& arguments) {
    const StopSignals signals([] {});
    const auto library = loadComputeLibrary();
    StandardInput input(signals.token());
    std::istream requests(&input);
    jobs::SilentReporter silent;
    run::Ending ending;
    library.serve(arguments.project, requests, std::cout, {signals.token(), silent}, ending);
    if (ending.code != 0 && ending.code != exit_code::kCancelled) writeError(ending.sentence);
    return ending.code;
}

}  // namespace winnow::app
