// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/cuda/machine.h"

#include <cuda_runtime.h>

#include <cstdint>

/// A GPU as a machine (machine.h): the one place that launches and copies.
namespace winnow::cuda {

/// Threads of a block. A 32x32 plane gives each four rows of a column.
inline constexpr int kThreads = 256;

inline void check(cudaError_t error) {
    if (error != cudaSuccess) throw DeviceFailure{cudaGetErrorString(error)};
}

/// The threads of one block.
struct BlockGroup {
    __device__ __forceinline__ int threads() const { return kThreads; }
    template <typename Visit>
    __device__ __forceinline__ void each(int count, const Visit& visit) const {
        for (int i = static_cast<int>(threadIdx.x); i < count; i += kThreads) visit(i);
        __syncthreads();
    }
};

/// Grid: one block of kThreads for each number of the launch. What bounds it: arithmetic and the
/// shared memory of a block.
template <typename Program>
__global__ void __launch_bounds__(kThreads) runProgram(const typename Program::Launch launch) {
    extern __shared__ __align__(16) double shared[];
    Program::run(BlockGroup{}, launch, blockIdx.x, shared);
}

class CudaMachine {
public:
    CudaMachine() {
        int device = 0;
        check(cudaGetDevice(&device));
        check(
            cudaDeviceGetAttribute(&m_blockBytes, cudaDevAttrMaxSharedMemoryPerBlockOptin, device));
        check(cudaDeviceGetAttribute(
            &m_processorBytes, cudaDevAttrMaxSharedMemoryPerMultiprocessor, device));
    }

    void* allocate(std::int64_t bytes) {
        void* memory = nullptr;
        const cudaError_t error = cudaMalloc(&memory, static_cast<std::size_t>(bytes));
        if (error == cudaErrorMemoryAllocation) {
            (void)cudaGetLastError();  // else the next call would tell it again
            throw NoMemory{static_cast<double>(bytes), static_cast<double>(freeBytes())};
        }
        check(error);
        return memory;
    }
    void release(void* memory) noexcept { (void)cudaFree(memory); }
    void copyIn(void* device, const void* host, std::int64_t bytes) {
        check(cudaMemcpy(device, host, static_cast<std::size_t>(bytes), cudaMemcpyHostToDevice));
    }
    void copyOut(void* host, const void* device, std::int64_t bytes) {
        check(cudaMemcpy(host, device, static_cast<std::size_t>(bytes), cudaMemcpyDeviceToHost));
    }
    void clear(void* device, std::int64_t bytes) {
        check(cudaMemset(device, 0, static_cast<std::size_t>(bytes)));
    }
    [[nodiscard]] std::int64_t freeBytes() const {
        std::size_t free = 0, total = 0;
        check(cudaMemGetInfo(&free, &total));
        return static_cast<std::int64_t>(free);
    }
    [[nodiscard]] std::int64_t blockBytes() const { return m_blockBytes; }
    [[nodiscard]] std::int64_t processorBytes() const { return m_processorBytes; }

    template <typename Program>
    void run(std::int64_t blocks,
             std::int64_t sharedBytes,
             const typename Program::Launch& launch) {
        if (blocks == 0) return;
        check(cudaFuncSetAttribute(runProgram<Program>,
                                   cudaFuncAttributeMaxDynamicSharedMemorySize,
                                   static_cast<int>(sharedBytes)));
        runProgram<Program>
            <<<static_cast<unsigned>(blocks), kThreads, static_cast<std::size_t>(sharedBytes)>>>(
                launch);
        check(cudaGetLastError());
    }

private:
    int m_blockBytes = 0, m_processorBytes = 0;
};

/// The current GPU; its limits are asked once.
inline CudaMachine& machine() {
    static CudaMachine current;
    return current;
}

}  // namespace winnow::cuda
