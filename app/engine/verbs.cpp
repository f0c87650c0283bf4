// SPDX-License-Identifier: Apache-2.0
#include "app/engine/verbs.h"

#include "engine/jobs/nearest.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace winnow::app {
namespace {

using jobs::Declaration;
using jobs::Field;
using jobs::FieldType;

Field jsonFlag() {
    return {.name = "json",
            .type = FieldType::Flag,
            .help = "Print JSON instead of text.",
            .defaultValue = "false",
            .group = "Output"};
}

Verb listVerb() {
    return {.declaration = {
                .kind = "list",
                .title = "List what a project holds",
                .help = "Data sets, runs, kernels, clusters, selections, maps and experiments, "
                        "oldest first.",
                .fields = {{.name = "kind",
                            .type = FieldType::Choice,
                            .help = "Only this kind.",
                            .positional = true,
                            .choices = jobs::artifactKinds(),
                            .group = "What"},
                           jsonFlag()}}};
}

Verb showVerb() {
    return {.declaration = {
                .kind = "show",
                .title = "Show one result",
                .help = "What made it, from what, with which settings; its figures and files.",
                .fields = {{.name = "id",
                            .type = FieldType::Text,
                            .help = "Its id (run-2, job-7) or name.",
                            .required = true,
                            .positional = true,
                            .group = "What"},
                           jsonFlag()}}};
}

Verb checkVerb() {
    return {
        .declaration = {
            .kind = "check",
            .title = "Check a project for damage",
            .help =
                "Reads every file and compares sizes and checksums with the catalogue. Exit code "
                "0: whole; 2: one line on stdout per damage."}};
}

Verb jobsVerb() {
    return {
        .declaration =
            {.kind = "jobs",
             .title = "List jobs",
             .help =
                 "With a project: its jobs and how they stand. Without: every kind of job; with "
                 "--json also their fields.",
             .fields = {jsonFlag()}},
        .project = ProjectArgument::Optional};
}

Verb runVerb() {
    return {.declaration = {.kind = "run",
                            .title = "Run a job from a file",
                            .help = "JOB.json is {\"kind\": \"train\", \"project\": \"PATH\", "
                                    "\"fields\": {\"dataset\": "
                                    "\"digits\", \"epochs\": 10}}; `winnow-engine jobs --json` "
                                    "lists kinds and fields. "
                                    "Relative paths are taken from the working folder.",
                            .fields = {{.name = "job",
                                        .type = FieldType::Path,
                                        .help = "The JSON file.",
                                        .required = true,
                                        .positional = true,
                                        .mustExist = true,
                                        .group = "What"}}},
            .project = ProjectArgument::None,
            .reports = true};
}

Verb serveVerb() {
    return {.declaration = {
                .kind = "serve",
                .title = "Answer questions about a project",
                .help =
                    "Reads one JSON request a line on stdin and writes one JSON answer a line on "
                    "stdout, until stdin ends. Keeps weights in memory between requests."}};
}

std::string lineFor(std::string_view name, std::string_view title) {
    return fmt::format("  {:<12}{}\n", name, title);
}

}  // namespace

const std::vector<Verb>& verbs() {
    static const std::vector<Verb> all = [] {
        std::vector<Verb> list;
        for (const auto& kind : jobs::declarations())
            list.push_back({.declaration = kind,
                            .reports = true,
                            .prefix = kind.family.empty() ? "" : kind.family + ' '});
        for (auto&& verb :
             {listVerb(), showVerb(), checkVerb(), jobsVerb(), runVerb(), serveVerb()})
            list.push_back(verb);
        return list;
    }();
    return all;
}

const Verb& verbNamed(std::string_view name) {
    const auto found = std::ranges::find_if(verbs(), [&](const Verb& verb) {
        return verb.prefix.empty() && verb.declaration.kind == name;
    });
    if (found != verbs().end()) return *found;
    std::vector<std::string> names{"calc", std::string(kExperiment)};
    for (const auto& verb : verbs())
        if (verb.prefix.empty()) names.push_back(verb.declaration.kind);
    throw badInput(fmt::format("there is no verb \"{}\"{}; `winnow-engine --help` lists them",
                               name,
                               jobs::suggestion(name, names)));
}

const Verb& experimentVerb(std::string_view name) {
    std::vector<std::string> names;
    for (const Verb& verb : verbs()) {
        if (verb.declaration.family != kExperiment) continue;
        if (verb.declaration.kind == name) return verb;
        names.push_back(verb.declaration.kind);
    }
    throw badInput(fmt::format("there is no experiment \"{}\"{}; there are {}",
                               name,
                               jobs::suggestion(name, names),
                               fmt::join(names, ", ")));
}

Verb calcVerb(std::string_view name) {
    return {.declaration = jobs::calcDeclaration(name),
            .project = ProjectArgument::None,
            .prefix = "calc "};
}

std::string programHelp() {
    std::string text =
        "Winnow's engine: what a data set does to the network that learns it.\n\n"
        "Usage: winnow-engine VERB ...          `winnow-engine VERB --help` explains "
        "one\n\nJobs:\n";
    for (const auto& verb : verbs()) {
        if (!verb.prefix.empty()) continue;
        if (verb.declaration.kind == "list") {
            text += lineFor(kExperiment, "The papers' experiments on your own data");
            text += "\nLooking and scripting:\n";
        }
        text += lineFor(verb.declaration.kind, verb.declaration.title);
    }
    text += lineFor("calc", "The numerics on plain .npy and .npz files, without a project");
    return text +
           "\n  --version   Print the version\n"
           "\nExit codes: 0 done, 2 bad input, 3 cancelled, 4 memory or disk, 1 anything else.\n"
           "Begin with: winnow-engine demo PROJECT\n";
}

std::string experimentHelp() {
    std::string text =
        "The papers' experiments on your own data\n\n"
        "Usage: winnow-engine experiment KIND PROJECT ...          `winnow-engine experiment KIND "
        "--help` explains one\n\n";
    for (const auto& verb : verbs())
        if (verb.declaration.family == kExperiment)
            text += fmt::format("  {:<24}{}\n", verb.declaration.kind, verb.declaration.title);
    return text;
}

std::string calcHelp() {
    std::string text =
        "The numerics on plain .npy and .npz files, without a project\n\n"
        "Usage: winnow-engine calc VERB ...          `winnow-engine calc VERB --help` explains "
        "one\n\n";
    for (const auto& verb : jobs::calcDeclarations()) text += lineFor(verb.kind, verb.title);
    return text;
}

}  // namespace winnow::app
