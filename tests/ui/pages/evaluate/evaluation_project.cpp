// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/evaluate/evaluation_project.h"

#include "engine/stats/summary.h"
#include "engine/stats/t_test.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace winnow::test {
namespace {

using nlohmann::json;

struct Point {
    std::string method;
    double keep;
};

/// The full set, random and the methods, in the engine's order.
std::vector<Point> points() {
    std::vector<Point> all{{"full", 1}};
    for (const std::string method : {"random", "lpntk-pipeline", "el2n", "forgetting"})
        for (const double keep : {0.9, 0.8, 0.6, 0.4, 0.2}) all.push_back({method, keep});
    return all;
}

std::vector<double> accuracies(const Point& point) {
    std::vector<double> values;
    for (std::int64_t seed = 1; seed <= EvaluationProject::kSeeds; ++seed)
        values.push_back(EvaluationProject::accuracy(point.method, point.keep, seed));
    return values;
}

json summaryOf(const std::vector<double>& values) {
    const stats::Summary summary = stats::summarise(values);
    return {{"mean", summary.mean},
            {"deviation", summary.deviation},
            {"low", summary.low},
            {"high", summary.high},
            {"n", summary.n}};
}

std::string verdictOf(const stats::TTest& test) {
    if (!(test.p < 0.05)) return "no difference";
    return test.t > 0 ? "better" : "worse";
}

json testOf(const Point& point, const std::string& against, double keep) {
    const std::vector<double> ours = accuracies(point), theirs = accuracies({against, keep});
    const stats::TTest welch = stats::welchTest(ours, theirs);
    const stats::TTest paired = stats::pairedTest(ours, theirs);
    return {{"method", point.method},
            {"keep", point.keep},
            {"against", against},
            {"t", welch.t},
            {"df", welch.df},
            {"p", welch.p},
            {"paired_t", paired.t},
            {"paired_df", paired.df},
            {"paired_p", paired.p},
            {"verdict", verdictOf(welch)}};
}

/// Between -1 and 1, the same for the same numbers.
double noise(double a, double b) { return std::sin(12.9898 * a + 78.233 * b); }

double methodBonus(const std::string& method, double keep) {
    const double gone = 1 - keep;
    if (method == "lpntk-pipeline") return 0.02 * gone + 0.002;
    if (method == "el2n") return keep > 0.7 ? 0 : -0.03 * gone * gone;
    if (method == "forgetting") return -0.04 * gone;
    return 0;
}

}  // namespace

double EvaluationProject::accuracy(const std::string& method, double keep, std::int64_t seed) {
    const double full = 0.911 - 0.06 * std::pow(1 - keep, 1.6);
    const double spread = method == "random" ? 0.0025 : 0.0015;
    return full + methodBonus(method, keep) +
           spread *
               noise(static_cast<double>(seed), keep + 10 * static_cast<double>(method.size()));
}

double EvaluationProject::accuracyAfter(std::int64_t epoch, double last) {
    const auto left = static_cast<double>(kEvaluationEpochs - 1 - epoch);
    return last * (1 - 0.03 * left * left / (1 + left));
}

store::ArtifactDraft EvaluationProject::experiment(store::Project& project,
                                                   const std::string& kind,
                                                   const std::string& name) const {
    store::ArtifactRow row;
    row.kind = kind;
    row.name = name;
    row.spec = R"({"fields":{},"kind":"test"})";
    row.parents = {"dataset-1"};
    return {project, row};
}

json EvaluationProject::evaluationJson() const {
    json result{{"model", "lenet5"},
                {"epochs", kEvaluationEpochs},
                {"reported", "last"},
                {"seeds", kSeeds},
                {"test_samples", 10000}};
    std::int64_t row = 0;
    for (const Point& point : points()) {
        const auto kept = static_cast<std::int64_t>(std::lround(60000 * point.keep));
        result["points"].push_back({{"method", point.method},
                                    {"selection", ""},
                                    {"keep", point.keep},
                                    {"kept", kept},
                                    {"seeds", kSeeds},
                                    {"accuracy", summaryOf(accuracies(point))},
                                    {"reference", point.method.size() < 7}});
        for (std::int64_t seed = 1; seed <= kSeeds; ++seed)
            result["trials"].push_back({{"row", row++},
                                        {"method", point.method},
                                        {"selection", ""},
                                        {"keep", point.keep},
                                        {"kept", kept},
                                        {"seed", seed},
                                        {"accuracy", accuracy(point.method, point.keep, seed)},
                                        {"seconds", 3.5},
                                        {"diverged", false}});
        if (point.method == "full") continue;
        if (point.method != "random")
            result["tests"].push_back(testOf(point, "random", point.keep));
        result["tests"].push_back(testOf(point, "full", 1));
    }
    return result;
}

