// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/sweep.h"

#include "engine/empirical/gram.h"
#include "engine/empirical/joint_features.h"
#include "engine/empirical/sweep_plan.h"
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

constexpr auto kSaveEvery = std::chrono::seconds(20);
constexpr std::int64_t kCheckSamples = 512;
constexpr std::int64_t kErrorSamples = 24;  // 276 pairs, of which 256 are compared

/// Work of one sweep in order: a tile's (group, panel, column, row). Also where a resumed one goes
/// on.
struct Place {
    std::int64_t group = 0, panel = 0, column = 0, row = 0;
    auto operator<=>(const Place&) const = default;
};

/// What a sweep keeps of one kind.
struct KindState {
    KernelKind kind = KernelKind::LpNtk;
    std::vector<float> diagonal{};
    std::optional<select::TileConsumer> consumer{};
    std::optional<store::NpyWriter> matrix{};  ///< of the group in work

    /// The name of its array in the file of partial results.
    [[nodiscard]] std::string key(const std::string& array) const {
        return std::string(kernelKindName(kind)) + "_" + array;
    }
};

std::string matrixName(const SampleGroup& group) {
    return group.label < 0 ? "matrix.npy" : "matrix_class_" + std::to_string(group.label) + ".npy";
}

class Sweep {
public:
    Sweep(const models::Model& model,
          const SampleSet& samples,
          const SweepOptions& options,
          std::span<const KernelKind> kinds,
          const std::filesystem::path& workFolder,
          const jobs::JobContext& context)
        : m_samples(ordered(samples, options.perClass)),
          m_options(options),
          m_workFolder(workFolder),
          m_context(context),
          m_features(model, m_samples, m_options, {kinds.begin(), kinds.end()}),
          m_groups(groupsOf(m_samples, options.perClass)),
          m_classes(model.classes()) {
        std::int64_t largest = 0;
        for (const SampleGroup& group : m_groups) largest = std::max(largest, group.size());
        m_plan = planFor(m_features, options, largest);
        for (const KernelKind kind : kinds) m_kinds.push_back({.kind = kind});
    }

    std::vector<SweepResult> run();

private:
    void computeDiagonal();
    /// The saved state of the earlier attempt, empty where there is none.
    [[nodiscard]] store::NamedArrays restoreProgress();
    void openConsumers(store::NamedArrays saved);
    [[nodiscard]] bool fitsKinds(const store::NamedArrays& saved) const;
    void saveProgress();
    void sweepGroup(std::int64_t index);
    void sweepPanel(std::int64_t groupIndex,
                    std::int64_t panelIndex,
                    std::int64_t begin,
                    std::int64_t end);
    void useTiles(const SampleGroup& group,
                  const std::vector<at::Tensor>& tiles,
                  std::int64_t row,
                  std::int64_t column);
    void openMatrices(const SampleGroup& group);
    [[nodiscard]] std::filesystem::path matrixFile(const KindState& state,
                                                   const SampleGroup& group) const;
    // By kind.
    [[nodiscard]] std::vector<double> smallestEigenvalues() const;
    [[nodiscard]] std::vector<std::optional<ProjectionError>> measuredErrors() const;
    [[nodiscard]] std::vector<SweepResult> results() const;
    [[nodiscard]] std::filesystem::path stateFile() const { return m_workFolder / "sweep.npz"; }
    [[nodiscard]] std::int64_t tilesOf(const SampleGroup& group) const;
    [[nodiscard]] std::int64_t tilesInAll() const;

    SampleSet m_samples;
    SweepOptions m_options;
    std::filesystem::path m_workFolder;
    const jobs::JobContext& m_context;
    JointFeatures m_features;
    std::vector<SampleGroup> m_groups;
    std::int64_t m_classes;
    SweepPlan m_plan;

    std::vector<KindState> m_kinds;
    std::optional<JointBlock> m_resident;  // features of m_residentGroup, when a whole group fits
    std::int64_t m_residentGroup = -1;
    Place m_done;  // the last tile consumed, its row counted from 1; row 0: none yet
    std::int64_t m_tilesDone = 0;
    Clock::time_point m_saved = Clock::now();
};

