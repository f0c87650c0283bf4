// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

#include <iterator>

/// Defaults: methods/lpntk.md, section 5, column MNIST (Guo et al., "lpNTK", ICLR 2024).
namespace winnow::jobs {
namespace {

using Fields = std::vector<Field>;

Fields networkFields() {
    return {[] {
                auto field = artifactField("dataset", "dataset", "Data set to learn.");
                field.required = true;
                return field;
            }(),
            modelField(),
            moduleField(),
            {.name = "width",
             .type = FieldType::Integer,
             .help = "resnet18: channels of the first stage; 0 takes 64, 8 is quick on a CPU.",
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

Fields optimiserFields() {
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

Fields dataFields() {
    return {
        {.name = "augment",
         .type = FieldType::Choice,
         .help = "crop-flip: pad by 4, crop at random, mirror half of the images (photographs, "
                 "not digits).",
         .defaultValue = "none",
         .choices = {"none", "crop-flip"},
         .group = "Data"},
        {.name = "validation",
         .type = FieldType::Share,
         .help = "Share of the training samples held out to choose the best epoch; they are "
                 "never pruned. 0 holds out none.",
         .defaultValue = "0.1",
         .unit = "share",
         .minimum = 0,
         .maximum = 1,
         .maximumExcluded = true,
         .group = "Data"},
        {.name = "checkpoint",
         .type = FieldType::Choice,
         .help = "Weights that predictions are made with: the epoch of best validation accuracy, "
                 "or the last.",
         .defaultValue = "best",
         .choices = {"best", "last"},
         .group = "Records",
         .defaultsWhen = {{"validation", "0", "last"}}},
        {.name = "records",
         .type = FieldType::Choice,
         .help = "Losses per sample and epoch: as seen just before each step (free), or in one "
                 "more pass after each epoch.",
         .defaultValue = "training-pass",
         .choices = {"training-pass", "evaluation-pass"},
         .group = "Records"},
        {.name = "scores",
         .type = FieldType::Choice,
         .help = "Scores per sample to take early in training, for selections by them.",
         .defaultValue = "both",
         .choices = {"none", "el2n", "grand", "both"},
         .group = "Records"},
        {.name = "score-epoch",
         .type = FieldType::Integer,
         .help = "Epoch after which the scores are taken; the last one when there are fewer.",
         .defaultValue = "10",
         .unit = "epochs",
         .minimum = 1,
         .maximum = 100000,
         .group = "Records"}};
}

Fields resultFields() {
    return {
        seedField("Decides weights, order and augmentation; the same seed gives the same bits on a "
                  "CPU."),
        {.name = "repeat",
         .type = FieldType::Integer,
         .help = "Train so often, with seeds seed, seed+1, ...: one run each.",
         .defaultValue = "1",
         .unit = "runs",
         .minimum = 1,
         .maximum = 1000,
         .group = "Result"},
        nameField("What to call the run; repeats get -1, -2, ... behind it.", false),
        precisionField(),
        deviceField(),
        threadsField()};
}

}  // namespace

Declaration trainKind() {
    Declaration kind{
        .kind = "train",
        .title = "Train a network",
        .help =
            "Trains a network and records, for every sample and epoch, its loss, margin "
            "and whether it was right. A stopped job goes on from its last epoch.",
        .makes = "run",
        .computes = true,
        .resumable = true,
        .needs = {{"model", {"torchscript"}, {"module"}}}};
    for (auto&& group : {networkFields(), optimiserFields(), dataFields(), resultFields()})
        kind.fields.insert(kind.fields.end(), group.begin(), group.end());
    return kind;
}

}  // namespace winnow::jobs
