// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/sweep.h"

#include "engine/empirical/cost.h"
#include "engine/empirical/gram.h"
#include "engine/empirical/sample_features.h"
#include "engine/select/tile_consumer.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/store/npz.h"
#include "engine/store/random.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <numeric>

namespace winnow::empirical {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kLargestTile = 1024;
constexpr std::int64_t kSmallestTile = 128;
constexpr auto kSaveEvery = std::chrono::seconds(20);
constexpr std::int64_t kCheckSamples = 512;
constexpr std::int64_t kErrorSamples = 24;  // 276 pairs, of which 256 are compared

/// Positions whose pairs are wanted: everything, or one class.
struct Group {
    std::int64_t begin = 0, end = 0, label = -1;
    [[nodiscard]] std::int64_t size() const { return end - begin; }
};

std::vector<Group> groupsOf(const SampleSet& samples, bool perClass) {
    const auto n = static_cast<std::int64_t>(samples.ids.size());
    if (!perClass) return {{0, n, -1}};
    std::vector<Group> groups;
    for (std::int64_t i = 0; i < n; ++i) {
        const std::int64_t label = samples.labels[static_cast<std::size_t>(i)];
        if (groups.empty() || groups.back().label != label) groups.push_back({i, i, label});
        groups.back().end = i + 1;
    }
    return groups;
}

/// The samples in the order of positions: as given, or class by class.
SampleSet ordered(const SampleSet& samples, bool perClass) {
    SampleSet result = samples;
    if (!perClass) return result;
    std::vector<std::size_t> order(samples.ids.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
        return samples.labels[a] < samples.labels[b];
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
        result.ids[i] = samples.ids[order[i]];
        result.labels[i] = samples.labels[order[i]];
    }
    return result;
}

/// Edge of a tile: enough tiles that the symmetric half saves work, large enough for GEMM.
std::int64_t tileEdge(const SweepOptions& options, std::int64_t largestGroup) {
    if (options.tile > 0) return options.tile;
    return std::clamp((largestGroup + 3) / 4, kSmallestTile, kLargestTile);
}

double memoryAllowed(const SweepOptions& options) {
    return options.memoryBytes > 0 ? options.memoryBytes : 0.5 * availableMemory();
}

/// How many samples' features are held as rows of tiles, and the edge of a tile, so that both sides
/// fit.
struct Plan {
    std::int64_t tile = 0;
    std::int64_t panel = 0;
};

Plan planFor(const SampleFeatures& features,
             const SweepOptions& options,
             std::int64_t largestGroup) {
    Plan plan{tileEdge(options, largestGroup), largestGroup};
    const double perSample = features.bytesPerSample();
    const double allowed = memoryAllowed(options);
    if (perSample * static_cast<double>(largestGroup) <= allowed) return plan;
    const auto fitting = static_cast<std::int64_t>(allowed / perSample);
    plan.tile =
        std::min(plan.tile, fitting / 3);  // a panel of at least two tiles and the passing one
    if (plan.tile < 1)
        throw outOfResources("features of one sample take " + bytesText(perSample) + " and " +
                             bytesText(allowed) +
                             " may be used; give a projection, or allow more memory");
    plan.panel = (fitting / plan.tile - 1) * plan.tile;
    return plan;
}

/// Work of one sweep in order: a tile's (group, panel, column, row). Also where a resumed one goes
/// on.
struct Place {
    std::int64_t group = 0, panel = 0, column = 0, row = 0;
    auto operator<=>(const Place&) const = default;
};

class Sweep {
public:
    Sweep(const models::Model& model,
          const SampleSet& samples,
          const SweepOptions& options,
          const std::filesystem::path& workFolder,
          const jobs::JobContext& context)
        : m_samples(ordered(samples, options.perClass)),
          m_options(options),
          m_workFolder(workFolder),
          m_context(context),
          m_features(model, m_samples, m_options),
          m_groups(groupsOf(m_samples, options.perClass)),
          m_classes(model.classes()) {
        std::int64_t largest = 0;
        for (const Group& group : m_groups) largest = std::max(largest, group.size());
        m_plan = planFor(m_features, options, largest);
    }

