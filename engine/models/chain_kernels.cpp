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

const StageKernels& stageKernels() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("x86-64-v4")) return avx512::kernels();
    if (__builtin_cpu_supports("x86-64-v3")) return avx2::kernels();
#endif
    return plain::kernels();
}

}  // namespace winnow::models
