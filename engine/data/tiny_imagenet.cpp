// SPDX-License-Identifier: Apache-2.0
#include "engine/data/byte_stream.h"
#include "engine/data/folder_list.h"
#include "engine/data/formats.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

/// First word of each WordNet id in words.txt ("n01443537<TAB>goldfish, Carassius auratus").
std::map<std::string, std::string> wordsOf(const fs::path& file) {
    std::map<std::string, std::string> words;
    for (const std::string& line : namesIn(file)) {
        const auto tab = line.find('\t');
        if (tab == std::string::npos) continue;
        words[line.substr(0, tab)] = line.substr(tab + 1, line.find(',', tab) - tab - 1);
    }
    return words;
}

/// Words, with the id added where two classes share a word, the id alone where there is none.
std::vector<std::string> classNamesOf(const std::vector<std::string>& ids,
                                      const std::map<std::string, std::string>& words) {
    std::map<std::string, int> uses;
    const auto wordOf = [&](const std::string& id) {
        const auto found = words.find(id);
        return found == words.end() || found->second.empty() ? id : found->second;
    };
    for (const std::string& id : ids) ++uses[wordOf(id)];
    std::vector<std::string> names;
    for (const std::string& id : ids) {
        const std::string word = wordOf(id);
        names.push_back(uses[word] > 1 ? fmt::format("{} ({})", word, id) : word);
    }
    return names;
}

/// val/images by val_annotations.txt: file, class id, bounding box.
std::vector<ListedFile> validationFiles(const fs::path& root,
                                        const std::vector<std::string>& ids,
                                        std::vector<SkippedFile>& skipped,
                                        const jobs::JobContext& job) {
    std::map<std::string, std::string> classOf;
    for (const std::string& line : namesIn(root / "val" / "val_annotations.txt")) {
        const auto first = line.find('\t');
        if (first == std::string::npos) continue;
        const auto second = line.find('\t', first + 1);
        classOf[line.substr(0, first)] = line.substr(first + 1, second - first - 1);
    }
    std::vector<ListedFile> files;
    if (!fs::is_directory(root / "val" / "images")) return files;
    for (ListedFile& file : filesBelow(root / "val" / "images", root, 0, skipped, job)) {
        const auto id = std::find(ids.begin(), ids.end(), classOf[file.path.filename().string()]);
        if (id == ids.end()) {
            skipped.push_back({file.relative, "has no known class in val_annotations.txt"});
            continue;
        }
        file.label = id - ids.begin();
        files.push_back(std::move(file));
    }
    return files;
}

}  // namespace

FolderList listTinyImageNet(const fs::path& root, const jobs::JobContext& job) {
    FolderList list;
    std::vector<std::string> ids = namesIn(root / "wnids.txt");
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<std::string> present;
    for (const std::string& id : ids) {
        const fs::path folder = root / "train" / id;
        if (id.find('/') != std::string::npos || id.starts_with('.') || fs::is_symlink(folder) ||
            !fs::is_directory(folder)) {
            list.skipped.push_back({"train/" + id, "is named in wnids.txt but is no folder"});
            continue;
        }
        const auto label = static_cast<std::int64_t>(present.size());
        for (ListedFile& file : filesBelow(folder, root, label, list.skipped, job))
            if (file.path.extension() != ".txt") list.train.push_back(std::move(file));
        present.push_back(id);
    }
    if (list.train.empty())
        throw badInput(displayed(root) +
                       " holds no images in train/<id>/images for the ids of wnids.txt");
    list.classNames = classNamesOf(present, wordsOf(root / "words.txt"));
    auto validation = validationFiles(root, present, list.skipped, job);
    if (!validation.empty()) list.test = std::move(validation);
    return list;
}

}  // namespace winnow::data
