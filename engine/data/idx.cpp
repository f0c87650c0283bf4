// SPDX-License-Identifier: Apache-2.0
#include "engine/data/byte_stream.h"
#include "engine/data/formats.h"
#include "engine/data/known_sets.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

/// The header of an IDX file: two zero bytes, element type, number of dimensions, big-endian sizes.
struct IdxHeader {
    std::vector<std::int64_t> dims;
    std::uint64_t elements = 1;
};

constexpr std::uint64_t kMostElements = std::uint64_t{1} << 40;

IdxHeader readHeader(ByteStream& stream) {
    const std::string where = displayed(stream.file());
    std::array<std::uint8_t, 4> magic{};
    stream.readExactly(magic);
    if (magic[0] != 0 || magic[1] != 0 || magic[3] < 1 || magic[3] > 4)
        throw badInput(where +
                       " is no IDX file: it begins with another magic number than 00 00 08");
    if (magic[2] != 0x08)
        throw badInput(
            fmt::format("{} holds IDX elements of type 0x{:02x}; only unsigned bytes (0x08) are "
                        "images or labels",
                        where,
                        magic[2]));
    IdxHeader header;
    for (int d = 0; d < magic[3]; ++d) {
        std::array<std::uint8_t, 4> raw{};
        stream.readExactly(raw);
        const std::uint32_t size = std::uint32_t{raw[0]} << 24 | std::uint32_t{raw[1]} << 16 |
                                   std::uint32_t{raw[2]} << 8 | raw[3];
        header.dims.push_back(size);
        header.elements *= size;
        if (header.elements > kMostElements)
            throw badInput(where + " claims an impossible size in its header");
    }
    const std::uint64_t due = header.elements + 4 + 4 * header.dims.size();
    const std::uint64_t most = stream.largestSize();
    if (due > most || (!stream.packed() && due < most))
        throw badInput(
            fmt::format("{} does not fit its header: {} bytes are due, the file holds {}{}",
                        where,
                        due,
                        stream.packed() ? "at most " : "",
                        most));
    return header;
}

/// Images or labels file of a split, told apart by the header.
struct IdxFile {
    fs::path path;
    IdxHeader header;
    [[nodiscard]] bool isLabels() const { return header.dims.size() == 1; }
};

std::optional<IdxFile> idxFileAt(const fs::path& path) {
    const std::vector<std::uint8_t> head = readHead(path, 4);
    if (head.size() < 4 || head[0] != 0 || head[1] != 0 || head[2] != 8) return std::nullopt;
    ByteStream stream(path);
    return IdxFile{path, readHeader(stream)};
}

bool isTestName(const fs::path& path) {
    const std::string name = path.filename().string();
    return name.find("t10k") != std::string::npos || name.find("test") != std::string::npos;
}

struct IdxPair {
    std::optional<IdxFile> images, labels;
};

void place(IdxPair& pair, IdxFile file) {
    std::optional<IdxFile>& slot = file.isLabels() ? pair.labels : pair.images;
    if (slot)
        throw badInput(
            fmt::format("{} holds more than one IDX set ({} and {}); name the images file of one",
                        displayed(file.path.parent_path()),
                        displayed(slot->path.filename()),
                        displayed(file.path.filename())));
    slot = std::move(file);
}

std::pair<IdxPair, IdxPair> pairsInFolder(const fs::path& folder) {
    IdxPair train, test;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const fs::path& path : files)
        if (auto file = idxFileAt(path)) place(isTestName(path) ? test : train, std::move(*file));
    return {std::move(train), std::move(test)};
}

/// `name` with the word for images made the word for labels: "images" and "idx3" (or "idx4").
fs::path labelsBeside(const fs::path& images) {
    std::string name = images.filename().string();
    const auto replace = [&](std::string_view what, std::string_view with) {
        if (const auto at = name.find(what); at != std::string::npos)
            name.replace(at, what.size(), with);
    };
    replace("images", "labels");
    replace("idx3", "idx1");
    replace("idx4", "idx1");
    for (const std::string& form : {name, name + ".gz", name.substr(0, name.rfind(".gz"))}) {
        const fs::path path = images.parent_path() / form;
        if (path != images && fs::is_regular_file(path)) return path;
    }
    throw badInput(
        fmt::format("{} has no labels file beside it; {} would be one", displayed(images), name));
}

IdxPair pairOfFile(const fs::path& path) {
    IdxPair pair;
    auto file = idxFileAt(path);
    if (!file)
        throw badInput(displayed(path) +
                       " is no IDX file: it begins with another magic number than 00 00 08");
    if (file->isLabels())
        throw badInput(displayed(path) +
                       " holds labels; give the images file, its labels are looked for beside it");
    pair.images = std::move(file);
    pair.labels = idxFileAt(labelsBeside(path));
    return pair;
}

