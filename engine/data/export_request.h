// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/export.h"
#include "engine/store/project.h"

#include <nlohmann/json.hpp>

namespace winnow::data {

/// What an export of a stored selection needs, read from the project.
struct ExportInput {
    std::unique_ptr<store::Dataset> dataset;  ///< what request.dataset refers to
    ExportRequest request;
    nlohmann::json provenance;
};

/// Gathers the data set a selection was made from, its stages, the originals of image folders, and
/// the scores (one number per sample) of everything it was made from, and the labels a person gave;
/// the provenance names each of these with its specification. Throws Error{BadInput}.
[[nodiscard]] ExportInput exportInput(const store::Project& project,
                                      const store::ArtifactRow& selection);

/// `row` and everything it was made from, nearest first, each once.
[[nodiscard]] std::vector<store::ArtifactRow> lineage(const store::Project& project,
                                                      const store::ArtifactRow& row);

}  // namespace winnow::data
