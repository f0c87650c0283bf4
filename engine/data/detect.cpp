// SPDX-License-Identifier: Apache-2.0
#include "engine/data/byte_stream.h"
#include "engine/data/formats.h"
#include "engine/store/error.h"

#include <algorithm>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kCifar10Record = 1 + 3072, kCifar100Record = 2 + 3072;

bool beginsWith(std::span<const std::uint8_t> bytes, std::string_view magic) {
    return bytes.size() >= magic.size() &&
           std::equal(magic.begin(), magic.end(), bytes.begin(), [](char a, std::uint8_t b) {
               return static_cast<std::uint8_t>(a) == b;
           });
}

/// What the first bytes of a file (unpacked where it is gzip) and its size say; Auto: nothing
/// known.
Format formatOfFile(const fs::path& file) {
    const std::vector<std::uint8_t> head = readHead(file, 64);
    if (head.size() >= 4 && head[0] == 0 && head[1] == 0 && head[2] >= 8 && head[2] <= 14 &&
        head[3] >= 1 && head[3] <= 4)
        return Format::Idx;
    if (beginsWith(head, "PK\x03\x04") || beginsWith(head, "\x93NUMPY")) return Format::Npz;
    if (beginsWith(head, "MATLAB 5.0 MAT-file") || beginsWith(head, "MATLAB 7.3 MAT-file"))
        return Format::Svhn;
    const std::uint64_t size = fs::file_size(file);
    if (size > 0 && file.extension() == ".bin") {
        if (size % kCifar10Record == 0 && head[0] < 10) return Format::Cifar10;
        if (size % kCifar100Record == 0 && head[0] < 20 && head[1] < 100) return Format::Cifar100;
    }
    return Format::Auto;
}

bool holdsSubfolders(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_directory() && entry.path().filename().string()[0] != '.') return true;
    return false;
}

Format formatOfFolder(const fs::path& folder) {
    if (fs::exists(folder / "wnids.txt") && fs::is_directory(folder / "train"))
        return Format::TinyImageNet;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().filename().string()[0] != '.')
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    const auto named = [&](std::string_view start) {
        return std::any_of(files.begin(), files.end(), [&](const fs::path& file) {
            return file.filename().string().starts_with(start) && file.extension() == ".bin";
        });
    };
    if (named("data_batch_")) return Format::Cifar10;
    if (named("train") && fs::exists(folder / "fine_label_names.txt")) return Format::Cifar100;
    for (const fs::path& file : files)
        if (const Format format = formatOfFile(file); format != Format::Auto) return format;
    return holdsSubfolders(folder) ? Format::Folder : Format::Auto;
}

}  // namespace

Format detectedFormat(const fs::path& path) {
    const Format format = fs::is_directory(path) ? formatOfFolder(path) : formatOfFile(path);
    if (format == Format::Auto)
        throw badInput(displayed(path) +
                       " is in no format that is known; IDX, CIFAR binary, SVHN .mat, NPZ or NPY, "
                       "or a folder with "
                       "one sub-folder of JPEG or PNG images per class would be");
    return format;
}

}  // namespace winnow::data
