// SPDX-License-Identifier: Apache-2.0
#include "engine/data/byte_stream.h"
#include "engine/data/formats.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

constexpr Geometry kGeometry{3, 32, 32};
constexpr std::int64_t kFineClasses = 100, kCoarseClasses = 20, kCifar10Classes = 10;

/// One .bin file: records of label bytes and 3,072 pixels, without header.
struct BinFile {
    fs::path path;
    std::int64_t records = 0;
};

class CifarSource final : public Source {
public:
    CifarSource(const fs::path& path,
                Format format,
                std::vector<fs::path> train,
                std::vector<fs::path> test);
    void read(SplitKind split,
              std::span<const std::int64_t> rows,
              const ImageSink& sink,
              const jobs::JobContext& job) override;

private:
    [[nodiscard]] std::size_t labelBytes() const {
        return m_facts.format == Format::Cifar100 ? 2 : 1;
    }
    [[nodiscard]] std::size_t recordBytes() const { return labelBytes() + kGeometry.size(); }
    [[nodiscard]] std::vector<BinFile> measured(const std::vector<fs::path>& paths) const;
    SourceSplit labelsOf(const std::vector<BinFile>& files);
    void checkLabels(std::span<const std::uint8_t> record,
                     const fs::path& file,
                     std::int64_t index);
    void nameClasses(const fs::path& folder);

    std::vector<BinFile> m_train, m_test;
};

CifarSource::CifarSource(const fs::path& path,
                         Format format,
                         std::vector<fs::path> train,
                         std::vector<fs::path> test) {
    m_facts.format = format;
    m_facts.path = path;
    m_facts.name = path.filename().string();
    m_facts.geometry = kGeometry;
    if (format == Format::Cifar100) m_facts.coarseOf.assign(kFineClasses, -1);
    m_train = measured(train);
    m_test = measured(test);
    m_facts.train = labelsOf(m_train);
    if (!m_test.empty()) m_facts.test = labelsOf(m_test);
    nameClasses(m_train.front().path.parent_path());
}

std::vector<BinFile> CifarSource::measured(const std::vector<fs::path>& paths) const {
    std::vector<BinFile> files;
    for (const fs::path& path : paths) {
        const std::uint64_t bytes = fs::file_size(path);
        if (bytes == 0 || bytes % recordBytes() != 0)
            throw badInput(fmt::format(
                "{} is cut short or no {} file: its {} bytes are no whole number of records of "
                "{} bytes",
                displayed(path),
                formatName(m_facts.format),
                bytes,
                recordBytes()));
        files.push_back({path, static_cast<std::int64_t>(bytes / recordBytes())});
    }
    return files;
}

void CifarSource::checkLabels(std::span<const std::uint8_t> record,
                              const fs::path& file,
                              std::int64_t index) {
    const bool fine = m_facts.format == Format::Cifar100;
    const std::int64_t label = record[labelBytes() - 1],
                       classes = fine ? kFineClasses : kCifar10Classes;
    if (label >= classes || (fine && record[0] >= kCoarseClasses))
        throw badInput(
            fmt::format("{}: label {} of record {} is out of range; the classes are 0 to {}",
                        displayed(file),
                        label < classes ? record[0] : label,
                        index,
                        label < classes ? kCoarseClasses - 1 : classes - 1));
    if (!fine) return;
    std::int64_t& coarse = m_facts.coarseOf[static_cast<std::size_t>(label)];
    if (coarse < 0) coarse = record[0];
    if (coarse != record[0])
        throw badInput(
            fmt::format("{}: record {} puts class {} into coarse class {}, others put it into {}",
                        displayed(file),
                        index,
                        label,
                        record[0],
                        coarse));
}

SourceSplit CifarSource::labelsOf(const std::vector<BinFile>& files) {
    SourceSplit split;
    std::vector<std::uint8_t> record(recordBytes());
    for (const BinFile& file : files) {
        ByteStream stream(file.path);
        for (std::int64_t i = 0; i < file.records; ++i) {
            stream.readExactly(record);
            checkLabels(record, file.path, i);
            split.labels.push_back(record[labelBytes() - 1]);
        }
    }
    return split;
}

void CifarSource::nameClasses(const fs::path& folder) {
    const bool fine = m_facts.format == Format::Cifar100;
    const std::int64_t classes = fine ? kFineClasses : kCifar10Classes;
    m_facts.classNames = namesIn(folder / (fine ? "fine_label_names.txt" : "batches.meta.txt"));
    if (static_cast<std::int64_t>(m_facts.classNames.size()) != classes)
        m_facts.classNames = namesBeside(folder, classes);
    m_facts.classNames.resize(static_cast<std::size_t>(classes));
    if (fine) m_facts.coarseNames = namesIn(folder / "coarse_label_names.txt");
}

void CifarSource::read(SplitKind split,
                       std::span<const std::int64_t> rows,
                       const ImageSink& sink,
                       const jobs::JobContext& job) {
    const auto& files = split == SplitKind::Train ? m_train : m_test;
    std::vector<std::uint8_t> record(recordBytes());
    std::size_t place = 0;
    std::int64_t first = 0;
    for (const BinFile& file : files) {
        const std::int64_t end = first + file.records;
        if (place < rows.size() && rows[place] < end) {
            ByteStream stream(file.path);
            for (std::int64_t next = first; place < rows.size() && rows[place] < end; ++place) {
                if (place % 1024 == 0) job.throwIfCancelled();
                for (; next <= rows[place]; ++next) stream.readExactly(record);
                sink(place,
                     {kGeometry, std::span<const std::uint8_t>(record).subspan(labelBytes())});
            }
        }
        first = end;
    }
}

/// The folder that holds the .bin files: `path` or the one folder of that kind in it.
fs::path binFolder(const fs::path& path) {
    for (const char* name : {"cifar-10-batches-bin", "cifar-100-binary"})
        if (fs::is_directory(path / name)) return path / name;
    return path;
}

}  // namespace

std::unique_ptr<Source> openCifar(const fs::path& path, Format format) {
    if (!fs::is_directory(path))
        return std::make_unique<CifarSource>(
            path, format, std::vector{path}, std::vector<fs::path>{});
    const fs::path folder = binFolder(path);
    std::vector<fs::path> train, test;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (!entry.is_regular_file() || entry.path().extension() != ".bin") continue;
        if (name.starts_with("data_batch_") || name.starts_with("train"))
            train.push_back(entry.path());
        if (name.starts_with("test")) test.push_back(entry.path());
    }
    // By length first, so that data_batch_10 comes after data_batch_9.
    std::sort(train.begin(), train.end(), [](const fs::path& a, const fs::path& b) {
        return std::pair(a.native().size(), a.native()) < std::pair(b.native().size(), b.native());
    });
    std::sort(test.begin(), test.end());
    if (train.empty())
        throw badInput(fmt::format("{} holds no {} training files; {} would be one",
                                   displayed(folder),
                                   formatName(format),
                                   format == Format::Cifar10 ? "data_batch_1.bin" : "train.bin"));
    return std::make_unique<CifarSource>(path, format, std::move(train), std::move(test));
}

}  // namespace winnow::data