    SweepResult run();

private:
    void computeDiagonal();
    void restoreProgress();
    void saveProgress();
    void sweepGroup(std::int64_t index);
    void sweepPanel(std::int64_t groupIndex,
                    std::int64_t panelIndex,
                    std::int64_t begin,
                    std::int64_t end);
    void useTile(const Group& group, const at::Tensor& tile, std::int64_t row, std::int64_t column);
    void openMatrix(const Group& group);
    [[nodiscard]] double smallestEigenvalue() const;
    [[nodiscard]] std::optional<ProjectionError> measuredError() const;
    [[nodiscard]] std::filesystem::path stateFile() const { return m_workFolder / "sweep.npz"; }
    [[nodiscard]] std::int64_t tilesOf(const Group& group) const;
    [[nodiscard]] std::int64_t tilesInAll() const;

    SampleSet m_samples;
    SweepOptions m_options;
    std::filesystem::path m_workFolder;
    const jobs::JobContext& m_context;
    SampleFeatures m_features;
    std::vector<Group> m_groups;
    std::int64_t m_classes;
    Plan m_plan;

    std::vector<float> m_diagonal;
    std::optional<Block> m_resident;  // features of m_residentGroup, when a whole group fits
    std::int64_t m_residentGroup = -1;
    std::optional<select::TileConsumer> m_consumer;
    std::optional<store::NpyWriter> m_matrix;
    std::vector<std::filesystem::path> m_matrixFiles;
    Place m_done;  // the last tile consumed, its row counted from 1; row 0: none yet
    std::int64_t m_tilesDone = 0;
    Clock::time_point m_saved = Clock::now();
};

std::int64_t Sweep::tilesOf(const Group& group) const {
    const std::int64_t blocks = (group.size() + m_plan.tile - 1) / m_plan.tile;
    return blocks * (blocks + 1) / 2;
}

std::int64_t Sweep::tilesInAll() const {
    std::int64_t tiles = 0;
    for (const Group& group : m_groups) tiles += tilesOf(group);
    return tiles;
}

void Sweep::computeDiagonal() {
    const auto n = static_cast<std::int64_t>(m_samples.ids.size());
    m_diagonal.resize(static_cast<std::size_t>(n));
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        const Group& group = m_groups[g];
        const bool keep = m_groups.size() == 1 && group.size() <= m_plan.panel;
        for (std::int64_t begin = group.begin; begin < group.end; begin += m_plan.tile) {
            const std::int64_t count = std::min(m_plan.tile, group.end - begin);
            const bool more = keep && m_resident;
            const Block block = more ? m_resident->rows(begin - group.begin, count)
                                     : m_features.at(begin, count, &m_context);
            if (more) m_features.fill(block, begin, &m_context);
            const at::Tensor norms = squaredNorms(block).to(at::kFloat).cpu();
            std::memcpy(m_diagonal.data() + begin,
                        norms.const_data_ptr<float>(),
                        static_cast<std::size_t>(count) * sizeof(float));
            if (keep && !more) {
                m_resident = block.emptyLike(group.size());
                m_resident->rows(0, count).assign(block);
                m_residentGroup = static_cast<std::int64_t>(g);
            }
            m_context.report.progress("features", begin + count, n);
        }
    }
}

void Sweep::openMatrix(const Group& group) {
    m_matrix.reset();
    if (m_options.matrixFolder.empty()) return;
    const std::string name =
        group.label < 0 ? "matrix.npy" : "matrix_class_" + std::to_string(group.label) + ".npy";
    const std::filesystem::path file = m_options.matrixFolder / name;
    if (std::filesystem::exists(file)) return;  // committed by an earlier attempt, whole
    m_matrix.emplace(file, store::DType::Float32, store::Shape{group.size(), group.size()}, true);
}

void Sweep::useTile(const Group& group,
                    const at::Tensor& tile,
                    std::int64_t row,
                    std::int64_t column) {
    const at::Tensor values = tile.to(at::kCPU, at::kFloat).contiguous();
    const std::int64_t rows = values.size(0);
    const std::int64_t columns = values.size(1);
    m_consumer->consume({values.const_data_ptr<float>(), static_cast<std::size_t>(values.numel())},
                        row,
                        rows,
                        column,
                        columns,
                        row != column);
    if (!m_matrix) return;
    const std::span<float> out = m_matrix->as<float>();
    const std::int64_t n = group.size();
    const auto copy = [&](const at::Tensor& part, std::int64_t top, std::int64_t left) {
        const at::Tensor dense = part.contiguous();
        for (std::int64_t r = 0; r < dense.size(0); ++r)
            std::memcpy(out.data() + (top + r) * n + left,
                        dense.const_data_ptr<float>() + r * dense.size(1),
                        static_cast<std::size_t>(dense.size(1)) * sizeof(float));
    };
    copy(values, row - group.begin, column - group.begin);
    if (row != column) copy(values.t(), column - group.begin, row - group.begin);
}

