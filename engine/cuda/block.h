// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/step.h"

#include <cmath>

/// What a block program is written in. A program is a sequence of steps; each runs a function for
/// all numbers 0..count-1 in any order, on a GPU by the threads of one block with a barrier behind
/// it, in tests by a loop. So everything that outlives a step lies in arrays, and one source is
/// both the CUDA kernel and what the tests compare with the CPU's kernels.
///
/// A group is a type with `each(count, function)` and `threads()`.
#if defined(__CUDACC__)
#define WINNOW_BLOCK __device__ __forceinline__
/// In front of a loop of few rounds: indices become constants, so that arrays stay in registers.
#define WINNOW_UNROLL _Pragma("unroll")
#else
#define WINNOW_BLOCK inline
#define WINNOW_UNROLL
#endif

namespace winnow::cuda {

/// step.h on one number.
template <typename Value>
struct Number {
    using T = Value;
    using V = Value;

    WINNOW_STEP static V max(V a, V b) { return a > b ? a : b; }
    WINNOW_STEP static V abs(V a) { return a < 0 ? -a : a; }
    WINNOW_STEP static V sqrt(V a) { return std::sqrt(a); }
    WINNOW_STEP static V select(V v, V a, V b) { return v < 0 ? a : b; }
    WINNOW_STEP static V divideAbove(V a, V b, V least) { return b > least ? a / b : V{0}; }
};

/// Sums over many entries are made in this many parts, whatever the number of threads, so that
/// results do not depend on it.
inline constexpr int kSumParts = 128;

}  // namespace winnow::cuda
