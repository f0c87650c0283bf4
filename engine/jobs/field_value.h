// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/declaration.h"

namespace winnow::jobs {

/// One value of a field in its type's JSON form (see validated()); `raw` may be the text a person
/// typed. Throws Error{BadInput} that begins with the field's name.
[[nodiscard]] nlohmann::json fieldValue(const Field& field, const nlohmann::json& raw);

/// The value of a default as a declaration writes it; of a repeated field a list: "16,4,1".
[[nodiscard]] nlohmann::json defaultValueOf(const Field& field, const std::string& text);

/// The values of a repeated field in the form that validated() gives them. Throws Error{BadInput}
/// for none where one stands for itself.
[[nodiscard]] nlohmann::json asKept(const Field& field, nlohmann::json values);

/// What is allowed, in words: "a whole number from 1 to 1024 threads", "one of sgd, adam, adamw".
[[nodiscard]] std::string allowedText(const Field& field);

}  // namespace winnow::jobs