void Sweep::sweepPanel(std::int64_t groupIndex,
                       std::int64_t panelIndex,
                       std::int64_t begin,
                       std::int64_t end) {
    const Group& group = m_groups[static_cast<std::size_t>(groupIndex)];
    const bool whole = m_residentGroup == groupIndex && m_resident;
    const std::int64_t columnsInAll = (group.end - begin + m_plan.tile - 1) / m_plan.tile;
    std::optional<Block> panel;
    for (std::int64_t c = 0; c < columnsInAll; ++c) {
        const std::int64_t column = begin + c * m_plan.tile;
        const std::int64_t columns = std::min(m_plan.tile, group.end - column);
        const std::int64_t rowEnd = std::min(end, column + columns);
        const std::int64_t tiles = (rowEnd - begin + m_plan.tile - 1) / m_plan.tile;
        if (Place{groupIndex, panelIndex, c, tiles} <= m_done) {
            m_tilesDone += tiles;
            continue;
        }
        if (!whole && !panel) panel = m_features.at(begin, end - begin, &m_context);
        const Block& held = whole ? *m_resident : *panel;
        const std::int64_t origin = whole ? group.begin : begin;
        const Block passing = column < end || whole ? held.rows(column - origin, columns)
                                                    : m_features.at(column, columns, &m_context);
        for (std::int64_t r = 0; r < tiles; ++r) {
            const Place after{groupIndex, panelIndex, c, r + 1};
            if (after <= m_done) {
                ++m_tilesDone;
                continue;
            }
            m_context.throwIfCancelled();
            const std::int64_t row = begin + r * m_plan.tile;
            const std::int64_t rows = std::min(m_plan.tile, end - row);
            useTile(group,
                    row == column ? symmetricGram(passing)
                                  : gram(held.rows(row - origin, rows), passing),
                    row,
                    column);
            m_done = after;
            m_context.report.progress("pairs", ++m_tilesDone, tilesInAll());
        }
        if (Clock::now() - m_saved > kSaveEvery) saveProgress();
    }
}

void Sweep::sweepGroup(std::int64_t index) {
    const Group& group = m_groups[static_cast<std::size_t>(index)];
    if (m_done.group > index) {
        m_tilesDone += tilesOf(group);
        return;
    }
    openMatrix(group);
    if (group.size() <= m_plan.panel && m_residentGroup != index) {
        m_resident = m_features.at(group.begin, group.size(), &m_context);
        m_residentGroup = index;
    }
    std::int64_t panelIndex = 0;
    for (std::int64_t begin = group.begin; begin < group.end; begin += m_plan.panel)
        sweepPanel(index, panelIndex++, begin, std::min(begin + m_plan.panel, group.end));
    if (m_matrix) m_matrix->commit();
}

void Sweep::saveProgress() {
    if (m_workFolder.empty()) return;
    if (m_matrix) m_matrix->flush();
    store::NamedArrays state = m_consumer->toArrays();
    const std::vector<std::int64_t> place{
        m_done.group, m_done.panel, m_done.column, m_done.row, m_plan.tile, m_plan.panel};
    state["sweep_place"] = store::Array::from<std::int64_t>(place, {6});
    state["sweep_diagonal"] =
        store::Array::from<float>(m_diagonal, {static_cast<std::int64_t>(m_diagonal.size())});
    store::writeNpz(stateFile(), state);
    m_saved = Clock::now();
}

void Sweep::restoreProgress() {
    if (m_workFolder.empty() || !std::filesystem::exists(stateFile())) return;
    store::NamedArrays state;
    try {
        state = store::readNpz(stateFile());
    } catch (const Error&) {
        m_context.report.warning(
            "the partial result of the earlier attempt cannot be read; the kernel is computed from "
            "the start");
        return;
    }
    const auto place = state.at("sweep_place").as<std::int64_t>();
    m_plan = {place[4], place[5]};
    const auto diagonal = state.at("sweep_diagonal").as<float>();
    m_diagonal.assign(diagonal.begin(), diagonal.end());
    m_done = {place[0], place[1], place[2], place[3]};
}

