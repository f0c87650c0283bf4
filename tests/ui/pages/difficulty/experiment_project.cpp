// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/difficulty/experiment_project.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <numbers>

namespace winnow::test {
namespace {

using nlohmann::json;
using store::ArtifactDraft;
using store::Project;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

template <typename T, typename Value>
void write(ArtifactDraft& draft, const char* file, store::Shape shape, Value&& value) {
    std::vector<T> values(static_cast<std::size_t>(store::elementCount(shape)));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<T>(value(static_cast<std::int64_t>(i)));
    draft.write<T>(file, values, std::move(shape));
}

Project writable(const std::filesystem::path& path) {
    return Project::open(path, store::Access::Write);
}

ArtifactDraft draftOf(Project& project, const std::string& kind, const std::string& name) {
    store::ArtifactRow row;
    row.kind = kind;
    row.name = name;
    row.spec = json{{"kind", kind}, {"fields", {{"lr", 0.1}, {"dataset", "dataset-1"}}}}.dump();
    if (kind != "dataset") row.parents = {"dataset-1"};
    return {project, row};
}

json summary(double mean, double deviation, std::int64_t n) {
    return {{"mean", mean},
            {"deviation", deviation},
            {"low", mean - deviation},
            {"high", mean + deviation},
            {"n", n}};
}

// Stripes whose direction tells the class and whose phase the sample.
std::uint8_t pixelOf(std::int64_t sample, std::int64_t classes, std::int64_t x, std::int64_t y) {
    const double angle =
        std::numbers::pi * static_cast<double>(sample % classes) / static_cast<double>(classes);
    const double along =
        std::cos(angle) * static_cast<double>(x) + std::sin(angle) * static_cast<double>(y);
    const double wave = std::sin(0.6 * along + static_cast<double>(sample / classes));
    return static_cast<std::uint8_t>(128 + 110 * wave);
}

}  // namespace

ExperimentProject::ExperimentProject(std::int64_t classes, std::int64_t perClass)
    : m_path(std::filesystem::path(m_dir.path().toStdString()) / "experiments.winnow"),
      m_classes(classes),
      m_perClass(perClass) {
    (void)Project::create(m_path);
    addDataset();
}

void ExperimentProject::addDataset() {
    constexpr std::int64_t side = 28;
    Project project = writable(m_path);
    ArtifactDraft made = draftOf(project, "dataset", "stripes");
    const auto pixel = [this](std::int64_t i) {
        return pixelOf(i / (side * side), m_classes, i % side, i / side % side);
    };
    write<std::uint8_t>(made, "images.npy", {samples(), 1, side, side}, pixel);
    write<std::uint8_t>(made, "thumbnails.npy", {samples(), side, side, 1}, pixel);
    write<std::int64_t>(
        made, "labels.npy", {samples()}, [this](std::int64_t i) { return i % m_classes; });
    json facts{{"name", "stripes"}, {"mean", {0.5}}, {"deviation", {0.25}}};
    for (std::int64_t label = 0; label < m_classes; ++label)
        facts["classes"].push_back("stripe " + std::to_string(label));
    made.writeText("dataset.json", facts.dump());
    (void)made.commit({{"samples", samples()}}, 0.5);
}

double ExperimentProject::difficulty(std::int64_t repeat, std::int64_t size, std::int64_t i) {
    const auto noise = static_cast<double>((i * 37 + size * 11) % 29) / 29.0;
    const auto share = static_cast<double>(size) / 7.0;
    const auto own = static_cast<double>((i * 13) % 31) / 31.0;
    return 1 + 20 * ((1 - share) * own * own + share * noise) + 0.1 * static_cast<double>(repeat);
}

double ExperimentProject::correlation(std::int64_t repeat, std::int64_t a, std::int64_t b) {
    if (a == b) return 1;
    const auto apart = static_cast<double>(std::abs(a - b));
    return std::pow(0.75, apart) + 0.05 * static_cast<double>(repeat - 1);
}

std::string ExperimentProject::addDifficulty(const std::string& name,
                                             std::vector<std::int64_t> sizes,
                                             std::int64_t repeats) {
    Project project = writable(m_path);
    ArtifactDraft made = draftOf(project, "difficulty", name);
    const auto S = static_cast<std::int64_t>(sizes.size());
    const std::int64_t perClass = sizes.front(), n = m_classes * perClass;
    write<std::int64_t>(made, "sample.npy", {n}, [&](std::int64_t i) {
        return i / perClass + m_classes * (i % perClass);
    });
    write<double>(made, "difficulty.npy", {repeats, S, n}, [&](std::int64_t at) {
        const std::int64_t r = at / (S * n), s = at / n % S, i = at % n;
        return r == 1 && s == S - 1 && i == n - 1 ? kNone : difficulty(r, s, i);
    });
    write<double>(made, "correlation.npy", {repeats, S, S}, [&](std::int64_t at) {
        return correlation(at / (S * S), at / S % S, at % S);
    });
    json result{{"sizes", sizes},
                {"repeats", repeats},
                {"epochs", 10},
                {"loss", "cross-entropy"},
                {"lr", 0.1},
                {"record", "evaluation-pass"},
                {"diverged", 1},
                {"trainings", 252},
                {"samples_per_class", perClass},
                {"classes", m_classes},
                {"preset", "quick"},
                {"seconds", 12.5}};
    for (std::int64_t a = 0; a < S; ++a)
        for (std::int64_t b = 0; b < S; ++b) {
            const double middle = static_cast<double>(repeats - 1) / 2;
            const double rho = a == b ? 1 : correlation(1, a, b) + 0.05 * (middle - 1);
            result["mean"][a].push_back(rho);
            result["deviation"][a].push_back(0.05);
            result["low"][a].push_back(rho - 0.1);
            result["high"][a].push_back(std::min(1.0, rho + 0.1));
        }
    made.writeText("result.json", result.dump());
    return made.commit({{"repeats", repeats}}, 12.5);
}

double ExperimentProject::loss(std::int64_t set,
                               std::int64_t run,
                               std::int64_t epoch,
                               std::int64_t label) {
    const double start = 2.3 + 0.2 * static_cast<double>(label % 3);
    const double slower = 1 + 1.5 * static_cast<double>(set);
    const double spread = 1 + 0.1 * static_cast<double>(run % 5 - 2);
    return start * spread * slower / (slower + static_cast<double>(epoch));
}

std::string ExperimentProject::addControl(const std::string& name,
                                          std::int64_t runs,
                                          std::int64_t epochs,
                                          std::int64_t added,
                                          bool ordered) {
    Project project = writable(m_path);
    ArtifactDraft made = draftOf(project, "difficulty-control", name);
    const std::int64_t K = m_classes;
    write<std::int64_t>(
        made, "target.npy", {K}, [&](std::int64_t c) { return K > 4 && c == K - 1 ? -1 : c; });
    const auto member = [&](std::int64_t at) {
        const std::int64_t set = at / (K * added), c = at / added % K, j = at % added;
        const std::int64_t id = c + K * (1 + j + set * added);
        return id < samples() && !(K > 4 && c == K - 1) ? id : -1;
    };
    write<std::int64_t>(made, "member.npy", {3, K, added}, member);
    write<float>(made, "kappa.npy", {3, K, added}, [&](std::int64_t at) {
        const auto set = static_cast<double>(at / (K * added));
        return 10 - 6 * set - 0.25 * static_cast<double>(at % added);
    });
    write<float>(made, "loss.npy", {3, runs, epochs, K}, [&](std::int64_t at) {
        const std::int64_t set = at / (runs * epochs * K), run = at / (epochs * K) % runs;
        if (set == 2 && run == 0) return kNone;
        return loss(set, run, at / K % epochs, at % K);
    });
    json result{{"sets", {"interchangeable", "medium", "non-interchangeable"}},
                {"target", "centroid"},
                {"added", added},
                {"runs", runs},
                {"epochs", epochs},
                {"dropped", {0, 0, 1}},
                {"ordered", ordered},
                {"seconds", 60}};
    for (int set = 0; set < 3; ++set)
        result["difficulty"].push_back(summary(4 + 3 * (ordered ? set : -set), 0.5, runs));
    for (std::int64_t c = 0; c < K; ++c) {
        json line{{"class", "stripe " + std::to_string(c)}};
        for (int set = 0; set < 3; ++set)
            line["difficulty"].push_back(
                summary(4 + 3 * set + 0.1 * static_cast<double>(c), 0.5, runs));
        // The second class falls out of line.
        if (c == 1) line["difficulty"][1]["mean"] = 0.5;
        result["per_class"].push_back(line);
    }
    made.writeText("result.json", result.dump());
    return made.commit({{"runs", runs}}, 60);
}

std::string ExperimentProject::addPrediction(const std::string& name,
                                             std::int64_t seeds,
                                             std::int64_t iterations,
                                             std::int64_t batch) {
    Project project = writable(m_path);
    ArtifactDraft made = draftOf(project, "forgetting-prediction", name);
    const auto happens = [](std::int64_t t) { return t % 2 == 0; };
    const auto said = [&](std::int64_t p, std::int64_t t) {
        if (p == 0) return t % 4 == 0;
        return happens(t) || (p == 2 && t % 10 == 5);
    };
    const auto idAt = [&](std::int64_t t, std::int64_t j) { return (t * batch + j) % samples(); };
    write<std::int64_t>(made, "counts.npy", {3, seeds, iterations, 4}, [&](std::int64_t at) {
        const std::int64_t p = at / (seeds * iterations * 4), t = at / 4 % iterations;
        const bool event = happens(t), word = said(p, t);
        const std::int64_t quiet = batch - (event || word ? 1 : 0);
        const std::int64_t counts[] = {event && word, !event && word, event && !word, quiet};
        return counts[at % 4];
    });
    write<std::int64_t>(made, "batch.npy", {seeds, iterations + 1, batch}, [&](std::int64_t at) {
        const std::int64_t t = at / batch % (iterations + 1), j = at % batch;
        // The last batch of a pass is short.
        return t == iterations && j == batch - 1 ? -1 : idAt(t, j);
    });
    std::vector<std::int64_t> events;
    for (std::int64_t seed = 0; seed < seeds; ++seed)
        for (std::int64_t t = 0; t < iterations; ++t) {
            std::int64_t bits = 0;
            for (std::int64_t p = 0; p < 3; ++p) bits |= said(p, t) ? 1LL << p : 0;
            if (!happens(t) && bits == 0) continue;
            const std::int64_t line[] = {seed, t, idAt(t, 0), happens(t) ? 1 : 0, bits};
            events.insert(events.end(), std::begin(line), std::end(line));
        }
    const auto rows = static_cast<std::int64_t>(events.size()) / 5;
    made.write<std::int64_t>("event.npy", events, {rows, 5});
    json result{{"seeds", seeds},
                {"iterations", iterations},
                {"batch", batch},
                {"events", seeds * iterations / 2},
                {"update", "probability"},
                {"event_mode", "evaluation"},
                {"seconds_training", 3},
                {"seconds_predicting", 6}};
    const char* names[] = {"centred", "error", "displacement"};
    for (int p = 0; p < 3; ++p) {
        json line{{"name", names[p]},
                  {"precision", summary(0.9 - 0.1 * p, 0.05, seeds)},
                  {"recall", summary(0.5 + 0.2 * p, 0.02, seeds)},
                  {"f1", summary(0.64 + 0.05 * p, 0.03, seeds)}};
        for (std::int64_t seed = 0; seed < seeds; ++seed)
            line["per_seed"].push_back({{"seed", 7 + seed},
                                        {"precision", 0.9 - 0.1 * p},
                                        {"recall", 0.5 + 0.2 * p},
                                        {"f1", 0.64 + 0.05 * p},
                                        {"events", iterations / 2},
                                        {"predicted", iterations / 4}});
        result["predictors"].push_back(line);
    }
    made.writeText("result.json", result.dump());
    return made.commit({{"seeds", seeds}}, 9);
}

void ExperimentProject::truncate(const std::string& artifact,
                                 const char* file,
                                 std::int64_t bytes) const {
    const Project project = Project::open(m_path, store::Access::Read);
    std::filesystem::resize_file(project.path(artifact, file), static_cast<std::uintmax_t>(bytes));
}

void ExperimentProject::changeResult(const std::string& artifact,
                                     const std::function<void(json&)>& change) const {
    const Project project = Project::open(m_path, store::Access::Read);
    const auto path = project.path(artifact, "result.json");
    json result = json::parse(std::ifstream(path));
    change(result);
    std::ofstream(path) << result.dump();
}

}  // namespace winnow::test
