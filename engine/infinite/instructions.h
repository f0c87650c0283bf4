// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace winnow::infinite {

/// Vectors that kernels are computed with. Best is the widest this machine has, unless the
/// environment variable WINNOW_INSTRUCTIONS names another: avx512, avx2, plain.
enum class Instructions { Best, Avx512, Avx2, Plain };

[[nodiscard]] std::string_view instructionsName(Instructions instructions);

/// Those this machine can run, the widest first.
[[nodiscard]] std::vector<Instructions> runnableInstructions();

}  // namespace winnow::infinite