double Sweep::smallestEigenvalue() const {
    const Group& group =
        *std::max_element(m_groups.begin(), m_groups.end(), [](const Group& a, const Group& b) {
            return a.size() < b.size();
        });
    const auto fitting = static_cast<std::int64_t>(1e9 / m_features.bytesPerSample());
    const std::int64_t count =
        std::min({kCheckSamples, group.size(), std::max<std::int64_t>(fitting, 2)});
    std::vector<std::int64_t> positions(static_cast<std::size_t>(group.size()));
    std::iota(positions.begin(), positions.end(), group.begin);
    Random random({m_options.seed, Random::wordOf("eigenvalue check")});
    random.shuffle(std::span(positions));
    positions.resize(static_cast<std::size_t>(count));
    const bool resident = m_resident && m_groups.size() == 1;
    const Block block =
        resident ? m_resident->pick(positions) : m_features.of(positions, false, &m_context);
    const at::Tensor matrix = symmetricGram(block).to(at::kCPU, at::kDouble);
    const double trace = matrix.trace().item<double>();
    return trace > 0 ? at::linalg_eigvalsh(matrix, "L").min().item<double>() / trace : 0.0;
}

std::optional<ProjectionError> Sweep::measuredError() const {
    if (m_options.projection == 0) return std::nullopt;
    const auto n = static_cast<std::int64_t>(m_samples.ids.size());
    std::vector<std::int64_t> positions(static_cast<std::size_t>(n));
    std::iota(positions.begin(), positions.end(), 0);
    Random random({m_options.seed, Random::wordOf("projection error")});
    random.shuffle(std::span(positions));
    positions.resize(static_cast<std::size_t>(std::min(n, kErrorSamples)));
    return projectionError(m_features.of(positions, true, &m_context),
                           m_features.of(positions, false, &m_context));
}

SweepResult Sweep::run() {
    SweepResult result;
    restoreProgress();
    if (m_diagonal.empty()) computeDiagonal();
    select::TileConsumerOptions consumer;
    consumer.classes = m_classes;
    consumer.neighbours = m_options.neighbours;
    consumer.unrelated = m_options.unrelated;
    consumer.relation = m_options.relation;
    consumer.perClass = m_options.perClass;
    consumer.threads = static_cast<unsigned>(at::get_num_threads());
    m_consumer.emplace(m_diagonal, m_samples.labels, m_samples.ids, consumer);
    if (m_done != Place{}) {
        m_consumer->restore(store::readNpz(stateFile()));
        m_context.report.note("continuing after the tiles of the earlier attempt");
    }
    try {
        for (std::size_t g = 0; g < m_groups.size(); ++g) sweepGroup(static_cast<std::int64_t>(g));
    } catch (const Cancelled&) {
        saveProgress();
        throw;
    }
    result.projectionError = measuredError();
    result.smallestEigenvalue = smallestEigenvalue();
    result.arrays = m_consumer->results();
    result.warnings = m_consumer->warnings();
    return result;
}

}  // namespace

SweepCost sweepCost(const models::Model& model,
                    const SampleSet& samples,
                    const SweepOptions& options) {
    const SampleSet sorted = ordered(samples, options.perClass);
    const SampleFeatures features(model, sorted, options);
    SweepCost cost;
    cost.samples = static_cast<std::int64_t>(samples.ids.size());
    std::int64_t largest = 0;
    for (const Group& group : groupsOf(sorted, options.perClass)) {
        cost.pairs += group.size() * (group.size() + 1) / 2;
        largest = std::max(largest, group.size());
        if (!options.matrixFolder.empty())
            cost.matrixBytes +=
                4.0 * static_cast<double>(group.size()) * static_cast<double>(group.size());
    }
    cost.parameters = features.parameterCount();
    cost.macsPerPair = features.macsPerPair();
    cost.numbersPerSample = features.numbersPerSample();
    const auto* network = dynamic_cast<const models::Network*>(&model);
    const double forward = network != nullptr
                               ? static_cast<double>(network->architecture().forwardMacs())
                               : static_cast<double>(cost.parameters);
    cost.featureBytes = features.bytesPerSample() * static_cast<double>(cost.samples);
    cost.residentBytes =
        std::min(features.bytesPerSample() * static_cast<double>(largest), memoryAllowed(options));
    // Forward, backward by the inputs, and the weight gradients: three times the forward pass.
    cost.flops = 2.0 * static_cast<double>(cost.pairs) * static_cast<double>(cost.macsPerPair) +
                 6.0 * forward * static_cast<double>(cost.samples);
    return cost;
}

SweepResult sweep(const models::Model& model,
                  const SampleSet& samples,
                  const SweepOptions& options,
                  const std::filesystem::path& workFolder,
                  const jobs::JobContext& context) {
    if (samples.ids.empty())
        throw badInput("no sample is left to compare; choose a class that has some");
    Sweep run(model, samples, options, workFolder, context);
    return run.run();
}

}  // namespace winnow::empirical
