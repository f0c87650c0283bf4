// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/ridge.h"

#include "engine/store/error.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cmath>
#include <limits>

namespace winnow::distill {
namespace {

constexpr double kLargestReg = 1e-2;
constexpr double kSmallestPivot = 1e-14;  // of the largest

/// 1e-4, 3e-5: as the papers write a ridge.
std::string powerText(double value) {
    const int exponent = static_cast<int>(std::floor(std::log10(value) + 1e-9));
    return fmt::format("{:.3g}e{}", value / std::pow(10.0, exponent), exponent);
}

/// Cholesky factor of `matrix`, or nothing where it is not positive definite in float64.
at::Tensor factorised(const at::Tensor& matrix) {
    auto [lower, info] = at::linalg_cholesky_ex(matrix);
    if (info.item<int>() != 0) return {};
    const at::Tensor pivots = lower.diagonal().square();
    if (!(pivots.min().item<double>() >= kSmallestPivot * pivots.max().item<double>())) return {};
    return lower;
}

std::int64_t numericalRank(const at::Tensor& kernel) {
    const at::Tensor values = at::linalg_eigvalsh(kernel, "L");
    const double cut = static_cast<double>(kernel.size(0)) *
                       std::numeric_limits<double>::epsilon() * values.abs().max().item<double>();
    return values.gt(cut).sum().item<std::int64_t>();
}

/// ||M^-1||_1 by Hager's iteration as Higham gives it ("Accuracy and Stability of Numerical
/// Algorithms", algorithm 15.1): a lower bound, nearly always within a factor of three.
double inverseNorm(const at::Tensor& lower) {
    const std::int64_t n = lower.size(0);
    at::Tensor x = at::full({n, 1}, 1.0 / static_cast<double>(n), lower.options());
    double estimate = 0;
    constexpr int kMostRounds = 5;
    for (int round = 0; round < kMostRounds; ++round) {
        const at::Tensor y = at::cholesky_solve(x, lower);
        const double norm = y.abs().sum().item<double>();
        if (round > 0 && norm <= estimate) break;
        estimate = norm;
        const at::Tensor slope = at::cholesky_solve(2.0 * (y >= 0).to(at::kDouble) - 1.0, lower);
        const std::int64_t steepest = slope.abs().argmax().item<std::int64_t>();
        if (slope.abs().max().item<double>() <= (slope * x).sum().item<double>()) break;
        x = at::zeros_like(x);
        x[steepest] = 1.0;
    }
    return estimate;
}

}  // namespace

void validate(const RidgeOptions& options) {
    if (!(options.reg > 0) || !std::isfinite(options.reg))
        throw badInput(fmt::format("reg is {:g}; a ridge is above 0", options.reg));
}

std::string RidgeReport::message() const {
    return raised ? "ridge raised to " + powerText(reg) : std::string();
}

struct RidgeFactor::Impl {
    at::Tensor matrix, lower;
    RidgeReport report;
};

RidgeFactor::RidgeFactor(const at::Tensor& kernel, const RidgeOptions& options)
    : m_impl(std::make_unique<Impl>()) {
    const at::NoGradGuard noGrad;
    validate(options);
    if (kernel.dim() != 2 || kernel.size(0) != kernel.size(1) || kernel.size(0) == 0)
        throw badInput("K_ss is not a square matrix of at least one image");
    at::Tensor matrix = 0.5 * (kernel + kernel.t());
    if (!at::isfinite(matrix).all().item<bool>())
        throw badInput("K_ss holds NaN or infinity; a kernel is made of finite numbers");
    const std::int64_t n = matrix.size(0);
    const double meanDiagonal = matrix.diagonal().mean().item<double>();
    const at::Tensor diagonal = matrix.diagonal().clone();
    // A fixed ridge is raised like a relative one, and to the same size at most.
    const double largest = options.fixed ? kLargestReg * meanDiagonal : kLargestReg;
    auto& report = m_impl->report;
    for (double reg = options.reg;; reg *= 10) {
        report.reg = reg;
        report.lambda = options.fixed ? reg : reg * meanDiagonal;
        report.raised = reg != options.reg;
        matrix.diagonal().copy_(diagonal + report.lambda);
        m_impl->lower = factorised(matrix);
        if (m_impl->lower.defined()) break;
        if (reg * 10 > largest * (1 + 1e-9)) {
            matrix.diagonal().copy_(diagonal);
            throw badInput(fmt::format("K_ss is singular (rank about {} of {}): images may repeat",
                                       numericalRank(matrix),
                                       n));
        }
    }
    m_impl->matrix = std::move(matrix);
    report.condition =
        m_impl->matrix.abs().sum({0}).max().item<double>() * inverseNorm(m_impl->lower);
}

RidgeFactor::~RidgeFactor() = default;
RidgeFactor::RidgeFactor(RidgeFactor&&) noexcept = default;
RidgeFactor& RidgeFactor::operator=(RidgeFactor&&) noexcept = default;

const RidgeReport& RidgeFactor::report() const { return m_impl->report; }

at::Tensor RidgeFactor::solve(const at::Tensor& b) const {
    const at::NoGradGuard noGrad;
    at::Tensor x = at::cholesky_solve(b, m_impl->lower);
    x += at::cholesky_solve(b - at::mm(m_impl->matrix, x), m_impl->lower);
    return x;
}

}  // namespace winnow::distill
