// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

#include <algorithm>
#include <iterator>
#include <utility>

/// Networks that learn from distilled images: methods/kip.md, section 8, methods/kip-convnet.md,
/// section 10 (Nguyen et al., ICLR 2021 and NeurIPS 2021).
namespace winnow::jobs {
namespace {

using Fields = std::vector<Field>;

Field repeated(Field field, std::string defaults) {
    field.repeated = true;
    field.defaultValue = std::move(defaults);
    return field;
}

Fields comparedFields() {
    auto distilled =
        artifactField("distilled", "distilled", "Distilled sets to train on, all of one data set.");
    distilled.required = true;
    distilled.repeated = true;
    return {distilled,
            {.name = "checkpoint",
             .type = FieldType::Integer,
             .help = "Steps of the distillation whose images are taken; without it the last.",
             .repeated = true,
             .unit = "steps",
             .minimum = 0,
             .maximum = 1e9,
             .group = "Data"}};
}

/// Without a network of the person's own: each is built anew for every seed.
Fields networkChoice() {
    auto model = repeated(modelField(), "lenet5");
    std::erase(model.choices, "torchscript");
    model.help =
        "Networks to train: LeNet-5, the two-convolution LeNet of the lpNTK authors' code, "
        "ResNet-18 in its CIFAR form, a multilayer perceptron, or the distillation papers' "
        "ConvNet.";
    Fields fields{model};
    for (Field& field : networkFields())
        if (field.name == "width" || field.name == "hidden") fields.push_back(std::move(field));
    fields.push_back({.name = "initialisation",
                      .type = FieldType::Choice,
                      .help = "First weights: he draws them as the kernels assume (variance 2 over "
                              "the inputs, biases 0.01), pytorch as PyTorch does.",
                      .defaultValue = "he",
                      .choices = {"he", "pytorch"},
                      .group = "Network"});
    return fields;
}

Fields trainingFields() {
    Fields fields{{.name = "loss",
                   .type = FieldType::Choice,
                   .help = "mse: half the squared distance to the labels as they are; xent: cross "
                           "entropy on the class of the largest label.",
                   .defaultValue = "xent",
                   .repeated = true,
                   .choices = {"mse", "xent"},
                   .group = "Optimiser"},
                  {.name = "steps",
                   .type = FieldType::Integer,
                   .help = "Steps of every training.",
                   .defaultValue = "1000",
                   .unit = "steps",
                   .minimum = 1,
                   .maximum = 1e7,
                   .group = "Optimiser"},
                  {.name = "batch",
                   .type = FieldType::Integer,
                   .help = "Images per step; 0 takes all of a set of up to 500, else 100.",
                   .defaultValue = "0",
                   .unit = "images",
                   .minimum = 0,
                   .maximum = 65536,
                   .group = "Optimiser"}};
    for (Field& field : optimiserFields()) {
        if (field.name == "lr") {
            field.help = "Learning rates to try; the best on held-out training images is taken.";
            field.defaultsWhen = {};
            fields.push_back(repeated(std::move(field), "1e-4,4e-4,1e-3,4e-3"));
            fields.push_back(
                {.name = "lr-unit",
                 .type = FieldType::Choice,
                 .help = "What lr counts: absolute, the rate itself; critical, multiples of the "
                         "rate beyond which gradient descent on the squared error grows, worked "
                         "out for each network's first weights on each set.",
                 .defaultValue = "absolute",
                 .choices = {"absolute", "critical"},
                 .group = "Optimiser",
                 .offeredWhere = {"optimizer", {"sgd"}}});
        } else if (field.name == "weight-decay") {
            field.help = "Pulls of the weights towards zero to try.";
            fields.push_back(repeated(std::move(field), "0"));
        } else if (field.name == "optimizer" || field.name == "momentum" ||
                   field.name == "schedule") {
            fields.push_back(std::move(field));
        }
    }
    setDefault(fields, "optimizer", "adam");
    setDefault(fields, "schedule", "constant");
    const auto schedule = std::ranges::find(fields, "schedule", &Field::name);
    schedule->choices = {"constant", "cosine"};
    schedule->help = "Learning rate over the steps: constant, or half a cosine to zero.";
    return fields;
}

}  // namespace

Declaration transferKind() {
    Declaration kind{
        .kind = "transfer",
        .family = "experiment",
        .title = "Train networks on distilled images",
        .help =
            "Trains networks on distilled images, on the images they began as and on as many at "
            "random, with the same first weights, and compares the accuracy on the test images.",
        .fields = {presetField({"quick", "paper-mnist", "paper-cifar10", "paper-convnet"})},
        .makes = "transfer",
        .computes = true,
        .resumable = true};
    Fields& fields = kind.fields;
    for (auto&& group : {comparedFields(), networkChoice(), trainingFields()})
        fields.insert(fields.end(), group.begin(), group.end());
    fields.push_back({.name = "validation-samples",
                      .type = FieldType::Integer,
                      .help = "Training images that choose among the rates and pulls; no more than "
                              "half of all.",
                      .defaultValue = "2000",
                      .unit = "images",
                      .minimum = 10,
                      .maximum = 1e9,
                      .group = "Experiment"});
    fields.push_back({.name = "repeat",
                      .type = FieldType::Integer,
                      .help = "Trainings of every network on every set, with seeds seed, seed+1, "
                              "...: other weights, and other random images.",
                      .defaultValue = "5",
                      .unit = "trainings",
                      .minimum = 1,
                      .maximum = 1000,
                      .group = "Experiment"});
    for (auto&& field : {seedField("Decides weights, order and the random images of the first "
                                   "training."),
                         nameField("What to call the result.", false),
                         deviceField(),
                         threadsField()})
        fields.push_back(field);
    addPreset(fields, "quick", {{"lr", "4e-4,4e-3"}, {"steps", "500"}, {"repeat", "3"}});
    addPreset(fields,
              "paper-mnist",
              {{"model", "mlp,lenet5"}, {"hidden", "1024"}, {"validation-samples", "5000"}});
    addPreset(fields,
              "paper-cifar10",
              {{"model", "mlp,resnet18"},
               {"hidden", "1024"},
               {"loss", "mse,xent"},
               {"optimizer", "sgd"},
               {"lr", "1e-3,3e-3,1e-2,3e-2,1e-1"},
               {"weight-decay", "0,1e-4,1e-3"},
               {"validation-samples", "5000"}});
    addPreset(fields,
              "paper-convnet",
              {{"model", "convnet"},
               {"width", "1024"},
               {"loss", "mse,xent"},
               {"optimizer", "sgd"},
               {"schedule", "cosine"},
               {"steps", "5000"},
               {"lr", "0.5,1,2,4"},
               {"lr-unit", "critical"},
               {"weight-decay", "0,1e-7,1e-5,1e-3,1e-1"},
               {"validation-samples", "5000"}});
    return kind;
}

}  // namespace winnow::jobs
