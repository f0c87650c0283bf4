// SPDX-License-Identifier: Apache-2.0
#define WINNOW_ISA avx2
#define WINNOW_LANES 8
#define WINNOW_TILE_OUTPUTS 4
#define WINNOW_TILE_COLUMNS 3
#include "engine/models/chain_kernels.inc"
