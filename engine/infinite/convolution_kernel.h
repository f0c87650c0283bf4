// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/kernel_tables.h"
#include "engine/jobs/context.h"

#include <memory>
#include <span>

namespace winnow::infinite {

/// Images one behind the other, [n,C,H,W].
template <typename T>
struct ImageSpan {
    const T* values = nullptr;
    std::int64_t count = 0;
};

/// The kernel of a convolutional network over sets of images, with its gradient: pairs cut into
/// tasks for threads. T, float or double, is the type of images and of everything inside a pair.
/// Keeps its memory from call to call.
template <typename T>
class ConvolutionKernel {
public:
    /// `spec` must be valid for `shape` and `architecture` have levels.
    ConvolutionKernel(const KernelSpec& spec,
                      const Architecture& architecture,
                      const ImageShape& shape,
                      const KernelTables& tables,
                      int threads);
    ~ConvolutionKernel();
    ConvolutionKernel(ConvolutionKernel&&) noexcept;
    ConvolutionKernel& operator=(ConvolutionKernel&&) noexcept;

    /// out (n1, n2), row-major.
    void matrix(ImageSpan<T> x1,
                ImageSpan<T> x2,
                std::span<double> out,
                const jobs::JobContext& context);
    /// out (n, n), both triangles.
    void symmetric(ImageSpan<T> x, std::span<double> out, const jobs::JobContext& context);

    /// Gradient of sum_ij g_ij K_ij by x2, (n2, C, H, W); `out` is set to K, too.
    void vjp(ImageSpan<T> x1,
             ImageSpan<T> x2,
             std::span<const double> g,
             std::span<double> gradient,
             std::span<double> out,
             const jobs::JobContext& context);
    /// Gradient by x, both arguments; reads the upper triangle of g.
    void vjpSymmetric(ImageSpan<T> x,
                      std::span<const double> g,
                      std::span<double> gradient,
                      std::span<double> out,
                      const jobs::JobContext& context);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::infinite
