// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/kernel_artifact.h"

#include "engine/store/error.h"

#include <nlohmann/json.hpp>

#include <string>

namespace winnow::empirical {

KernelArtifact openKernel(const store::Project& project,
                          std::string_view kernel,
                          models::Device device) {
    store::ArtifactRow row = project.find("kernel", kernel);
    const nlohmann::json fields = store::fieldsOf(row);
    if (row.parents.empty())
        throw badInput(row.id + " does not say of which run it is; compute the kernel again");
    SweepOptions options;
    options.kind = kernelKind(fields.at("kind").get<std::string>());
    options.perClass = fields.at("scope") == "per-class";
    options.projection = fields.at("projection");
    options.seed = fields.at("seed");
    options.precision = models::precisionNamed(fields.at("precision").get<std::string>());
    options.device = device;
    models::RunNetwork source = models::openRun(project,
                                                row.parents.front(),
                                                fields.at("checkpoint").get<std::string>(),
                                                options.precision,
                                                device);
    return {std::move(row), std::move(source), std::move(options)};
}

SampleSet sampleSet(const models::RunNetwork& source, std::vector<std::int64_t> ids) {
    const store::Dataset& data = source.dataset;
    SampleSet samples;
    samples.pixels = data.train.pixels();
    samples.imageShape = {data.channels, data.height, data.width};
    samples.mean = source.mean;
    samples.deviation = source.deviation;
    const auto labels = data.train.labels();
    for (const std::int64_t id : ids) {
        if (id < 0 || id >= data.train.size())
            throw badInput("there is no sample " + std::to_string(id) + "; " + data.name +
                           " has 0.." + std::to_string(data.train.size() - 1));
        samples.labels.push_back(labels[static_cast<std::size_t>(id)]);
    }
    samples.ids = std::move(ids);
    return samples;
}

std::vector<std::int64_t> trainingIds(const models::RunNetwork& source, std::int64_t onlyClass) {
    const auto labels = source.dataset.train.labels();
    std::vector<std::int64_t> ids;
    for (std::int64_t id = 0; id < source.dataset.train.size(); ++id)
        if (onlyClass < 0 || labels[static_cast<std::size_t>(id)] == onlyClass) ids.push_back(id);
    return ids;
}

}  // namespace winnow::empirical
