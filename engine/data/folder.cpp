// SPDX-License-Identifier: Apache-2.0
#include "engine/data/byte_stream.h"
#include "engine/data/decode.h"
#include "engine/data/folder_list.h"
#include "engine/data/formats.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kLargestImageFile = std::uint64_t{256} << 20;

class FolderSource final : public Source {
public:
    FolderSource(const fs::path& root, Format format, FolderList list, const jobs::JobContext& job);
    void read(SplitKind split,
              std::span<const std::int64_t> rows,
              const ImageSink& sink,
              const jobs::JobContext& job) override;

private:
    /// Keeps the files whose header is an image's.
    SourceSplit probed(std::vector<ListedFile> listed,
                       std::vector<fs::path>& paths,
                       const jobs::JobContext& job);
    void noteSize(const Geometry& geometry);
    void proposeSize();

    std::vector<fs::path> m_train, m_test;
    std::vector<std::int64_t> m_shorterSides;
    std::set<std::pair<std::int64_t, std::int64_t>> m_sizes;
    std::int64_t m_transparent = 0;
    bool m_colour = false;
};

FolderSource::FolderSource(const fs::path& root,
                           Format format,
                           FolderList list,
                           const jobs::JobContext& job) {
    m_facts.format = format;
    m_facts.path = root;
    m_facts.name = root.filename().string();
    m_facts.mayLack = true;
    m_facts.classNames = std::move(list.classNames);
    m_facts.skipped = std::move(list.skipped);
    m_facts.notes = std::move(list.notes);
    std::set<std::int64_t> listed, readable;
    for (const ListedFile& file : list.train) listed.insert(file.label);
    m_facts.train = probed(std::move(list.train), m_train, job);
    readable.insert(m_facts.train.labels.begin(), m_facts.train.labels.end());
    std::ranges::set_difference(listed, readable, std::back_inserter(m_facts.unreadable));
    if (list.test) m_facts.test = probed(std::move(*list.test), m_test, job);
    if (m_facts.train.labels.empty())
        throw badInput(displayed(root) +
                       " holds no image that can be read; JPEG and PNG files in one sub-folder per "
                       "class would be");
    proposeSize();
}

void FolderSource::noteSize(const Geometry& geometry) {
    m_shorterSides.push_back(std::min(geometry.height, geometry.width));
    m_sizes.insert({geometry.height, geometry.width});
    m_colour = m_colour || geometry.channels >= 3;
    if (geometry.channels % 2 == 0) ++m_transparent;
}

SourceSplit FolderSource::probed(std::vector<ListedFile> listed,
                                 std::vector<fs::path>& paths,
                                 const jobs::JobContext& job) {
    SourceSplit split;
    for (std::size_t i = 0; i < listed.size(); ++i) {
        if (i % 256 == 0) {
            job.throwIfCancelled();
            job.report.progress("looking at image files",
                                static_cast<std::int64_t>(i),
                                static_cast<std::int64_t>(listed.size()));
        }
        ListedFile& file = listed[i];
        try {
            const std::vector<std::uint8_t> bytes = readFile(file.path, kLargestImageFile);
            const auto geometry = probeImage(bytes);
            if (!geometry) {
                m_facts.skipped.push_back({file.relative, geometry.error()});
                continue;
            }
            noteSize(*geometry);
            split.labels.push_back(file.label);
            split.files.push_back({file.relative,
                                   geometry->width,
                                   geometry->height,
                                   static_cast<std::int64_t>(bytes.size())});
            paths.push_back(std::move(file.path));
        } catch (const Error&) {
            m_facts.skipped.push_back({file.relative, "cannot be read or is larger than 256 MiB"});
        }
    }
    return split;
}

void FolderSource::proposeSize() {
    m_facts.geometry.channels = m_colour ? 3 : 1;
    if (m_sizes.size() == 1) {
        std::tie(m_facts.geometry.height, m_facts.geometry.width) = *m_sizes.begin();
    } else {
        const auto middle =
            m_shorterSides.begin() + static_cast<std::ptrdiff_t>(m_shorterSides.size() / 2);
        std::nth_element(m_shorterSides.begin(), middle, m_shorterSides.end());
        // 32 and 64 are what the networks for small images are made for.
        m_facts.geometry.height = m_facts.geometry.width = *middle < 64 ? 32 : 64;
        m_facts.notes.push_back(
            fmt::format("the images have {} different sizes; without --size they become {}x{}",
                        m_sizes.size(),
                        m_facts.geometry.height,
                        m_facts.geometry.width));
    }
    if (m_transparent > 0)
        m_facts.notes.push_back(
            fmt::format("{} images have transparency; they were laid over white", m_transparent));
}

void FolderSource::read(SplitKind split,
                        std::span<const std::int64_t> rows,
                        const ImageSink& sink,
                        const jobs::JobContext& job) {
    const auto& paths = split == SplitKind::Train ? m_train : m_test;
    const auto& files = split == SplitKind::Train ? m_facts.train.files : m_facts.test->files;
    for (std::size_t place = 0; place < rows.size(); ++place) {
        job.throwIfCancelled();
        const auto row = static_cast<std::size_t>(rows[place]);
        std::vector<std::uint8_t> bytes;
        try {
            bytes = readFile(paths[row], kLargestImageFile);
        } catch (const Error&) {
            m_facts.skipped.push_back({files[row].path, "could no longer be read"});
            continue;
        }
        const auto image = decodeImage(bytes);
        if (image)
            sink(place, image->view());
        else
            m_facts.skipped.push_back({files[row].path, image.error()});
    }
}

void requireFolder(const fs::path& path) {
    if (!fs::is_directory(path))
        throw badInput(displayed(path) + " is no folder; this format needs one");
}

}  // namespace

std::unique_ptr<Source> openFolder(const fs::path& path, const jobs::JobContext& job) {
    requireFolder(path);
    return std::make_unique<FolderSource>(path, Format::Folder, listFolder(path, job), job);
}

std::unique_ptr<Source> openTinyImageNet(const fs::path& path, const jobs::JobContext& job) {
    requireFolder(path);
    return std::make_unique<FolderSource>(
        path, Format::TinyImageNet, listTinyImageNet(path, job), job);
}

}  // namespace winnow::data
