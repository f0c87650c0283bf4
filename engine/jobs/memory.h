// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace winnow::jobs {

/// Bytes a program may still take without pushing others out (MemAvailable, less the limits of its
/// control group); infinite where the system does not tell.
[[nodiscard]] double availableMemory();

/// Throws Error{OutOfResources}: "WHAT needs 12.3 GB and 8.1 GB are free; ADVICE".
void requireMemory(double bytes, std::string_view what, std::string_view advice);

/// "12.3 GB", "4.1 MB": decimal units.
[[nodiscard]] std::string bytesText(double bytes);

}  // namespace winnow::jobs
