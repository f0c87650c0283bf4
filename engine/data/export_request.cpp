// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export_request.h"

#include "engine/data/byte_stream.h"
#include "engine/store/annotations.h"
#include "engine/store/error.h"
#include "engine/store/version.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace winnow::data {

using nlohmann::json;

namespace {

constexpr std::uint64_t kLargestFacts = std::uint64_t{1} << 30;

/// Files with one number per training sample, by the kind of artifact that has them.
struct ScoreFiles {
    std::string_view kind;
    std::vector<std::string_view> names;
};

const std::vector<ScoreFiles>& scoreFiles() {
    static const std::vector<ScoreFiles> files{
        {"selection", {"score"}},
        {"cluster", {"assignment", "similarity"}},
        {"kernel",
         {"best", "witness", "redundant", "positive_share", "contradictory", "interchangeable"}},
        {"run",
         {"forgetting",
          "first_learned",
          "never_learned",
          "difficulty",
          "el2n",
          "grand",
          "fitted",
          "prediction",
          "probability"}}};
    return files;
}

json factsJson(const store::Project& project,
               const std::string& artifact,
               const std::string& file) {
    const auto bytes = readFile(project.path(artifact, file), kLargestFacts);
    json facts = json::parse(bytes.begin(), bytes.end(), nullptr, false);
    if (!facts.is_object())
        throw badInput(fmt::format("{}/{} is damaged; `check` names what else is", artifact, file));
    return facts;
}

std::vector<SourceFile> sourceFiles(const json& list) {
    std::vector<SourceFile> files;
    for (const json& file : list)
        files.push_back({file.at("path"), file.at("width"), file.at("height"), file.at("bytes")});
    return files;
}

/// The stage of each sample; samples that `kept` says stay are so whatever made the selection.
std::vector<std::uint8_t> stagesOf(const store::Project& project, const std::string& selection) {
    const store::Array kept = project.read(selection, "kept.npy");
    std::vector<std::uint8_t> stages;
    for (const std::uint8_t keep : kept.as<std::uint8_t>())
        stages.push_back(static_cast<std::uint8_t>(keep != 0 ? Stage::Kept : Stage::LeftOut));
    if (!project.has(selection, "stage.npy")) return stages;
    const store::Array stage = project.read(selection, "stage.npy");
    if (stage.count() != kept.count())
        throw badInput(selection +
                       ": kept.npy and stage.npy differ in length; make the selection again");
    const auto values = stage.as<std::uint8_t>();
    return {values.begin(), values.end()};
}

void addScores(const store::Project& project,
               const store::ArtifactRow& row,
               std::int64_t samples,
               ExportRequest& request) {
    const auto files =
        std::find_if(scoreFiles().begin(), scoreFiles().end(), [&](const ScoreFiles& entry) {
            return entry.kind == row.kind;
        });
    if (files == scoreFiles().end()) return;
    for (const std::string_view name : files->names) {
        const std::string file = fmt::format("{}.npy", name);
        if (!project.has(row.id, file)) continue;
        store::Array values = project.read(row.id, file);
        if (values.shape != store::Shape{samples}) continue;
        const bool twice = std::any_of(
            request.scores.begin(), request.scores.end(), [&](const ScoreColumn& column) {
                return column.name == name;
            });
        request.scores.push_back(
            {twice ? fmt::format("{} ({})", name, row.id) : std::string(name), std::move(values)});
    }
}

json describe(const store::ArtifactRow& row) {
    json spec = json::parse(row.spec, nullptr, false);
    json out{{"id", row.id},
             {"kind", row.kind},
             {"created", row.created},
             {"version", row.version},
             {"seed", row.seed},
             {"parents", row.parents}};
    if (!row.name.empty()) out["name"] = row.name;
    if (!spec.is_discarded()) out["spec"] = std::move(spec);
    return out;
}

void addDatasetFacts(const store::Project& project,
                     const std::string& id,
                     ExportRequest& request,
                     json& provenance) {
    const json facts = factsJson(project, id, "dataset.json");
    const json source = facts.value("source", json::object());
    request.cameAs = formatOf(source.value("format", std::string("auto")));
    request.packed = source.value("gzip", false);
    request.coarseOf = source.value("coarse_of", std::vector<std::int64_t>{});
    request.coarseNames = source.value("coarse_classes", std::vector<std::string>{});
    provenance["dataset"] = {{"id", id}, {"name", request.dataset.name}, {"source", source}};
    for (const char* name :
         {"truth_kind", "truth_original", "truth_label", "truth_style", "truth_flipped"})
        if (project.has(id, fmt::format("{}.npy", name)))
            request.truth[name] = project.read(id, fmt::format("{}.npy", name));
    if (!project.has(id, "sources.json")) return;
    const json sources = factsJson(project, id, "sources.json");
    try {
        request.originals = {sources.at("root").get<std::string>(),
                             sourceFiles(sources.at("train")),
                             sourceFiles(sources.at("test"))};
    } catch (const json::exception&) {
        throw badInput(id + "/sources.json is damaged; import the folder again");
    }
}

/// What a person decided about the labels; a decision for the label that is there changes nothing.
void addRelabelled(const store::Project& project, ExportRequest& request) {
    const store::Dataset& dataset = request.dataset;
    const auto labels = dataset.train.labels();
    for (const store::Decision& each : store::Annotations(project).decisions(dataset.id)) {
        if (each.action != store::Action::Relabel || each.sample >= dataset.train.size()) continue;
        if (each.label < 0 || each.label >= dataset.classes())
            throw badInput(fmt::format(
                "sample {} of '{}' was given the class {}; there are 0 to {}: give it another",
                each.sample,
                dataset.name,
                each.label,
                dataset.classes() - 1));
        if (each.label != labels[static_cast<std::size_t>(each.sample)])
            request.relabelled[each.sample] = each.label;
    }
}

}  // namespace

std::vector<store::ArtifactRow> lineage(const store::Project& project,
                                        const store::ArtifactRow& row) {
    std::vector<store::ArtifactRow> found{row};
    std::set<std::string> seen{row.id};
    for (std::size_t i = 0; i < found.size(); ++i)
        for (const std::string& parent : std::vector(found[i].parents))
            if (seen.insert(parent).second)
                if (auto next = project.artifact(parent)) found.push_back(std::move(*next));
    return found;
}

ExportInput exportInput(const store::Project& project, const store::ArtifactRow& selection) {
    const std::vector<store::ArtifactRow> rows = lineage(project, selection);
    const auto dataset = std::find_if(rows.begin(), rows.end(), [](const store::ArtifactRow& row) {
        return row.kind == "dataset";
    });
    if (dataset == rows.end())
        throw badInput(fmt::format(
            "the data set that selection '{}' was made from is no longer in the project",
            selection.name.empty() ? selection.id : selection.name));
    auto opened = std::make_unique<store::Dataset>(store::openDataset(project, dataset->id));
    ExportRequest request{.dataset = *opened};
    request.stage = stagesOf(project, selection.id);
    json provenance{{"program", "Winnow"},
                    {"version", store::versionText()},
                    {"selection", describe(selection)}};
    addDatasetFacts(project, dataset->id, request, provenance);
    addRelabelled(project, request);
    provenance["made_from"] = json::array();
    for (const store::ArtifactRow& row : rows) {
        addScores(project, row, request.dataset.train.size(), request);
        if (row.id != selection.id) provenance["made_from"].push_back(describe(row));
    }
    return {std::move(opened), std::move(request), std::move(provenance)};
}

}  // namespace winnow::data
