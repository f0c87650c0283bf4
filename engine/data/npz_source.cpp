// SPDX-License-Identifier: Apache-2.0
#include "engine/data/array_images.h"
#include "engine/data/byte_stream.h"
#include "engine/data/formats.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/store/npz.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

using Pair = std::pair<std::string_view, std::string_view>;
constexpr std::array<Pair, 7> kTrainNames{{{"x_train", "y_train"},
                                           {"train_images", "train_labels"},
                                           {"images", "labels"},
                                           {"x", "y"},
                                           {"X_train", "y_train"},
                                           {"X", "y"},
                                           {"data", "labels"}}};
constexpr std::array<Pair, 3> kTestNames{
    {{"x_test", "y_test"}, {"test_images", "test_labels"}, {"X_test", "y_test"}}};

/// Named arrays wherever they lie: members of one archive, or .npy files of one folder.
class ArrayStore {
public:
    explicit ArrayStore(const fs::path& path);
    [[nodiscard]] bool has(std::string_view name) const {
        return m_names.contains(std::string(name));
    }
    [[nodiscard]] store::Array read(std::string_view name) const;
    [[nodiscard]] std::string where(std::string_view name) const;
    [[nodiscard]] std::string names() const { return fmt::format("{}", fmt::join(m_names, ", ")); }
    [[nodiscard]] fs::path folder() const { return m_folder; }
    /// The array the person pointed at, where the source is one .npy file.
    [[nodiscard]] const std::string& chosen() const { return m_chosen; }

private:
    fs::path m_archive, m_folder;
    std::string m_chosen;
    std::set<std::string> m_names;
};

fs::path onlyArchive(const fs::path& folder) {
    std::vector<fs::path> archives;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().extension() == ".npz")
            archives.push_back(entry.path());
    if (archives.size() > 1)
        throw badInput(fmt::format(
            "{} holds {} .npz files; name the one to import", displayed(folder), archives.size()));
    return archives.empty() ? fs::path() : archives.front();
}

ArrayStore::ArrayStore(const fs::path& path) {
    const bool folder = fs::is_directory(path);
    m_folder = folder ? path : path.parent_path();
    m_archive = folder ? onlyArchive(path) : path;
    if (m_archive.extension() == ".npy") {
        m_chosen = m_archive.stem().string();
        m_archive.clear();
    }
    if (!m_archive.empty()) {
        for (const store::NpzMember& member : store::listNpz(m_archive))
            m_names.insert(member.name);
        return;
    }
    for (const auto& entry : fs::directory_iterator(m_folder))
        if (entry.path().extension() == ".npy") m_names.insert(entry.path().stem().string());
}

store::Array ArrayStore::read(std::string_view name) const {
    if (m_archive.empty()) return store::readNpy(m_folder / (std::string(name) + ".npy"));
    const std::string key(name);
    return std::move(store::readNpz(m_archive, {key}).at(key));
}

std::string ArrayStore::where(std::string_view name) const {
    return m_archive.empty() ? displayed(m_folder / (std::string(name) + ".npy"))
                             : fmt::format("{}: array '{}'", displayed(m_archive), name);
}

class NpzSource final : public Source {
public:
    explicit NpzSource(const fs::path& path);
    void read(SplitKind split,
              std::span<const std::int64_t> rows,
              const ImageSink& sink,
              const jobs::JobContext& job) override;

private:
    static SourceSplit labels(const ArrayStore& arrays,
                              const Pair& pair,
                              const ArrayImages& images);
    ArrayImages m_train, m_test;
};

template <std::size_t N>
const Pair* foundPair(const ArrayStore& arrays, const std::array<Pair, N>& candidates) {
    const auto fits = [&](const Pair& pair) {
        return arrays.has(pair.first) && arrays.has(pair.second) &&
               (arrays.chosen().empty() || arrays.chosen() == pair.first ||
                arrays.chosen() == pair.second);
    };
    const auto found = std::find_if(candidates.begin(), candidates.end(), fits);
    return found == candidates.end() ? nullptr : &*found;
}

SourceSplit NpzSource::labels(const ArrayStore& arrays,
                              const Pair& pair,
                              const ArrayImages& images) {
    SourceSplit split;
    split.labels = labelsOf(arrays.read(pair.second), arrays.where(pair.second));
    if (static_cast<std::int64_t>(split.labels.size()) != images.count)
        throw badInput(fmt::format("{} holds {} images, but '{}' holds {} labels",
                                   arrays.where(pair.first),
                                   images.count,
                                   pair.second,
                                   split.labels.size()));
    return split;
}

NpzSource::NpzSource(const fs::path& path) {
    const ArrayStore arrays(path);
    const Pair* train = foundPair(arrays, kTrainNames);
    if (!train)
        throw badInput(fmt::format(
            "{} holds the arrays {}; images and labels are looked for as x_train and y_train, "
            "x and y, images and labels, or train_images and train_labels",
            displayed(path),
            arrays.names()));
    m_facts.format = Format::Npz;
    m_facts.path = path;
    m_facts.name = path.stem().string();
    m_train = imagesOf(arrays.read(train->first), arrays.where(train->first), nullptr);
    m_facts.geometry = m_train.geometry;
    m_facts.train = labels(arrays, *train, m_train);
    const std::int64_t classes = classesIn(m_facts.train.labels, arrays.where(train->second));
    m_facts.classNames = namesBeside(arrays.folder(), classes);
    if (m_train.scale != 1)
        m_facts.notes.push_back(arrays.where(train->first) +
                                " holds numbers in [0,1]; they were stored times 255, rounded");
    if (!arrays.chosen().empty()) return;
    const Pair* test = foundPair(arrays, kTestNames);
    if (!test) return;
    m_test = imagesOf(arrays.read(test->first), arrays.where(test->first), &m_train);
    if (m_test.geometry != m_facts.geometry)
        throw badInput(arrays.where(test->first) +
                       " has test images of another size than the training images");
    m_facts.test = labels(arrays, *test, m_test);
    requireLabels(m_facts.test->labels,
                  static_cast<std::int64_t>(m_facts.classNames.size()),
                  arrays.where(test->second));
}

void NpzSource::read(SplitKind split,
                     std::span<const std::int64_t> rows,
                     const ImageSink& sink,
                     const jobs::JobContext& job) {
    const ArrayImages& images = split == SplitKind::Train ? m_train : m_test;
    for (std::size_t place = 0; place < rows.size(); ++place) {
        if (place % 1024 == 0) job.throwIfCancelled();
        const auto pixels = images.image(rows[place]);
        if (images.channelsLast)
            sink(place, planar(pixels, images.geometry).view());
        else
            sink(place, {images.geometry, pixels});
    }
}

}  // namespace

std::unique_ptr<Source> openNpz(const fs::path& path) { return std::make_unique<NpzSource>(path); }

}  // namespace winnow::data
