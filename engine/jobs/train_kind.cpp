// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

#include <iterator>

/// Defaults: methods/lpntk.md, section 5, column MNIST (Guo et al., "lpNTK", ICLR 2024).
namespace winnow::jobs {
namespace {

using Fields = std::vector<Field>;

Fields dataFields() {
    return {
        augmentField(),
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
         .group = "Records"},
        {.name = "snapshots",
         .type = FieldType::Integer,
         .help =
             "Keep the weights after every so many epochs, to see how samples act on each other "
             "over time: fewer epochs, finer and more disk. 0 keeps none.",
         .defaultValue = "0",
         .unit = "epochs",
         .minimum = 0,
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
