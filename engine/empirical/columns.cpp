// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/columns.h"

#include "engine/empirical/gram.h"
#include "engine/empirical/kernel_artifact.h"
#include "engine/empirical/sample_features.h"
#include "engine/jobs/memory.h"
#include "engine/models/device.h"
#include "engine/select/stored_columns.h"
#include "engine/store/error.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

namespace winnow::empirical {
namespace {

constexpr std::int64_t kBatch = 128;  // columns a request should ask for: a GEMM worth its name
constexpr std::int64_t kStreamedRows = 1024;  // members whose features pass at once
/// What a sum in float32 may exceed the Cauchy-Schwarz bound by, as a share of it: many times the
/// rounding of the longest sum a Gram matrix adds up in one piece.
constexpr double kRounding = 1e-4;

/// A mapped matrix and the view of some of its rows.
class MappedColumns final : public select::KernelColumns {
public:
    MappedColumns(store::MappedNpy file, std::int64_t rows, std::vector<std::int64_t> positions)
        : m_file(std::move(file)), m_columns(m_file.as<float>(), rows, std::move(positions)) {}
    std::int64_t size() const override { return m_columns.size(); }
    std::span<const float> diagonal() const override { return m_columns.diagonal(); }
    void columns(std::span<const std::int64_t> wanted, std::span<float> out) override {
        m_columns.columns(wanted, out);
    }
    std::span<const float> view(std::int64_t member) const override {
        return m_columns.view(member);
    }

private:
    store::MappedNpy m_file;
    select::StoredColumns<float> m_columns;
};

/// Columns from features, held in memory where they fit, else computed again for every request.
/// A kernel is an inner product of features, so |kappa_ij| <= sqrt(kappa_ii kappa_jj): where that
/// is not above what the caller has, nothing is computed.
class ComputedColumns final : public select::KernelColumns {
public:
    ComputedColumns(KernelArtifact kernel, std::span<const std::int64_t> members)
        : m_kernel(std::move(kernel)),
          m_samples(sampleSet(m_kernel.source, {members.begin(), members.end()})),
          m_features(*m_kernel.source.model, m_samples, m_kernel.options) {
        const bool fits = m_features.bytesPerSample() * static_cast<double>(size()) <=
                          0.5 * jobs::availableMemory();
        if (fits) m_held = m_features.at(0, size());
        m_diagonal.resize(static_cast<std::size_t>(size()));
        forEachPart([&](std::int64_t begin, const Block& part) {
            const at::Tensor norms = squaredNorms(part).to(at::kFloat).cpu();
            std::memcpy(m_diagonal.data() + begin, norms.const_data_ptr<float>(), norms.nbytes());
        });
    }

    std::int64_t size() const override { return static_cast<std::int64_t>(m_samples.ids.size()); }
    std::span<const float> diagonal() const override { return m_diagonal; }
    std::int64_t batch() const override { return kBatch; }

    void columns(std::span<const std::int64_t> wanted, std::span<float> out) override {
        const Block rows = featuresOf(wanted);
        forEachPart([&](std::int64_t begin, const Block& part) {
            const at::Tensor tile = gram(rows, part).to(at::kCPU, at::kFloat).contiguous();
            for (std::int64_t r = 0; r < tile.size(0); ++r)
                std::memcpy(out.data() + r * size() + begin,
                            tile.const_data_ptr<float>() + r * tile.size(1),
                            static_cast<std::size_t>(tile.size(1)) * sizeof(float));
        });
    }

