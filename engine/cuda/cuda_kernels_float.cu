// SPDX-License-Identifier: Apache-2.0
#include "engine/cuda/cuda_kernels.cuh"

template winnow::infinite::DeviceKernels::Typed<float> winnow::cuda::cudaKernels<float>();
