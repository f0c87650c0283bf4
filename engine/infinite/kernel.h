// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/instructions.h"
#include "engine/infinite/set_kernel.h"
#include "engine/infinite/spec.h"
#include "engine/jobs/context.h"
#include "engine/models/network.h"

#include <memory>

namespace at {
class Tensor;
}

namespace winnow::infinite {

struct KernelOptions {
    int threads = 0;  ///< 0: as many as LibTorch uses
    Instructions instructions = Instructions::Best;
    /// Cuda: with the plug-in of cudaKernels(); what models::chooseDevice() decided.
    models::Device device = models::Device::Cpu;
};

/// One kernel on images of one shape. A convolutional one keeps its threads' memory from call to
/// call, so make one and use it for a whole training; one call at a time.
///
/// Images are CPU tensors (n,C,H,W), float32 or float64, both sets alike; n may be 0. Kernel
/// values and gradients are float64 CPU tensors. float64 images are computed in float64. With
/// float32 images the products of pixels and the inside of a convolutional pair are float32, all
/// else and every sum over pairs float64. Results do not depend on the number of threads; those of
/// a GPU differ in rounding, and repeat. Memory beside images and result does not grow with n1 n2.
/// Progress is reported in pairs (stage "kernel" or "kernel gradient"), and a stop request ends the
/// call with Cancelled within a second.
///
/// Throws Error{BadInput}: another shape ("the second images are 1x28x28, the kernel is for
/// 3x32x32"), non-finite pixels (image and channel), other element types.
class Kernel {
public:
    /// Throws as validate() and cudaKernels() do, and Error{BadInput} for instructions this machine
    /// lacks.
    Kernel(const KernelSpec& spec, const ImageShape& shape, const KernelOptions& options = {});
    ~Kernel();
    Kernel(Kernel&&) noexcept;
    Kernel& operator=(Kernel&&) noexcept;

    [[nodiscard]] const KernelSpec& spec() const;
    [[nodiscard]] const ImageShape& shape() const;
    /// The RBF's gamma may be trained.
    void setGamma(double gamma);

    /// K(x1, x2) (n1, n2).
    [[nodiscard]] at::Tensor matrix(const at::Tensor& x1,
                                    const at::Tensor& x2,
                                    const jobs::JobContext& context) const;
    /// K(x, x) (n, n), exactly symmetric; an image with itself is known by its index.
    [[nodiscard]] at::Tensor matrix(const at::Tensor& x, const jobs::JobContext& context) const;

    /// K(x_i, x_i) of every image (n).
    [[nodiscard]] at::Tensor diagonal(const at::Tensor& x, const jobs::JobContext& context) const;

    /// Gradient of sum_ij G_ij K(x1, x2)_ij by x2; G (n1, n2) float64. `gammaGradient`, unless
    /// null, is set to that by the RBF's gamma, to 0 for other kernels.
    [[nodiscard]] at::Tensor vjp(const at::Tensor& x1,
                                 const at::Tensor& x2,
                                 const at::Tensor& g,
                                 const jobs::JobContext& context,
                                 double* gammaGradient = nullptr) const;
    /// vjp() of a loss whose derivative by a row of K follows from that row, and `matrix` set to K:
    /// in one pass where memory allows, else in two.
    [[nodiscard]] at::Tensor matrixAndVjp(const at::Tensor& x1,
                                          const at::Tensor& x2,
                                          const RowCotangent& cotangent,
                                          at::Tensor& matrix,
                                          const jobs::JobContext& context,
                                          double* gammaGradient = nullptr) const;

    /// Gradient of sum_ij G_ij K(x, x)_ij by x, which is both arguments; G (n, n) float64 and
    /// symmetric (its upper triangle is read).
    [[nodiscard]] at::Tensor vjpSymmetric(const at::Tensor& x,
                                          const at::Tensor& g,
                                          const jobs::JobContext& context,
                                          double* gammaGradient = nullptr) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::infinite
