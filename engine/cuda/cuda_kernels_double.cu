// SPDX-License-Identifier: Apache-2.0
#include "engine/cuda/cuda_kernels.cuh"

template winnow::infinite::DeviceKernels::Typed<double> winnow::cuda::cudaKernels<double>();
