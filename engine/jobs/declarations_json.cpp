// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/field_value.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace winnow::jobs {
namespace {

using nlohmann::json;

std::string_view typeName(FieldType type) {
    switch (type) {
        case FieldType::Integer:
            return "integer";
        case FieldType::Real:
            return "real";
        case FieldType::Text:
            return "text";
        case FieldType::Name:
            return "name";
        case FieldType::Choice:
            return "choice";
        case FieldType::Flag:
            return "flag";
        case FieldType::Share:
            return "share";
        case FieldType::ShareOrCount:
            return "share-or-count";
        case FieldType::Size:
            return "size";
        case FieldType::Path:
            return "path";
        case FieldType::Artifact:
            return "artifact";
    }
    return "text";
}

/// A bound in the form the field's values have.
json boundJson(const Field& field, double bound) {
    if (field.type == FieldType::Integer || field.type == FieldType::Size)
        return static_cast<std::int64_t>(bound);
    return bound;
}

json fieldJson(const Field& field) {
    json one = {{"name", field.name},
                {"type", typeName(field.type)},
                {"help", field.help},
                {"group", field.group},
                {"required", field.required},
                {"positional", field.positional},
                {"repeated", field.repeated},
                {"default", nullptr}};
    if (!field.defaultValue.empty()) one["default"] = defaultValueOf(field, field.defaultValue);
    if (!field.unit.empty()) one["unit"] = field.unit;
    if (std::isfinite(field.minimum)) {
        one["minimum"] = boundJson(field, field.minimum);
        one["minimum_excluded"] = field.minimumExcluded;
    }
    if (std::isfinite(field.maximum)) {
        one["maximum"] = boundJson(field, field.maximum);
        one["maximum_excluded"] = field.maximumExcluded;
    }
    if (!field.choices.empty()) one["choices"] = field.choices;
    if (!field.refersTo.empty()) one["refers_to"] = field.refersTo;
    for (const auto& rule : field.defaultsWhen)
        one["defaults_when"].push_back({{"field", rule.field},
                                        {"value", rule.value},
                                        {"default", defaultValueOf(field, rule.defaultValue)}});
    if (!field.offeredWhere.field.empty())
        one["offered_where"] = {{"field", field.offeredWhere.field},
                                {"values", field.offeredWhere.values}};
    return one;
}

}  // namespace

json declarationsJson() {
    json all = json::array();
    for (const auto& declaration : declarations()) {
        json one = {{"kind", declaration.kind},
                    {"family", declaration.family},
                    {"title", declaration.title},
                    {"help", declaration.help},
                    {"makes", declaration.makes},
                    {"computes", declaration.computes},
                    {"resumable", declaration.resumable},
                    {"needs", json::array()},
                    {"fields", json::array()}};
        for (const auto& field : declaration.fields) one["fields"].push_back(fieldJson(field));
        for (const auto& need : declaration.needs)
            one["needs"].push_back(
                {{"field", need.field}, {"values", need.values}, {"any_of", need.anyOf}});
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace winnow::jobs