    void columnsAbove(std::span<const std::int64_t> wanted,
                      std::span<const float> floor,
                      std::span<float> out) override {
        const std::vector<std::int64_t> reached = reachedBy(wanted, floor);
        if (2 * std::ssize(reached) > size()) return columns(wanted, out);
        for (std::size_t a = 0; a < wanted.size(); ++a)
            std::ranges::transform(floor,
                                   out.begin() + static_cast<std::ptrdiff_t>(a) * size(),
                                   [](float value) { return std::min(value, 0.0F); });
        const Block rows = featuresOf(wanted);
        for (std::int64_t begin = 0; begin < std::ssize(reached); begin += kStreamedRows) {
            const auto members = std::span(reached).subspan(
                static_cast<std::size_t>(begin),
                static_cast<std::size_t>(std::min(kStreamedRows, std::ssize(reached) - begin)));
            const at::Tensor tile =
                gram(rows, featuresOf(members)).to(at::kCPU, at::kFloat).contiguous();
            const float* value = tile.const_data_ptr<float>();
            for (std::int64_t r = 0; r < tile.size(0); ++r)
                for (const std::int64_t member : members)
                    out[static_cast<std::size_t>(r * size() + member)] = *value++;
        }
    }

private:
    /// The members with which one of `wanted` may have a kernel above their floor.
    [[nodiscard]] std::vector<std::int64_t> reachedBy(std::span<const std::int64_t> wanted,
                                                      std::span<const float> floor) const {
        const auto own = [&](std::int64_t i) {
            return static_cast<double>(m_diagonal[static_cast<std::size_t>(i)]);
        };
        double largest = 0;
        for (const std::int64_t member : wanted) largest = std::max(largest, own(member));
        std::vector<std::int64_t> reached;
        for (std::int64_t i = 0; i < size(); ++i)
            if ((1 + kRounding) * std::sqrt(largest * own(i)) >
                static_cast<double>(floor[static_cast<std::size_t>(i)]))
                reached.push_back(i);
        return reached;
    }

    [[nodiscard]] Block featuresOf(std::span<const std::int64_t> members) const {
        return m_held ? m_held->pick(members) : m_features.of(members);
    }

    template <typename Use>
    void forEachPart(const Use& use) const {
        for (std::int64_t begin = 0; begin < size(); begin += kStreamedRows) {
            const std::int64_t count = std::min(kStreamedRows, size() - begin);
            use(begin, m_held ? m_held->rows(begin, count) : m_features.at(begin, count));
        }
    }

    KernelArtifact m_kernel;
    SampleSet m_samples;
    SampleFeatures m_features;
    std::optional<Block> m_held;
    std::vector<float> m_diagonal;
};

/// Rows of the stored matrix that belong to the members: `stored` are the ids of its rows, rising.
std::vector<std::int64_t> positionsIn(std::span<const std::int64_t> stored,
                                      std::span<const std::int64_t> members,
                                      std::string_view kernel) {
    std::vector<std::int64_t> positions;
    for (const std::int64_t id : members) {
        const auto it = std::lower_bound(stored.begin(), stored.end(), id);
        if (it == stored.end() || *it != id)
            throw badInput("sample " + std::to_string(id) + " is not in " + std::string(kernel) +
                           "; compute a kernel that has it");
        positions.push_back(it - stored.begin());
    }
    return positions;
}

/// The one class of the members in a per-class kernel; -1 in a kernel of all pairs.
std::int64_t classOf(const KernelArtifact& kernel, std::span<const std::int64_t> members) {
    if (!kernel.options.perClass || members.empty()) return -1;
    const auto labels = kernel.source.dataset.train.labels();
    const std::int64_t label = labels[static_cast<std::size_t>(members.front())];
    for (const std::int64_t id : members)
        if (labels[static_cast<std::size_t>(id)] != label)
            throw badInput(kernel.row.id +
                           " compares samples of one class only; cluster per class, or compute the "
                           "kernel with scope all");
    return label;
}

}  // namespace

std::unique_ptr<select::KernelColumns> openColumns(const store::Project& project,
                                                   const store::ArtifactRow& kernel,
                                                   std::span<const std::int64_t> members,
                                                   std::string_view device) {
    KernelArtifact opened = openKernel(project, kernel.id, models::chooseDevice(device));
    std::vector<std::int64_t> inKernel = trainingIds(opened.source);
    if (project.has(kernel.id, "sample.npy")) {
        const store::Array ids = project.read(kernel.id, "sample.npy");
        inKernel.assign(ids.as<std::int64_t>().begin(), ids.as<std::int64_t>().end());
    }
    (void)positionsIn(inKernel, members, kernel.id);
    const std::int64_t label = classOf(opened, members);
    const std::string file =
        label < 0 ? "matrix.npy" : "matrix_class_" + std::to_string(label) + ".npy";
    if (!project.has(kernel.id, file))
        return std::make_unique<ComputedColumns>(std::move(opened), members);
    if (label >= 0) {
        const auto labels = opened.source.dataset.train.labels();
        std::erase_if(inKernel, [&](std::int64_t id) {
            return labels[static_cast<std::size_t>(id)] != label;
        });
    }
    return std::make_unique<MappedColumns>(project.map(kernel.id, file),
                                           static_cast<std::int64_t>(inKernel.size()),
                                           positionsIn(inKernel, members, kernel.id));
}

}  // namespace winnow::empirical
