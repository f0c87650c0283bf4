// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/embedding.h"

#include "engine/empirical/gram.h"
#include "engine/empirical/sample_features.h"
#include "engine/jobs/memory.h"
#include "engine/store/error.h"
#include "engine/store/random.h"

#include <torch/torch.h>

#include <algorithm>
#include <optional>

namespace winnow::empirical {
namespace {

constexpr std::int64_t kOversampling = 8;
constexpr int kIterations = 30;
constexpr double kTolerance = 1e-4;  // relative change of the wanted eigenvalues
constexpr std::int64_t kPart = 1024;

/// Phi^T V of a block, one tensor per layer. V (n, q).
std::vector<at::Tensor> transposed(const Block& block, const at::Tensor& v) {
    std::vector<at::Tensor> parts;
    for (const at::Tensor& f : block.formed) parts.push_back(at::mm(f.t(), v));
    for (std::size_t l = 0; l < block.outerInputs.size(); ++l) {
        const at::Tensor weighted =
            v.t().unsqueeze(2) * block.outerGradients[l].unsqueeze(0);                // q n out
        parts.push_back(at::matmul(weighted.transpose(1, 2), block.outerInputs[l]));  // q out in
    }
    for (std::size_t l = 0; l < block.ghostInputs.size(); ++l) {
        std::vector<at::Tensor> columns;
        const at::Tensor u = block.ghostInputs[l].flatten(0, 1);
        for (std::int64_t c = 0; c < v.size(1); ++c) {
            const at::Tensor g = block.ghostGradients[l] * v.select(1, c).view({-1, 1, 1});
            columns.push_back(at::mm(g.flatten(0, 1).t(), u));
        }
        parts.push_back(at::stack(columns));
    }
    return parts;
}

/// Phi M of a block, (n, q), M as transposed() gave it.
at::Tensor applied(const Block& block, const std::vector<at::Tensor>& m, std::int64_t q) {
    at::Tensor result;
    std::size_t layer = 0;
    const auto add = [&](const at::Tensor& part) {
        result = result.defined() ? result + part : part;
    };
    for (const at::Tensor& f : block.formed) add(at::mm(f, m[layer++]));
    for (std::size_t l = 0; l < block.outerInputs.size(); ++l) {
        const at::Tensor back = at::matmul(block.outerGradients[l], m[layer++]);  // q n in
        add((back * block.outerInputs[l].unsqueeze(0)).sum(2).t());
    }
    for (std::size_t l = 0; l < block.ghostInputs.size(); ++l) {
        std::vector<at::Tensor> columns;
        for (std::int64_t c = 0; c < q; ++c)
            columns.push_back(
                (at::matmul(block.ghostGradients[l], m[layer].select(0, c)) * block.ghostInputs[l])
                    .sum({1, 2}));
        ++layer;
        add(at::stack(columns, 1));
    }
    return result;
}

/// K V for all samples, features held where they fit.
class KernelOperator {
public:
    KernelOperator(const SampleFeatures& features, std::int64_t n, const jobs::JobContext& context)
        : m_features(features), m_n(n), m_context(context) {
        if (features.bytesPerSample() * static_cast<double>(n) <= 0.4 * jobs::availableMemory())
            m_held = features.at(0, n, &context);
    }

    [[nodiscard]] at::Tensor times(const at::Tensor& v) const {
        std::vector<at::Tensor> m;
        forEachPart([&](std::int64_t begin, const Block& block) {
            const auto part = transposed(block, v.narrow(0, begin, block.size()));
            if (m.empty())
                m = part;
            else
                for (std::size_t l = 0; l < m.size(); ++l) m[l] += part[l];
        });
        std::vector<at::Tensor> rows;
        forEachPart([&](std::int64_t, const Block& block) {
            rows.push_back(applied(block, m, v.size(1)));
        });
        return at::cat(rows, 0);
    }

    [[nodiscard]] double centredTrace() const {
        const at::Tensor ones = at::ones({m_n, 1}, options());
        double trace = 0;
        forEachPart([&](std::int64_t, const Block& block) {
            trace += squaredNorms(block).sum().item<double>();
        });
        return trace - times(ones).sum().item<double>() / static_cast<double>(m_n);
    }

