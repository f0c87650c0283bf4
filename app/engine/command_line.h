// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

namespace winnow::app {

/// The whole program: reads the arguments (argv[0] first), does what they say, returns the exit
/// code of design section
/// 4. Throws nothing; what went wrong has been said in one line on stderr.
[[nodiscard]] int runCommandLine(std::span<char* const> arguments) noexcept;

}  // namespace winnow::app
