// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/run/ending.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <iosfwd>
#include <string>

/// The border of winnow_compute.so. Both sides are built together (kModuleVersion says so), so
/// values cross it as they are; exceptions do not.
namespace winnow::run {

using RunJobEntry = void(const std::filesystem::path& project,
                         const std::string& kind,
                         const nlohmann::json& fields,
                         const jobs::JobContext& context,
                         Ending& ending);
using CalcEntry = void(const std::string& verb,
                       const nlohmann::json& fields,
                       const jobs::JobContext& context,
                       Ending& ending);
using ServeEntry = void(const std::filesystem::path& project,
                        std::istream& requests,
                        std::ostream& answers,
                        const jobs::JobContext& context,
                        Ending& ending);

/// Raised whenever a type above changes.
inline constexpr int kModuleInterface = 2;
inline constexpr const char* kInterfaceSymbol = "winnowModuleInterface";
inline constexpr const char* kRunJobSymbol = "winnowRunJob";
inline constexpr const char* kCalcSymbol = "winnowCalc";
inline constexpr const char* kServeSymbol = "winnowServe";

}  // namespace winnow::run
