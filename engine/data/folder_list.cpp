// SPDX-License-Identifier: Apache-2.0
#include "engine/data/folder_list.h"

#include "engine/data/byte_stream.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kLeavesSource = "is a link that leaves the source";
constexpr std::uint64_t kLargestProvenance = 256U << 20;

bool isHidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

bool isWithin(const fs::path& path, const fs::path& root) {
    const auto [end, at] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return end == root.end();
}

/// Why an entry of the folder is not to be read; empty when it is.
std::string refusal(const fs::directory_entry& entry, const fs::path& root) {
    const std::string name = entry.path().string();
    if (displayed(name) != name) return "its name is no valid UTF-8";
    std::error_code code;
    if (entry.is_symlink(code)) {
        const fs::path target = fs::canonical(entry.path(), code);
        if (code) return "is a link that leads nowhere";
        if (!isWithin(target, fs::canonical(root, code))) return std::string(kLeavesSource);
        if (fs::is_directory(target, code)) return "is a link to a folder";
    }
    if (!entry.is_regular_file(code) && !entry.is_directory(code)) return "is no regular file";
    return {};
}

std::vector<fs::directory_entry> sortedEntries(const fs::path& folder) {
    std::vector<fs::directory_entry> entries;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(folder, code))
        if (!isHidden(entry.path())) entries.push_back(entry);
    if (code)
        throw badInput(
            fmt::format("folder {} cannot be read: {}", displayed(folder), code.message()));
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        return a.path().native() < b.path().native();
    });
    return entries;
}

void collect(const fs::path& folder,
             const fs::path& root,
             std::int64_t label,
             std::vector<ListedFile>& files,
             std::vector<SkippedFile>& skipped,
             const jobs::JobContext& job) {
    job.throwIfCancelled();
    for (const auto& entry : sortedEntries(folder)) {
        const std::string relative = displayed(entry.path().lexically_relative(root));
        if (std::string reason = refusal(entry, root); !reason.empty())
            skipped.push_back({relative, std::move(reason)});
        else if (entry.is_directory())
            collect(entry.path(), root, label, files, skipped, job);
        else
            files.push_back({entry.path(), relative, label});
    }
}

/// Class folders below `folder`, by name.
std::vector<fs::path> classFolders(const fs::path& folder,
                                   const fs::path& root,
                                   std::vector<SkippedFile>& skipped) {
    std::vector<fs::path> folders;
    for (const auto& entry : sortedEntries(folder)) {
        std::error_code code;
        if (!entry.is_directory(code)) continue;
        if (std::string reason = refusal(entry, root); !reason.empty())
            skipped.push_back(
                {displayed(entry.path().lexically_relative(root)), std::move(reason)});
        else
            folders.push_back(entry.path());
    }
    return folders;
}

/// The first of the names that is a sub-folder of `root`; an empty path when none is.
fs::path subfolder(const fs::path& root, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (fs::is_directory(root / name) && !fs::is_symlink(root / name)) return root / name;
    return {};
}

/// Class names and folder names in the order an export's winnow.json states; empty without one.
struct StatedClasses {
    std::vector<std::string> names, folders;
};

StatedClasses statedClasses(const fs::path& root) {
    const fs::path file = root / "winnow.json";
    std::error_code code;
    if (!fs::is_regular_file(file, code)) return {};
    const auto bytes = readFile(file, kLargestProvenance);
    const auto json = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
    const auto texts = [&](const char* key) {
        std::vector<std::string> list;
        if (json.is_object() && json.contains(key) && json[key].is_array())
            for (const auto& text : json[key])
                if (text.is_string()) list.push_back(text.get<std::string>());
        return list;
    };
    StatedClasses stated{texts("classes"), texts("class_folders")};
    if (stated.names.size() != stated.folders.size()) return {};
    return stated;
}

class Lister {
public:
    Lister(const fs::path& root, const jobs::JobContext& job) : m_root(root), m_job(job) {}

