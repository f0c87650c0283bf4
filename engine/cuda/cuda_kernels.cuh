// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/cuda/cuda_machine.cuh"
#include "engine/cuda/gram_work.h"
#include "engine/cuda/plane_work.h"

namespace winnow::cuda {

/// The plug-in's entries for one type of images. Each is compiled in a file of its own.
template <typename T>
infinite::DeviceKernels::Typed<T> cudaKernels() {
    return {[](const PlanePlan& plan, DevicePlanes<T>*& made) noexcept {
                return outcomeOf([&] { made = new PlaneWork<CudaMachine, T>(machine(), plan); });
            },
            [](GramForm form,
               const DensePlan& plan,
               std::int64_t values,
               double gamma,
               DeviceGrams<T>*& made) noexcept {
                return outcomeOf([&] {
                    made = new GramWork<CudaMachine, T>(machine(), form, plan, values, gamma);
                });
            }};
}

extern template infinite::DeviceKernels::Typed<float> cudaKernels<float>();
extern template infinite::DeviceKernels::Typed<double> cudaKernels<double>();

}  // namespace winnow::cuda
