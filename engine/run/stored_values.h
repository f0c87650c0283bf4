// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/atomic.h"
#include "engine/store/error.h"
#include "engine/store/project.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace winnow::run {

/// The JSON object in a file of an artifact; an empty one where the file holds none.
[[nodiscard]] inline nlohmann::json storedJson(const store::Project& project,
                                               const std::string& artifact,
                                               const std::string& file) {
    auto facts =
        nlohmann::json::parse(store::readText(project.path(artifact, file)), nullptr, false);
    return facts.is_object() ? facts : nlohmann::json::object();
}

/// The numbers of an artifact's file, one for each of `samples` samples; negative: of any shape.
/// Throws Error{BadInput} naming the file when they do not fit.
template <typename T>
[[nodiscard]] std::vector<T> storedValues(const store::Project& project,
                                          const std::string& artifact,
                                          const std::string& file,
                                          std::int64_t samples) {
    const store::Array array = project.read(artifact, file);
    if (samples >= 0 && array.shape != store::Shape{samples})
        throw badInput(fmt::format("{}/{} has shape {} and the data set {} samples; make {} again",
                                   artifact,
                                   file,
                                   store::shapeText(array.shape),
                                   samples,
                                   artifact));
    const auto values = array.as<T>();
    return {values.begin(), values.end()};
}

/// The same of numbers that point at one of `below` things, or with -1 at none. Throws
/// Error{BadInput} naming the file where one points elsewhere.
[[nodiscard]] inline std::vector<std::int64_t> storedIndices(const store::Project& project,
                                                             const std::string& artifact,
                                                             const std::string& file,
                                                             std::int64_t samples,
                                                             std::int64_t below) {
    auto indices = storedValues<std::int64_t>(project, artifact, file, samples);
    if (!std::ranges::all_of(indices, [&](std::int64_t i) { return i >= -1 && i < below; }))
        throw badInput(fmt::format("{}/{} holds numbers outside -1 to {}; make {} again",
                                   artifact,
                                   file,
                                   below - 1,
                                   artifact));
    return indices;
}

}  // namespace winnow::run
