// SPDX-License-Identifier: Apache-2.0
#include "engine/run/distilled_export.h"

#include "engine/data/export_request.h"
#include "engine/run/stored_values.h"
#include "engine/run/torch_archive.h"
#include "engine/store/dataset.h"
#include "engine/store/version.h"

namespace winnow::run {
namespace {

using nlohmann::json;

json recipeOf(const store::Project& project, const DistilledSet& set) {
    json recipe{{"program", "Winnow"},
                {"version", store::versionText()},
                {"step", set.step},
                {"made_from", json::array()}};
    for (const store::ArtifactRow& row : data::lineage(project, set.row)) {
        json one{{"id", row.id},
                 {"kind", row.kind},
                 {"name", row.name},
                 {"created", row.created},
                 {"version", row.version},
                 {"seed", row.seed},
                 {"spec", json::parse(row.spec, nullptr, false)}};
        if (row.id == set.row.id)
            recipe["distilled"] = std::move(one);
        else
            recipe["made_from"].push_back(std::move(one));
    }
    const json result = storedJson(project, set.row.id, "result.json");
    for (const char* name : {"accuracy", "loss", "kernel", "preprocessing", "test_samples"})
        recipe[name] = result.value(name, json());
    return recipe;
}

/// What shown() of the loaders multiplies with and adds, per image.
void addScales(const DistilledSet& set, store::NamedArrays& arrays) {
    std::vector<double> mean, norm;
    for (const distill::ImageScale& scale : set.scales) {
        mean.push_back(scale.mean);
        norm.push_back(scale.norm);
    }
    arrays["scale_mean"] = store::Array::from<double>(mean, {set.size()});
    arrays["scale_norm"] = store::Array::from<double>(norm, {set.size()});
}

}  // namespace

data::DistilledExport distilledExport(const store::Project& project,
                                      const DistilledSet& set,
                                      data::DistilledFormat format) {
    const store::Dataset dataset = store::openDataset(project, set.dataset);
    const distill::Preprocessing preprocessing = preprocessingOf(project, set);
    data::DistilledExport out;
    out.classNames = dataset.classNames;
    out.classOf = set.labelClass();
    out.shown = set.shown;
    out.outOfRange = distill::shareOutOfRange(set.shown);
    out.recipe = recipeOf(project, set);
    out.arrays["images"] = set.images;
    out.arrays["labels"] = set.labels;
    const store::Shape n{set.size()}, channels{dataset.channels};
    out.arrays["start_class"] = store::Array::from<std::int64_t>(set.startClass, n);
    if (format == data::DistilledFormat::Png || format == data::DistilledFormat::Folder) return out;

    out.arrays["start_sample"] = store::Array::from<std::int64_t>(set.startSample, n);
    if (set.frozen) out.arrays["frozen"] = *set.frozen;
    out.arrays["mean"] = store::Array::from<double>(preprocessing.mean(), channels);
    out.arrays["deviation"] = store::Array::from<double>(preprocessing.deviation(), channels);
    addScales(set, out.arrays);
    store::NamedArrays stored = preprocessing.stored();
    if (const auto zca = stored.find("zca_transform"); zca != stored.end()) {
        out.arrays["zca_inverse"] = inverseOf(zca->second);
        out.arrays["zca_transform"] = std::move(zca->second);
    }
    if (format == data::DistilledFormat::Torch) out.module = torchArchive(out.arrays);
    return out;
}

}  // namespace winnow::run
