// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/declaration.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string>

namespace winnow::app {

enum class ProjectArgument { None, Optional, Required };

/// A verb of the program: a job kind, a calc verb, or one that only reads. Its flags are the
/// declaration's fields.
struct Verb {
    jobs::Declaration declaration;
    ProjectArgument project = ProjectArgument::Required;
    bool reports = false;  ///< has --events and --verbose
    std::string prefix{};  ///< "calc " for `winnow-engine calc fpc`
};

/// What stood on the command line behind the verb.
struct Arguments {
    std::string project;  ///< absolute, empty when not given
    nlohmann::json fields =
        nlohmann::json::object();  ///< as typed; jobs::validated makes values of them
    bool events = false;
    bool verbose = false;
    bool help = false;
};

/// Throws Error{BadInput}: unknown flags (with the nearest one), a flag without its value or given
/// twice, too many words, no project.
[[nodiscard]] Arguments parseArguments(const Verb& verb, std::span<char* const> words);

/// What `--help` prints for a verb.
[[nodiscard]] std::string verbHelp(const Verb& verb);

}  // namespace winnow::app
