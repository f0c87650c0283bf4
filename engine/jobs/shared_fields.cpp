// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

#include <utility>

namespace winnow::jobs {

Field deviceField() {
    return {.name = "device",
            .type = FieldType::Choice,
            .help = "Where to compute; auto takes a GPU when there is one.",
            .defaultValue = "auto",
            .choices = {"auto", "cpu", "cuda"},
            .group = "Machine"};
}

Field threadsField() {
    return {.name = "threads",
            .type = FieldType::Integer,
            .help = "Threads to compute with; 0 takes all cores.",
            .defaultValue = "0",
            .unit = "threads",
            .minimum = 0,
            .maximum = 1024,
            .group = "Machine"};
}

Field precisionField() {
    return {.name = "precision",
            .type = FieldType::Choice,
            .help = "float64 is about twice as slow and keeps 16 digits instead of 7.",
            .defaultValue = "float32",
            .choices = {"float32", "float64"},
            .group = "Machine"};
}

Field seedField(std::string help) {
    return {.name = "seed",
            .type = FieldType::Integer,
            .help = std::move(help),
            .defaultValue = "1",
            .minimum = 0,
            .maximum = 4294967295.0,
            .group = "Result"};
}

Field nameField(std::string help, bool required) {
    return {.name = "name",
            .type = FieldType::Name,
            .help = std::move(help),
            .required = required,
            .group = "Result"};
}

Field artifactField(std::string name, std::string kind, std::string help) {
    return {.name = std::move(name),
            .type = FieldType::Artifact,
            .help = std::move(help),
            .refersTo = std::move(kind),
            .group = "Data"};
}

Field modelField() {
    return {.name = "model",
            .type = FieldType::Choice,
            .help =
                "Network: LeNet-5, the two-convolution LeNet of the lpNTK authors' code, ResNet-18 "
                "in its CIFAR form, a multilayer perceptron, the ConvNet of the distillation papers, "
                "or a TorchScript file of your own (then --module names it).",
            .defaultValue = "lenet5",
            .choices = {"lenet5", "lenet-code", "resnet18", "mlp", "convnet", "torchscript"},
            .group = "Network"};
}

Field moduleField() {
    return {.name = "module",
            .type = FieldType::Path,
            .help =
                "TorchScript file (.pt) for --model torchscript. It is foreign code: open only "
                "files you trust.",
            .mustExist = true,
            .group = "Network"};
}

}  // namespace winnow::jobs
