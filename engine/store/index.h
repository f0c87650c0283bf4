// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace winnow {

/// A position or count, which the project signs, as standard containers take it.
[[nodiscard]] constexpr std::size_t at(std::int64_t position) {
    return static_cast<std::size_t>(position);
}

}  // namespace winnow
