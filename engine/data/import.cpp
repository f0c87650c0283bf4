// SPDX-License-Identifier: Apache-2.0
#include "engine/data/import.h"

#include "engine/data/byte_stream.h"
#include "engine/data/dataset_files.h"
#include "engine/data/flip_labels.h"
#include "engine/data/plan.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::data {

namespace {

store::Shape shapeOf(std::size_t images, const Geometry& geometry) {
    return {static_cast<std::int64_t>(images), geometry.channels, geometry.height, geometry.width};
}

const SourceSplit& sourceSplit(const SourceFacts& facts, SplitKind kind) {
    return kind == SplitKind::Train ? facts.train : *facts.test;
}

/// Labels in the numbers of the readable classes, and files, of the rows that were read.
ImportedSplit describe(const SourceFacts& facts,
                       const PlannedSplit& planned,
                       std::vector<std::int64_t> rows,
                       const std::map<std::int64_t, std::int64_t>& classes) {
    const SourceSplit& split = sourceSplit(facts, planned.from);
    ImportedSplit out;
    for (const std::int64_t row : rows) {
        const auto i = static_cast<std::size_t>(row);
        out.labels.push_back(classes.at(split.labels[i]));
        if (!split.files.empty()) out.files.push_back(split.files[i]);
    }
    out.rows = std::move(rows);
    return out;
}

/// Leaves out the test rows whose class has no readable training image.
void dropClasses(const SourceFacts& facts,
                 PlannedSplit& planned,
                 const std::map<std::int64_t, std::int64_t>& classes) {
    const auto& labels = sourceSplit(facts, planned.from).labels;
    const auto gone = [&](std::int64_t row) {
        return !classes.contains(labels[static_cast<std::size_t>(row)]);
    };
    std::erase_if(planned.rows, gone);
    std::erase_if(planned.spares, gone);
}

std::vector<std::string> namesOf(const SourceFacts& facts,
                                 const std::map<std::int64_t, std::int64_t>& classes) {
    std::vector<std::string> names;
    for (const auto& entry : classes)
        names.push_back(facts.classNames[static_cast<std::size_t>(entry.first)]);
    return names;
}

store::NamedArrays truthOf(const SourceFacts& facts, std::span<const std::int64_t> rows) {
    store::NamedArrays truth;
    for (const auto& [name, array] : facts.truth) {
        const std::size_t size = store::itemSize(array.dtype);
        store::Array taken(array.dtype, {static_cast<std::int64_t>(rows.size())});
        for (std::size_t i = 0; i < rows.size(); ++i)
            std::copy_n(array.bytes.begin() + rows[i] * static_cast<std::int64_t>(size),
                        size,
                        taken.bytes.begin() + static_cast<std::ptrdiff_t>(i * size));
        truth[name] = std::move(taken);
    }
    return truth;
}

/// Changes a share of the training labels and remembers which and what they were. Built-in sets
/// know what their images show; the labels of all others are taken for the truth.
void flipInto(ImportedData& data, const ImportOptions& options) {
    if (options.flipShare == 0) return;
    std::vector<std::int64_t>& labels = data.train.labels;
    const store::Shape rows{static_cast<std::int64_t>(labels.size())};
    const auto known =
        data.truth.try_emplace("truth_label", store::Array::from<std::int64_t>(labels, rows));
    FlippedLabels made = flipLabels(labels,
                                    static_cast<std::int64_t>(data.classNames.size()),
                                    options.flipShare,
                                    options.seed,
                                    known.first->second.as<std::int64_t>());
    data.truth["truth_flipped"] = store::Array::from<std::uint8_t>(made.flipped, rows);
    data.flippedLabels = made.count;
    labels = std::move(made.labels);
}

/// Where the pixels of a split go while they are read: told how many there may be at most, then how
/// many there were.
class PixelTarget {
public:
    virtual ~PixelTarget() = default;
    virtual std::span<std::uint8_t> room(SplitKind split, const store::Shape& shape) = 0;
    virtual void keep(SplitKind split, const store::Shape& shape) = 0;
};

/// Everything but the pixels, which have gone to `target`.
ImportedData readInto(PixelTarget& target,
                      Source& source,
                      const ImportOptions& options,
                      const jobs::JobContext& job) {
    ImportPlan plan = planned(source.facts(), options);
    ImportedData data;
    data.geometry = plan.geometry;
    const auto readSplit = [&](SplitKind as, const PlannedSplit& split) {
        const auto room = target.room(as, shapeOf(split.rows.size(), plan.geometry));
        std::vector<std::int64_t> rows = filled(source, split, plan.geometry, room, job);
        target.keep(as, shapeOf(rows.size(), plan.geometry));
        return rows;
    };
    std::vector<std::int64_t> rows = readSplit(SplitKind::Train, plan.train);
    const auto classes = readableClasses(source.facts(), plan.train, rows);
    data.classNames = namesOf(source.facts(), classes);
    data.truth = truthOf(source.facts(), rows);
    data.train = describe(source.facts(), plan.train, std::move(rows), classes);
    if (plan.test) {
        dropClasses(source.facts(), *plan.test, classes);
        rows = readSplit(SplitKind::Test, *plan.test);
        if (!rows.empty())
            data.test = describe(source.facts(), *plan.test, std::move(rows), classes);
    }
    flipInto(data, options);
    data.facts = source.facts();
    return data;
}

class MemoryTarget final : public PixelTarget {
public:
    std::span<std::uint8_t> room(SplitKind split, const store::Shape& shape) override {
        auto& pixels = split == SplitKind::Train ? train : test;
        pixels.resize(static_cast<std::size_t>(store::elementCount(shape)));
        return pixels;
    }
    void keep(SplitKind split, const store::Shape& shape) override { room(split, shape); }

