// SPDX-License-Identifier: Apache-2.0
#include "engine/store/dataset.h"

#include "engine/store/atomic.h"
#include "engine/store/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace winnow::store {
namespace {

Split openSplit(const Project& project,
                const std::string& id,
                const std::string& prefix,
                std::int64_t classes) {
    const std::string where = id + "/" + prefix + "images.npy";
    Split split{project.map(id, prefix + "images.npy"), project.map(id, prefix + "labels.npy")};
    const Shape& images = split.imagesFile.shape();
    const Shape& labels = split.labelsFile.shape();
    if (images.size() != 4)
        throw badInput(where + " has the shape " + shapeText(images) +
                       " where samples, channels, height, width are needed");
    if (labels.size() != 1 || labels[0] != images[0])
        throw badInput(where + " has " + std::to_string(images[0]) +
                       " samples and its labels have the shape " + shapeText(labels) +
                       "; one label per sample is needed");
    (void)split.pixels();  // both refuse another element type
    const auto values = split.labels();
    const auto wrong = std::ranges::find_if(
        values, [&](std::int64_t label) { return label < 0 || label >= classes; });
    if (wrong != values.end())
        throw badInput(where + ": sample " + std::to_string(wrong - values.begin()) +
                       " has the label " + std::to_string(*wrong) + " where 0 to " +
                       std::to_string(classes - 1) + " are classes");
    return split;
}

/// What dataset.json says that the arrays do not.
struct Facts {
    std::string name;
    std::vector<std::string> classNames;
    std::vector<double> mean, deviation;
};

Facts readFacts(const Project& project, const std::string& id) {
    const std::string text = readText(project.path(id, "dataset.json"));
    try {
        const auto json = nlohmann::json::parse(text);
        return {json.at("name"), json.at("classes"), json.at("mean"), json.at("deviation")};
    } catch (const nlohmann::json::exception&) {
        throw badInput(id +
                       "/dataset.json is damaged: name, classes, mean and deviation are "
                       "needed; import the data set again");
    }
}

}  // namespace

Dataset openDataset(const Project& project, std::string_view idOrName) {
    const std::string id = project.find("dataset", idOrName).id;
    Facts facts = readFacts(project, id);
    const auto classes = static_cast<std::int64_t>(facts.classNames.size());
    Split train = openSplit(project, id, "", classes);
    std::optional<Split> test;
    if (project.has(id, "test_images.npy")) test = openSplit(project, id, "test_", classes);

    const Shape shape = train.imagesFile.shape();
    const auto channels = static_cast<std::size_t>(shape[1]);
    if (test && !std::ranges::equal(shape.begin() + 1,
                                    shape.end(),
                                    test->imagesFile.shape().begin() + 1,
                                    test->imagesFile.shape().end()))
        throw badInput(id + ": training images are " + shapeText(shape) + " and test images " +
                       shapeText(test->imagesFile.shape()) + "; import the data set again");
    if (facts.mean.size() != channels || facts.deviation.size() != channels)
        throw badInput(id + "/dataset.json gives " + std::to_string(facts.mean.size()) +
                       " means for images of " + std::to_string(channels) +
                       " channels; import the data set again");
    return {id,
            std::move(facts.name),
            std::move(facts.classNames),
            shape[1],
            shape[2],
            shape[3],
            std::move(facts.mean),
            std::move(facts.deviation),
            std::move(train),
            std::move(test)};
}

}  // namespace winnow::store
