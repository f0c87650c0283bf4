// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/store/array.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace at {
class Tensor;
}

namespace winnow::distill {

/// Three readings of "regularised ZCA" (methods/kip-convnet.md, section 8; fixtures/zca).
/// Code: channels standardised, every image minus its mean and divided by its Euclidean norm, the
/// covariance of that, not centred. Literal: every feature standardised for the covariance, the
/// transform applied to images of mean 0 and deviation 1. NormFirst: images of mean 0 and deviation
/// 1, features centred.
enum class ZcaOrder { Code, Literal, NormFirst };

/// "code", "literal", "norm-first". Throws Error{BadInput} that lists them.
[[nodiscard]] ZcaOrder zcaOrder(std::string_view name);

struct ZcaOptions {
    double reg = 0.1;       ///< >= 0
    bool absolute = false;  ///< reg itself is added to the eigenvalues, not reg tr(C)/d
    ZcaOrder order = ZcaOrder::Code;
};

/// What a fit found.
struct ZcaReport {
    double reg = 0;
    bool absolute = false;
    std::int64_t rank = 0;            ///< of the covariance
    std::int64_t features = 0;        ///< d
    std::int64_t images = 0;          ///< N
    double meanTrace = 0;             ///< tr(C) / d
    std::vector<double> eigenvalues;  ///< min(N, d), falling
    std::vector<std::string> warnings;
};

/// W = U diag((mu + r)^-1/2) U^T with r = reg tr(C)/d or reg, and what goes before it. Images are
/// (n, d) float64, features in C,H,W order; order Code has its channels standardised by the caller.
class Zca {
public:
    /// Images begin..begin+count-1 of those it is fitted to, (count, d).
    using Rows = std::function<at::Tensor(std::int64_t begin, std::int64_t count)>;

    /// Reads the `n` images in tiles: once in order Code, twice in NormFirst, three times in
    /// Literal; stages "whitening: means", "whitening: deviations" and "whitening". Throws
    /// Error{BadInput}: a constant image (its number), a constant feature in order Literal, reg
    /// below 0, reg 0 with a covariance that is not of full rank (its rank); Error{OutOfResources}:
    /// d x d does not fit. In order Code, directions that fewer images than features leave empty
    /// have the factor 1, with a warning; in the others r^-1/2.
    Zca(const Rows& rows,
        std::int64_t n,
        std::int64_t features,
        const ZcaOptions& options,
        const jobs::JobContext& context);
    /// As stored() wrote it. Throws Error{BadInput} naming `source`.
    Zca(const store::NamedArrays& stored, std::string_view source);
    ~Zca();
    Zca(Zca&&) noexcept;
    Zca& operator=(Zca&&) noexcept;

    /// Whitened images, of the type of `images` (float32 or float64). Throws Error{BadInput} for a
    /// constant image ("image 3 is constant: ..."); `names` are the numbers by which the person
    /// knows the images, their positions when empty.
    [[nodiscard]] at::Tensor apply(const at::Tensor& images,
                                   std::span<const std::int64_t> names = {}) const;
    /// Mean and Euclidean norm of the rest (order Code), or mean and deviation, of every image:
    /// (n, 2) float64.
    [[nodiscard]] at::Tensor scales(const at::Tensor& images) const;
    /// Undoes apply(): float64 (n, d); `scales` (n, 2).
    [[nodiscard]] at::Tensor invert(const at::Tensor& whitened, const at::Tensor& scales) const;
    /// W (d, d) float64.
    [[nodiscard]] const at::Tensor& transform() const;
    [[nodiscard]] const ZcaReport& report() const;
    [[nodiscard]] store::NamedArrays stored() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::distill
