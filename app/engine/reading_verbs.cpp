// SPDX-License-Identifier: Apache-2.0
#include "app/engine/reading_verbs.h"

#include "app/engine/output.h"
#include "engine/jobs/nearest.h"
#include "engine/store/error.h"
#include "engine/store/project.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace winnow::app {
namespace {

using nlohmann::json;
using store::ArtifactRow;
using store::JobRow;
using store::Project;

Project openForReading(const Arguments& arguments) {
    return Project::open(arguments.project, store::Access::Read);
}

/// Rows hold JSON as text; what is no JSON is shown as the text it is.
json embedded(const std::string& text) {
    auto value = json::parse(text, nullptr, false);
    return value.is_discarded() ? json(text) : value;
}

json artifactJson(const ArtifactRow& row) {
    return {{"id", row.id},
            {"kind", row.kind},
            {"name", row.name},
            {"created", row.created},
            {"summary", embedded(row.summary)},
            {"parents", row.parents},
            {"seed", row.seed},
            {"seconds", row.seconds},
            {"job", row.job},
            {"version", row.version}};
}

json jobJson(const JobRow& row) {
    return {{"id", row.id},
            {"kind", row.kind},
            {"spec", embedded(row.spec)},
            {"state", store::jobStateName(row.state)},
            {"created", row.created},
            {"started", row.started},
            {"ended", row.ended},
            {"stage", row.stage},
            {"done", row.done},
            {"total", row.total},
            {"message", row.message},
            {"artifact", row.artifact}};
}

/// The figures that tell one result from another of its kind, as far as its summary holds them.
std::string briefly(const ArtifactRow& row) {
    static const std::map<std::string, std::vector<std::string>> kTelling{
        {"dataset", {"samples", "test_samples", "classes"}},
        {"run", {"kind", "epochs", "validation_accuracy", "test_accuracy"}},
        {"kernel", {"kind", "scope", "samples", "redundant"}},
        {"cluster", {"samples", "clusters", "largest", "singletons"}},
        {"selection", {"method", "kept", "samples"}},
        {"embedding", {"samples", "dimensions"}},
        {"forgetting-prediction", {"seeds", "iterations", "events"}},
        {"gap-check", {"samples", "delta"}},
        {"difficulty", {"samples_per_class", "trainings", "diverged"}},
        {"difficulty-control", {"added", "runs", "ordered"}},
        {"small-budget", {"shares", "runs", "diverged"}},
        {"compare-clusters", {"samples", "adjusted_rand"}},
        {"evaluation", {"model", "epochs", "seeds", "trainings"}},
        {"findings", {"suspects", "duplicates", "probabilities"}},
        {"label-flips", {"share", "flips", "seeds"}}};
    const auto figures = embedded(row.summary);
    const auto keys = kTelling.find(row.kind);
    if (!figures.is_object() || keys == kTelling.end()) return {};
    std::vector<std::string> parts;
    for (const auto& key : keys->second) {
        std::string name = key;
        std::ranges::replace(name, '_', ' ');
        if (figures.contains(key)) parts.push_back(name + ' ' + figureText(figures[key]));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

/// By id, else by a name that only one artifact carries.
ArtifactRow artifactNamed(const Project& project, const std::string& word) {
    if (auto row = project.artifact(word)) return *row;
    std::vector<ArtifactRow> named;
    std::vector<std::string> known;
    for (auto& row : project.artifacts()) {
        known.push_back(row.id);
        if (!row.name.empty()) known.push_back(row.name);
        if (row.name == word) named.push_back(std::move(row));
    }
    if (named.size() == 1) return named.front();
    if (named.size() > 1)
        throw badInput(fmt::format(
            "{} and {} are both called \"{}\"; give the id", named[0].id, named[1].id, word));
    throw badInput(fmt::format(
        "{} holds nothing with the id or name \"{}\"{}; `winnow-engine list` shows what there is",
        project.folder().string(),
        word,
        jobs::suggestion(word, known)));
}

std::optional<JobRow> jobNamed(const Project& project, const std::string& word) {
    for (auto& row : project.jobs())
        if (row.id == word) return row;
    return std::nullopt;
}

std::string linesOf(const json& object) {
    std::vector<std::vector<std::string>> lines;
    for (const auto& [key, value] : object.items())
        lines.push_back({"  " + key, figureText(value)});
    return textTable(lines);
}

std::string artifactText(const json& artifact) {
    auto text = fmt::format("{}{}  ({}, {})\n",
                            artifact["id"].get<std::string>(),
                            artifact["name"] == "" ? "" : " " + artifact["name"].get<std::string>(),
                            artifact["kind"].get<std::string>(),
                            artifact["created"].get<std::string>());
    json made = {{"made in", fmt::format("{:.1f} s", artifact["seconds"].get<double>())},
                 {"program", artifact["version"]},
                 {"seed", artifact["seed"]}};
    if (artifact["job"] != "") made["by job"] = artifact["job"];
    if (!artifact["parents"].empty())
        made["from"] =
            fmt::format("{}", fmt::join(artifact["parents"].get<std::vector<std::string>>(), ", "));
    text += linesOf(made);
    const auto& spec = artifact["spec"];
    text += "\nsettings:\n" +
            (spec.contains("fields") ? linesOf(spec["fields"]) : "  " + figureText(spec) + '\n');
    text += "\nfigures:\n" + summaryText(artifact["summary"].dump());
    text += "\nfiles:\n";
    std::vector<std::vector<std::string>> files;
    for (const auto& file : artifact["files"])
        files.push_back({"  " + file["path"].get<std::string>(),
                         fmt::format("{} bytes", file["bytes"].get<std::int64_t>())});
    return text + textTable(files);
}

std::string kindsText() {
    std::vector<std::vector<std::string>> rows{{"kind", "makes", "what it does"}};
    for (const auto& kind : jobs::declarations())
        rows.push_back({kind.kind, kind.makes.empty() ? "-" : kind.makes, kind.title});
    return textTable(rows);
}

}  // namespace

int list(const Arguments& arguments) {
    const auto rows =
        openForReading(arguments).artifacts(arguments.fields.value("kind", std::string{}));
    if (arguments.fields.at("json")) {
        json all = json::array();
        for (const auto& row : rows) all.push_back(artifactJson(row));
        writeOut(jsonText(all));
        return 0;
    }
    std::vector<std::vector<std::string>> table{{"id", "kind", "name", "created", "figures"}};
    for (const auto& row : rows)
        table.push_back({row.id, row.kind, row.name, row.created, briefly(row)});
    writeOut(rows.empty() ? "nothing there yet\n" : textTable(table));
    return 0;
}

int show(const Arguments& arguments) {
    const auto project = openForReading(arguments);
    const auto word = arguments.fields.at("id").get<std::string>();
    const bool asJson = arguments.fields.at("json");
    if (const auto job = jobNamed(project, word)) {
        writeOut(asJson ? jsonText(jobJson(*job)) : job->id + '\n' + linesOf(jobJson(*job)));
        return 0;
    }
    const auto row = artifactNamed(project, word);
    auto artifact = artifactJson(row);
    artifact["spec"] = embedded(row.spec);
    artifact["files"] = json::array();
    for (const auto& file : project.files(row.id))
        artifact["files"].push_back(
            {{"path", file.path}, {"bytes", file.bytes}, {"checksum", file.checksum}});
    writeOut(asJson ? jsonText(artifact) : artifactText(artifact));
    return 0;
}

int check(const Arguments& arguments) {
    constexpr int kDamaged = 2;
    const auto project = openForReading(arguments);
    const auto damages = project.check();
    for (const auto& damage : damages) writeOut(damage.where + ": " + damage.sentence + '\n');
    if (damages.empty()) {
        writeOut(fmt::format(
            "{}: {} results, all whole\n", arguments.project, project.artifacts().size()));
        return 0;
    }
    writeError(fmt::format("{} has {} damaged or missing part{}; stdout names {}",
                           arguments.project,
                           damages.size(),
                           damages.size() == 1 ? "" : "s",
                           damages.size() == 1 ? "it" : "them"));
    return kDamaged;
}

int listJobs(const Arguments& arguments) {
    const bool asJson = arguments.fields.at("json");
    if (arguments.project.empty()) {
        writeOut(asJson ? jsonText(jobs::declarationsJson()) : kindsText());
        return 0;
    }
    const auto rows = openForReading(arguments).jobs();
    if (asJson) {
        json all = json::array();
        for (const auto& row : rows) all.push_back(jobJson(row));
        writeOut(jsonText(all));
        return 0;
    }
    std::vector<std::vector<std::string>> table{{"id", "kind", "state", "started", "made", "last"}};
    for (const auto& row : rows) {
        const auto stage =
            row.stage.empty() ? "" : fmt::format("{} {}/{}", row.stage, row.done, row.total);
        table.push_back({row.id,
                         row.kind,
                         std::string(store::jobStateName(row.state)),
                         row.started,
                         row.artifact,
                         row.message.empty() ? stage : row.message});
    }
    writeOut(rows.empty() ? "no job has run yet\n" : textTable(table));
    return 0;
}

}  // namespace winnow::app
