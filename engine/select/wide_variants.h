// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One build runs on every x86-64 and uses AVX2 where it is: the compiler makes both variants of a
/// marked function and the loader picks one. Files that use it turn contraction off
/// (CMakeLists.txt), so that both give the same bits.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define WINNOW_WIDE_VARIANTS __attribute__((target_clones("avx2", "default")))
#else
#define WINNOW_WIDE_VARIANTS
#endif
