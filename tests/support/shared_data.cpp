// SPDX-License-Identifier: Apache-2.0
#include "tests/support/shared_data.h"

#include <cstdlib>

namespace winnow::test {
namespace {

std::filesystem::path fromEnvironment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::filesystem::path{} : std::filesystem::path{value};
}

}  // namespace

std::filesystem::path shared(std::string_view relative) {
    return fromEnvironment("WINNOW_SHARED") / relative;
}

bool hasShared() { return std::filesystem::is_directory(shared("fixtures")); }

std::filesystem::path enginePath() { return fromEnvironment("WINNOW_ENGINE"); }

}  // namespace winnow::test
