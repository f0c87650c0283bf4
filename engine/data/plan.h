// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/source.h"

#include <map>

namespace winnow::data {

/// Rows of one split of a source that become one split of the data set.
struct PlannedSplit {
    SplitKind from = SplitKind::Train;
    std::vector<std::int64_t> rows;    ///< ascending
    std::vector<std::int64_t> spares;  ///< taken in this order where a row of their class is broken
};

/// What an import takes from a source, decided from labels alone.
struct ImportPlan {
    Geometry geometry;
    PlannedSplit train;
    std::optional<PlannedSplit> test;
};

/// Applies size, channels, limit and test share. Throws Error{BadInput}.
[[nodiscard]] ImportPlan planned(const SourceFacts& facts, const ImportOptions& options);

/// Reads the planned rows into `out` (rows.size() images of plan.geometry), sized and coloured.
/// Rows that turn out broken are replaced by spares of the same class while there are any; what is
/// left over at the end of `out` is unspecified. Returns the row each image was read from.
[[nodiscard]] std::vector<std::int64_t> filled(Source& source,
                                               const PlannedSplit& split,
                                               const Geometry& geometry,
                                               std::span<std::uint8_t> out,
                                               const jobs::JobContext& job);

/// Old class number to new, without the classes none of whose planned images could be read.
/// Throws Error{BadInput} when nothing is left.
[[nodiscard]] std::map<std::int64_t, std::int64_t> readableClasses(
    const SourceFacts& facts, const PlannedSplit& split, std::span<const std::int64_t> readRows);

}  // namespace winnow::data
