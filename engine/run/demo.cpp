// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/declaration.h"
#include "engine/run/demo_truth.h"
#include "engine/run/executor.h"
#include "engine/store/dataset.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace winnow::run {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// What the two sizes of the demo differ in.
struct Size {
    std::int64_t samples, epochs, repeats;
};
constexpr Size kFull{2000, 20, 3};
constexpr Size kFast{600, 12, 1};

/// The steps of the main job, one after another, each through the job kind a person would use. A
/// step whose result has its name in the project already is not done again, so a stopped demo goes
/// on where it was.
class Demo {
public:
    Demo(const JobInput& input, const jobs::JobContext& context)
        : m_input(input),
          m_context(context),
          m_seed(input.fields.at("seed")),
          m_fast(input.fields.at("fast").get<bool>()),
          m_size(m_fast ? kFast : kFull),
          m_name(fmt::format("planted{}{}",
                             m_fast ? "-fast" : "",
                             m_seed == 1 ? "" : fmt::format("-seed{}", m_seed))) {}

    JobOutcome run();

private:
    json step(const std::string& kind,
              const std::string& artifactKind,
              const std::string& name,
              json fields);
    std::string trained(const std::string& dataset, const std::string& suffix);
    [[nodiscard]] std::filesystem::path exported(const std::string& selection,
                                                 const std::string& suffix);
    ordered_json retrained(const std::string& selection, const std::string& suffix);
    [[nodiscard]] ordered_json accuracy(const std::string& suffix, std::int64_t samples) const;

    const JobInput& m_input;
    const jobs::JobContext& m_context;
    std::int64_t m_seed;
    bool m_fast;
    Size m_size;
    std::string m_name;
};

/// Runs one job, or finds what it made before; returns the artifact's summary with its id.
json Demo::step(const std::string& kind,
                const std::string& artifactKind,
                const std::string& name,
                json fields) {
    m_context.throwIfCancelled();
    for (const store::ArtifactRow& row : m_input.project.artifacts(artifactKind)) {
        if (row.name != name) continue;
        m_context.report.note(fmt::format("{}: {} is there already", kind, row.id));
        json summary = json::parse(row.summary);
        summary["id"] = row.id;
        return summary;
    }
    m_context.report.note(fmt::format("{}: {}", kind, name));
    fields["name"] = name;
    if (jobs::declaration(kind).computes) {
        fields["device"] = m_input.fields.at("device");
        fields["threads"] = m_input.fields.at("threads");
    }
    const JobOutcome outcome = runJob(m_input.project, kind, fields, m_context);
    m_context.report.artifact(outcome.artifact, artifactKind);
    json summary = json::parse(outcome.summary);
    summary["id"] = outcome.artifact;
    return summary;
}

/// Trains `repeats` seeds; returns the first run's id.
std::string Demo::trained(const std::string& dataset, const std::string& suffix) {
    const std::string name = m_name + "-" + suffix;
    const std::string first = m_size.repeats == 1 ? name : name + "-1";
    const json fields{{"dataset", dataset},
                      {"epochs", m_size.epochs},
                      {"lr", 0.05},
                      {"schedule", "cosine"},
                      {"seed", m_seed},
                      {"repeat", m_size.repeats}};
    for (const store::ArtifactRow& row : m_input.project.artifacts("run"))
        if (row.name == first) {
            m_context.report.note(fmt::format("train: {} is there already", row.id));
            return row.id;
        }
    (void)step("train", "run", name, fields);
    return m_input.project.find("run", first).id;
}

std::filesystem::path Demo::exported(const std::string& selection, const std::string& suffix) {
    std::filesystem::path stem = m_input.project.folder();
    if (stem.filename().empty()) stem = stem.parent_path();
    stem.replace_extension();
    const std::filesystem::path folder = stem.string() + "-" + m_name + "-" + suffix;
    if (std::filesystem::exists(folder / "winnow.json")) {
        m_context.report.note("export: " + folder.string() + " is there already");
        return folder;
    }
    m_context.report.note("export: " + folder.string());
    (void)runJob(m_input.project,
                 "export",
                 {{"selection", selection}, {"to", folder.string()}, {"format", "npz"}},
                 m_context);
    return folder;
}

std::filesystem::path archiveIn(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".npz") return entry.path();
    throw internalError(folder.string() + " was exported without a .npz file");
}

/// Mean and spread of the test accuracy at w* over the runs of one name.
ordered_json Demo::accuracy(const std::string& suffix, std::int64_t samples) const {
    const std::string name = m_name + "-" + suffix;
    std::vector<double> values;
    for (const store::ArtifactRow& row : m_input.project.artifacts("run")) {
        const bool ours = row.name == name ||
                          (row.name.starts_with(name + "-") && row.name.size() == name.size() + 2);
        if (ours) values.push_back(json::parse(row.summary).at("test_accuracy"));
    }
    double mean = 0, squares = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    for (const double value : values) squares += (value - mean) * (value - mean);
    ordered_json row{{"trained on", suffix},
                     {"samples", samples},
                     {"test accuracy", mean},
                     {"seeds", values.size()}};
    row["deviation"] =
        values.size() > 1
            ? ordered_json(std::sqrt(squares / static_cast<double>(values.size() - 1)))
            : ordered_json();
    return row;
}

/// Exports a selection, imports it as a person would and trains on it.
ordered_json Demo::retrained(const std::string& selection, const std::string& suffix) {
    const std::filesystem::path folder = exported(selection, suffix);
    const json subset =
        step("import", "dataset", m_name + "-" + suffix, {{"source", archiveIn(folder).string()}});
    (void)trained(subset.at("id"), suffix);
    return accuracy(
        suffix,
        store::openDataset(m_input.project, subset.at("id").get<std::string>()).train.size());
}

JobOutcome Demo::run() {
    const std::string dataset =
        step("import",
             "dataset",
             m_name,
             {{"source", "planted"}, {"limit", m_size.samples}, {"seed", m_seed}})
            .at("id");
    const std::string run = trained(dataset, "full");
    const std::string kernel = step("kernel", "kernel", m_name + "-lpntk", {{"run", run}}).at("id");
    const json clusters = step("cluster", "cluster", m_name, {{"kernel", kernel}});
    const json pruned = step("select",
                             "selection",
                             m_name + "-pruned",
                             {{"method", "lpntk-pipeline"},
                              {"kernel", kernel},
                              {"cluster", clusters.at("id")},
                              {"run", run},
                              {"seed", m_seed}});
    const std::string selection = pruned.at("id");
    const double share = keptShare(m_input.project, selection, run);
    const json random =
        step("select",
             "selection",
             m_name + "-random",
             {{"method", "random"}, {"run", run}, {"keep", share}, {"seed", m_seed}});

    ordered_json summary{
        {"dataset", dataset}, {"run", run}, {"kernel", kernel}, {"selection", selection}};
    summary["found against the truth"] = scoreAgainstTruth(m_input.project, dataset, run, kernel);
    summary["clusters"] = clusterSizes(m_input.project, clusters.at("id"));
    ordered_json accuracies = ordered_json::array();
    accuracies.push_back(accuracy("full", m_size.samples));
    accuracies.push_back(retrained(selection, "pruned"));
    accuracies.push_back(retrained(random.at("id"), "random"));
    summary["accuracy before and after pruning"] = accuracies;
    summary["exported to"] = exported(selection, "pruned").string();
    return {{}, summary.dump()};
}

}  // namespace

JobOutcome runDemo(const JobInput& input, const jobs::JobContext& context) {
    return Demo(input, context).run();
}

}  // namespace winnow::run
