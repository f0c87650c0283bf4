// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"
#include "engine/store/error.h"

#include <algorithm>

/// Defaults: methods/lpntk.md, section 5, column MNIST (Guo et al., "lpNTK", ICLR 2024).
namespace winnow::jobs {
namespace {

Field& fieldNamed(std::vector<Field>& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &Field::name);
    if (found == fields.end()) throw internalError("no field is called " + std::string(name));
    return *found;
}

}  // namespace

std::vector<Field> networkFields() {
    return {[] {
                auto field = artifactField("dataset", "dataset", "Data set to learn.");
                field.required = true;
                return field;
            }(),
            modelField(),
            moduleField(),
            {.name = "width",
             .type = FieldType::Integer,
             .help = "resnet18: channels of the first stage; 0 takes 64, 8 is quick on a CPU. convnet: "
                     "channels of every layer; 0 takes 128.",
             .defaultValue = "0",
             .unit = "channels",
             .minimum = 0,
             .maximum = 1024,
             .group = "Network"},
            {.name = "hidden",
             .type = FieldType::Integer,
             .help = "mlp: widths of the hidden layers, as 256,128; without it 256.",
             .repeated = true,
             .unit = "units",
             .minimum = 1,
             .maximum = 65536,
             .group = "Network"},
            {.name = "init",
             .type = FieldType::Path,
             .help = "Start from these weights (.npz or .safetensors, PyTorch's names) instead of "
                     "random ones.",
             .mustExist = true,
             .group = "Network"}};
}

std::vector<Field> optimiserFields() {
    return {
        {.name = "epochs",
         .type = FieldType::Integer,
         .help = "Passes over the fitted samples.",
         .defaultValue = "30",
         .unit = "epochs",
         .minimum = 1,
         .maximum = 100000,
         .group = "Optimiser"},
        {.name = "lr",
         .type = FieldType::Real,
         .help = "Learning rate at the start: higher learns faster until it diverges.",
         .defaultValue = "0.1",
         .minimum = 0,
         .maximum = 100,
         .minimumExcluded = true,
         .group = "Optimiser",
         .defaultsWhen = {{"optimizer", "adam", "0.001"}, {"optimizer", "adamw", "0.001"}}},
        {.name = "batch",
         .type = FieldType::Integer,
         .help = "Samples per step; a set smaller than that is one batch.",
         .defaultValue = "128",
         .unit = "samples",
         .minimum = 1,
         .maximum = 65536,
         .group = "Optimiser"},
        {.name = "optimizer",
         .type = FieldType::Choice,
         .help = "Rule of the steps.",
         .defaultValue = "sgd",
         .choices = {"sgd", "adam", "adamw"},
         .group = "Optimiser"},
        {.name = "momentum",
         .type = FieldType::Real,
         .help = "sgd: share of the last step kept in the next.",
         .defaultValue = "0.9",
         .minimum = 0,
         .maximum = 1,
         .maximumExcluded = true,
         .group = "Optimiser"},
        {.name = "weight-decay",
         .type = FieldType::Real,
         .help = "Pull of the weights towards zero.",
         .defaultValue = "5e-4",
         .minimum = 0,
         .maximum = 10,
         .group = "Optimiser"},
        {.name = "schedule",
         .type = FieldType::Choice,
         .help = "Learning rate over the epochs: constant, falling in steps, or half a cosine to "
                 "zero.",
         .defaultValue = "step",
         .choices = {"constant", "step", "cosine"},
         .group = "Optimiser"},
        {.name = "step-every",
         .type = FieldType::Integer,
         .help = "Schedule step: epochs between two steps.",
         .defaultValue = "2",
         .unit = "epochs",
         .minimum = 1,
         .maximum = 100000,
         .group = "Optimiser"},
        {.name = "step-factor",
         .type = FieldType::Real,
         .help = "Schedule step: what the learning rate is multiplied by.",
         .defaultValue = "0.7",
         .minimum = 0,
         .maximum = 1,
         .minimumExcluded = true,
         .group = "Optimiser"}};
}

Field augmentField() {
    return {.name = "augment",
            .type = FieldType::Choice,
            .help =
                "crop-flip: pad by 4, crop at random, mirror half of the images (photographs, "
                "not digits).",
            .defaultValue = "none",
            .choices = {"none", "crop-flip"},
            .group = "Data"};
}

void setDefault(std::vector<Field>& fields, std::string_view name, std::string value) {
    fieldNamed(fields, name).defaultValue = std::move(value);
}

Field presetField(std::vector<std::string> presets) {
    return {.name = "preset",
            .type = FieldType::Choice,
            .help =
                "Sizes and settings to begin from: quick takes minutes on a CPU, the others "
                "are the paper's own. Every field given beside it wins.",
            .defaultValue = presets.front(),
            .choices = presets,
            .group = "Experiment"};
}

void addPreset(std::vector<Field>& fields,
               const std::string& preset,
               std::initializer_list<std::pair<std::string_view, std::string>> values) {
    for (const auto& [name, value] : values)
        fieldNamed(fields, name).defaultsWhen.push_back({"preset", preset, value});
}

}  // namespace winnow::jobs
