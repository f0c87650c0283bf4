// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export.h"

#include "engine/data/byte_stream.h"
#include "engine/data/export_writers.h"
#include "engine/jobs/export_formats.h"
#include "engine/store/error.h"
#include "engine/store/rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <numeric>

namespace winnow::data {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// The format that `same` stands for; Auto: the archive.
Format sameFormat(Format cameAs) {
    switch (cameAs) {
        case Format::Idx:
        case Format::Cifar10:
        case Format::Cifar100:
        case Format::Folder:
            return cameAs;
        case Format::TinyImageNet:
            return Format::Folder;
        default:
            return Format::Npz;
    }
}

Format formatToWrite(const ExportRequest& request) {
    if (request.format == ExportFormat::Npz) return Format::Npz;
    if (request.format == ExportFormat::Folder) return Format::Folder;
    return sameFormat(request.cameAs);
}

/// [id, label before, label now] of every exported sample that was given another class.
json relabelledJson(const ExportRequest& request) {
    json list = json::array();
    for (const auto& [row, label] : request.relabelled)
        if (request.isExported(row))
            list.push_back(
                {row, request.dataset.train.labels()[static_cast<std::size_t>(row)], label});
    return list;
}

json countsOf(const ExportRequest& request, std::size_t relabelled) {
    const auto labels = request.dataset.train.labels();
    std::vector<std::int64_t> kept(request.dataset.classNames.size()), all(kept.size());
    json stages = json::object();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto row = static_cast<std::int64_t>(i);
        const auto label = static_cast<std::size_t>(request.label(row));
        ++all[label];
        if (request.isExported(row)) ++kept[label];
        const std::string stage(stageName(static_cast<Stage>(request.stage[i])));
        stages[stage] = stages.value(stage, 0) + 1;
    }
    return {{"train", std::accumulate(kept.begin(), kept.end(), std::int64_t{0})},
            {"train_of", labels.size()},
            {"test", request.dataset.test ? request.dataset.test->size() : 0},
            {"relabelled", relabelled},
            {"per_class", kept},
            {"per_class_of", all},
            {"stages", stages}};
}

json provenanceOf(const ExportRequest& request, json provenance) {
    std::vector<std::int64_t> validation;
    const std::vector<std::int64_t> rows = request.exportedRows();
    for (const std::int64_t row : rows)
        if (request.stage[static_cast<std::size_t>(row)] ==
            static_cast<std::uint8_t>(Stage::Validation))
            validation.push_back(row);
    provenance["classes"] = request.dataset.classNames;
    provenance["relabelled"] = relabelledJson(request);
    provenance["counts"] = countsOf(request, provenance["relabelled"].size());
    provenance["train_index"] = rows;
    provenance["validation_index"] = validation;
    return provenance;
}

void requireConsistent(const ExportRequest& request) {
    const auto samples = static_cast<std::size_t>(request.dataset.train.size());
    if (request.stage.size() != samples)
        throw badInput(fmt::format("the selection is of {} samples, the data set '{}' has {}",
                                   request.stage.size(),
                                   request.dataset.name,
                                   samples));
    for (const ScoreColumn& column : request.scores)
        if (column.values.count() != static_cast<std::int64_t>(samples))
            throw internalError("a score column of another length than the data set");
}

/// An export into the folder it was imported from would become part of it.
void requireOutside(const ExportRequest& request, const fs::path& target) {
    if (!request.originals) return;
    std::error_code code;
    const fs::path root = fs::weakly_canonical(request.originals->root, code),
                   place = fs::weakly_canonical(target, code);
    if (std::mismatch(root.begin(), root.end(), place.begin(), place.end()).first == root.end())
        throw badInput(fmt::format("{} lies in the source folder {}; give a folder outside it",
                                   displayed(target),
                                   displayed(root)));
}

}  // namespace

std::size_t formatIndex(const std::vector<std::string>& formats,
                        std::string_view name,
                        std::string_view what) {
    const auto found = std::ranges::find(formats, name);
    if (found == formats.end())
        throw badInput(fmt::format(
            "format {} is none for {}; it is {}", name, what, fmt::join(formats, ", ")));
    return static_cast<std::size_t>(found - formats.begin());
}

ExportFormat exportFormatOf(std::string_view name) {
    return static_cast<ExportFormat>(formatIndex(jobs::selectionFormats(), name, "a selection"));
}

FileMode fileModeOf(std::string_view name) {
    if (name == "list") return FileMode::List;
    if (name == "link") return FileMode::Link;
    if (name == "copy") return FileMode::Copy;
    throw badInput(fmt::format("files '{}' is unknown; there are list, link, copy", name));
}

std::string_view stageName(Stage stage) {
    constexpr std::array<std::string_view, 5> kNames{
        "kept", "redundant", "head cut", "left out", "validation"};
    const auto i = static_cast<std::size_t>(stage);
    if (i >= kNames.size())
        throw badInput(fmt::format("the selection holds the unknown stage {}", i));
    return kNames[i];
}

bool ExportRequest::isExported(std::int64_t row) const {
    const auto value = static_cast<Stage>(stage[static_cast<std::size_t>(row)]);
    return value == Stage::Kept || value == Stage::Validation;
}

std::int64_t ExportRequest::label(std::int64_t row) const {
    const auto given = relabelled.find(row);
    return given == relabelled.end() ? dataset.train.labels()[static_cast<std::size_t>(row)]
                                     : given->second;
}

std::vector<std::int64_t> ExportRequest::exportedRows() const {
    std::vector<std::int64_t> rows;
    for (std::int64_t row = 0; row < static_cast<std::int64_t>(stage.size()); ++row)
        if (isExported(row)) rows.push_back(row);
    return rows;
}

std::vector<std::int64_t> allRowsOf(const store::Split& split) { return allRows(split.size()); }

std::int64_t labelOf(const ExportRequest& request, const store::Split& split, std::int64_t row) {
    return &split == &request.dataset.train ? request.label(row)
                                            : split.labels()[static_cast<std::size_t>(row)];
}

ImageView imageOf(const store::Dataset& dataset, const store::Split& split, std::int64_t row) {
    const auto size = static_cast<std::size_t>(dataset.imageSize());
    return {{dataset.channels, dataset.height, dataset.width},
            split.pixels().subspan(static_cast<std::size_t>(row) * size, size)};
}

json exportSubset(const ExportRequest& request,
                  const json& provenance,
                  const fs::path& target,
                  const jobs::JobContext& job) {
    requireConsistent(request);
    requireOutside(request, target);
    json facts = provenanceOf(request, provenance);
    const Format format = formatToWrite(request);
    StagingFolder folder(target);
    if (request.format == ExportFormat::Csv) {
        writeTable(request, folder, job);
    } else if (format == Format::Idx) {
        writeIdx(request, folder, job);
    } else if (format == Format::Cifar10 || format == Format::Cifar100) {
        writeCifar(request, folder, job);
    } else if (format == Format::Folder) {
        facts["class_folders"] = writeImageFolder(request, folder, job);
    } else {
        writeArchive(request, folder, job);
    }
    facts["format"] = request.format == ExportFormat::Csv ? "csv" : std::string(formatName(format));
    folder.write("winnow.json", facts.dump(1));
    folder.commit();
    const json& counts = facts["counts"];
    return {{"format", facts["format"]},
            {"to", displayed(target)},
            {"train", counts["train"]},
            {"train_of", counts["train_of"]},
            {"test", counts["test"]},
            {"relabelled", counts["relabelled"]}};
}

}  // namespace winnow::data
