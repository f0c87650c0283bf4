// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace winnow::run {

/// Throws Error{BadInput} where both of two fields are given that exclude each other.
inline void refuseBoth(const nlohmann::json& fields, const char* one, const char* other) {
    if (fields.contains(one) && fields.contains(other))
        throw badInput(fmt::format("--{} and --{} are both given; give one of them", one, other));
}

}  // namespace winnow::run
