// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/head_influence.h"

#include "engine/jobs/memory.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace winnow::empirical {
namespace {

constexpr double kGradientWanted = 1e-10;
constexpr int kNewtonSteps = 200;
constexpr int kHalvings = 40;
constexpr std::int64_t kPart = 2048;  // samples at a time

void check(const HeadSamples& samples, const std::vector<double>& theta) {
    const std::int64_t n = samples.size();
    const auto numbers = static_cast<std::int64_t>(samples.features.size());
    if (n == 0 || numbers == 0 || numbers % n != 0)
        throw badInput(fmt::format(
            "features hold {} numbers and there are {} labels; every label needs as many features",
            numbers,
            n));
    if (samples.classes < 2)
        throw badInput(fmt::format("the labels tell {} class apart; influence needs at least 2",
                                   samples.classes));
    for (std::int64_t i = 0; i < n; ++i)
        if (const auto label = samples.labels[static_cast<std::size_t>(i)];
            label < 0 || label >= samples.classes)
            throw badInput(fmt::format(
                "label {} of row {} is outside 0 to {}", label, i, samples.classes - 1));
    const auto odd =
        std::ranges::find_if(samples.features, [](double value) { return !std::isfinite(value); });
    if (odd != samples.features.end())
        throw badInput(fmt::format("features row {} is not finite",
                                   (odd - samples.features.begin()) / (numbers / n)));
    if (static_cast<std::int64_t>(theta.size()) != samples.parameters())
        throw internalError("the last layer's parameters do not fit its features");
    const auto p = static_cast<double>(samples.parameters());
    jobs::requireMemory(8 * (3 * p * p + 3 * static_cast<double>(kPart) * p),
                        fmt::format("the Hessian of a last layer with {} parameters", p),
                        "take a network with a smaller last layer");
}

at::Tensor doubles(std::span<const double> values, at::IntArrayRef shape) {
    // from_blob takes no const pointer; the tensor is only read.
    return at::from_blob(const_cast<double*>(values.data()), shape, at::kDouble);
}

}  // namespace

void requireDamping(double damping) {
    if (!(damping > 0) || !std::isfinite(damping))
        throw badInput(
            fmt::format("damping is {}: the Hessian of a softmax layer is singular; give "
                        "at least 1e-8",
                        damping));
}

struct HeadInfluence::Impl {
    HeadSamples samples;
    std::vector<double> theta;
    at::Tensor inputs;   ///< (n, p+1), a one behind the features
    at::Tensor labels;   ///< (n)
    at::Tensor errors;   ///< (n, C): q - onehot at theta
    at::Tensor hessian;  ///< (P, P) at theta, lower triangle of blocks filled too, no damping

    [[nodiscard]] at::Tensor weights() const {
        return doubles(theta, {samples.classes, inputs.size(1)});
    }
    [[nodiscard]] double loss(const at::Tensor& candidate, double damping) const {
        const at::Tensor logits = at::mm(inputs, candidate.t());
        return (at::nll_loss(at::log_softmax(logits, 1), labels) +
                0.5 * damping * candidate.square().sum())
            .item<double>();
    }
    void findErrors() {
        errors = at::softmax(at::mm(inputs, weights().t()), 1);
        errors.scatter_add_(
            1, labels.unsqueeze(1), at::full({labels.size(0), 1}, -1.0, at::kDouble));
        hessian = at::Tensor();
    }
    [[nodiscard]] at::Tensor gradient(double damping) const {
        return at::mm(errors.t(), inputs).div_(static_cast<double>(samples.size())) +
               damping * weights();
    }
    [[nodiscard]] at::Tensor probabilities(std::int64_t begin, std::int64_t count) const {
        at::Tensor q = errors.narrow(0, begin, count).clone();
        return q.scatter_add_(
            1, labels.narrow(0, begin, count).unsqueeze(1), at::ones({count, 1}, at::kDouble));
    }
    void addCurvature(std::int64_t begin, std::int64_t count);
    void findHessian(const jobs::JobContext* job);
    [[nodiscard]] at::Tensor factor(double damping) const;
    void forEachPart(double damping,
                     const jobs::JobContext& job,
                     const std::function<void(std::int64_t, const at::Tensor&)>& take);
};

