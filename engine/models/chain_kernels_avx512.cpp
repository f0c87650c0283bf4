// SPDX-License-Identifier: Apache-2.0
#define WINNOW_ISA avx512
#define WINNOW_LANES 16
#define WINNOW_TILE_OUTPUTS 6
#define WINNOW_TILE_COLUMNS 6
#include "engine/models/chain_kernels.inc"
