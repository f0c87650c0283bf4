// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/export.h"
#include "engine/data/staging.h"

/// The writers behind exportSubset(), one per format. Each throws Error, Cancelled.
namespace winnow::data {

/// Where `name` stands among `formats`, those of `what`. Throws Error{BadInput} that lists them.
[[nodiscard]] std::size_t formatIndex(const std::vector<std::string>& formats,
                                      std::string_view name,
                                      std::string_view what);

void writeIdx(const ExportRequest& request,
              const StagingFolder& folder,
              const jobs::JobContext& job);
void writeCifar(const ExportRequest& request,
                const StagingFolder& folder,
                const jobs::JobContext& job);
void writeArchive(const ExportRequest& request,
                  const StagingFolder& folder,
                  const jobs::JobContext& job);
/// Returns the folder name of each class.
std::vector<std::string> writeImageFolder(const ExportRequest& request,
                                          const StagingFolder& folder,
                                          const jobs::JobContext& job);
void writeTable(const ExportRequest& request,
                const StagingFolder& folder,
                const jobs::JobContext& job);

/// Throws Error{BadInput} when an original is no longer where it was, or has another size.
void requireOriginals(const ExportRequest& request, const jobs::JobContext& job);
/// Names of class folders: the class names without what no file name may hold, all different.
[[nodiscard]] std::vector<std::string> classFolderNames(const std::vector<std::string>& classNames);
/// A CSV field, quoted where RFC 4180 asks for it.
[[nodiscard]] std::string csvField(std::string_view text);
/// An 8-bit gray or RGB PNG file. `image` planar.
[[nodiscard]] std::vector<std::uint8_t> encodedPng(const ImageView& image);

/// Calls `write(row)` for each row, cancellable, with progress.
template <typename Write>
void forRows(std::span<const std::int64_t> rows,
             std::string_view stage,
             const jobs::JobContext& job,
             Write write) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % 512 == 0) {
            job.throwIfCancelled();
            job.report.progress(
                stage, static_cast<std::int64_t>(i), static_cast<std::int64_t>(rows.size()));
        }
        write(rows[i]);
    }
}

[[nodiscard]] std::vector<std::int64_t> allRowsOf(const store::Split& split);
/// The label a sample of one of the data set's splits is exported with.
[[nodiscard]] std::int64_t labelOf(const ExportRequest& request,
                                   const store::Split& split,
                                   std::int64_t row);
[[nodiscard]] ImageView imageOf(const store::Dataset& dataset,
                                const store::Split& split,
                                std::int64_t row);

}  // namespace winnow::data
