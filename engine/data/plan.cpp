// SPDX-License-Identifier: Apache-2.0
#include "engine/data/plan.h"

#include "engine/data/byte_stream.h"
#include "engine/data/stratified.h"
#include "engine/store/error.h"
#include "engine/store/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

namespace winnow::data {

namespace {

constexpr std::int64_t kLargestSide = 4096;

Geometry targetGeometry(const SourceFacts& facts, const ImportOptions& options) {
    Geometry geometry = facts.geometry;
    // Alpha is never kept: two channels become gray, four become RGB.
    geometry.channels = options.channels != 0 ? options.channels : geometry.channels >= 3 ? 3 : 1;
    if (options.height != 0) geometry.height = options.height;
    if (options.width != 0) geometry.width = options.width;
    if (geometry.channels != 1 && geometry.channels != 3)
        throw badInput(fmt::format("channels is {}; it must be 1 or 3", geometry.channels));
    if (geometry.height < 1 || geometry.width < 1 || geometry.height > kLargestSide ||
        geometry.width > kLargestSide)
        throw badInput(fmt::format("size {}x{} is out of range; each side must be 1 to {} pixels",
                                   geometry.height,
                                   geometry.width,
                                   kLargestSide));
    return geometry;
}

PlannedSplit subset(SplitKind from,
                    std::span<const std::int64_t> labels,
                    std::int64_t wanted,
                    std::uint64_t seed) {
    if (wanted >= static_cast<std::int64_t>(labels.size()))
        return {from, allRows(std::ssize(labels)), {}};
    StratifiedChoice choice = stratifiedChoice(labels, wanted, seed);
    return {from, std::move(choice.rows), std::move(choice.spares)};
}

/// Moves a stratified share of the training rows to a test split.
PlannedSplit splitOff(PlannedSplit& train,
                      std::span<const std::int64_t> labels,
                      double share,
                      std::uint64_t seed) {
    std::vector<std::int64_t> own;
    for (const std::int64_t row : train.rows) own.push_back(labels[static_cast<std::size_t>(row)]);
    const auto wanted = static_cast<std::int64_t>(share * static_cast<double>(own.size()) + 0.5);
    const StratifiedChoice choice = stratifiedChoice(own, wanted, seed + 1);
    PlannedSplit test;
    std::vector<std::int64_t> rest;
    std::size_t next = 0;
    for (std::size_t i = 0; i < own.size(); ++i) {
        const bool taken =
            next < choice.rows.size() && choice.rows[next] == static_cast<std::int64_t>(i);
        next += taken ? 1 : 0;
        (taken ? test.rows : rest).push_back(train.rows[i]);
    }
    train.rows = std::move(rest);
    return test;
}

}  // namespace

ImportPlan planned(const SourceFacts& facts, const ImportOptions& options) {
    ImportPlan plan;
    plan.geometry = targetGeometry(facts, options);
    const bool limited = options.limit > 0 && !facts.chosen;
    const std::int64_t most = limited ? options.limit : std::numeric_limits<std::int64_t>::max();
    plan.train = subset(SplitKind::Train, facts.train.labels, most, options.seed);
    if (facts.test) {
        plan.test = subset(SplitKind::Test, facts.test->labels, most, options.seed);
    } else if (options.testShare > 0) {
        plan.test = splitOff(plan.train, facts.train.labels, options.testShare, options.seed);
    }
    if (plan.test && plan.test->rows.empty()) plan.test.reset();
    if (plan.train.rows.empty())
        throw badInput(fmt::format("{} leaves no training samples", displayed(facts.path)));
    return plan;
}

namespace {

/// Puts images one behind the other into a buffer and remembers the rows they came from.
class Filler {
public:
    Filler(Source& source,
           const PlannedSplit& split,
           const Geometry& geometry,
           std::span<std::uint8_t> out,
           const jobs::JobContext& job)
        : m_source(source), m_split(split), m_geometry(geometry), m_out(out), m_job(job) {}

    void read(std::span<const std::int64_t> rows) {
        m_source.read(
            m_split.from,
            rows,
            [&](std::size_t place, const ImageView& image) {
                const std::size_t size = m_geometry.size();
                fit(image, m_geometry, m_out.subspan(m_rows.size() * size, size));
                m_rows.push_back(rows[place]);
                if (m_rows.size() % m_step == 0 || m_rows.size() == m_split.rows.size()) report();
            },
            m_job);
    }
    [[nodiscard]] std::vector<std::int64_t>& rows() { return m_rows; }

private:
    void report() {
        m_job.throwIfCancelled();
        m_job.report.progress(
            m_split.from == SplitKind::Train ? "reading training images" : "reading test images",
            static_cast<std::int64_t>(m_rows.size()),
            static_cast<std::int64_t>(m_split.rows.size()));
    }

    Source& m_source;
    const PlannedSplit& m_split;
    Geometry m_geometry;
    std::span<std::uint8_t> m_out;
    const jobs::JobContext& m_job;
    std::vector<std::int64_t> m_rows;
    std::size_t m_step = m_split.rows.size() / 100 + 1;  ///< images between two reports
};

}  // namespace

std::vector<std::int64_t> filled(Source& source,
                                 const PlannedSplit& split,
                                 const Geometry& geometry,
                                 std::span<std::uint8_t> out,
                                 const jobs::JobContext& job) {
    Filler filler(source, split, geometry, out, job);
    filler.read(split.rows);
    const SourceFacts& facts = source.facts();
    const auto& labels = split.from == SplitKind::Train ? facts.train.labels : facts.test->labels;
    const auto labelOf = [&](std::int64_t row) { return labels[static_cast<std::size_t>(row)]; };
    std::map<std::int64_t, std::int64_t> lacking;
    for (const std::int64_t row : split.rows) ++lacking[labelOf(row)];
    for (const std::int64_t row : filler.rows()) --lacking[labelOf(row)];
    for (const std::int64_t spare : split.spares) {
        std::int64_t& lack = lacking[labelOf(spare)];
        if (lack == 0) continue;
        const std::size_t before = filler.rows().size();
        filler.read({&spare, 1});
        lack -= static_cast<std::int64_t>(filler.rows().size() - before);
    }
    return std::move(filler.rows());
}

std::map<std::int64_t, std::int64_t> readableClasses(const SourceFacts& facts,
                                                     const PlannedSplit& split,
                                                     std::span<const std::int64_t> readRows) {
    std::set<std::int64_t> wanted, read;
    for (const std::int64_t row : split.rows)
        wanted.insert(facts.train.labels[static_cast<std::size_t>(row)]);
    for (const std::int64_t row : readRows)
        read.insert(facts.train.labels[static_cast<std::size_t>(row)]);
    const std::set<std::int64_t> unreadable(facts.unreadable.begin(), facts.unreadable.end());
    if (read.empty()) throw badInput(displayed(facts.path) + " holds no image that can be read");
    std::map<std::int64_t, std::int64_t> classes;
    for (std::int64_t c = 0; c < static_cast<std::int64_t>(facts.classNames.size()); ++c)
        if (read.contains(c) || (!wanted.contains(c) && !unreadable.contains(c))) {
            const auto number = static_cast<std::int64_t>(classes.size());
            classes[c] = number;
        }
    return classes;
}

}  // namespace winnow::data