std::string EvaluationProject::addEvaluation(const std::string& name) {
    auto project = store::Project::open(path(), store::Access::Write);
    store::ArtifactDraft made = experiment(project, "evaluation", name);
    std::vector<float> curves;
    for (const Point& point : points())
        for (const double last : accuracies(point))
            for (std::int64_t epoch = 0; epoch < kEvaluationEpochs; ++epoch)
                curves.push_back(static_cast<float>(accuracyAfter(epoch, last)));
    const auto rows = static_cast<std::int64_t>(curves.size()) / kEvaluationEpochs;
    made.write<float>("accuracy.npy", curves, {rows, kEvaluationEpochs});
    made.writeText("result.json", evaluationJson().dump());
    return made.commit({{"points", points().size()}}, 900);
}

std::string EvaluationProject::addSmallBudget(const std::string& name) {
    constexpr std::int64_t runs = 10, epochs = kEvaluationEpochs;
    auto project = store::Project::open(path(), store::Access::Write);
    store::ArtifactDraft made = experiment(project, "small-budget", name);
    std::vector<float> curves;
    json result{{"shares", {0.01, 0.05}},
                {"methods", {"random", "head-cluster"}},
                {"runs", runs},
                {"epochs", epochs},
                {"diverged", 1}};
    for (const double share : {0.01, 0.05}) {
        std::array<std::vector<double>, 2> last;
        for (std::size_t method = 0; method < 2; ++method)
            for (std::int64_t run = 0; run < runs; ++run) {
                const double bonus = method == 1 && share < 0.02 ? 0.03 : 0;
                const double end =
                    0.7 + 3 * share + bonus +
                    0.01 * noise(static_cast<double>(run), share + static_cast<double>(method));
                last.at(method).push_back(end);
                for (std::int64_t epoch = 0; epoch < epochs; ++epoch)
                    curves.push_back(static_cast<float>(accuracyAfter(epoch, end)));
            }
        const stats::TTest test = stats::welchTest(last[1], last[0]);
        const int shrunk = share < 0.02 ? 10 : 0;
        result["rows"].push_back({{"share", share},
                                  {"samples", std::lround(60000 * share) - shrunk},
                                  {"shrunk", shrunk},
                                  {"random", summaryOf(last[0])},
                                  {"head_cluster", summaryOf(last[1])},
                                  {"t", test.t},
                                  {"df", test.df},
                                  {"p", test.p},
                                  {"verdict", verdictOf(test)}});
    }
    made.write<float>("accuracy.npy", curves, {2, 2, runs, epochs});
    made.writeText("result.json", result.dump());
    return made.commit({{"runs", runs}}, 60);
}

std::string EvaluationProject::addGapCheck(const std::string& name) {
    auto project = store::Project::open(path(), store::Access::Write);
    store::ArtifactDraft made = experiment(project, "gap-check", name);
    json result{{"delta", 0.05}, {"samples", 4}};
    for (const int width : {64, 128, 256, 512, 1024, 2048, 4096})
        result["rows"].push_back({{"width", width},
                                  {"inits", 10},
                                  {"gap", 4 * std::sqrt(width)},
                                  {"scaled", 4},
                                  {"bound", 2000 / std::sqrt(width)},
                                  {"above_bound", width == 4096 ? 1 : 0}});
    result["pair_statistics"] = {{"run", "run-1"},
                                 {"pairs", 200},
                                 {"largest_at_labels", 0.01},
                                 {"diagonal_to_off_diagonal", 1.5},
                                 {"negative", 0.4},
                                 {"largest_to_second", 1.2},
                                 {"largest_to_sum", nullptr}};
    made.writeText("result.json", result.dump());
    return made.commit({{"widths", 7}}, 20);
}

std::string EvaluationProject::addResult(const std::string& kind, const std::string& text) {
    auto project = store::Project::open(path(), store::Access::Write);
    store::ArtifactDraft made = experiment(project, kind, {});
    const float one = 0.5F;
    made.write<float>("accuracy.npy", {&one, 1}, {1, 1});
    made.writeText("result.json", text);
    return made.commit(json::object(), 1);
}

}  // namespace winnow::test
