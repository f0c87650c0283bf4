// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/source.h"
#include "engine/store/dataset.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <memory>

namespace winnow::data {

enum class ExportFormat { Same, Npz, Folder, Csv };  ///< jobs::selectionFormats()
/// What becomes of the originals of an image folder. Link: hard links, which read like files of the
/// export's own; symbolic links, with a warning, where the file system cannot.
enum class FileMode { List, Link, Copy };

[[nodiscard]] ExportFormat exportFormatOf(std::string_view name);
[[nodiscard]] FileMode fileModeOf(std::string_view name);

/// What happened to a sample, as stage.npy of a selection has it.
enum class Stage : std::uint8_t { Kept, Redundant, HeadCut, LeftOut, Validation };
[[nodiscard]] std::string_view stageName(Stage stage);

/// One column of the CSV: a number per training sample.
struct ScoreColumn {
    std::string name;
    store::Array values;  ///< [N]
};

/// The originals of an image folder, as sources.json has them.
struct Originals {
    std::filesystem::path root;
    std::vector<SourceFile> train, test;
};

/// A subset of a data set's training split, and what is known about it. The test split goes along
/// whole.
struct ExportRequest {
    const store::Dataset& dataset;
    std::vector<std::uint8_t> stage{};  ///< [N], Stage; Kept and Validation are exported
    Format cameAs = Format::Auto;
    bool packed = false;                   ///< IDX: came as gzip
    std::vector<std::int64_t> coarseOf{};  ///< CIFAR-100
    std::vector<std::string> coarseNames{};
    std::optional<Originals> originals{};  ///< image folders
    store::NamedArrays truth{};            ///< built-in sets, [N] each
    std::vector<ScoreColumn> scores{};
    /// By sample: the class a person gave it instead of its label.
    std::map<std::int64_t, std::int64_t> relabelled{};
    ExportFormat format = ExportFormat::Same;
    FileMode files = FileMode::Copy;

    [[nodiscard]] bool isExported(std::int64_t row) const;
    /// The label a training sample is exported with.
    [[nodiscard]] std::int64_t label(std::int64_t row) const;
    /// Ids of the exported training samples, ascending.
    [[nodiscard]] std::vector<std::int64_t> exportedRows() const;
};

/// Writes the subset to `target`, which must be new or empty. The folder appears whole or not at
/// all.
///
/// idx: train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-... (.gz where the source was gzip).
///
/// cifar: data_batch_1.bin, test_batch.bin, batches.meta.txt, or train.bin, test.bin and the names.
///
/// npz: dataset.npz with x_train, y_train, x_test, y_test, train_index, train_validation, truth_*.
///
/// folder: train/CLASS/..., test/CLASS/...: originals copied or linked, or PNG files made of the
/// pixels where the source was no folder; files.csv says which sample each file is.
///
/// csv: selection.csv, every training sample with its label, original_label, stage and scores.
///
/// Labels are those a person gave, where there are any (`relabelled`); a folder's originals go to
/// the folder of that class. Always winnow.json: `provenance` (a JSON object) with classes, counts,
/// train_index and relabelled ([id, label before, label now] of the exported samples) added.
/// Returns counts for the person. Throws Error{BadInput}: target in use, a format that cannot hold
/// the images, originals that have moved; Error{OutOfResources}; Cancelled.
nlohmann::json exportSubset(const ExportRequest& request,
                            const nlohmann::json& provenance,
                            const std::filesystem::path& target,
                            const jobs::JobContext& job);

}  // namespace winnow::data
