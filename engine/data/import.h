// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/source.h"
#include "engine/store/project.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::data {

/// One split in memory. Pixels [N,C,H,W].
struct ImportedSplit {
    std::vector<std::uint8_t> pixels;
    std::vector<std::int64_t> labels;
    std::vector<std::int64_t> rows;  ///< row of the source each sample is
    std::vector<SourceFile> files;   ///< folders only
};

/// A whole data set in memory, as writeDataset() would store it.
struct ImportedData {
    SourceFacts facts;  ///< its train and test are those of the whole source
    Geometry geometry;
    std::vector<std::string> classNames;
    ImportedSplit train;
    std::optional<ImportedSplit> test;
    store::NamedArrays truth;
    std::int64_t flippedLabels = 0;  ///< training labels that were changed on purpose
};

/// Reads a source into memory, subset, split, sized and coloured as `options` ask.
/// Throws Error{BadInput}, Cancelled.
[[nodiscard]] ImportedData readSource(const std::filesystem::path& path,
                                      const ImportOptions& options,
                                      const jobs::JobContext& job);

/// Reads a source straight into the files of a dataset artifact (engine/store/dataset.h); pixels
/// pass through memory-mapped files, so memory use does not grow with the data set. Beside those
/// files:
///   skipped.json   files left out and why (only where there are some)
/// Returns the summary for the catalogue: classes, samples, size, format, skipped, notes, and
/// flipped_labels where labels were changed on purpose.
/// Throws Error{BadInput}, Error{OutOfResources}, Cancelled.
[[nodiscard]] nlohmann::json writeDataset(store::ArtifactDraft& draft,
                                          const std::filesystem::path& path,
                                          const ImportOptions& options,
                                          std::string_view name,
                                          const jobs::JobContext& job);

}  // namespace winnow::data
