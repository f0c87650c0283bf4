// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace winnow::run {

/// Sample numbers a person listed: a .npy file of int64 [n], or text with one number a line; empty
/// lines and what follows a # are passed over. Ascending, each once. Throws Error{BadInput}: no
/// such file, not a list of numbers, none at all, or a number outside 0..samples-1.
[[nodiscard]] std::vector<std::int64_t> sampleIds(const std::filesystem::path& file,
                                                  std::int64_t samples);

}  // namespace winnow::run