std::int64_t Sweep::tilesOf(const SampleGroup& group) const {
    const std::int64_t blocks = (group.size() + m_plan.tile - 1) / m_plan.tile;
    return blocks * (blocks + 1) / 2;
}

std::int64_t Sweep::tilesInAll() const {
    std::int64_t tiles = 0;
    for (const SampleGroup& group : m_groups) tiles += tilesOf(group);
    return tiles;
}

void Sweep::computeDiagonal() {
    const auto n = static_cast<std::int64_t>(m_samples.ids.size());
    for (KindState& state : m_kinds) state.diagonal.resize(static_cast<std::size_t>(n));
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        const SampleGroup& group = m_groups[g];
        const bool keep = m_groups.size() == 1 && group.size() <= m_plan.panel;
        for (std::int64_t begin = group.begin; begin < group.end; begin += m_plan.tile) {
            const std::int64_t count = std::min(m_plan.tile, group.end - begin);
            const bool more = keep && m_resident;
            const JointBlock block = more ? m_resident->rows(begin - group.begin, count)
                                          : m_features.at(begin, count, &m_context);
            if (more) m_features.fill(block, begin, &m_context);
            const std::vector<at::Tensor> norms = squaredNorms(block);
            for (std::size_t k = 0; k < m_kinds.size(); ++k) {
                const at::Tensor values = norms[k].to(at::kFloat).cpu();
                std::memcpy(m_kinds[k].diagonal.data() + begin,
                            values.const_data_ptr<float>(),
                            static_cast<std::size_t>(count) * sizeof(float));
            }
            if (keep && !more) {
                m_resident = block.emptyLike(group.size());
                m_resident->rows(0, count).assign(block);
                m_residentGroup = static_cast<std::int64_t>(g);
            }
            m_context.report.progress("features", begin + count, n);
        }
    }
}

std::filesystem::path Sweep::matrixFile(const KindState& state, const SampleGroup& group) const {
    return m_options.matrixFolder / kernelKindName(state.kind) / matrixName(group);
}

void Sweep::openMatrices(const SampleGroup& group) {
    for (KindState& state : m_kinds) {
        state.matrix.reset();
        if (m_options.matrixFolder.empty()) continue;
        const std::filesystem::path file = matrixFile(state, group);
        if (std::filesystem::exists(file)) continue;  // committed by an earlier attempt, whole
        std::filesystem::create_directories(file.parent_path());
        state.matrix.emplace(
            file, store::DType::Float32, store::Shape{group.size(), group.size()}, true);
    }
}

namespace {

/// Into the n x n matrix, at (row, column), and mirrored where it is not on the diagonal.
void writeTile(std::span<float> matrix,
               std::int64_t n,
               const at::Tensor& values,
               std::int64_t row,
               std::int64_t column) {
    const auto copy = [&](const at::Tensor& part, std::int64_t top, std::int64_t left) {
        const at::Tensor dense = part.contiguous();
        for (std::int64_t r = 0; r < dense.size(0); ++r)
            std::memcpy(matrix.data() + (top + r) * n + left,
                        dense.const_data_ptr<float>() + r * dense.size(1),
                        static_cast<std::size_t>(dense.size(1)) * sizeof(float));
    };
    copy(values, row, column);
    if (row != column) copy(values.t(), column, row);
}

}  // namespace

void Sweep::useTiles(const SampleGroup& group,
                     const std::vector<at::Tensor>& tiles,
                     std::int64_t row,
                     std::int64_t column) {
    for (std::size_t k = 0; k < m_kinds.size(); ++k) {
        KindState& state = m_kinds[k];
        const at::Tensor values = tiles[k].to(at::kCPU, at::kFloat).contiguous();
        state.consumer->consume(
            {values.const_data_ptr<float>(), static_cast<std::size_t>(values.numel())},
            row,
            values.size(0),
            column,
            values.size(1),
            row != column);
        if (state.matrix)
            writeTile(state.matrix->as<float>(),
                      group.size(),
                      values,
                      row - group.begin,
                      column - group.begin);
    }
}

