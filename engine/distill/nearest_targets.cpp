// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/analysis.h"
#include "engine/distill/krr_pass.h"
#include "engine/distill/pair_progress.h"
#include "engine/models/tensors.h"
#include "engine/stats/summary.h"
#include "engine/store/index.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace winnow::distill {
namespace {

/// The best of one support image so far, nearest first.
class ShortList {
public:
    explicit ShortList(std::size_t length) : m_length(length) {}

    void see(double squared, std::int64_t row) {
        if (m_found.size() == m_length && squared >= m_found.back().first) return;
        const std::pair entry{squared, row};
        m_found.insert(std::ranges::upper_bound(m_found, entry), entry);
        if (m_found.size() > m_length) m_found.pop_back();
    }
    [[nodiscard]] const std::vector<std::pair<double, std::int64_t>>& found() const {
        return m_found;
    }

private:
    std::size_t m_length;
    std::vector<std::pair<double, std::int64_t>> m_found;
};

}  // namespace

Nearest nearestTargets(const infinite::Kernel& kernel,
                       const store::Array& images,
                       const Targets& targets,
                       std::span<const std::int64_t> rows,
                       std::int64_t count,
                       const jobs::JobContext& context) {
    const at::NoGradGuard noGrad;
    const auto all = rowsOrAll(targets, rows);
    const at::Tensor support = models::toTensor(images);
    const std::int64_t n = support.size(0);
    const at::Tensor own = kernel.diagonal(support, context);
    std::vector<ShortList> lists(at(n), ShortList(at(count)));
    PairProgress progress(context, "nearest images", std::ssize(all) * n);
    forEachTile(targets, all, {}, context, [&](const Tile& tile, auto part, std::int64_t) {
        const std::int64_t size = std::ssize(part);
        const at::Tensor values = kernel.matrix(support, tile.images, progress.part(size * n));
        const at::Tensor squared =
            (own.unsqueeze(1) + kernel.diagonal(tile.images, context) - 2 * values)
                .clamp_min(0)
                .contiguous();
        for (std::int64_t i = 0; i < n; ++i)
            for (std::int64_t j = 0; j < size; ++j)
                lists[at(i)].see(squared.const_data_ptr<double>()[i * size + j], part[at(j)]);
    });
    Nearest nearest{store::Array(store::DType::Int64, {n, count}),
                    store::Array(store::DType::Float64, {n, count})};
    const auto rowOf = nearest.rows.as<std::int64_t>();
    const auto distance = nearest.distance.as<double>();
    std::ranges::fill(rowOf, -1);
    std::ranges::fill(distance, stats::kUndefined);
    for (std::size_t i = 0; i < lists.size(); ++i)
        for (std::size_t k = 0; k < lists[i].found().size(); ++k) {
            const auto& [squared, row] = lists[i].found()[k];
            rowOf[i * at(count) + k] = row;
            distance[i * at(count) + k] = std::sqrt(squared);
        }
    return nearest;
}

}  // namespace winnow::distill
