// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/arrays.h"

#include "engine/store/error.h"
#include "ui/session/artifact_files.h"

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr std::int64_t kAny = ArtifactFiles::kAny;

/// Ids of an artifact that covers part of the data set.
void loadRows(const ArtifactFiles& load, Rows& rows, std::int64_t samples) {
    load.optional(rows.sample, "sample.npy", {kAny});
    rows.rows = rows.sample ? rows.sample.size() : samples;
    const auto ids = rows.sample.values();
    if (!ids.empty() && (!std::ranges::is_sorted(ids) || ids.front() < 0 || ids.back() >= samples))
        throw badInput(load.id() + "/sample.npy names samples that its data set does not have");
}

}  // namespace

std::optional<std::int64_t> Rows::rowOf(std::int64_t id) const {
    if (!sample) return id >= 0 && id < rows ? std::optional(id) : std::nullopt;
    const auto ids = sample.values();
    const auto it = std::ranges::lower_bound(ids, id);
    if (it == ids.end() || *it != id) return std::nullopt;
    return it - ids.begin();
}

RunArrays runArrays(const store::Project& project, const std::string& id, std::int64_t samples) {
    const ArtifactFiles load(project, id);
    RunArrays run;
    constexpr std::int64_t kFigures = 6;
    load.required(run.curve, "curve.npy", {kAny, kFigures});
    load.optional(run.loss, "loss.npy", {kAny, samples});
    load.optional(run.margin, "margin.npy", {kAny, samples});
    load.optional(run.correct, "correct.npy", {kAny, samples});
    load.optional(run.fitted, "fitted.npy", {samples});
    load.optional(run.forgetting, "forgetting.npy", {samples});
    load.optional(run.firstLearned, "first_learned.npy", {samples});
    load.optional(run.neverLearned, "never_learned.npy", {samples});
    load.optional(run.difficulty, "difficulty.npy", {samples});
    load.optional(run.el2n, "el2n.npy", {samples});
    load.optional(run.grand, "grand.npy", {samples});
    load.optional(run.prediction, "prediction.npy", {samples});
    load.optional(run.probability, "probability.npy", {samples});
    load.optional(run.testPrediction, "test_prediction.npy", {kAny});
    run.id = QString::fromStdString(id);
    return run;
}

KernelArrays kernelArrays(const store::Project& project,
                          const std::string& id,
                          std::int64_t samples) {
    const ArtifactFiles load(project, id);
    KernelArrays kernel;
    loadRows(load, kernel, samples);
    const std::int64_t n = kernel.rows;
    load.required(kernel.diagonal, "diagonal.npy", {n});
    load.required(kernel.neighbours, "neighbours.npy", {n, kAny});
    load.required(kernel.neighbourValues, "neighbour_values.npy", {n, kernel.neighbours.dim(1)});
    load.required(kernel.opposed, "opposed.npy", {n, kAny});
    load.required(kernel.opposedValues, "opposed_values.npy", {n, kernel.opposed.dim(1)});
    load.required(kernel.unrelated, "unrelated.npy", {n, kAny});
    load.required(kernel.unrelatedValues, "unrelated_values.npy", {n, kernel.unrelated.dim(1)});
    load.required(kernel.redundant, "redundant.npy", {n});
    load.required(kernel.witness, "witness.npy", {n});
    load.optional(kernel.best, "best.npy", {n});
    load.optional(kernel.classMean, "class_mean.npy", {n, kAny});
    load.optional(kernel.positiveShare, "positive_share.npy", {n});
    load.optional(kernel.contradictory, "contradictory.npy", {n});
    load.optional(kernel.interchangeable, "interchangeable.npy", {n});
    load.optional(kernel.histogram, "histogram.npy", {2, kAny});
    load.optional(kernel.histogramEdges, "histogram_edges.npy", {kernel.histogram.dim(1) + 1});
    load.optional(kernel.matrix, "matrix.npy", {n, n});
    kernel.id = QString::fromStdString(id);
    return kernel;
}

ClusterArrays clusterArrays(const store::Project& project,
                            const std::string& id,
                            std::int64_t samples) {
    const ArtifactFiles load(project, id);
    ClusterArrays cluster;
    load.required(cluster.assignment, "assignment.npy", {samples});
    load.required(cluster.centroids, "centroids.npy", {kAny});
    const std::int64_t clusters = cluster.centroids.dim(0);
    load.required(cluster.sizes, "sizes.npy", {clusters});
    load.required(cluster.clusterClass, "cluster_class.npy", {clusters});
    load.optional(cluster.similarity, "similarity.npy", {samples});
    const auto outside = [](std::int64_t low, std::int64_t high) {
        return [low, high](std::int64_t value) { return value < low || value >= high; };
    };
    if (std::ranges::any_of(cluster.assignment.values(), outside(-1, clusters)) ||
        std::ranges::any_of(cluster.centroids.values(), outside(0, samples)))
        throw badInput(id + " names clusters or samples that are not there; cluster again");
    cluster.id = QString::fromStdString(id);
    return cluster;
}

SelectionArrays selectionArrays(const store::Project& project,
                                const std::string& id,
                                std::int64_t samples) {
    const ArtifactFiles load(project, id);
    SelectionArrays selection;
    load.required(selection.kept, "kept.npy", {samples});
    load.required(selection.stage, "stage.npy", {samples});
    load.optional(selection.score, "score.npy", {samples});
    selection.id = QString::fromStdString(id);
    return selection;
}

EmbeddingArrays embeddingArrays(const store::Project& project,
                                const std::string& id,
                                std::int64_t samples) {
    const ArtifactFiles load(project, id);
    EmbeddingArrays embedding;
    loadRows(load, embedding, samples);
    load.required(embedding.coordinates, "coordinates.npy", {embedding.rows, kAny});
    load.optional(embedding.eigenvalues, "eigenvalues.npy", {kAny});
    embedding.id = QString::fromStdString(id);
    return embedding;
}

}  // namespace winnow::ui
