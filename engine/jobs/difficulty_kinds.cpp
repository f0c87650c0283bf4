// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

#include <string>

/// How hard samples are to learn, and beside whom: methods/lpntk.md, sections 4.4, 4.5, 4.7; the
/// presets' numbers: section 5 (Guo et al., "lpNTK", ICLR 2024) and "Smaller presets".
namespace winnow::jobs {
namespace {

constexpr const char* kPaperMnist = "paper-mnist";
constexpr const char* kPaperCifar = "paper-cifar10";

/// Fields by whole groups.
std::vector<Field> joined(std::initializer_list<std::vector<Field>> groups) {
    std::vector<Field> all;
    for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
    return all;
}

/// Of an experiment on clusters, whose data set is known; `init` too where seeds must differ.
std::vector<Field> networkFieldsWithout(std::initializer_list<std::string_view> names) {
    std::vector<Field> fields = networkFields();
    for (const std::string_view name : names)
        std::erase_if(fields, [&](const Field& field) { return field.name == name; });
    return fields;
}

Field clusterField() {
    Field field = artifactField(
        "cluster", "cluster", "Clusters of the data set; their kernel and data set are used too.");
    field.required = true;
    return field;
}

/// The paper's recipe for CIFAR-10 where a preset's other fields do not say otherwise.
void addCifarRecipe(std::vector<Field>& fields, const std::string& schedule) {
    addPreset(fields,
              kPaperCifar,
              {{"model", "resnet18"},
               {"augment", "crop-flip"},
               {"epochs", "200"},
               {"schedule", schedule}});
}

std::vector<Field> setFields() {
    return {{.name = "samples-per-class",
             .type = FieldType::Integer,
             .help = "Samples of each class in the universal set, which is the largest set.",
             .defaultValue = "64",
             .unit = "samples",
             .minimum = 1,
             .maximum = 1e9,
             .group = "Experiment"},
            {.name = "sizes",
             .type = FieldType::Integer,
             .help = "Samples per class of the smaller sets, as 16,4,1; each divides the next "
                     "larger one.",
             .defaultValue = "16,4,1",
             .repeated = true,
             .unit = "samples",
             .minimum = 1,
             .maximum = 1e9,
             .group = "Experiment"},
            {.name = "repeats",
             .type = FieldType::Integer,
             .help = "Repeats with other sets, first weights and orders (seeds seed, seed+1, ...); "
                     "the intervals are over them.",
             .defaultValue = "1",
             .unit = "repeats",
             .minimum = 1,
             .maximum = 1000,
             .group = "Experiment"},
            {.name = "loss",
             .type = FieldType::Choice,
             .help = "What is summed over epochs: the cross-entropy, or the distance of the "
                     "probabilities from the label (l2, the paper's code).",
             .defaultValue = "cross-entropy",
             .choices = {"cross-entropy", "l2"},
             .group = "Experiment"},
            {.name = "record",
             .type = FieldType::Choice,
             .help = "When a loss is read: in a pass after each epoch, or just before each step "
                     "(Algorithm 1).",
             .defaultValue = "evaluation-pass",
             .choices = {"evaluation-pass", "training-pass"},
             .group = "Experiment"}};
}

std::vector<Field> controlFields() {
    return {{.name = "target",
             .type = FieldType::Choice,
             .help = "Whose difficulty is controlled in each class: the centroid of its largest "
                     "cluster, or the clustered sample of largest kernel with itself (the paper's "
                     "code).",
             .defaultValue = "centroid",
             .choices = {"centroid", "largest-kernel"},
             .group = "Experiment"},
            {.name = "added",
             .type = FieldType::Integer,
             .help = "Samples of each class that are learned beside its target.",
             .defaultValue = "5",
             .unit = "samples",
             .minimum = 1,
             .maximum = 1e6,
             .group = "Experiment"},
            {.name = "medium",
             .type = FieldType::Choice,
             .help = "Medium company: the members of the largest cluster least like the target, or "
                     "the middle ranks of the class (the paper's code).",
             .defaultValue = "edge",
             .choices = {"edge", "middle"},
             .group = "Experiment"},
            {.name = "runs",
             .type = FieldType::Integer,
             .help = "Trainings of each of the three sets, with seeds seed, seed+1, ...",
             .defaultValue = "10",
             .unit = "runs",
             .minimum = 1,
             .maximum = 100000,
             .group = "Experiment"},
            {.name = "fixed-order",
             .type = FieldType::Flag,
             .help = "Every epoch visits the samples in the same order; without it each has its "
                     "own.",
             .defaultValue = "true",
             .group = "Optimiser"}};
}

std::vector<Field> budgetFields() {
    return {
        {.name = "shares",
         .type = FieldType::Share,
         .help = "Sizes of the small sets, as 1%,5%.",
         .defaultValue = "1%,5%",
         .repeated = true,
         .unit = "of the samples",
         .group = "Experiment"},
        {.name = "runs",
         .type = FieldType::Integer,
         .help = "Trainings of each set, with seeds seed, seed+1, ...: other draws, weights and "
                 "orders.",
         .defaultValue = "10",
         .unit = "runs",
         .minimum = 2,
         .maximum = 100000,
         .group = "Experiment"}};
}

std::vector<Field> resultFields(std::string seedHelp) {
    return {seedField(std::move(seedHelp)),
            nameField("What to call the result.", false),
            deviceField(),
            threadsField()};
}

}  // namespace

Declaration difficultyKind() {
    constexpr const char* kPaperSlow = "paper-mnist-slow";
    Declaration kind{
        .kind = "difficulty",
        .family = "experiment",
        .title = "Difficulty and set size",
        .help =
            "Trains the same first weights on nested sets of many sizes and correlates how "
            "hard each sample is to learn between them: the closer the sizes, the more alike.",
        .fields = joined(
            {{presetField({"quick", kPaperMnist, kPaperSlow, kPaperCifar})},
             networkFields(),
             setFields(),
             optimiserFields(),
             {augmentField()},
             resultFields("Decides the universal set; with each repeat's number the sets, weights "
                          "and orders.")}),
        .makes = "difficulty",
        .computes = true,
        .resumable = true,
        .needs = {{"model", {"torchscript"}, {"module"}}}};
    auto& fields = kind.fields;
    // Algorithm 1 makes plain steps. With momentum some sets end at chance at this rate, and one such
    // set of sixteen hides what the others have in common.
    setDefault(fields, "momentum", "0");
    setDefault(fields, "weight-decay", "0");
    setDefault(fields, "schedule", "constant");
    addPreset(fields, "quick", {{"epochs", "60"}, {"repeats", "3"}});
    for (const char* preset : {kPaperMnist, kPaperSlow, kPaperCifar})
        addPreset(fields, preset, {{"samples-per-class", "4096"}, {"sizes", "1024,256,64,16,4,1"}});
    addPreset(fields, kPaperSlow, {{"lr", "0.001"}, {"batch", "256"}});
    addCifarRecipe(fields, "constant");
    return kind;
}

Declaration difficultyControlKind() {
    Declaration kind{
        .kind = "difficulty-control",
        .family = "experiment",
        .title = "Difficulty by company",
        .help =
            "Learns one target of each class beside interchangeable, medium and "
            "non-interchangeable samples: the less they have in common with it, the harder the "
            "target.",
        .fields =
            joined({{presetField({"quick", kPaperMnist, kPaperCifar}), clusterField()},
                    networkFieldsWithout({"dataset", "init"}),
                    controlFields(),
                    optimiserFields(),
                    {augmentField()},
                    resultFields("Decides weights, order and augmentation of the first run.")}),
        .makes = "difficulty-control",
        .computes = true,
        .resumable = true,
        .needs = {{"model", {"torchscript"}, {"module"}}}};
    auto& fields = kind.fields;
    setDefault(fields, "lr", "0.01");
    setDefault(fields, "schedule", "constant");
    setDefault(fields, "epochs", "50");
    addPreset(fields, kPaperMnist, {{"added", "10"}, {"runs", "100"}});
    addPreset(fields, kPaperCifar, {{"added", "50"}, {"runs", "100"}});
    addCifarRecipe(fields, "constant");
    return kind;
}

Declaration smallBudgetKind() {
    Declaration kind{
        .kind = "small-budget",
        .family = "experiment",
        .title = "Small budgets",
        .help =
            "Trains on a small share of the samples, drawn at random or only from each class's "
            "largest cluster, and compares the accuracy on the test split by Welch's t-test.",
        .fields = joined({{presetField({"quick", kPaperMnist, kPaperCifar}), clusterField()},
                          networkFieldsWithout({"dataset"}),
                          budgetFields(),
                          optimiserFields(),
                          {augmentField()},
                          resultFields("Decides draws, weights and order of the first run.")}),
        .makes = "small-budget",
        .computes = true,
        .resumable = true,
        .needs = {{"model", {"torchscript"}, {"module"}}}};
    addCifarRecipe(kind.fields, "cosine");
    return kind;
}

}  // namespace winnow::jobs
