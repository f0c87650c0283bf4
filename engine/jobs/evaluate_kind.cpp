// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

/// Defaults: methods/lpntk.md, section 5 (Guo et al., "lpNTK", ICLR 2024).
namespace winnow::jobs {
namespace {

using Fields = std::vector<Field>;

/// A field that may be given several times.
Field repeated(Field field) {
    field.repeated = true;
    return field;
}

Fields comparedFields() {
    return {
        artifactField("dataset", "dataset", "The data set; without it that of what is compared."),
        repeated(
            artifactField("selection", "selection", "Stored selections to train on, as they are.")),
        {.name = "method",
         .type = FieldType::Choice,
         .help = "Methods to compare at every --keep; random is always there. Without methods "
                 "and selections: lpntk-pipeline.",
         .repeated = true,
         .choices = rankedMethods(),
         .group = "Method"},
        {.name = "keep",
         .type = FieldType::Share,
         .help = "Shares of the open samples (fitted, not excluded) to keep.",
         .defaultValue = "0.8",
         .repeated = true,
         .unit = "share",
         .group = "Method"},
        {.name = "paper-rule",
         .type = FieldType::Flag,
         .help = "lpntk-pipeline and redundant also by their own rule, which decides by itself "
                 "how much goes, beside as much at random.",
         .defaultValue = "false",
         .group = "Method"},
        artifactField("run",
                      "run",
                      "el2n, grand, forgetting, herding, influence-score: the training whose "
                      "scores or features decide."),
        artifactField("kernel", "kernel", "redundant, lpntk-pipeline: the kernel that decides."),
        artifactField("cluster",
                      "cluster",
                      "lpntk-pipeline: the clusters to thin; without it the newest of "
                      "--kernel.")};
}

/// Without first weights: every training begins anew.
Fields trainingFields() {
    Fields fields = networkFields();
    std::erase_if(
        fields, [](const Field& field) { return field.name == "dataset" || field.name == "init"; });
    for (auto&& field : optimiserFields()) fields.push_back(std::move(field));
    fields.push_back(augmentField());
    return fields;
}

Fields resultFields() {
    return {seedField("First seed: of weights, order, augmentation and everything that a method "
                      "draws at random."),
            {.name = "repeat",
             .type = FieldType::Integer,
             .help = "Train on each set so often, with seeds seed, seed+1, ..., the same for all "
                     "sets.",
             .defaultValue = "3",
             .unit = "trainings",
             .minimum = 1,
             .maximum = 1000,
             .group = "Result"},
            nameField("What to call the comparison.", false),
            precisionField(),
            deviceField(),
            threadsField()};
}

}  // namespace

/// Accuracy after pruning: methods/lpntk.md, sections 4.3, 4.8, Tables 2 and 3;
/// methods/dataset-pruning.md, section 8, Fig. 1.
Declaration evaluateKind() {
    Declaration kind{
        .kind = "evaluate",
        .title = "Compare accuracy after pruning",
        .help =
            "Trains anew on what each method keeps, on as much at random (drawn anew for every "
            "seed) and on everything, with the same seeds, and tests the differences. Accuracy "
            "is that of the test split after the last epoch. Every training is kept when the "
            "job is stopped.",
        .makes = "evaluation",
        .computes = true,
        .resumable = true,
        .needs = {{"model", {"torchscript"}, {"module"}}}};
    kind.fields.push_back(presetField({"quick", "paper-mnist", "paper-cifar10"}));
    for (auto&& group : {comparedFields(), methodFields(), trainingFields(), resultFields()})
        kind.fields.insert(kind.fields.end(), group.begin(), group.end());
    // Several methods may be chosen, so no single one decides what a form shows.
    for (Field& field : kind.fields) field.offeredWhere = {};
    addPreset(kind.fields, "quick", {{"epochs", "10"}, {"repeat", "3"}});
    addPreset(kind.fields, "paper-mnist", {{"epochs", "30"}, {"repeat", "10"}});
    addPreset(kind.fields,
              "paper-cifar10",
              {{"model", "resnet18"},
               {"epochs", "200"},
               {"schedule", "cosine"},
               {"augment", "crop-flip"},
               {"repeat", "10"}});
    return kind;
}

}  // namespace winnow::jobs