/// Block (k, l) of n H is sum q_k (delta_kl - q_l) h h^T; row of blocks by row of blocks, from the
/// diagonal on.
void HeadInfluence::Impl::addCurvature(std::int64_t begin, std::int64_t count) {
    const std::int64_t width = inputs.size(1), classes = samples.classes;
    const at::Tensor h = inputs.narrow(0, begin, count);
    const at::Tensor q = probabilities(begin, count);
    const at::Tensor qh = (q.unsqueeze(2) * h.unsqueeze(1)).view({count, classes * width});
    for (std::int64_t k = 0; k < classes; ++k) {
        const at::Tensor own = qh.narrow(1, k * width, width);
        at::Tensor row = hessian.narrow(0, k * width, width);
        row.narrow(1, k * width, width).addmm_(own.t(), h);
        row.narrow(1, k * width, (classes - k) * width)
            .addmm_(own.t(), qh.narrow(1, k * width, (classes - k) * width), 1, -1);
    }
}

void HeadInfluence::Impl::findHessian(const jobs::JobContext* job) {
    if (hessian.defined()) return;
    const std::int64_t p = samples.parameters(), n = samples.size();
    hessian = at::zeros({p, p}, at::kDouble);
    try {
        for (std::int64_t begin = 0; begin < n; begin += kPart) {
            if (job != nullptr) job->throwIfCancelled();
            addCurvature(begin, std::min(kPart, n - begin));
        }
    } catch (...) {
        hessian = at::Tensor();
        throw;
    }
    hessian.div_(static_cast<double>(n));
    const at::Tensor upper = hessian.triu(1);
    hessian = upper + upper.t() + at::diag(hessian.diagonal());
}

/// Cholesky factor of H + damping I.
at::Tensor HeadInfluence::Impl::factor(double damping) const {
    requireDamping(damping);
    const auto factored = [&](double shift) -> std::optional<at::Tensor> {
        at::Tensor shifted = hessian.clone();
        shifted.diagonal().add_(shift);
        const auto [lower, info] = at::linalg_cholesky_ex(shifted);
        if (info.item<int>() != 0) return std::nullopt;
        return lower;
    };
    if (auto lower = factored(damping)) return *lower;
    double works = damping * 10;
    while (std::isfinite(works) && !factored(works)) works *= 10;
    throw badInput(
        fmt::format("damping is {:g}: the Hessian has no Cholesky factor, as its rounding "
                    "errors are larger; try damping >= {:g}",
                    damping,
                    10 * works));
}

/// Parts of S^T: begin and (P, count).
void HeadInfluence::Impl::forEachPart(
    double damping,
    const jobs::JobContext& job,
    const std::function<void(std::int64_t, const at::Tensor&)>& take) {
    findHessian(&job);
    const at::Tensor lower = factor(damping);
    const std::int64_t n = samples.size();
    for (std::int64_t begin = 0; begin < n; begin += kPart) {
        job.throwIfCancelled();
        const std::int64_t count = std::min(kPart, n - begin);
        const at::Tensor gradients = (errors.narrow(0, begin, count).unsqueeze(2) *
                                      inputs.narrow(0, begin, count).unsqueeze(1))
                                         .view({count, samples.parameters()});
        take(begin,
             at::cholesky_solve(gradients.t(), lower).div_(static_cast<double>(samples.size())));
        job.report.progress("influence", begin + count, n);
    }
}

