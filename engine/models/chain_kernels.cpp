// SPDX-License-Identifier: Apache-2.0
#include "engine/models/chain_kernels.h"

namespace winnow::models {

namespace avx512 {
const StageKernels& kernels();
}
namespace avx2 {
const StageKernels& kernels();
}
namespace plain {
const StageKernels& kernels();
}

std::vector<const StageKernels*> runnableStageKernels() {
    std::vector<const StageKernels*> runnable;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("x86-64-v4")) runnable.push_back(&avx512::kernels());
    if (__builtin_cpu_supports("x86-64-v3")) runnable.push_back(&avx2::kernels());
#endif
    runnable.push_back(&plain::kernels());
    return runnable;
}

const StageKernels& stageKernels() {
    static const StageKernels& widest = *runnableStageKernels().front();
    return widest;
}

}  // namespace winnow::models
