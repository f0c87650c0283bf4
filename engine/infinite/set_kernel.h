// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

#include <cstdint>
#include <functional>
#include <span>

namespace winnow::infinite {

/// Images one behind the other, [n,C,H,W].
template <typename T>
struct ImageSpan {
    const T* values = nullptr;
    std::int64_t count = 0;
};

/// Sets `g`, rows `begin`, .. of dL/dK, from `values`, the same rows of K; both row-major. Called
/// in any order and from any thread, for different rows at a time.
using RowCotangent =
    std::function<void(std::int64_t begin, std::span<const double> values, std::span<double> g)>;

/// A kernel over whole sets of images, with its gradient, on one processor. T, float or double, is
/// the type of images and of everything inside a pair. Keeps its memory from call to call.
template <typename T>
class SetKernel {
public:
    virtual ~SetKernel() = default;

    /// Sets `out` to K (n1, n2), row-major. With `g` (n1, n2), also `gradient` (n2, C, H, W) to
    /// that of sum_ij g_ij K_ij by x2; null: no gradient.
    virtual void rectangle(ImageSpan<T> x1,
                           ImageSpan<T> x2,
                           const double* g,
                           double* gradient,
                           double* out,
                           const jobs::JobContext& context) = 0;
    /// rectangle() with a `g` whose rows follow from those of K, which it fills: pairs go forward
    /// once, not twice. Returns false, with nothing done, where a kernel cannot, or where what it
    /// would keep of pairs takes too much memory.
    virtual bool rectangleOnce(ImageSpan<T> x1,
                               ImageSpan<T> x2,
                               const RowCotangent& cotangent,
                               double* g,
                               double* gradient,
                               double* out,
                               const jobs::JobContext& context) {
        (void)x1, (void)x2, (void)cotangent, (void)g, (void)gradient, (void)out, (void)context;
        return false;
    }
    /// The same for K(x, x), both triangles, with the gradient by x as both arguments; of `g` the
    /// upper triangle is read.
    virtual void triangle(ImageSpan<T> x,
                          const double* g,
                          double* gradient,
                          double* out,
                          const jobs::JobContext& context) = 0;
};

}  // namespace winnow::infinite
