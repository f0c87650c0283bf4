// SPDX-License-Identifier: Apache-2.0
#include "engine/run/distilled_set.h"

#include "engine/distill/support.h"
#include "engine/run/infinite_setup.h"
#include "engine/run/stored_values.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/npz.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace winnow::run {
namespace {

/// Row `checkpoint` of an array [T, ...] of an artifact.
store::Array checkpointOf(const store::Project& project,
                          const std::string& artifact,
                          const std::string& file,
                          std::size_t rank,
                          std::size_t checkpoints,
                          std::size_t checkpoint) {
    const store::MappedNpy all = project.map(artifact, file);
    if (all.shape().size() != rank || at(all.shape().front()) != checkpoints ||
        all.dtype() != store::DType::Float32)
        throw badInput(fmt::format("{}/{} is {} {}, which is no state of {} checkpoints",
                                   artifact,
                                   file,
                                   store::dtypeName(all.dtype()),
                                   store::shapeText(all.shape()),
                                   checkpoints));
    store::Array one(store::DType::Float32, {all.shape().begin() + 1, all.shape().end()});
    const auto from = all.bytes().subspan(checkpoint * one.bytes.size(), one.bytes.size());
    std::ranges::copy(from, one.bytes.begin());
    return one;
}

std::vector<distill::ImageScale> scalesOf(const store::Project& project,
                                          const std::string& artifact,
                                          std::int64_t images) {
    if (!project.has(artifact, "scale.npy"))
        throw badInput(artifact +
                       " lacks scale.npy, without which its images cannot be shown; make it again");
    const store::Array stored = project.read(artifact, "scale.npy");
    if (stored.shape != store::Shape{images, 2})
        throw badInput(
            fmt::format("{}/scale.npy has shape {} and there are {} images; make {} again",
                        artifact,
                        store::shapeText(stored.shape),
                        images,
                        artifact));
    const auto values = stored.as<double>();
    std::vector<distill::ImageScale> scales;
    for (std::size_t i = 0; i < values.size(); i += 2) scales.push_back({values[i], values[i + 1]});
    return scales;
}

std::size_t chosen(const std::string& id,
                   const std::vector<std::int64_t>& steps,
                   std::optional<std::int64_t> step) {
    if (steps.empty()) throw badInput(id + " holds no checkpoint; make it again");
    if (!step) return steps.size() - 1;
    const auto found = std::ranges::find(steps, *step);
    if (found != steps.end()) return static_cast<std::size_t>(found - steps.begin());
    const auto nearest = std::ranges::min_element(
        steps, {}, [&](std::int64_t one) { return std::abs(one - *step); });
    throw badInput(
        fmt::format("{} has no checkpoint at step {}; the nearest is at step {} ({} "
                    "from 0 to {})",
                    id,
                    *step,
                    *nearest,
                    steps.size(),
                    steps.back()));
}

}  // namespace

std::vector<std::int64_t> DistilledSet::labelClass() const {
    return distill::classesOf(labels.as<float>(), classes());
}

DistilledSet openDistilled(const store::Project& project,
                           std::string_view idOrName,
                           std::optional<std::int64_t> step) {
    DistilledSet set;
    set.row = project.find("distilled", idOrName);
    const std::string& id = set.row.id;
    set.fields = store::fieldsOf(set.row);
    if (set.row.parents.empty())
        throw badInput(id + " does not say what it was distilled from; make it again");
    set.dataset = set.row.parents.back();
    set.checkpoints = storedValues<std::int64_t>(project, id, "step.npy", -1);
    const std::size_t t = set.checkpoints.size(), i = chosen(id, set.checkpoints, step);
    set.step = set.checkpoints[i];
    set.images = checkpointOf(project, id, "support.npy", 5, t, i);
    set.shown = checkpointOf(project, id, "shown.npy", 5, t, i);
    set.labels = checkpointOf(project, id, "label.npy", 3, t, i);
    const std::int64_t n = set.size();
    if (set.shown.shape != set.images.shape || set.labels.shape.front() != n)
        throw badInput(id +
                       ": support.npy, shown.npy and label.npy differ in shape; make it again");
    set.startSample = storedValues<std::int64_t>(project, id, "start_sample.npy", n);
    set.startClass = storedValues<std::int64_t>(project, id, "start_class.npy", n);
    set.scales = scalesOf(project, id, n);
    if (project.has(id, "frozen.npy")) set.frozen = project.read(id, "frozen.npy");
    return set;
}

distill::Preprocessing preprocessingOf(const store::Project& project, const DistilledSet& set) {
    const auto file = project.path(set.row.id, kPreprocessingFile);
    return {store::readNpz(file), file.string()};
}

}  // namespace winnow::run
