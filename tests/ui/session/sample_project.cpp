// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"

#include <nlohmann/json.hpp>

namespace winnow::test {
namespace {

using store::ArtifactDraft;
using store::Project;

/// `value(i)` for i below the product of `shape`.
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

}  // namespace

SampleProject::SampleProject(std::int64_t samples, bool results)
    : m_path(std::filesystem::path(m_dir.path().toStdString()) / "sample.winnow"),
      m_samples(samples) {
    (void)Project::create(m_path);
    addDataset("squares");
    if (!results) return;
    addRun();
    addKernel();
    addCluster();
    addEmbedding();
    addSelection();
}

ArtifactDraft SampleProject::draft(Project& project,
                                   const std::string& kind,
                                   const std::string& name,
                                   std::vector<std::string> parents) const {
    store::ArtifactRow row;
    row.kind = kind;
    row.name = name;
    row.spec = R"({"fields":{},"kind":"test"})";
    row.parents = std::move(parents);
    return {project, row};
}

std::string SampleProject::addDataset(const std::string& name) {
    constexpr std::int64_t side = 8;
    Project project = writable(m_path);
    ArtifactDraft made = draft(project, "dataset", name, {});
    const auto pixel = [](std::int64_t i) { return i / (side * side) % 256; };
    write<std::uint8_t>(made, "images.npy", {m_samples, 1, side, side}, pixel);
    write<std::uint8_t>(made, "thumbnails.npy", {m_samples, side, side, 1}, pixel);
    write<std::int64_t>(
        made, "labels.npy", {m_samples}, [](std::int64_t i) { return i % kClasses; });
    nlohmann::json facts{{"name", name}, {"mean", {0.5}}, {"deviation", {0.25}}};
    facts["classes"] = {"ant", "bee", "cat", "dog"};
    made.writeText("dataset.json", facts.dump());
    return made.commit({{"samples", m_samples}}, 0.5);
}

std::string SampleProject::addRun(const std::string& dataset) {
    Project project = writable(m_path);
    ArtifactDraft made = draft(project, "run", {}, {dataset});
    const std::int64_t n = m_samples;
    write<double>(made, "curve.npy", {kEpochs, 6}, [](std::int64_t i) { return 0.1 * i; });
    write<float>(made, "loss.npy", {kEpochs, n}, [](std::int64_t i) { return 0.5F * i; });
    write<float>(made, "margin.npy", {kEpochs, n}, [](std::int64_t i) { return -0.5F * i; });
    // Right from its first epoch on.
    write<std::uint8_t>(made, "correct.npy", {kEpochs, n}, [n](std::int64_t i) {
        const std::int64_t id = i % n;
        return id % 10 != 9 && i / n >= id % kEpochs;
    });
    write<std::uint8_t>(made, "fitted.npy", {n}, [](std::int64_t i) { return i % 10 != 1; });
    write<std::int64_t>(made, "forgetting.npy", {n}, [](std::int64_t i) { return i % 5; });
    write<std::int64_t>(made, "first_learned.npy", {n}, [](std::int64_t i) {
        return i % 10 == 9 ? -1 : i % kEpochs;
    });
    write<double>(made, "difficulty.npy", {n}, [n](std::int64_t i) { return n - i; });
    write<std::int64_t>(made, "prediction.npy", {n}, [](std::int64_t i) {
        return (i % 10 == 0 ? i + 1 : i) % kClasses;
    });
    write<float>(made, "probability.npy", {n}, [](std::int64_t i) { return i % 10 * 0.1; });
    return made.commit({{"epochs", kEpochs}}, 12);
}

std::string SampleProject::addKernel(const std::string& run) {
    Project project = writable(m_path);
    ArtifactDraft made = draft(project, "kernel", {}, {run, "dataset-1"});
    const std::int64_t n = m_samples, k = kPartners;
    const auto cyclic = [n](std::int64_t id) { return (id % n + n) % n; };
    const auto ids = [&](const char* file, auto partner) {
        write<std::int64_t>(
            made, file, {n, k}, [&](std::int64_t i) { return cyclic(partner(i / k, i % k)); });
    };
    ids("neighbours.npy", [](std::int64_t id, std::int64_t rank) { return id + 1 + rank; });
    ids("opposed.npy", [](std::int64_t id, std::int64_t rank) { return id - 1 - rank; });
    ids("unrelated.npy", [](std::int64_t id, std::int64_t rank) { return id + 2 + rank; });
    const auto values = [&](const char* file, auto value) {
        write<float>(made, file, {n, k}, [&](std::int64_t i) { return value(i % k); });
    };
    values("neighbour_values.npy", [](std::int64_t rank) { return 10.0 - rank; });
    values("opposed_values.npy", [](std::int64_t rank) { return -1.0 - rank; });
    values("unrelated_values.npy", [](std::int64_t rank) { return 0.01 * rank; });
    write<float>(made, "diagonal.npy", {n}, [](std::int64_t) { return 4; });
    write<float>(made, "best.npy", {n}, [](std::int64_t) { return 10; });
    write<std::int64_t>(made, "witness.npy", {n}, [&](std::int64_t i) { return cyclic(i + 1); });
    write<std::uint8_t>(made, "redundant.npy", {n}, [](std::int64_t i) { return i % 3 == 0; });
    return made.commit({{"samples", n}}, 3);
}

std::string SampleProject::addCluster(const std::string& kernel) {
    Project project = writable(m_path);
    ArtifactDraft made = draft(project, "cluster", {}, {kernel, "dataset-1"});
    const std::int64_t n = m_samples, half = n / 2;
    write<std::int64_t>(
        made, "assignment.npy", {n}, [&](std::int64_t i) { return i < half ? i % kClusters : -1; });
    write<float>(made, "similarity.npy", {n}, [](std::int64_t i) { return i; });
    write<std::int64_t>(made, "centroids.npy", {kClusters}, [](std::int64_t m) { return m; });
    write<std::int64_t>(
        made, "cluster_class.npy", {kClusters}, [](std::int64_t m) { return m % kClasses; });
    write<std::int64_t>(made, "sizes.npy", {kClusters}, [&](std::int64_t m) {
        return half / kClusters + (m < half % kClusters ? 1 : 0);
    });
    return made.commit({{"clusters", kClusters}}, 1);
}

std::string SampleProject::addEmbedding(const std::string& kernel) {
    Project project = writable(m_path);
    ArtifactDraft made = draft(project, "embedding", {}, {kernel, "dataset-1"});
    const std::int64_t rows = m_samples / 2;
    write<std::int64_t>(made, "sample.npy", {rows}, [](std::int64_t i) { return 2 * i; });
    write<float>(made, "coordinates.npy", {rows, 3}, [](std::int64_t i) { return i; });
    return made.commit({{"dimensions", 3}}, 1);
}

std::string SampleProject::addSelection(const std::string& dataset) {
    Project project = writable(m_path);
    ArtifactDraft made = draft(project, "selection", {}, {"run-1", dataset});
    const std::int64_t n = m_samples;
    write<std::uint8_t>(made, "kept.npy", {n}, [](std::int64_t i) { return i % 2 == 0; });
    write<std::uint8_t>(made, "stage.npy", {n}, [](std::int64_t i) { return i % 2; });
    write<float>(made, "score.npy", {n}, [n](std::int64_t i) { return double(i) / double(n); });
    return made.commit({{"kept", n / 2}}, 1);
}

}  // namespace winnow::test