Geometry geometryOf(const IdxFile& file) {
    const auto& dims = file.header.dims;
    Geometry geometry;
    if (dims.size() == 3) geometry = {1, dims[1], dims[2]};
    if (dims.size() == 4) geometry = {dims[3], dims[1], dims[2]};
    const bool colours = geometry.channels == 1 || geometry.channels == 3 || geometry.channels == 4;
    if (!colours || geometry.height < 1 || geometry.width < 1)
        throw badInput(fmt::format("{} has shape {}; images are [N,H,W] or [N,H,W,C]",
                                   displayed(file.path),
                                   store::shapeText(dims)));
    return geometry;
}

class IdxSource final : public Source {
public:
    IdxSource(const fs::path& path, IdxPair train, IdxPair test);
    void read(SplitKind split,
              std::span<const std::int64_t> rows,
              const ImageSink& sink,
              const jobs::JobContext& job) override;

private:
    static SourceSplit labelsOf(const IdxPair& pair);
    IdxPair m_train, m_test;
};

SourceSplit IdxSource::labelsOf(const IdxPair& pair) {
    const std::int64_t images = pair.images->header.dims[0], labels = pair.labels->header.dims[0];
    if (images != labels)
        throw badInput(fmt::format("{} holds {} images, but {} holds {} labels",
                                   displayed(pair.images->path),
                                   images,
                                   displayed(pair.labels->path.filename()),
                                   labels));
    ByteStream stream(pair.labels->path);
    stream.skip(8);
    std::vector<std::uint8_t> raw(static_cast<std::size_t>(labels));
    stream.readExactly(raw);
    if (!stream.atEnd())
        throw badInput(displayed(pair.labels->path) + " holds more labels than its header says");
    return {{raw.begin(), raw.end()}, {}};
}

IdxSource::IdxSource(const fs::path& path, IdxPair train, IdxPair test)
    : m_train(std::move(train)), m_test(std::move(test)) {
    m_facts.format = Format::Idx;
    m_facts.path = path;
    m_facts.name = path.filename().string();
    m_facts.packed = ByteStream(m_train.images->path).packed();
    m_facts.geometry = geometryOf(*m_train.images);
    m_facts.train = labelsOf(m_train);
    const std::int64_t classes = classesIn(m_facts.train.labels, displayed(m_train.labels->path));
    m_facts.classNames = knownClassNames(m_facts.train.labels);
    if (m_facts.classNames.empty())
        m_facts.classNames = namesBeside(m_train.images->path.parent_path(), classes);
    if (!m_test.images) return;
    if (geometryOf(*m_test.images) != m_facts.geometry)
        throw badInput(fmt::format("{} holds test images of another size than the training images",
                                   displayed(m_test.images->path)));
    m_facts.test = labelsOf(m_test);
    requireLabels(m_facts.test->labels,
                  static_cast<std::int64_t>(m_facts.classNames.size()),
                  displayed(m_test.labels->path));
}

void IdxSource::read(SplitKind split,
                     std::span<const std::int64_t> rows,
                     const ImageSink& sink,
                     const jobs::JobContext& job) {
    const IdxFile& file = split == SplitKind::Train ? *m_train.images : *m_test.images;
    ByteStream stream(file.path);
    stream.skip(4 + 4 * file.header.dims.size());
    const Geometry geometry = m_facts.geometry;
    std::vector<std::uint8_t> record(geometry.size());
    std::int64_t next = 0;
    for (std::size_t place = 0; place < rows.size(); ++place) {
        if (place % 1024 == 0) job.throwIfCancelled();
        for (; next <= rows[place]; ++next) stream.readExactly(record);
        if (geometry.channels == 1)
            sink(place, {geometry, record});
        else
            sink(place, planar(record, geometry).view());
    }
    if (next == file.header.dims[0] && !stream.atEnd())
        throw badInput(displayed(file.path) + " holds more images than its header says");
}

}  // namespace

std::unique_ptr<Source> openIdx(const fs::path& path) {
    const bool folder = fs::is_directory(path);
    auto [train, test] = folder ? pairsInFolder(path) : std::pair{pairOfFile(path), IdxPair{}};
    const auto half = [](const IdxPair& pair) {
        return pair.images.has_value() != pair.labels.has_value();
    };
    if (!train.images && !train.labels && test.images) std::swap(train, test);
    if (!train.images || !train.labels || half(test))
        throw badInput(fmt::format(
            "{} lacks IDX files: {} of the {} split were found, but not both images and "
            "labels",
            displayed(path),
            train.images || test.images ? "images" : "labels",
            half(train) ? "training" : "test"));
    return std::make_unique<IdxSource>(path, std::move(train), std::move(test));
}

}  // namespace winnow::data
