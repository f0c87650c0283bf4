// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/import.h"
#include "engine/store/npy.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::data {

/// Writes the files of a dataset artifact (engine/store/dataset.h) into a draft.
class DatasetFiles {
public:
    DatasetFiles(store::ArtifactDraft& draft, const jobs::JobContext& job)
        : m_draft(draft), m_job(job) {}

    [[nodiscard]] store::NpyWriter imagesWriter(SplitKind split, const store::Shape& shape);
    /// thumbnails.npy, and the mean and deviation that writeFacts() states. `pixels` [N,C,H,W].
    void writeDerived(std::span<const std::uint8_t> pixels, const store::Shape& shape);
    /// Labels, truth, dataset.json, sources.json, skipped.json. Returns the catalogue's summary.
    [[nodiscard]] nlohmann::json writeFacts(const ImportedData& data,
                                            const ImportOptions& options,
                                            std::string_view name);

private:
    store::ArtifactDraft& m_draft;
    const jobs::JobContext& m_job;
    std::vector<double> m_mean, m_deviation;
};

/// Mean and population deviation per channel of pixels / 255. `pixels` [N,C,H,W].
struct ChannelStatistics {
    std::vector<double> mean, deviation;
};
[[nodiscard]] ChannelStatistics channelStatistics(std::span<const std::uint8_t> pixels,
                                                  const Geometry& geometry);

/// Side of the square thumbnails of images of this geometry: the longer side, 64 at most.
[[nodiscard]] std::int64_t thumbnailSide(const Geometry& geometry);
/// One thumbnail [T,T,C] into `out`: the image itself where it is square and no larger than 64,
/// else reduced to fit and centred on black.
void makeThumbnail(const ImageView& image, std::span<std::uint8_t> out);

}  // namespace winnow::data
