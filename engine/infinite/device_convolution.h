// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/convolution_kernel.h"
#include "engine/infinite/device.h"

#include <memory>
#include <span>

namespace winnow::infinite {

/// ConvolutionKernel's twin on a device: planes there, dense layers here. Bounds the device's
/// memory by tiles of images and by pairs at once; a stop request ends a call between two of them.
/// Besides, throws Error{OutOfResources} where the device's memory does not do.
template <typename T>
class DeviceConvolution {
public:
    /// `spec` must be valid for `shape` and `architecture` have levels.
    DeviceConvolution(const KernelSpec& spec,
                      const Architecture& architecture,
                      const ImageShape& shape,
                      const KernelTables& tables,
                      const DeviceKernels& device);
    ~DeviceConvolution();
    DeviceConvolution(DeviceConvolution&&) noexcept;
    DeviceConvolution& operator=(DeviceConvolution&&) noexcept;

    /// As ConvolutionKernel's.
    void matrix(ImageSpan<T> x1,
                ImageSpan<T> x2,
                std::span<double> out,
                const jobs::JobContext& context);
    void symmetric(ImageSpan<T> x, std::span<double> out, const jobs::JobContext& context);
    void vjp(ImageSpan<T> x1,
             ImageSpan<T> x2,
             std::span<const double> g,
             std::span<double> gradient,
             std::span<double> out,
             const jobs::JobContext& context);
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
