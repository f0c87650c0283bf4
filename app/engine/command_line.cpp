// SPDX-License-Identifier: Apache-2.0
#include "app/engine/command_line.h"

#include "app/engine/output.h"
#include "app/engine/reading_verbs.h"
#include "app/engine/verbs.h"
#include "app/engine/working_verbs.h"
#include "engine/store/error.h"
#include "engine/store/version.h"

#include <algorithm>
#include <new>
#include <signal.h>
#include <string_view>

namespace winnow::app {
namespace {

using Words = std::span<char* const>;

bool isHelp(std::string_view word) { return word == "--help" || word == "-h"; }

/// The arguments of a verb with validated fields, or the help having been printed.
std::optional<Arguments> argumentsOf(const Verb& verb, Words words) {
    auto arguments = parseArguments(verb, words);
    if (arguments.help) {
        writeOut(verbHelp(verb));
        return std::nullopt;
    }
    arguments.fields = jobs::validated(verb.declaration, arguments.fields);
    return arguments;
}

int doCalc(Words words) {
    if (words.empty()) throw badInput("calc needs a verb; `winnow-engine calc --help` lists them");
    if (isHelp(words.front())) {
        writeOut(calcHelp());
        return 0;
    }
    const auto verb = calcVerb(words.front());
    const auto arguments = argumentsOf(verb, words.subspan(1));
    return arguments ? calc(verb.declaration.kind, *arguments) : 0;
}

int doExperiment(Words words) {
    if (words.empty())
        throw badInput("experiment needs a kind; `winnow-engine experiment --help` lists them");
    if (isHelp(words.front())) {
        writeOut(experimentHelp());
        return 0;
    }
    const auto& verb = experimentVerb(words.front());
    const auto arguments = argumentsOf(verb, words.subspan(1));
    return arguments ? runJob(verb.declaration.kind, *arguments) : 0;
}

int doVerb(std::string_view name, Words words) {
    if (name == "calc") return doCalc(words);
    if (name == kExperiment) return doExperiment(words);
    const auto& verb = verbNamed(name);
    const auto arguments = argumentsOf(verb, words);
    if (!arguments) return 0;
    if (name == "list") return list(*arguments);
    if (name == "show") return show(*arguments);
    if (name == "check") return check(*arguments);
    if (name == "jobs") return listJobs(*arguments);
    if (name == "run") return runJobFile(*arguments);
    if (name == "serve") return serve(*arguments);
    return runJob(verb.declaration.kind, *arguments);
}

int dispatch(Words words) {
    if (words.empty()) throw badInput("a verb is missing; `winnow-engine --help` lists them");
    const std::string_view first = words.front();
    if (isHelp(first)) {
        writeOut(programHelp());
        return 0;
    }
    if (first == "--version") {
        writeOut("winnow-engine " + std::string(store::versionText()) + '\n');
        return 0;
    }
    return doVerb(first, words.subspan(1));
}

}  // namespace

int runCommandLine(std::span<char* const> arguments) noexcept {
    signal(SIGPIPE, SIG_IGN);  // a reader that has gone away must not take the job with it
    try {
        return dispatch(arguments.subspan(std::min<std::size_t>(1, arguments.size())));
    } catch (const Error& error) {
        writeError(error.what());
        return exitCodeOf(error.kind());
    } catch (const std::bad_alloc&) {
        writeError("there is not enough memory");
        return exitCodeOf(ErrorKind::OutOfResources);
    } catch (const std::exception& error) {
        writeError(
            "something went wrong that Winnow did not expect; WINNOW_DEBUG=1 shows the technical "
            "message");
        if (std::getenv("WINNOW_DEBUG") != nullptr) writeError(error.what());
        return exitCodeOf(ErrorKind::Internal);
    }
}

}  // namespace winnow::app
