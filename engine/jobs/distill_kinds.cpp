// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/infinite_fields.h"
#include "engine/jobs/kinds.h"

#include <iterator>
#include <utility>

/// Distilled data sets: methods/kip.md, sections 5, 7 and 10, methods/kip-convnet.md, sections 7
/// and 13 (Nguyen et al., ICLR 2021 and NeurIPS 2021).
namespace winnow::jobs {
namespace {

using Fields = std::vector<Field>;

void append(Fields& to, Fields more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Where kipOnly() { return {"method", {"kip"}}; }

Fields methodOfDistillation() {
    auto dataset = artifactField("dataset", "dataset", "Data set to distil.");
    dataset.required = true;
    return {dataset,
            {.name = "method",
             .type = FieldType::Choice,
             .help = "kip moves the images (and, if wished, the labels) down the gradient of a "
                     "kernel machine's loss; label-solve leaves the images as they are and finds "
                     "the best labels by one least-squares solve.",
             .defaultValue = "kip",
             .choices = {"kip", "label-solve"},
             .group = "Method"},
            {.name = "images",
             .type = FieldType::Integer,
             .help = "Images of the distilled set, in all: as many of every class.",
             .defaultValue = "10",
             .unit = "images",
             .minimum = 2,
             .maximum = 100000,
             .group = "Method"},
            artifactField("from",
                          "distilled",
                          "Go on from the last images and labels of this distilled set, with "
                          "other settings; it decides --images and --init."),
            {.name = "init",
             .type = FieldType::Choice,
             .help = "What the images begin as: training images drawn at random, or uniform noise "
                     "in [-1, 1].",
             .defaultValue = "images",
             .choices = {"images", "noise"},
             .group = "Method"},
            {.name = "learn-labels",
             .type = FieldType::Flag,
             .help = "Learn the labels with the images: higher accuracy for kernels, less for "
                     "networks after long training.",
             .defaultValue = "false",
             .group = "Method",
             .offeredWhere = kipOnly()}};
}

Fields corruptionFields() {
    return {{.name = "corrupt",
             .type = FieldType::Share,
             .help = "Share of every image's values that stays noise for good, so that it carries "
                     "nothing of the data; 0 corrupts nothing.",
             .defaultValue = "0",
             .unit = "share",
             .minimum = 0,
             .maximum = 1,
             .maximumExcluded = true,
             .group = "Corruption"},
            {.name = "corrupt-with",
             .type = FieldType::Choice,
             .help = "What fills the corrupted values: uniform noise in [-1, 1], or zero.",
             .defaultValue = "noise",
             .choices = {"noise", "zero"},
             .group = "Corruption"},
            {.name = "corrupt-pixels",
             .type = FieldType::Flag,
             .help = "Corrupt whole pixels, all channels at once, instead of single values.",
             .defaultValue = "false",
             .group = "Corruption"}};
}

Fields augmentationFields() {
    return {{.name = "augment",
             .type = FieldType::Choice,
             .help = "Change the target images anew at every step: shift-rotate turns by up to 10 "
                     "degrees and shifts by up to 10 % (RGB: mirrors and changes brightness, too); "
                     "auto is that for gray images and AutoAugment with mirroring for RGB.",
             .defaultValue = "none",
             .choices = {"none", "shift-rotate", "auto"},
             .group = "Targets",
             .offeredWhere = kipOnly()},
            {.name = "augment-share",
             .type = FieldType::Share,
             .help = "Share of each target batch that is augmented.",
             .defaultValue = "1",
             .unit = "share",
             .minimum = 0,
             .maximum = 1,
             .group = "Targets",
             .offeredWhere = kipOnly()}};
}

Fields batchFields() {
    return {
        {.name = "target-batch",
         .type = FieldType::Integer,
         .help = "Real images the set is measured on at every step, as many of every class; 0 "
                 "takes all. Small batches carry over better to other kernels and networks.",
         .defaultValue = "2000",
         .unit = "images",
         .minimum = 0,
         .maximum = 1e9,
         .group = "Targets",
         .offeredWhere = kipOnly()},
        {.name = "support-batch",
         .type = FieldType::Integer,
         .help = "Distilled images that move at every step, as many of every class; 0 moves all.",
         .defaultValue = "0",
         .unit = "images",
         .minimum = 0,
         .maximum = 100000,
         .group = "Targets",
         .offeredWhere = kipOnly()},
        {.name = "targets",
         .type = FieldType::Integer,
         .help = "label-solve: training images the labels are fitted to; 0 takes all.",
         .defaultValue = "0",
         .unit = "images",
         .minimum = 0,
         .maximum = 1e9,
         .group = "Targets",
         .offeredWhere = {"method", {"label-solve"}}},
        {.name = "solver",
         .type = FieldType::Choice,
         .help = "label-solve: qr keeps all digits; normal-equations is what the authors' code "
                 "does.",
         .defaultValue = "qr",
         .choices = {"qr", "normal-equations"},
         .group = "Targets",
         .offeredWhere = {"method", {"label-solve"}}}};
}

Fields stepFields() {
    return {{.name = "steps",
             .type = FieldType::Integer,
             .help = "Steps of Adam; a hundred give over nine tenths of the final accuracy.",
             .defaultValue = "300",
             .unit = "steps",
             .minimum = 0,
             .maximum = 1e7,
             .group = "Steps",
             .offeredWhere = kipOnly()},
            {.name = "rate",
             .type = FieldType::Real,
             .help = "Learning rate of pixels and labels; without it the papers': 0.01 for gray "
                     "images, 0.04 for RGB.",
             .minimum = 0,
             .maximum = 1000,
             .minimumExcluded = true,
             .group = "Steps",
             .offeredWhere = kipOnly()},
            {.name = "schedule",
             .type = FieldType::Choice,
             .help = "Learning rate over the steps: constant as in the papers, or half a cosine to "
                     "zero, which gets more out of few steps.",
             .defaultValue = "constant",
             .choices = {"constant", "cosine"},
             .group = "Steps",
             .offeredWhere = kipOnly()},
            {.name = "clip",
             .type = FieldType::Flag,
             .help = "Pull pixels back into 0 to 255 after every step; the papers do not.",
             .defaultValue = "false",
             .group = "Steps",
             .offeredWhere = kipOnly()},
            {.name = "patience",
             .type = FieldType::Integer,
             .help = "Hold out 5,000 training images (at most a tenth) and stop after so many "
                     "evaluations without gain on them; 0 holds out none.",
             .defaultValue = "0",
             .unit = "evaluations",
             .minimum = 0,
             .maximum = 100000,
             .group = "Steps",
             .offeredWhere = kipOnly()},
            {.name = "checkpoint-every",
             .type = FieldType::Integer,
             .help = "Steps between two states that are kept, beside those of a logarithmic row "
                     "(0, 1, 2, 4, 6, 8, 12, ..., 1000).",
             .defaultValue = "50",
             .unit = "steps",
             .minimum = 1,
             .maximum = 1e7,
             .group = "Steps",
             .offeredWhere = kipOnly()},
            {.name = "test-samples",
             .type = FieldType::Integer,
             .help = "Test images to measure on at every kept state; the last is measured on all. "
                     "0 always takes all.",
             .defaultValue = "1000",
             .unit = "images",
             .minimum = 0,
             .maximum = 1e9,
             .group = "Steps"}};
}

Fields outcomeFields() {
    return {{.name = "analysis",
             .type = FieldType::Choice,
             .help = "Also compute the spectrum and its bands, intrinsic dimensions, accuracy of "
                     "random parts, and the nearest real images.",
             .defaultValue = "yes",
             .choices = {"yes", "no"},
             .group = "Result"},
            seedField("Decides the first images, batches, augmentation and noise."),
            nameField("What to call the distilled set.", false),
            precisionField(),
            deviceField(),
            threadsField()};
}

void addDistillPresets(Fields& fields) {
    const std::string family = "fc1,fc2,fc3,conv1,conv2,conv3",
                      transfer = "fc1,fc2,fc3,conv1,conv2";
    addPreset(fields, "row", {{"steps", "2000"}, {"target-batch", "6000"}});
    addPreset(fields, "paper-mnist", {{"steps", "10000"}, {"target-batch", "6000"}});
    addPreset(fields, "paper-cifar10", {{"steps", "10000"}, {"target-batch", "0"}});
    addPreset(fields, "published-code", {{"target-batch", "5000"}, {"sigma-b2", "1e-2"}});
    addPreset(fields,
              "kernel-family",
              {{"kernel", family}, {"target-batch", "500"}, {"parameterization", "standard"}});
    addPreset(fields,
              "transfer",
              {{"kernel", transfer}, {"target-batch", "500"}, {"parameterization", "standard"}});
    addPreset(fields,
              "convnet",
              {{"kernel", "convnet"},
               {"target-batch", "40"},
               {"steps", "600"},
               {"rate", "0.1"},
               {"schedule", "cosine"},
               {"learn-labels", "true"}});
    addPreset(fields,
              "paper-convnet",
              {{"kernel", "convnet"},
               {"target-batch", "5000"},
               {"steps", "50000"},
               {"learn-labels", "true"},
               {"augment", "auto"}});
}

}  // namespace

Declaration distillKind() {
    Declaration kind{
        .kind = "distill",
        .title = "Distil a data set",
        .help =
            "Makes a few images that teach a kernel machine as much as it can learn from so few, "
            "and tells how much that is. They can be watched while they change, exported, and "
            "given to networks. A stopped job goes on from its last step; label-solve starts over.",
        .fields = {presetField({"quick",
                                "row",
                                "paper-mnist",
                                "paper-cifar10",
                                "published-code",
                                "kernel-family",
                                "transfer",
                                "convnet",
                                "paper-convnet"})},
        .makes = "distilled",
        .computes = true,
        .resumable = true};
    Fields kernel = infiniteKernelFields("fc1",
                                         "of several one is drawn for every step, and the first "
                                         "measures");
    kernel.push_back({.name = "learn-gamma",
                      .type = FieldType::Flag,
                      .help = "rbf: learn gamma, too; it gains little.",
                      .defaultValue = "false",
                      .group = "Kernel",
                      .offeredWhere = kipOnly()});
    for (auto&& group : {methodOfDistillation(),
                         std::move(kernel),
                         preprocessingFields(),
                         stepFields(),
                         batchFields(),
                         augmentationFields(),
                         corruptionFields(),
                         outcomeFields()})
        append(kind.fields, group);
    addDistillPresets(kind.fields);
    return kind;
}

Declaration kernelCurveKind() {
    auto dataset = artifactField("dataset", "dataset", "Data set the subsets are drawn from.");
    dataset.required = true;
    auto selections = artifactField(
        "selection", "selection", "Stored selections to fit on as well, each as it is.");
    selections.repeated = true;
    Declaration kind{
        .kind = "kernel-curve",
        .family = "experiment",
        .title = "Accuracy of kernels on few images",
        .help =
            "Fits kernel machines on random parts of the training images and measures them on the "
            "test images: what a distilled set of that size has to beat.",
        .fields = {presetField({"quick", "paper"}), dataset, selections},
        .makes = "kernel-curve",
        .computes = true,
        .resumable = true};
    append(kind.fields,
           {{.name = "images",
             .type = FieldType::Integer,
             .help = "Sizes of the parts, as many of every class; those that the data set has not "
                     "are left out.",
             .defaultValue = "10,20,40,80,160,320,640,1280",
             .repeated = true,
             .unit = "images",
             .minimum = 2,
             .maximum = 100000,
             .group = "Experiment"},
            {.name = "repeat",
             .type = FieldType::Integer,
             .help = "Parts drawn of every size, with seeds seed, seed+1, ...",
             .defaultValue = "5",
             .unit = "parts",
             .minimum = 1,
             .maximum = 1000,
             .group = "Experiment"},
            {.name = "test-samples",
             .type = FieldType::Integer,
             .help = "Test images to measure on; 0 takes all.",
             .defaultValue = "2000",
             .unit = "images",
             .minimum = 0,
             .maximum = 1e9,
             .group = "Experiment"}});
    append(kind.fields, infiniteKernelFields("linear,rbf,fc1", "of several each gets a curve"));
    append(kind.fields, preprocessingFields());
    append(kind.fields, corruptionFields());
    append(kind.fields,
           {seedField("Decides the parts and the noise."),
            nameField("What to call the result.", false),
            precisionField(),
            deviceField(),
            threadsField()});
    addPreset(kind.fields,
              "paper",
              {{"images", "10,20,40,80,160,320,640,1280,2560,5000,10000"},
               {"repeat", "20"},
               {"test-samples", "0"},
               {"parameterization", "standard"}});
    return kind;
}

}  // namespace winnow::jobs
