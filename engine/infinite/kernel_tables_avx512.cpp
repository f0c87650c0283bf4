// SPDX-License-Identifier: Apache-2.0
#define WINNOW_ISA avx512
#define WINNOW_BYTES 64
#define WINNOW_INSTRUCTIONS_NAME Instructions::Avx512
#include "engine/infinite/kernel_tables.inc"
