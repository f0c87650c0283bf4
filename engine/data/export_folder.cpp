// SPDX-License-Identifier: Apache-2.0
#include "engine/data/byte_stream.h"
#include "engine/data/export_writers.h"
#include "engine/store/error.h"
#include "engine/store/system_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

/// A name no other class or file of the folder has, told apart without regard to case: some file
/// systems cannot hold both "Cat" and "cat".
std::string unused(std::string name, std::string_view addition, std::set<std::string>& taken) {
    const auto folded = [](std::string text) {
        std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
            return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
        });
        return text;
    };
    if (!taken.insert(folded(name)).second) {
        name = fmt::format("{}_{}", addition, name);
        taken.insert(folded(name));
    }
    return name;
}

/// Makes `place` a second name of the same file, so that the export is a whole folder of its own,
/// which an import reads too: it follows no links that leave their folder. Falls back to such a
/// link where a file cannot have two names (another file system, a file of another user's); false
/// then.
bool linked(const fs::path& original, const fs::path& place) {
    std::error_code code;
    const fs::path file = fs::canonical(original, code);
    if (!code) fs::create_hard_link(file, place, code);
    if (!code) return true;
    fs::create_symlink(fs::absolute(original), place, code);
    if (code) throw store::systemError(code.value(), "link into the export", original);
    return false;
}

class FolderWriter {
public:
    FolderWriter(const ExportRequest& request,
                 const StagingFolder& folder,
                 std::vector<std::string> classFolders)
        : m_request(request),
          m_folder(folder),
          m_classFolders(std::move(classFolders)),
          m_table(folder.place("files.csv"), false) {
        append("file,split,index,label,class,stage\n");
    }

    void writeSplit(bool train, const jobs::JobContext& job) {
        const store::Split& split = train ? m_request.dataset.train : *m_request.dataset.test;
        const std::vector<std::int64_t> rows = train ? m_request.exportedRows() : allRowsOf(split);
        m_taken.assign(m_classFolders.size(), {});
        forRows(rows,
                train ? "writing training images" : "writing test images",
                job,
                [&](std::int64_t row) {
                    const auto label = static_cast<std::size_t>(labelOf(m_request, split, row));
                    const std::string file = m_request.originals ? putOriginal(train, row, label)
                                                                 : putPng(split, train, row, label);
                    append(fmt::format("{},{},{},{},{},{}\n",
                                       csvField(file),
                                       train ? "train" : "test",
                                       row,
                                       label,
                                       csvField(m_request.dataset.classNames[label]),
                                       train ? stageName(static_cast<Stage>(
                                                   m_request.stage[static_cast<std::size_t>(row)]))
                                             : ""));
                });
    }
    void finish(const jobs::JobContext& job) {
        m_table.finish();
        if (m_symbolic > 0)
            job.report.warning(fmt::format(
                "{} files are symbolic links to {}, as the export lies on another file system or "
                "the files are another user's; import does not follow them, --files copy would "
                "make a folder it reads",
                m_symbolic,
                displayed(m_request.originals->root)));
    }

private:
    void append(std::string_view text) {
        m_table.append({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    }

    [[nodiscard]] fs::path folderOf(bool train, std::size_t label) const {
        return fs::path(train ? "train" : "test") / m_classFolders[label];
    }

    std::string putPng(const store::Split& split, bool train, std::int64_t row, std::size_t label) {
        const fs::path file = folderOf(train, label) / fmt::format("{:06}.png", row);
        m_folder.write(file, encodedPng(imageOf(m_request.dataset, split, row)));
        return file.string();
    }

    std::string putOriginal(bool train, std::int64_t row, std::size_t label) {
        const auto& files = train ? m_request.originals->train : m_request.originals->test;
        const fs::path original =
            m_request.originals->root / files[static_cast<std::size_t>(row)].path;
        if (m_request.files == FileMode::List) return original.string();
        const std::string name =
            unused(original.filename().string(), fmt::format("{:06}", row), m_taken[label]);
        const fs::path file = folderOf(train, label) / name, place = m_folder.place(file);
        if (m_request.files == FileMode::Link) {
            m_symbolic += linked(original, place) ? 0 : 1;
            return file.string();
        }
        std::error_code code;
        fs::copy_file(original, place, code);
        if (code) throw store::systemError(code.value(), "copy to the export", original);
        return file.string();
    }

    const ExportRequest& m_request;
    const StagingFolder& m_folder;
    std::vector<std::string> m_classFolders;
    std::vector<std::set<std::string>> m_taken;
    RecordWriter m_table;
    std::int64_t m_symbolic = 0;  ///< links that could be no second names
};

void requireFiles(const Originals& originals,
                  const std::vector<SourceFile>& files,
                  std::span<const std::int64_t> rows,
                  const jobs::JobContext& job) {
    forRows(rows, "looking for the originals", job, [&](std::int64_t row) {
        const SourceFile& file = files.at(static_cast<std::size_t>(row));
        std::error_code code;
        const fs::path path = originals.root / file.path;
        const auto bytes = fs::file_size(path, code);
        if (!code && static_cast<std::int64_t>(bytes) == file.bytes) return;
        throw badInput(
            fmt::format("the original {} {}; put the source folder back to {}, or export as npz",
                        displayed(path),
                        code ? "is no longer there" : "has changed since it was imported",
                        displayed(originals.root)));
    });
}

}  // namespace

void requireOriginals(const ExportRequest& request, const jobs::JobContext& job) {
    const Originals& originals = *request.originals;
    requireFiles(originals, originals.train, request.exportedRows(), job);
    if (request.dataset.test)
        requireFiles(originals, originals.test, allRowsOf(*request.dataset.test), job);
}

std::vector<std::string> classFolderNames(const std::vector<std::string>& classNames) {
    std::set<std::string> taken;
    std::vector<std::string> folders;
    for (std::size_t c = 0; c < classNames.size(); ++c) {
        std::string name = classNames[c];
        for (char& letter : name)
            if (letter == '/' || static_cast<unsigned char>(letter) < 32) letter = '_';
        if (name.starts_with('.')) name.front() = '_';
        // 255 bytes is the longest name of the usual file systems; room is left for a number in
        // front.
        if (name.empty() || name.size() > 240) name = fmt::format("class_{}", c);
        folders.push_back(unused(std::move(name), std::to_string(c), taken));
    }
    return folders;
}

std::vector<std::string> writeImageFolder(const ExportRequest& request,
                                          const StagingFolder& folder,
                                          const jobs::JobContext& job) {
    if (request.originals) requireOriginals(request, job);
    const std::vector<std::string> classFolders = classFolderNames(request.dataset.classNames);
    FolderWriter writer(request, folder, classFolders);
    writer.writeSplit(true, job);
    if (request.dataset.test) writer.writeSplit(false, job);
    writer.finish(job);
    return classFolders;
}

}  // namespace winnow::data
