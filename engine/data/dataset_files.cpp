// SPDX-License-Identifier: Apache-2.0
#include "engine/data/dataset_files.h"

#include "engine/data/byte_stream.h"

#include <nlohmann/json.hpp>

namespace winnow::data {

using nlohmann::json;

namespace {

json filesJson(const std::vector<SourceFile>& files) {
    json list = json::array();
    for (const SourceFile& file : files)
        list.push_back({{"path", file.path},
                        {"width", file.width},
                        {"height", file.height},
                        {"bytes", file.bytes}});
    return list;
}

json optionsJson(const ImportOptions& options) {
    json out{{"format", formatName(options.format)}, {"seed", options.seed}};
    if (options.height != 0) out["size"] = {options.height, options.width};
    if (options.channels != 0) out["channels"] = options.channels;
    if (options.limit != 0) out["limit"] = options.limit;
    if (options.testShare != 0) out["test_share"] = options.testShare;
    if (options.flipShare != 0) out["flip_labels"] = options.flipShare;
    return out;
}

json sourceJson(const SourceFacts& facts) {
    json out{{"path", displayed(facts.path)},
             {"name", displayed(facts.name)},
             {"format", formatName(facts.format)}};
    if (facts.format == Format::Idx) out["gzip"] = facts.packed;
    if (!facts.coarseOf.empty()) {
        out["coarse_of"] = facts.coarseOf;
        out["coarse_classes"] = facts.coarseNames;
    }
    out["samples"] = facts.train.labels.size();
    out["test_samples"] = facts.test ? facts.test->labels.size() : 0;
    return out;
}

json skippedJson(const std::vector<SkippedFile>& skipped) {
    json list = json::array();
    for (const SkippedFile& file : skipped)
        list.push_back({{"path", file.path}, {"reason", file.reason}});
    return list;
}

}  // namespace

store::NpyWriter DatasetFiles::imagesWriter(SplitKind split, const store::Shape& shape) {
    return m_draft.writer(
        split == SplitKind::Train ? "images.npy" : "test_images.npy", store::DType::UInt8, shape);
}

void DatasetFiles::writeDerived(std::span<const std::uint8_t> pixels, const store::Shape& shape) {
    const Geometry geometry{shape[1], shape[2], shape[3]};
    ChannelStatistics statistics = channelStatistics(pixels, geometry);
    m_mean = std::move(statistics.mean);
    m_deviation = std::move(statistics.deviation);
    const std::int64_t side = thumbnailSide(geometry);
    const auto bytes = static_cast<std::size_t>(side * side * geometry.channels);
    store::NpyWriter writer = m_draft.writer(
        "thumbnails.npy", store::DType::UInt8, {shape[0], side, side, geometry.channels});
    const auto out = writer.as<std::uint8_t>();
    for (std::int64_t i = 0; i < shape[0]; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (i % 4096 == 0) {
            m_job.throwIfCancelled();
            m_job.report.progress("making thumbnails", i, shape[0]);
        }
        makeThumbnail({geometry, pixels.subspan(at * geometry.size(), geometry.size())},
                      out.subspan(at * bytes, bytes));
    }
    writer.commit();
}

json DatasetFiles::writeFacts(const ImportedData& data,
                              const ImportOptions& options,
                              std::string_view name) {
    const auto count = [](const ImportedSplit& split) {
        return static_cast<std::int64_t>(split.labels.size());
    };
    const std::int64_t tests = data.test ? count(*data.test) : 0;
    m_draft.write<std::int64_t>("labels.npy", data.train.labels, {count(data.train)});
    if (tests > 0) m_draft.write<std::int64_t>("test_labels.npy", data.test->labels, {tests});
    for (const auto& [file, array] : data.truth) m_draft.write(file + ".npy", array);
    if (!data.train.files.empty()) {
        const json sources{{"root", displayed(data.facts.path)},
                           {"train", filesJson(data.train.files)},
                           {"test", data.test ? filesJson(data.test->files) : json::array()}};
        m_draft.writeText("sources.json", sources.dump());
    }
    if (!data.facts.skipped.empty())
        m_draft.writeText("skipped.json", skippedJson(data.facts.skipped).dump(1));

    json facts{{"name", name},
               {"classes", data.classNames},
               {"channels", data.geometry.channels},
               {"height", data.geometry.height},
               {"width", data.geometry.width},
               {"samples", count(data.train)},
               {"test_samples", tests},
               {"mean", m_mean},
               {"deviation", m_deviation},
               {"source", sourceJson(data.facts)},
               {"options", optionsJson(options)},
               {"skipped", data.facts.skipped.size()},
               {"notes", data.facts.notes}};
    json summary{{"samples", count(data.train)},
                 {"test_samples", tests},
                 {"classes", data.classNames.size()},
                 {"channels", data.geometry.channels},
                 {"height", data.geometry.height},
                 {"width", data.geometry.width},
                 {"format", formatName(data.facts.format)},
                 {"skipped", data.facts.skipped.size()}};
    if (options.flipShare != 0)
        facts["flipped_labels"] = summary["flipped_labels"] = data.flippedLabels;
    m_draft.writeText("dataset.json", facts.dump(1));
    return summary;
}

}  // namespace winnow::data