void Sweep::sweepPanel(std::int64_t groupIndex,
                       std::int64_t panelIndex,
                       std::int64_t begin,
                       std::int64_t end) {
    const SampleGroup& group = m_groups[static_cast<std::size_t>(groupIndex)];
    const bool whole = m_residentGroup == groupIndex && m_resident;
    const std::int64_t columnsInAll = (group.end - begin + m_plan.tile - 1) / m_plan.tile;
    std::optional<JointBlock> panel;
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
        const JointBlock& held = whole ? *m_resident : *panel;
        const std::int64_t origin = whole ? group.begin : begin;
        const JointBlock passing = column < end || whole
                                       ? held.rows(column - origin, columns)
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
            useTiles(group,
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
    const SampleGroup& group = m_groups[static_cast<std::size_t>(index)];
    if (m_done.group > index) {
        m_tilesDone += tilesOf(group);
        return;
    }
    openMatrices(group);
    if (group.size() <= m_plan.panel && m_residentGroup != index) {
        m_resident = m_features.at(group.begin, group.size(), &m_context);
        m_residentGroup = index;
    }
    std::int64_t panelIndex = 0;
    for (std::int64_t begin = group.begin; begin < group.end; begin += m_plan.panel)
        sweepPanel(index, panelIndex++, begin, std::min(begin + m_plan.panel, group.end));
    for (KindState& state : m_kinds)
        if (state.matrix) state.matrix->commit();
}

void Sweep::saveProgress() {
    if (m_workFolder.empty()) return;
    store::NamedArrays saved;
    for (KindState& state : m_kinds) {
        if (state.matrix) state.matrix->flush();
        for (auto& [name, array] : state.consumer->toArrays())
            saved.emplace(state.key(name), std::move(array));
        saved.emplace(state.key("diagonal"),
                      store::Array::from<float>(state.diagonal, {std::ssize(state.diagonal)}));
    }
    const std::vector<std::int64_t> place{
        m_done.group, m_done.panel, m_done.column, m_done.row, m_plan.tile, m_plan.panel};
    saved["place"] = store::Array::from<std::int64_t>(place, {6});
    store::writeNpz(stateFile(), saved);
    m_saved = Clock::now();
}

bool Sweep::fitsKinds(const store::NamedArrays& saved) const {
    return saved.contains("place") && std::ranges::all_of(m_kinds, [&](const KindState& state) {
               return saved.contains(state.key("diagonal"));
           });
}

store::NamedArrays Sweep::restoreProgress() {
    if (m_workFolder.empty() || !std::filesystem::exists(stateFile())) return {};
    store::NamedArrays saved;
    try {
        saved = store::readNpz(stateFile());
    } catch (const Error&) {
        saved.clear();
    }
    if (!fitsKinds(saved)) {
        m_context.report.warning(
            "the partial result of the earlier attempt cannot be read; the kernel is computed from "
            "the start");
        return {};
    }
    const auto place = saved.at("place").as<std::int64_t>();
    m_plan = {place[4], place[5]};
    m_done = {place[0], place[1], place[2], place[3]};
    for (KindState& state : m_kinds) {
        const auto diagonal = saved.at(state.key("diagonal")).as<float>();
        state.diagonal.assign(diagonal.begin(), diagonal.end());
    }
    return saved;
}

void Sweep::openConsumers(store::NamedArrays saved) {
    select::TileConsumerOptions options;
    options.classes = m_classes;
    options.neighbours = m_options.neighbours;
    options.unrelated = m_options.unrelated;
    options.relation = m_options.relation;
    options.perClass = m_options.perClass;
    options.threads = static_cast<unsigned>(at::get_num_threads());
    for (KindState& state : m_kinds) {
        state.consumer.emplace(state.diagonal, m_samples.labels, m_samples.ids, options);
        if (m_done == Place{}) continue;
        const std::string prefix = state.key("");
        store::NamedArrays own;
        for (auto& [name, array] : saved)
            if (name.starts_with(prefix)) own.emplace(name.substr(prefix.size()), std::move(array));
        state.consumer->restore(own);
    }
    if (m_done != Place{})
        m_context.report.note("continuing after the tiles of the earlier attempt");
}

std::vector<double> Sweep::smallestEigenvalues() const {
    const SampleGroup& group = *std::max_element(
        m_groups.begin(), m_groups.end(), [](const SampleGroup& a, const SampleGroup& b) {
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
    const JointBlock block =
        resident ? m_resident->pick(positions) : m_features.of(positions, false, &m_context);
    std::vector<double> shares;
    for (const at::Tensor& gram : symmetricGram(block)) {
        const at::Tensor matrix = gram.to(at::kCPU, at::kDouble);
        const double trace = matrix.trace().item<double>();
        shares.push_back(trace > 0 ? at::linalg_eigvalsh(matrix, "L").min().item<double>() / trace
                                   : 0.0);
    }
    return shares;
}

std::vector<std::optional<ProjectionError>> Sweep::measuredErrors() const {
    std::vector<std::optional<ProjectionError>> errors(m_kinds.size());
    if (m_options.projection == 0) return errors;
    const auto n = static_cast<std::int64_t>(m_samples.ids.size());
    std::vector<std::int64_t> positions(static_cast<std::size_t>(n));
    std::iota(positions.begin(), positions.end(), 0);
    Random random({m_options.seed, Random::wordOf("projection error")});
    random.shuffle(std::span(positions));
    positions.resize(static_cast<std::size_t>(std::min(n, kErrorSamples)));
    const JointBlock exact = m_features.of(positions, true, &m_context);
    const JointBlock projected = m_features.of(positions, false, &m_context);
    for (std::size_t k = 0; k < m_kinds.size(); ++k)
        errors[k] = projectionError(exact.parts[k], projected.parts[k]);
    return errors;
}

std::vector<SweepResult> Sweep::results() const {
    const std::vector<std::optional<ProjectionError>> errors = measuredErrors();
    const std::vector<double> eigenvalues = smallestEigenvalues();
    std::vector<SweepResult> results(m_kinds.size());
    for (std::size_t k = 0; k < m_kinds.size(); ++k) {
        results[k].projectionError = errors[k];
        results[k].smallestEigenvalue = eigenvalues[k];
        results[k].arrays = m_kinds[k].consumer->results();
        results[k].warnings = m_kinds[k].consumer->warnings();
        if (m_options.matrixFolder.empty()) continue;
        for (const SampleGroup& group : m_groups)
            results[k].matrices.push_back(matrixFile(m_kinds[k], group));
    }
    return results;
}

std::vector<SweepResult> Sweep::run() {
    store::NamedArrays saved = restoreProgress();
    if (saved.empty()) computeDiagonal();
    openConsumers(std::move(saved));
    try {
        for (std::size_t g = 0; g < m_groups.size(); ++g) sweepGroup(static_cast<std::int64_t>(g));
    } catch (const Cancelled&) {
        saveProgress();
        throw;
    }
    // Results of several kinds are stored one after the other: a crash between two must not cost
    // the tiles of the second.
    if (m_kinds.size() > 1) saveProgress();
    return results();
}

}  // namespace

std::vector<SweepResult> sweep(const models::Model& model,
                               const SampleSet& samples,
                               const SweepOptions& options,
                               std::span<const KernelKind> kinds,
                               const std::filesystem::path& workFolder,
                               const jobs::JobContext& context) {
    if (samples.ids.empty())
        throw badInput("no sample is left to compare; choose a class that has some");
    Sweep run(model, samples, options, kinds, workFolder, context);
    return run.run();
}

SweepResult sweep(const models::Model& model,
                  const SampleSet& samples,
                  const SweepOptions& options,
                  const std::filesystem::path& workFolder,
                  const jobs::JobContext& context) {
    std::vector<SweepResult> results =
        sweep(model, samples, options, std::span(&options.kind, 1), workFolder, context);
    return std::move(results.front());
}

}  // namespace winnow::empirical
