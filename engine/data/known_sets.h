// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::data {

/// Class names of a well-known set whose files carry none (MNIST, Fashion-MNIST), recognised by its
/// 60,000 training labels; empty for any other.
[[nodiscard]] std::vector<std::string> knownClassNames(std::span<const std::int64_t> trainLabels);

/// Where a known set lies on this machine: $WINNOW_DATASETS/NAME (several folders, parted by ':'),
/// else where Debian's packages put them (/usr/share/datasets/NAME).
[[nodiscard]] std::optional<std::filesystem::path> installedSet(std::string_view name);

}  // namespace winnow::data
