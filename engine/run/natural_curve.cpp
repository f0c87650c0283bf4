// SPDX-License-Identifier: Apache-2.0
#include "engine/run/natural_curve.h"

#include "engine/jobs/infinite_fields.h"
#include "engine/run/stored_values.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::run {
namespace {

using nlohmann::json;

/// All that decides the value of one kernel between two images, and the machine fitted with it.
bool alike(const json& a, const json& b) {
    auto fields = jobs::infiniteKernelFields("", "");
    for (auto&& field : jobs::preprocessingFields()) fields.push_back(std::move(field));
    return std::ranges::all_of(fields, [&](const jobs::Field& field) {
        return field.name == "kernel" || a.value(field.name, json()) == b.value(field.name, json());
    });
}

}  // namespace

std::optional<NaturalCurve> naturalCurve(const store::Project& project,
                                         const std::string& dataset,
                                         const json& fields) {
    const json kernel = fields.at("kernel").front();
    auto rows = project.artifacts("kernel-curve");
    std::ranges::reverse(rows);
    for (const store::ArtifactRow& row : rows) {
        if (std::ranges::count(row.parents, dataset) == 0) continue;
        const json made = store::fieldsOf(row);
        if (!alike(made, fields) || made.value("corrupt", 0.0) > 0) continue;
        const json result = storedJson(project, row.id, "result.json");
        NaturalCurve curve{row.id, {}, {}};
        for (const json& one : result.value("rows", json::array()))
            if (one.at("kernel") == kernel && one.at("selection").is_null() &&
                one.at("accuracy").at("mean").is_number()) {
                curve.sizes.push_back(one.at("images"));
                curve.accuracy.push_back(one.at("accuracy").at("mean"));
            }
        if (!curve.sizes.empty()) return curve;
    }
    return std::nullopt;
}

}  // namespace winnow::run
