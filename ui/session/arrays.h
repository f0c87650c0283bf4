// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/project.h"
#include "ui/session/mapped.h"

#include <QString>

#include <optional>

/// What an artifact holds, mapped file by file. N: samples of the training split; E: epochs; M:
/// clusters; k: partners kept. Where a struct has `sample`, its arrays have one row for each id
/// there (all N when `sample` is empty). Shapes are checked against each other when loaded.
namespace winnow::ui {

/// Rows of an artifact that covers part of the data set; ids ascend.
struct Rows {
    Mapped<std::int64_t> sample;  ///< empty: row = id
    std::int64_t rows = 0;

    /// The row of a sample, or nothing when the artifact does not cover it.
    [[nodiscard]] std::optional<std::int64_t> rowOf(std::int64_t id) const;
    [[nodiscard]] std::int64_t idAt(std::int64_t row) const { return sample ? sample[row] : row; }
};

/// A training.
struct RunArrays {
    QString id;
    Mapped<float> loss, margin;    ///< [E,N]
    Mapped<std::uint8_t> correct;  ///< [E,N] 0 or 1
    Mapped<double> curve;          ///< [E,6] loss, accuracy of train, validation, test; NaN: none
    Mapped<std::uint8_t> fitted;   ///< [N] 1: fitted, 0: held out for validation
    Mapped<std::int64_t> forgetting;         ///< [N] forgetting events
    Mapped<std::int64_t> firstLearned;       ///< [N] epoch counted from 0, -1 never
    Mapped<std::uint8_t> neverLearned;       ///< [N]
    Mapped<double> difficulty, el2n, grand;  ///< [N]; the last two where asked for
    Mapped<std::int64_t> prediction;         ///< [N] class at w*
    Mapped<float> probability;               ///< [N] of the label at w*
    Mapped<std::int64_t> testPrediction;     ///< [test samples]

    [[nodiscard]] std::int64_t epochs() const { return curve.dim(0); }
};

/// How samples act on each other. Partner lists are [rows,k] sample ids, nearest first, -1 padded.
struct KernelArrays : Rows {
    QString id;
    Mapped<float> diagonal;  ///< kappa(i,i)
    Mapped<std::int64_t> neighbours, opposed, unrelated;
    Mapped<float> neighbourValues, opposedValues;  ///< kappa
    Mapped<float> unrelatedValues;                 ///< size of the cosine
    Mapped<float> best;                            ///< largest kappa to another sample
    Mapped<std::int64_t> witness;                  ///< whose it is; -1 none
    Mapped<std::uint8_t> redundant;
    Mapped<float> classMean;  ///< [rows,K] mean kappa to each class
    Mapped<float> positiveShare;
    Mapped<std::int64_t> contradictory, interchangeable;  ///< how many partners of each relation
    Mapped<std::int64_t> histogram;                       ///< [2,B] within, across classes
    Mapped<double> histogramEdges;                        ///< [B+1]
    Mapped<float> matrix;                                 ///< [rows,rows]; only where stored
};

/// Farthest-point clusters; arrays of samples have all N.
struct ClusterArrays {
    QString id;
    Mapped<std::int64_t> assignment;    ///< [N] cluster number, -1 not clustered
    Mapped<float> similarity;           ///< [N] kappa to the own centroid
    Mapped<std::int64_t> centroids;     ///< [M] sample ids
    Mapped<std::int64_t> clusterClass;  ///< [M]
    Mapped<std::int64_t> sizes;         ///< [M]
};

/// Why a sample is not kept, as selection's stage.npy says it.
enum class Stage : std::uint8_t {
    Kept = 0,
    Redundant = 1,
    HeadCut = 2,
    LeftOut = 3,
    Validation = 4
};

struct SelectionArrays {
    QString id;
    Mapped<std::uint8_t> kept;   ///< [N] 0 or 1
    Mapped<std::uint8_t> stage;  ///< [N] Stage
    Mapped<float> score;         ///< [N] where the method has one
};

struct EmbeddingArrays : Rows {
    QString id;
    Mapped<float> coordinates;  ///< [rows,d]
    Mapped<double> eigenvalues;
};

/// These throw Error{BadInput}: a file is missing, damaged, or disagrees with `samples` (N).
[[nodiscard]] RunArrays runArrays(const store::Project&,
                                  const std::string& id,
                                  std::int64_t samples);
[[nodiscard]] KernelArrays kernelArrays(const store::Project&,
                                        const std::string& id,
                                        std::int64_t samples);
[[nodiscard]] ClusterArrays clusterArrays(const store::Project&,
                                          const std::string& id,
                                          std::int64_t samples);
[[nodiscard]] SelectionArrays selectionArrays(const store::Project&,
                                              const std::string& id,
                                              std::int64_t samples);
[[nodiscard]] EmbeddingArrays embeddingArrays(const store::Project&,
                                              const std::string& id,
                                              std::int64_t samples);

}  // namespace winnow::ui
