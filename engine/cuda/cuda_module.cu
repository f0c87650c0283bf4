// SPDX-License-Identifier: Apache-2.0
#include "engine/cuda/cuda_kernels.cuh"

/// The entries of winnow_cuda.so (engine/infinite/device.h).
namespace winnow::cuda {
namespace {

/// The oldest GPUs there is code for.
constexpr int kLeastCapability = 8;

void requireGpu() {
    int devices = 0;
    const cudaError_t error = cudaGetDeviceCount(&devices);
    if (error == cudaErrorInsufficientDriver)
        throw DeviceFailure{"NVIDIA's driver is missing, or too old for CUDA 13"};
    if (error == cudaErrorNoDevice || devices == 0)
        throw DeviceFailure{"NVIDIA's driver offers no usable GPU"};
    check(error);
    int device = 0, major = 0;
    check(cudaGetDevice(&device));
    check(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device));
    if (major < kLeastCapability)
        throw DeviceFailure{"the GPU is older than compute capability 8.0"};
}

}  // namespace
}  // namespace winnow::cuda

extern "C" {

__attribute__((visibility("default"))) extern const int winnowCudaInterface;
const int winnowCudaInterface = winnow::infinite::kDeviceInterface;

__attribute__((visibility("default"))) winnow::infinite::DeviceOutcome winnowCudaDevice(
    winnow::infinite::DeviceKernels& device) {
    return winnow::cuda::outcomeOf([&] {
        winnow::cuda::requireGpu();
        device = {winnow::cuda::cudaKernels<float>(), winnow::cuda::cudaKernels<double>()};
    });
}

}  // extern "C"
