// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace winnow::run {

/// How a piece of work ended, in the terms of the command line. The only thing that crosses the
/// border of the module when something went wrong.
struct Ending {
    int code = 0;          ///< 0, or one of exit_code
    std::string sentence;  ///< for the person; empty when done
    std::string
        detail;  ///< a library's own words, for the job's log and WINNOW_DEBUG only; mostly empty
    std::string artifact;  ///< id of what was made
    std::string summary;   ///< JSON object
    std::string printed{};  ///< all that goes to stdout, where a verb's answer is a number
};

/// What the exception being handled means. Call it inside a catch block only. Never throws.
[[nodiscard]] Ending endingOfException() noexcept;

}  // namespace winnow::run
