// SPDX-License-Identifier: Apache-2.0
#define WINNOW_ISA avx2
#define WINNOW_BYTES 32
#define WINNOW_INSTRUCTIONS_NAME Instructions::Avx2
#include "engine/infinite/kernel_tables.inc"
