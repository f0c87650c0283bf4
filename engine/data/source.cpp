// SPDX-License-Identifier: Apache-2.0
#include "engine/data/source.h"

#include "engine/data/byte_stream.h"
#include "engine/data/formats.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 9> kFormatNames{
    "auto", "idx", "cifar10", "cifar100", "svhn", "npz", "folder", "tiny-imagenet", "builtin"};
constexpr std::int64_t kMostClasses = 65536;
constexpr std::uint64_t kLargestNamesFile = 256U << 20;

/// The class names in the winnow.json of an export; empty when there is none or it is something
/// else.
std::vector<std::string> namesOfExport(const fs::path& folder) {
    const fs::path file = folder / "winnow.json";
    std::error_code code;
    if (!fs::is_regular_file(file, code)) return {};
    const auto bytes = readFile(file, kLargestNamesFile);
    const auto json = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
    if (!json.is_object() || !json.contains("classes") || !json["classes"].is_array()) return {};
    std::vector<std::string> names;
    for (const auto& name : json["classes"]) {
        if (!name.is_string()) return {};
        names.push_back(name.get<std::string>());
    }
    return names;
}

}  // namespace

std::string_view formatName(Format format) {
    return kFormatNames.at(static_cast<std::size_t>(format));
}

Format formatOf(std::string_view name) {
    const auto found = std::find(kFormatNames.begin(), kFormatNames.end(), name);
    if (found == kFormatNames.end())
        throw badInput(fmt::format(
            "format '{}' is unknown; there are {}", name, fmt::join(kFormatNames, ", ")));
    return static_cast<Format>(found - kFormatNames.begin());
}

void requireLabels(std::span<const std::int64_t> labels,
                   std::int64_t classes,
                   const std::string& where) {
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (labels[i] < 0 || labels[i] >= classes)
            throw badInput(
                fmt::format("{}: label {} of sample {} is out of range; the classes are 0 to {}",
                            where,
                            labels[i],
                            i,
                            classes - 1));
}

std::int64_t classesIn(std::span<const std::int64_t> labels, const std::string& where) {
    if (labels.empty()) throw badInput(fmt::format("{} holds no samples", where));
    const auto largest = std::max_element(labels.begin(), labels.end());
    const std::int64_t most = std::min(
        kMostClasses, std::max<std::int64_t>(256, static_cast<std::int64_t>(labels.size())));
    requireLabels(labels, std::min(most, std::max<std::int64_t>(*largest, 0) + 1), where);
    return *largest + 1;
}

std::vector<std::string> namesIn(const fs::path& file) {
    std::error_code code;
    if (!fs::is_regular_file(file, code) || fs::file_size(file, code) > kLargestNamesFile)
        return {};
    std::ifstream in(file);
    std::vector<std::string> names;
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!line.empty()) names.push_back(displayed(line));
    }
    return names;
}

std::vector<std::string> namesBeside(const fs::path& folder, std::int64_t classes) {
    for (auto names : {namesOfExport(folder), namesIn(folder / "classes.txt")})
        if (static_cast<std::int64_t>(names.size()) >= classes) return names;
    std::vector<std::string> numerals;
    for (std::int64_t c = 0; c < classes; ++c) numerals.push_back(std::to_string(c));
    return numerals;
}

namespace {

std::unique_ptr<Source> openedAs(Format format, const fs::path& path, const jobs::JobContext& job) {
    switch (format) {
        case Format::Idx:
            return openIdx(path);
        case Format::Cifar10:
        case Format::Cifar100:
            return openCifar(path, format);
        case Format::Svhn:
            return openSvhn(path);
        case Format::Npz:
            return openNpz(path);
        case Format::Folder:
            return openFolder(path, job);
        case Format::TinyImageNet:
            return openTinyImageNet(path, job);
        default:
            throw internalError("a format without a reader");
    }
}

}  // namespace

std::unique_ptr<Source> openSource(const fs::path& given,
                                   const ImportOptions& options,
                                   const jobs::JobContext& job) {
    // Without the slash at the end that would make its last name empty.
    const fs::path path = given.has_filename() ? given : given.parent_path();
    const std::string last = path.filename().string();
    std::error_code code;
    const bool there = fs::exists(path, code);
    if (options.format == Format::Builtin || (!there && isBuiltinName(last)))
        return openBuiltin(last, options);
    if (!there)
        throw badInput(
            fmt::format("source {} does not exist; give a file, a folder, or the name of a "
                        "built-in set (planted, fashion-mnist)",
                        displayed(path)));
    try {
        return openedAs(
            options.format == Format::Auto ? detectedFormat(path) : options.format, path, job);
    } catch (const fs::filesystem_error& error) {
        throw badInput(
            fmt::format("{} cannot be read: {}", displayed(error.path1()), error.code().message()));
    }
}

}  // namespace winnow::data
