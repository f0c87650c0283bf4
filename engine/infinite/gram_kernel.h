// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/device.h"
#include "engine/infinite/kernel_tables.h"
#include "engine/jobs/context.h"

#include <span>
#include <vector>

namespace at {
class Tensor;
}

namespace winnow::infinite {

/// The kernels that depend on the products of images alone: linear, RBF, fully connected networks.
/// In tiles of pairs, each one matrix product (two with a gradient) and a map of every pair
/// (methods/kip.md, section 3).
class GramKernel {
public:
    /// `architecture` must have no levels. `device`: where tiles are computed; null: on the CPU.
    GramKernel(const KernelSpec& spec,
               const Architecture& architecture,
               const ImageShape& shape,
               const KernelTables& tables,
               int threads,
               const DeviceKernels* device = nullptr);

    /// Images as contiguous rows (n, d), all float32 or all float64, and |x|^2 of each.
    /// `symmetric`: x2 is x1.
    struct Call {
        const at::Tensor& x1;
        const at::Tensor& x2;
        std::span<const double> norms1, norms2;
        bool symmetric = false;
        const at::Tensor* g = nullptr;         ///< (n1, n2) float64; null: no gradient
        const at::Tensor* gradient = nullptr;  ///< set: by x2, or by x of a symmetric kernel;
                                               ///< contiguous (n2, d) float64
        double* gamma = nullptr;               ///< gradient by the RBF's gamma
    };
    /// Sets `out`, contiguous (n1, n2) float64.
    void run(const Call& call, const at::Tensor& out, const jobs::JobContext& context) const;
    /// K(x, x) of images with these |x|^2, on the CPU.
    [[nodiscard]] std::vector<double> diagonal(std::span<const double> norms) const;

private:
    KernelSpec m_spec;
    Form m_form;
    DensePlan m_plan;
    double m_values;  ///< d
    const KernelTables& m_tables;
    int m_threads;
    const DeviceKernels* m_device;
};

}  // namespace winnow::infinite