HeadInfluence::HeadInfluence(const HeadSamples& samples, std::vector<double> theta)
    : m_impl(std::make_unique<Impl>()) {
    check(samples, theta);
    const at::NoGradGuard noGrad;
    const std::int64_t n = samples.size();
    const std::int64_t width = samples.parameters() / samples.classes;
    m_impl->samples = samples;
    m_impl->theta = std::move(theta);
    m_impl->inputs = at::ones({n, width}, at::kDouble);
    m_impl->inputs.narrow(1, 0, width - 1).copy_(doubles(samples.features, {n, width - 1}));
    m_impl->labels = at::empty({n}, at::kLong);
    std::ranges::copy(samples.labels, m_impl->labels.data_ptr<std::int64_t>());
    m_impl->findErrors();
}

HeadInfluence::~HeadInfluence() = default;

double HeadInfluence::refit(double damping, const jobs::JobContext& job) {
    requireDamping(damping);
    const at::NoGradGuard noGrad;
    double norm = gradientNorm(damping);
    for (int step = 0; step < kNewtonSteps && norm > kGradientWanted; ++step) {
        job.report.progress("refit", step + 1, 0);
        m_impl->findHessian(&job);
        const at::Tensor now = m_impl->weights().clone();
        const at::Tensor gradient = m_impl->gradient(damping);
        const at::Tensor move =
            at::cholesky_solve(gradient.view({-1, 1}), m_impl->factor(damping)).view_as(now);
        const double before = m_impl->loss(now, damping);
        // Of the decrease that the gradient promises a quarter has to be there, as far as rounding
        // lets one see it.
        const double promised = 0.25 * (gradient * move).sum().item<double>();
        const double unseen = 1e-14 * (1 + std::abs(before));
        double share = 1;
        for (int halving = 0; halving < kHalvings; ++halving, share /= 2)
            if (m_impl->loss(now - share * move, damping) <= before - share * promised + unseen)
                break;
        m_impl->weights().copy_(now - share * move);
        m_impl->findErrors();
        const double next = gradientNorm(damping);
        const bool stuck = next < 1e-8 && next > norm / 2;
        norm = next;
        if (stuck) break;
    }
    return norm;
}

double HeadInfluence::gradientNorm(double damping) const {
    return m_impl->gradient(damping).norm().item<double>();
}

const std::vector<double>& HeadInfluence::theta() const { return m_impl->theta; }

double HeadInfluence::meanCurvature() const {
    // The trace alone: sum over classes of mean q (1 - q) ||h||^2.
    const at::Tensor q = m_impl->probabilities(0, m_impl->samples.size());
    const at::Tensor squares = m_impl->inputs.square().sum(1);
    return ((q * (1 - q)).sum(1) * squares).mean().item<double>() /
           static_cast<double>(m_impl->samples.parameters());
}

std::vector<double> HeadInfluence::influence(double damping, const jobs::JobContext& job) const {
    const at::NoGradGuard noGrad;
    const std::int64_t n = m_impl->samples.size(), p = m_impl->samples.parameters();
    jobs::requireMemory(8 * static_cast<double>(n) * static_cast<double>(p),
                        fmt::format("the influence of {} samples on {} parameters", n, p),
                        "take fewer samples");
    std::vector<double> all(static_cast<std::size_t>(n * p));
    const at::Tensor rows = doubles(all, {n, p});
    m_impl->forEachPart(damping, job, [&](std::int64_t begin, const at::Tensor& part) {
        rows.narrow(0, begin, part.size(1)).copy_(part.t());
    });
    return all;
}

std::vector<double> HeadInfluence::norms(double damping, const jobs::JobContext& job) const {
    const at::NoGradGuard noGrad;
    const std::int64_t n = m_impl->samples.size();
    std::vector<double> all(static_cast<std::size_t>(n));
    const at::Tensor out = doubles(all, {n});
    m_impl->forEachPart(damping, job, [&](std::int64_t begin, const at::Tensor& part) {
        out.narrow(0, begin, part.size(1)).copy_(part.norm(2, {0}));
    });
    out.mul_(static_cast<double>(n));
    return all;
}

}  // namespace winnow::empirical