    [[nodiscard]] at::TensorOptions options() const {
        const Block one = m_held ? m_held->rows(0, 1) : m_features.at(0, 1);
        return (one.formed.empty()
                    ? one.outerInputs.empty() ? one.ghostInputs[0] : one.outerInputs[0]
                    : one.formed[0])
            .options();
    }

private:
    template <typename Use>
    void forEachPart(const Use& use) const {
        for (std::int64_t begin = 0; begin < m_n; begin += kPart) {
            m_context.throwIfCancelled();
            const std::int64_t count = std::min(kPart, m_n - begin);
            use(begin,
                m_held ? m_held->rows(begin, count) : m_features.at(begin, count, &m_context));
        }
    }

    const SampleFeatures& m_features;
    std::int64_t m_n;
    const jobs::JobContext& m_context;
    std::optional<Block> m_held;
};

at::Tensor centred(const at::Tensor& v) { return v - v.mean(0, true); }

at::Tensor startVectors(std::int64_t n,
                        std::int64_t q,
                        std::uint64_t seed,
                        const at::TensorOptions& options) {
    at::Tensor start = at::empty({n, q}, at::kDouble);
    Random random({seed, Random::wordOf("embedding")});
    for (std::int64_t i = 0; i < start.numel(); ++i) start.data_ptr<double>()[i] = random.normal();
    return centred(start.to(options));
}

void fixSigns(at::Tensor& vectors) {
    const at::Tensor largest = vectors.abs().argmax(0, true);
    vectors *= vectors.gather(0, largest).sign();
}

}  // namespace

Embedding embed(const models::Model& model,
                const SampleSet& samples,
                const SweepOptions& options,
                std::int64_t dimensions,
                const jobs::JobContext& context) {
    const auto n = static_cast<std::int64_t>(samples.ids.size());
    if (n <= dimensions)
        throw badInput("dimensions is " + std::to_string(dimensions) + " but the kernel has " +
                       std::to_string(n) + " samples; give fewer dimensions than samples");
    const at::NoGradGuard noGrad;
    const SampleFeatures features(model, samples, options);
    const KernelOperator kernel(features, n, context);
    const std::int64_t q = std::min(n, dimensions + kOversampling);

    at::Tensor basis =
        std::get<0>(at::linalg_qr(startVectors(n, q, options.seed, kernel.options())));
    at::Tensor values, vectors, previous;
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        const at::Tensor image = centred(kernel.times(centred(basis)));
        const at::Tensor projected = at::mm(basis.t(), image).to(at::kDouble);
        std::tie(values, vectors) = at::linalg_eigh(0.5 * (projected + projected.t()), "L");
        values = values.flip(0).narrow(0, 0, dimensions);
        vectors = at::mm(basis, vectors.flip(1).narrow(1, 0, dimensions).to(basis.scalar_type()));
        basis = std::get<0>(at::linalg_qr(image));
        context.report.progress("eigenvectors", iteration + 1, kIterations);
        const bool settled = previous.defined() && (values - previous).abs().max().item<double>() <=
                                                       kTolerance * values[0].abs().item<double>();
        if (settled) break;
        previous = values;
    }
    fixSigns(vectors);
    const at::Tensor length = values.clamp_min(0).sqrt();
    const at::Tensor coordinates =
        (vectors.to(at::kDouble) * length).to(at::kCPU, at::kFloat).contiguous();

    Embedding result;
    result.dimensions = dimensions;
    result.coordinates.assign(coordinates.const_data_ptr<float>(),
                              coordinates.const_data_ptr<float>() + coordinates.numel());
    const double trace = kernel.centredTrace();
    for (std::int64_t d = 0; d < dimensions; ++d) {
        result.eigenvalues.push_back(values[d].item<double>());
        result.share.push_back(trace > 0 ? result.eigenvalues.back() / trace : 0.0);
    }
    return result;
}

}  // namespace winnow::empirical