    std::vector<std::uint8_t> train, test;
};

/// Straight into images.npy and test_images.npy.
class DraftTarget final : public PixelTarget {
public:
    explicit DraftTarget(DatasetFiles& files) : m_files(files) {}

    std::span<std::uint8_t> room(SplitKind split, const store::Shape& shape) override {
        m_writer.emplace(m_files.imagesWriter(split, shape));
        m_shape = shape;
        return m_writer->as<std::uint8_t>();
    }
    void keep(SplitKind split, const store::Shape& shape) override {
        if (shape[0] == 0) {
            m_writer.reset();
            return;
        }
        if (shape != m_shape) shrink(split, shape);
        if (split == SplitKind::Train) m_files.writeDerived(m_writer->as<std::uint8_t>(), shape);
        m_writer->commit();
        m_writer.reset();
    }

private:
    /// The length of a .npy file is in its header, so fewer images than planned need a file of
    /// their own.
    void shrink(SplitKind split, const store::Shape& shape) {
        store::NpyWriter shorter = m_files.imagesWriter(split, shape);
        const auto to = shorter.as<std::uint8_t>();
        std::copy_n(m_writer->as<std::uint8_t>().begin(), to.size(), to.begin());
        m_writer.emplace(std::move(shorter));
    }

    DatasetFiles& m_files;
    std::optional<store::NpyWriter> m_writer;
    store::Shape m_shape;
};

}  // namespace

ImportedData readSource(const std::filesystem::path& path,
                        const ImportOptions& options,
                        const jobs::JobContext& job) {
    const auto source = openSource(path, options, job);
    MemoryTarget target;
    ImportedData data = readInto(target, *source, options, job);
    data.train.pixels = std::move(target.train);
    if (data.test) data.test->pixels = std::move(target.test);
    return data;
}

nlohmann::json writeDataset(store::ArtifactDraft& draft,
                            const std::filesystem::path& path,
                            const ImportOptions& options,
                            std::string_view name,
                            const jobs::JobContext& job) {
    job.report.progress("looking at the source", 0, 0);
    const auto source = openSource(path, options, job);
    DatasetFiles files(draft, job);
    DraftTarget target(files);
    const ImportedData data = readInto(target, *source, options, job);
    for (const std::string& note : data.facts.notes) job.report.note(note);
    if (!data.facts.skipped.empty())
        job.report.warning(fmt::format(
            "{} of the files in {} could not be used; skipped.json lists them (first: {}: {})",
            data.facts.skipped.size(),
            displayed(data.facts.path),
            data.facts.skipped[0].path,
            data.facts.skipped[0].reason));
    return files.writeFacts(data, options, name);
}

}  // namespace winnow::data
