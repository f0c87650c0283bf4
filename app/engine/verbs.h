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
/// The first word of every experiment.
inline constexpr std::string_view kExperiment = "experiment";
/// Throws Error{BadInput} that lists the experiments.
[[nodiscard]] const Verb& experimentVerb(std::string_view name);
/// Throws Error{BadInput} that lists the calc verbs.
[[nodiscard]] Verb calcVerb(std::string_view name);

/// What `winnow-engine --help`, `experiment --help` and `calc --help` print.
[[nodiscard]] std::string programHelp();
[[nodiscard]] std::string experimentHelp();
[[nodiscard]] std::string calcHelp();

}  // namespace winnow::app
