// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

namespace winnow::jobs {
namespace {

using Fields = std::vector<Field>;

Field foldsField(std::string help) {
    return {.name = "folds",
            .type = FieldType::Integer,
            .help = std::move(help),
            .defaultValue = "5",
            .unit = "networks",
            .minimum = 0,
            .maximum = 100,
            .group = "Evidence"};
}

Field nearestField() {
    return {.name = "nearest",
            .type = FieldType::Integer,
            .help =
                "Nearest neighbours by cosine, of those the kernel keeps, whose labels are "
                "compared with a sample's own.",
            .defaultValue = "20",
            .unit = "samples",
            .minimum = 1,
            .maximum = 256,
            .group = "Evidence"};
}

Fields labelNoiseFields() {
    return {{.name = "samples",
             .type = FieldType::Integer,
             .help = "Train on a random subset of so many samples, each class in its proportion; "
                     "0 takes all.",
             .defaultValue = "0",
             .unit = "samples",
             .minimum = 0,
             .maximum = 1e12,
             .group = "Experiment"},
            {.name = "share",
             .type = FieldType::Share,
             .help = "Share of the labels to change, each to one of the other classes with equal "
                     "chance. Nothing is written to the data set.",
             .defaultValue = "5%",
             .unit = "share",
             .maximumExcluded = true,
             .group = "Experiment"},
            {.name = "repeat",
             .type = FieldType::Integer,
             .help = "Train so often, with seeds seed, seed+1, ..., on the same changed labels.",
             .defaultValue = "3",
             .unit = "seeds",
             .minimum = 1,
             .maximum = 1000,
             .group = "Experiment"}};
}

Fields kernelFields() {
    return {{.name = "kernel-kind",
             .type = FieldType::Choice,
             .help = "Kernel that judges the labels, over all pairs of samples, at the epoch of "
                     "best validation accuracy.",
             .defaultValue = "lpntk",
             .choices = {"lpntk", "pntk", "centred"},
             .group = "Evidence"},
            {.name = "validation",
             .type = FieldType::Share,
             .help = "Share of the samples held out to choose the best epoch; 0 takes the last.",
             .defaultValue = "0.1",
             .unit = "share",
             .minimum = 0,
             .maximum = 1,
             .maximumExcluded = true,
             .group = "Data"}};
}

}  // namespace

/// Suspected labels and duplicates: methods/lpntk.md, sections 2 and 4.9.
Declaration findingsKind() {
    auto kernel = artifactField("kernel",
                                "kernel",
                                "Kernel whose neighbours judge; one of scope all, as a per-class "
                                "kernel knows no neighbours of other classes.");
    kernel.required = true;
    return {
        .kind = "findings",
        .title = "Find wrong labels and duplicates",
        .help =
            "Ranks the samples by how likely their label is wrong, and lists duplicates. The "
            "score, 0 to 1, is one minus a weighted geometric mean of three numbers that speak for "
            "the label: its probability by networks that have not seen the sample, its mean "
            "probability while the run learned it, and (weight 1/4) the share of the nearest "
            "neighbours that have it.",
        .fields = {kernel,
                   artifactField("run",
                                 "run",
                                 "Training whose records and settings are used; without it the "
                                 "kernel's own."),
                   foldsField("Train so many networks with the run's settings, each without its "
                              "own part of the samples, for probabilities that no network has "
                              "learned by heart; 0 takes the run's own network instead, which is "
                              "quick and finds fewer."),
                   nearestField(),
                   {.name = "suspects",
                    .type = FieldType::ShareOrCount,
                    .help = "How many samples to list, most suspicious first; suspicion.npy holds "
                            "the score of all.",
                    .defaultValue = "10%",
                    .unit = "of the samples, or samples",
                    .group = "Result"},
                   {.name = "threshold",
                    .type = FieldType::Real,
                    .help = "Two samples whose gradients have a cosine above this are duplicates; "
                            "equal images always are.",
                    .defaultValue = "0.99999",
                    .minimum = 0,
                    .maximum = 1,
                    .minimumExcluded = true,
                    .maximumExcluded = true,
                    .group = "Result"},
                   seedField("Decides the folds and their networks."),
                   nameField("What to call the findings.", false),
                   deviceField(),
                   threadsField()},
        .makes = "findings",
        .computes = true,
        .resumable = true};
}

/// Planted label errors: methods/lpntk.md, section 4.9.
Declaration labelFlipsKind() {
    Declaration kind{
        .kind = "label-flips",
        .family = "experiment",
        .title = "Measure what finds wrong labels",
        .help =
            "Changes some labels on purpose, trains on them, and measures how well each score "
            "finds the changed ones again: area under the ROC curve (0.5 by chance, 1 all "
            "found first) and the share of changed labels among as many of the highest scores.",
        .fields = {presetField({"quick", "paper-mnist"})},
        .makes = "label-flips",
        .computes = true,
        .resumable = true,
        .needs = {{"model", {"torchscript"}, {"module"}}}};
    for (auto&& group : {networkFields(),
                         labelNoiseFields(),
                         optimiserFields(),
                         Fields{augmentField()},
                         kernelFields()})
        kind.fields.insert(kind.fields.end(), group.begin(), group.end());
    for (Field field : {foldsField("Networks that each leave out a part of the samples, as in "
                                   "findings; 0 measures without them."),
                        nearestField(),
                        seedField("Decides the subset, the changed labels and the trainings."),
                        nameField("What to call the result.", false),
                        deviceField(),
                        threadsField()})
        kind.fields.push_back(std::move(field));
    addPreset(kind.fields, "quick", {{"samples", "2000"}, {"epochs", "10"}});
    addPreset(kind.fields, "paper-mnist", {{"repeat", "10"}});
    return kind;
}

}  // namespace winnow::jobs
