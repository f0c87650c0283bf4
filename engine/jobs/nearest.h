// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace winnow::jobs {

/// ` (did you mean "epochs"?)` for the name most like `typed` (edit distance of at most a third of
/// its length, or 2), or nothing when none is near.
[[nodiscard]] std::string suggestion(std::string_view typed, std::span<const std::string> names);

}  // namespace winnow::jobs
