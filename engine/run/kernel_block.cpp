// SPDX-License-Identifier: Apache-2.0
#include "engine/run/kernel_block.h"

#include "engine/empirical/gram.h"
#include "engine/empirical/sample_features.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <limits>

namespace winnow::run {
namespace {

void check(const std::vector<std::int64_t>& ids,
           const char* field,
           const empirical::KernelArtifact& kernel,
           std::int64_t members) {
    const auto count = static_cast<std::int64_t>(ids.size());
    if (count < 1 || count > kBlockEdge)
        throw badInput(
            fmt::format("{} has {} samples; a block has 1 to {}", field, count, kBlockEdge));
    if (members < 1 || count % members != 0)
        throw badInput(fmt::format(
            "members is {}; it must divide the {} samples of {}", members, count, field));
    const std::int64_t n = kernel.source.dataset.train.size();
    for (const std::int64_t id : ids)
        if (id < 0 || id >= n)
            throw badInput(
                fmt::format("sample is {}; {} has 0 to {}", id, kernel.source.dataset.name, n - 1));
}

/// Features of samples, their labels and squared norms.
struct Side {
    empirical::SampleSet set;
    empirical::Block features;
    at::Tensor norms;  ///< (n), float64

    Side(const empirical::KernelArtifact& kernel, const std::vector<std::int64_t>& ids)
        : set(empirical::sampleSet(kernel.source, ids)),
          features(empirical::SampleFeatures(*kernel.source.model, set, kernel.options)
                       .at(0, static_cast<std::int64_t>(ids.size()))),
          norms(empirical::squaredNorms(features)) {}

    at::Tensor labels() const { return at::tensor(set.labels, at::kLong); }
};

}  // namespace

std::vector<float> kernelBlock(const empirical::KernelArtifact& kernel,
                               const BlockRequest& request) {
    check(request.rows, "rows", kernel, request.members);
    check(request.columns, "columns", kernel, request.members);
    const Side rows(kernel, request.rows);
    const Side columns(kernel, request.columns);
    at::Tensor values = empirical::gram(rows.features, columns.features).to(at::kDouble);
    if (request.cosine)  // 0/0 is NaN: a sample without gradient has no direction
        values = values / (rows.norms.unsqueeze(1) * columns.norms.unsqueeze(0)).sqrt();
    if (kernel.options.perClass)
        values.masked_fill_(rows.labels().unsqueeze(1) != columns.labels().unsqueeze(0),
                            std::numeric_limits<double>::quiet_NaN());
    const std::int64_t m = request.members;
    if (m > 1) values = values.view({values.size(0) / m, m, values.size(1) / m, m}).nanmean({1, 3});
    values = values.to(at::kFloat).contiguous();
    const float* first = values.const_data_ptr<float>();
    return {first, first + values.numel()};
}

}  // namespace winnow::run
