// SPDX-License-Identifier: Apache-2.0
#define WINNOW_ISA plain
#define WINNOW_BYTES 16
#define WINNOW_INSTRUCTIONS_NAME Instructions::Plain
#include "engine/infinite/kernel_tables.inc"
