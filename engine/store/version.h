// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace winnow::store {

/// The program's version with `git describe` of its sources, for the provenance of every artifact.
[[nodiscard]] std::string_view versionText();

}  // namespace winnow::store
