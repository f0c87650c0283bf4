// SPDX-License-Identifier: Apache-2.0
#define WINNOW_ISA plain
#define WINNOW_LANES 4
#define WINNOW_TILE_OUTPUTS 4
#define WINNOW_TILE_COLUMNS 3
#include "engine/models/chain_kernels.inc"
