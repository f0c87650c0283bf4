// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

namespace at {
class Tensor;
}

namespace winnow::distill {

/// The ridge of kernel ridge regression: lambda = reg tr(K) / n, which no scale of the kernel
/// changes, or `reg` itself where it is fixed (methods/kip.md, section 4).
struct RidgeOptions {
    double reg = 1e-6;  ///< above 0
    bool fixed = false;
};

/// Throws Error{BadInput}: a reg that is not above 0 or not finite.
void validate(const RidgeOptions& options);

/// What it took to factorise M = K + lambda I.
struct RidgeReport {
    double reg = 0;        ///< in force: what was asked, or a power of ten above it
    double lambda = 0;     ///< added to the diagonal
    bool raised = false;   ///< reg is larger than asked, because M was singular in float64
    double condition = 0;  ///< of M in the 1-norm, estimated (Hager)

    /// "ridge raised to 1e-4"; empty where it was not.
    [[nodiscard]] std::string message() const;
};

/// M = K + lambda I and its Cholesky factor, float64. Where M cannot be factorised, or a pivot is
/// below 1e-14 of the largest, reg is multiplied by ten, up to 1e-2.
class RidgeFactor {
public:
    /// K (n, n) float64; its two triangles are averaged. Throws Error{BadInput}: not square, not
    /// finite, reg not above 0, or singular at 1e-2 ("K_ss is singular (rank about 37 of 100):
    /// images may repeat").
    RidgeFactor(const at::Tensor& kernel, const RidgeOptions& options);
    ~RidgeFactor();
    RidgeFactor(RidgeFactor&&) noexcept;
    RidgeFactor& operator=(RidgeFactor&&) noexcept;

    [[nodiscard]] const RidgeReport& report() const;
    /// M^-1 b with one step of refinement; b (n, m) float64.
    [[nodiscard]] at::Tensor solve(const at::Tensor& b) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::distill
