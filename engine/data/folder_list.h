// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/source.h"

namespace winnow::data {

/// A file that may be an image, and the class it belongs to.
struct ListedFile {
    std::filesystem::path path;
    std::string relative;  ///< to the source's root, with '/'
    std::int64_t label = 0;
};

/// The files of a folder source before any is opened.
struct FolderList {
    std::vector<std::string> classNames;
    std::vector<ListedFile> train;
    std::optional<std::vector<ListedFile>> test;
    std::vector<SkippedFile> skipped;
    std::vector<std::string> notes;
};

/// Sub-folders of `root` are classes in the order of their names (an export's winnow.json puts them
/// in the order they had); with train/ and test/ (or val/) sub-folders these hold the classes.
/// Images may lie deeper. Hidden files are passed over, links that leave the root or lead to
/// folders are listed as skipped. Throws Error{BadInput} when there is no class folder.
[[nodiscard]] FolderList listFolder(const std::filesystem::path& root, const jobs::JobContext& job);

/// The same for Tiny ImageNet's layout; classes are named by words.txt.
[[nodiscard]] FolderList listTinyImageNet(const std::filesystem::path& root,
                                          const jobs::JobContext& job);

/// Files below `folder`, sorted, links judged against `root`. What is refused goes to `skipped`.
[[nodiscard]] std::vector<ListedFile> filesBelow(const std::filesystem::path& folder,
                                                 const std::filesystem::path& root,
                                                 std::int64_t label,
                                                 std::vector<SkippedFile>& skipped,
                                                 const jobs::JobContext& job);

}  // namespace winnow::data
