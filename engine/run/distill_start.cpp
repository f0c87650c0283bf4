// SPDX-License-Identifier: Apache-2.0
#include "engine/run/distill_start.h"

#include "engine/run/float_arrays.h"
#include "engine/run/infinite_setup.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace winnow::run {
namespace {

using nlohmann::json;

void requireSameImages(const DistilledSet& set, const DistillPlan& plan, const json& fields) {
    if (set.dataset != plan.dataset.id)
        throw badInput(fmt::format(
            "{} was distilled from {}, not from {}", set.row.id, set.dataset, plan.dataset.id));
    for (const char* name : {"preprocessing", "zca-reg", "zca-absolute"})
        if (set.fields.value(name, json()) != fields.at(name))
            throw badInput(
                fmt::format("{} was made with --{} {}, not {}; its images mean nothing "
                            "to another preprocessing",
                            set.row.id,
                            name,
                            set.fields.value(name, json()).dump(),
                            fields.at(name).dump()));
}

DistillStart continued(const DistilledSet& set, const DistillPlan& plan, const json& fields) {
    requireSameImages(set, plan, fields);
    DistillStart start;
    start.support.images = inPrecision(set.images, precisionOf(fields));
    start.support.labels = asFloat64(set.labels);
    start.support.startSample = set.startSample;
    start.support.startClass = set.startClass;
    start.support.scales = set.scales;
    if (set.frozen) start.frozen = *set.frozen;
    return start;
}

distill::Support fresh(const json& fields,
                       const DistillPlan& plan,
                       const distill::Preprocessing& preprocessing,
                       const distill::DatasetTargets& targets) {
    const std::int64_t classes = plan.dataset.classes();
    const auto seed = fields.at("seed").get<std::uint64_t>();
    if (fields.at("init") == "noise")
        return distill::noiseSupport(shapeOf(plan.dataset),
                                     classes,
                                     plan.images,
                                     preprocessing.meanScale(plan.train, plan.open),
                                     precisionOf(fields),
                                     seed);
    auto rows = distill::balancedRows(
        targets.classOf(), classes, plan.images, "images", seed, 0, plan.dataset.classNames);
    for (std::int64_t& row : rows) row = targets.samples()[at(row)];
    return distill::naturalSupport(plan.train, classes, rows, preprocessing, precisionOf(fields));
}

}  // namespace

DistillStart startOf(const json& fields,
                     const DistillPlan& plan,
                     const distill::Preprocessing& preprocessing,
                     const distill::DatasetTargets& targets) {
    if (plan.from) return continued(*plan.from, plan, fields);
    DistillStart start{fresh(fields, plan, preprocessing, targets), {}};
    if (fields.at("corrupt") > 0)
        start.frozen = distill::corrupt(start.support, corruptionOf(fields, fields.at("seed")));
    return start;
}

}  // namespace winnow::run
