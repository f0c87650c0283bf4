// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

#include <iterator>
#include <utility>

/// Does the kernel say what a network will do? Sizes: methods/lpntk.md, sections 4.6, 4.9 and 5
/// (Guo et al., "lpNTK", ICLR 2024).
namespace winnow::jobs {
namespace {

using Fields = std::vector<Field>;

Field repeats(std::string help, std::string count) {
    return {.name = "repeat",
            .type = FieldType::Integer,
            .help = std::move(help),
            .defaultValue = std::move(count),
            .unit = "seeds",
            .minimum = 1,
            .maximum = 1000,
            .group = "Experiment"};
}

/// Of the optimiser's fields those that a few iterations at one rate have.
Fields stepFields() {
    Fields fields = optimiserFields();
    std::erase_if(fields, [](const Field& field) {
        return field.name == "epochs" || field.name == "schedule" || field.name == "step-every" ||
               field.name == "step-factor";
    });
    return fields;
}

Fields predictionFields() {
    return {
        {.name = "iterations",
         .type = FieldType::Integer,
         .help = "Steps whose effect on the batch before them is predicted.",
         .defaultValue = "50",
         .unit = "steps",
         .minimum = 1,
         .maximum = 1e6,
         .group = "Experiment"},
        repeats("Trainings, with seeds seed, seed+1, ...; figures are means over them.", "3"),
        {.name = "update",
         .type = FieldType::Choice,
         .help = "What the predicted change is added to: the probabilities, to first order, or "
                 "the logits.",
         .defaultValue = "probability",
         .choices = {"probability", "logit"},
         .group = "Experiment"},
        {.name = "event-mode",
         .type = FieldType::Choice,
         .help = "What counts as forgotten: evaluation: right after the batch's own step, wrong "
                 "after the next one; training: as the paper's code, read with dropout on, and "
                 "right before the own step (with dropout this counts thirty times as many).",
         .defaultValue = "evaluation",
         .choices = {"evaluation", "training"},
         .group = "Experiment"}};
}

Fields gapFields() {
    return {{.name = "widths",
             .type = FieldType::Integer,
             .help = "Widths of the hidden layers, one row of the result each.",
             .defaultValue = "64,128,256,512",
             .repeated = true,
             .unit = "units",
             .minimum = 1,
             .maximum = 16384,
             .group = "Experiment"},
            {.name = "depth",
             .type = FieldType::Integer,
             .help = "Hidden layers below the last, dense one.",
             .defaultValue = "2",
             .unit = "layers",
             .minimum = 1,
             .maximum = 16,
             .group = "Experiment"},
            repeats("Initialisations of every width; figures are medians over them.", "10"),
            {.name = "samples",
             .type = FieldType::Integer,
             .help = "Pairs of training samples for every initialisation, half of them of one "
                     "class.",
             .defaultValue = "4",
             .unit = "pairs",
             .minimum = 1,
             .maximum = 10000,
             .group = "Experiment"},
            {.name = "delta",
             .type = FieldType::Share,
             .help = "The bound of the theorem holds with probability 1 - delta.",
             .defaultValue = "0.05",
             .minimum = 0,
             .maximum = 1,
             .minimumExcluded = true,
             .maximumExcluded = true,
             .group = "Experiment"},
            artifactField("run",
                          "run",
                          "A run: then the blocks of its network are looked into, too, for pairs "
                          "drawn at random."),
            {.name = "pairs",
             .type = FieldType::Integer,
             .help = "With a run: how many pairs of its training samples.",
             .defaultValue = "200",
             .unit = "pairs",
             .minimum = 1,
             .maximum = 100000,
             .group = "Data"}};
}

void append(Fields& to, Fields more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

Declaration forgettingPredictionKind() {
    Declaration kind{
        .kind = "forgetting-prediction",
        .family = "experiment",
        .title = "Predict forgetting",
        .help =
            "While a network trains, predicts which samples of each batch the next step makes "
            "it get wrong, and counts hits and misses: Algorithm 2 and Table 1 of the lpNTK "
            "paper, with three predictors side by side.",
        .fields = {presetField({"quick", "paper-mnist", "paper-cifar10"})},
        .makes = "forgetting-prediction",
        .computes = true,
        .resumable = true,
        .needs = {{"model", {"torchscript"}, {"module"}}}};
    Fields& fields = kind.fields;
    for (auto&& group : {networkFields(), stepFields(), predictionFields()}) append(fields, group);
    append(fields,
           {augmentField(),
            seedField("Decides weights and order of the first training."),
            nameField("What to call the result.", false),
            precisionField(),
            deviceField(),
            threadsField()});
    addPreset(fields, "quick", {{"lr", "0.1"}, {"momentum", "0"}, {"weight-decay", "0"}});
    addPreset(fields, "paper-mnist", {{"lr", "0.001"}, {"repeat", "10"}});
    addPreset(fields,
              "paper-cifar10",
              {{"model", "resnet18"},
               {"lr", "0.001"},
               {"iterations", "700"},
               {"augment", "crop-flip"},
               {"repeat", "10"}});
    return kind;
}

Declaration gapCheckKind() {
    auto dataset = artifactField("dataset", "dataset", "Data set the pairs are drawn from.");
    dataset.required = true;
    Declaration kind{
        .kind = "gap-check",
        .family = "experiment",
        .title = "Gap between lpNTK and eNTK",
        .help =
            "How far the scalar kernel is from the full block of a pair, against the width of a "
            "fresh network, beside the bound of Theorem 1 of the lpNTK paper.",
        .fields = {presetField({"quick", "paper"}), dataset},
        .makes = "gap-check",
        .computes = true,
        .resumable = true};
    append(kind.fields, gapFields());
    append(kind.fields,
           {seedField("Decides weights and pairs."),
            nameField("What to call the result.", false),
            deviceField(),
            threadsField()});
    addPreset(
        kind.fields, "paper", {{"widths", "64,128,256,512,1024,2048,4096"}, {"samples", "2"}});
    return kind;
}

}  // namespace winnow::jobs