    FolderList list() {
        const fs::path train = subfolder(m_root, {"train", "training"});
        const fs::path test = subfolder(m_root, {"test", "testing", "val", "valid", "validation"});
        const bool split = !train.empty() && (!test.empty() || holdsFolders(train));
        listTraining(split ? train : m_root);
        if (split && !test.empty()) listTest(test);
        const fs::path validation = subfolder(m_root, {"val", "valid", "validation"});
        if (split && !validation.empty() && validation != test)
            m_list.notes.push_back(fmt::format("{}/ is the test split; {}/ was not read",
                                               test.filename().string(),
                                               validation.filename().string()));
        return std::move(m_list);
    }

private:
    [[nodiscard]] bool holdsFolders(const fs::path& folder) {
        std::vector<SkippedFile> unused;
        return !classFolders(folder, m_root, unused).empty();
    }

    void listTraining(const fs::path& folder) {
        const std::vector<fs::path> folders = classFolders(folder, m_root, m_list.skipped);
        const StatedClasses stated = statedClasses(m_root);
        const auto isStated = [&](const fs::path& path) {
            return std::find(stated.folders.begin(),
                             stated.folders.end(),
                             path.filename().string()) != stated.folders.end();
        };
        if (!stated.folders.empty() && std::all_of(folders.begin(), folders.end(), isStated)) {
            m_folders = stated.folders;
            m_list.classNames = stated.names;
        }
        for (const fs::path& path : folders) {
            auto files = filesBelow(path, m_root, 0, m_list.skipped, m_job);
            if (files.empty() && stated.folders.empty()) {
                m_list.skipped.push_back({displayed(path.lexically_relative(m_root)),
                                          "holds no files, so it is no class"});
                continue;
            }
            take(files, classNumber(path.filename().string()), m_list.train);
        }
        if (m_list.train.empty()) throw noImages();
    }

    [[nodiscard]] Error noImages() const {
        const auto& skipped = m_list.skipped;
        const auto link = std::find_if(skipped.begin(), skipped.end(), [](const SkippedFile& file) {
            return file.reason == kLeavesSource;
        });
        if (link != skipped.end())
            return badInput(fmt::format(
                "{} holds links that leave it (first: {}) and no images of its own; import follows "
                "no such links, so give a folder that holds the files themselves (`cp -rL` or "
                "`export --files copy` makes one)",
                displayed(m_root),
                link->path));
        return badInput(displayed(m_root) +
                        " holds no sub-folders with images; a folder of classes has one per class");
    }

    std::int64_t classNumber(const std::string& folder) {
        const auto found = std::find(m_folders.begin(), m_folders.end(), folder);
        const auto number = found - m_folders.begin();
        if (found == m_folders.end()) {
            m_folders.push_back(folder);
            m_list.classNames.push_back(folder);
        }
        return number;
    }

    void listTest(const fs::path& folder) {
        m_list.test.emplace();
        for (const fs::path& path : classFolders(folder, m_root, m_list.skipped)) {
            const auto found =
                std::find(m_folders.begin(), m_folders.end(), path.filename().string());
            if (found == m_folders.end()) {
                m_list.skipped.push_back({displayed(path.lexically_relative(m_root)),
                                          "is a class that the training images do not have"});
                continue;
            }
            auto files = filesBelow(path, m_root, 0, m_list.skipped, m_job);
            take(files, found - m_folders.begin(), *m_list.test);
        }
        if (m_list.test->empty()) m_list.test.reset();
    }

    static void take(std::vector<ListedFile>& files,
                     std::int64_t label,
                     std::vector<ListedFile>& into) {
        for (ListedFile& file : files) {
            file.label = label;
            into.push_back(std::move(file));
        }
    }

    fs::path m_root;
    const jobs::JobContext& m_job;
    std::vector<std::string> m_folders;  ///< folder name of each class
    FolderList m_list;
};

}  // namespace

std::vector<ListedFile> filesBelow(const fs::path& folder,
                                   const fs::path& root,
                                   std::int64_t label,
                                   std::vector<SkippedFile>& skipped,
                                   const jobs::JobContext& job) {
    std::vector<ListedFile> files;
    collect(folder, root, label, files, skipped, job);
    return files;
}

FolderList listFolder(const fs::path& root, const jobs::JobContext& job) {
    return Lister(root, job).list();
}

}  // namespace winnow::data
