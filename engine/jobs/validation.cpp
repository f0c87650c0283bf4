// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/field_value.h"
#include "engine/jobs/nearest.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::jobs {
namespace {

using nlohmann::json;

void refuseUnknown(const Declaration& declaration, const json& fields) {
    std::vector<std::string> names;
    for (const auto& field : declaration.fields) names.push_back(field.name);
    for (const auto& [key, value] : fields.items())
        if (std::ranges::count(names, key) == 0)
            throw badInput(
                fmt::format("{} has no field \"{}\"{}; `winnow-engine {} --help` lists them",
                            declaration.kind,
                            key,
                            suggestion(key, names),
                            commandWords(declaration)));
}

void refuseDoubled(const Field& field, const json& values) {
    for (const auto& one : values)
        if (std::ranges::count(values, one) > 1)
            throw badInput(fmt::format("{} names {} twice; name each once",
                                       field.name,
                                       one.get_ref<const std::string&>()));
}

json listValue(const Field& field, const json& raw) {
    constexpr std::size_t kMost = 1000;
    if (!raw.is_array()) return json::array({fieldValue(field, raw)});
    if (raw.size() > kMost)
        throw badInput(
            fmt::format("{} has {} values; at most {} are taken", field.name, raw.size(), kMost));
    json values = json::array();
    for (const auto& one : raw) values.push_back(fieldValue(field, one));
    if (field.type == FieldType::Choice) refuseDoubled(field, values);
    return values;
}

json valueOf(const Field& field, const json& raw) {
    if (!field.repeated) return fieldValue(field, raw);
    return asKept(field, listValue(field, raw));
}

bool holds(const json& values,
           const std::string& name,
           const Declaration& declaration,
           const std::string& wanted) {
    const auto given = values.find(name);
    if (given == values.end()) return false;
    const auto& fields = declaration.fields;
    const auto field = std::ranges::find(fields, name, &Field::name);
    return *given == fieldValue(*field, wanted);
}

void fillDefaults(const Declaration& declaration, json& values) {
    for (const auto& field : declaration.fields)
        if (!values.contains(field.name) && field.defaultsWhen.empty() &&
            !field.defaultValue.empty())
            values[field.name] = defaultValueOf(field, field.defaultValue);
    for (const auto& field : declaration.fields) {
        if (values.contains(field.name) || field.defaultsWhen.empty()) continue;
        const auto rule =
            std::ranges::find_if(field.defaultsWhen, [&](const ConditionalDefault& one) {
                return holds(values, one.field, declaration, one.value);
            });
        const auto& text =
            rule == field.defaultsWhen.end() ? field.defaultValue : rule->defaultValue;
        if (!text.empty()) values[field.name] = defaultValueOf(field, text);
    }
}

void requireNeeds(const Declaration& declaration, const json& values) {
    for (const auto& field : declaration.fields)
        if (field.required && !values.contains(field.name))
            throw badInput(fmt::format("{} needs {}: {}",
                                       declaration.kind,
                                       field.positional ? field.name : "--" + field.name,
                                       field.help));
    for (const auto& need : declaration.needs) {
        const auto met = std::ranges::any_of(
            need.anyOf, [&](const auto& name) { return values.contains(name); });
        if (!met && need.field.empty())
            throw badInput(
                fmt::format("{} needs --{}", declaration.kind, fmt::join(need.anyOf, " or --")));
        const auto asks = std::ranges::find_if(need.values, [&](const std::string& value) {
            return holds(values, need.field, declaration, value);
        });
        if (!met && asks != need.values.end())
            throw badInput(fmt::format("{} with --{} {} needs --{}",
                                       declaration.kind,
                                       need.field,
                                       *asks,
                                       fmt::join(need.anyOf, " or --")));
    }
}

}  // namespace

json validated(const Declaration& declaration, const json& fields) {
    if (!fields.is_object())
        throw badInput(fmt::format("the fields of {} must be a JSON object", declaration.kind));
    refuseUnknown(declaration, fields);
    json values = json::object();
    for (const auto& field : declaration.fields) {
        const auto raw = fields.find(field.name);
        if (raw == fields.end() || raw->is_null()) continue;
        try {
            values[field.name] = valueOf(field, *raw);
        } catch (const Error& error) {
            throw Error(error.kind(), declaration.kind + ": " + error.what());
        }
    }
    fillDefaults(declaration, values);
    requireNeeds(declaration, values);
    return values;
}

}  // namespace winnow::jobs
