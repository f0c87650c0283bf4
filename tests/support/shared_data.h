// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace winnow::test {

/// A file or folder of the shared fixtures and data (`../shared` beside the checkout, or
/// $WINNOW_SHARED). Ask `hasShared()` first and QSKIP without it.
[[nodiscard]] std::filesystem::path shared(std::string_view relative);
[[nodiscard]] bool hasShared();

/// The engine program under test ($WINNOW_ENGINE).
[[nodiscard]] std::filesystem::path enginePath();

}  // namespace winnow::test

#define WINNOW_NEEDS_SHARED() \
    if (!winnow::test::hasShared()) QSKIP("../shared is not there")
