// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/arguments.h"

#include <string_view>
#include <vector>

namespace winnow::app {

/// Every verb that is not a calc verb, in the order of the help.
[[nodiscard]] const std::vector<Verb>& verbs();
/// Throws Error{BadInput} with the nearest verb.
[[nodiscard]] const Verb& verbNamed(std::string_view name);
/// Throws Error{BadInput} that lists the calc verbs.
[[nodiscard]] Verb calcVerb(std::string_view name);

/// What `winnow-engine --help` and `winnow-engine calc --help` print.
[[nodiscard]] std::string programHelp();
[[nodiscard]] std::string calcHelp();

}  // namespace winnow::app
