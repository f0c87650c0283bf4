// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/infinite_fields.h"

/// Defaults: methods/kip.md, sections 3, 4 and 14; methods/kip-convnet.md, section 8.
namespace winnow::jobs {
namespace {

Field regField() {
    return {.name = "reg",
            .type = FieldType::Real,
            .help =
                "Ridge: higher is smoother and steadier. It is raised, and said so, where the "
                "kernel matrix cannot be factorised.",
            .defaultValue = "1e-6",
            .minimum = 0,
            .maximum = 1000,
            .minimumExcluded = true,
            .group = "Kernel"};
}

}  // namespace

std::vector<Field> infiniteKernelFields(const std::string& kernels, const std::string& several) {
    return {{.name = "kernel",
             .type = FieldType::Text,
             .help = "Kernel of an infinitely wide network: fc1 to fc9, conv1 to conv9, convnet, "
                     "convnet3, myrtle5, myrtle10, rbf, linear, or layers of your own such as "
                     "\"cr crp f D\" (c convolution, r ReLU, p pool, f flatten, g global pool, D "
                     "dense); " +
                     several + ".",
             .defaultValue = kernels,
             .repeated = true,
             .group = "Kernel"},
            {.name = "type",
             .type = FieldType::Choice,
             .help = "ntk: the network trains all its layers; nngp: only the last.",
             .defaultValue = "ntk",
             .choices = {"ntk", "nngp"},
             .group = "Kernel"},
            {.name = "parameterization",
             .type = FieldType::Choice,
             .help = "How the network's weights are scaled: ntk, or standard, as networks are "
                     "trained in practice, where --width counts.",
             .defaultValue = "ntk",
             .choices = {"ntk", "standard"},
             .group = "Kernel"},
            {.name = "width",
             .type = FieldType::Integer,
             .help = "parameterization standard: units of a dense layer, channels of a "
                     "convolution; 0 takes 1024 and 128.",
             .defaultValue = "0",
             .unit = "units",
             .minimum = 0,
             .maximum = 1048576,
             .group = "Kernel",
             .offeredWhere = {"parameterization", {"standard"}}},
            {.name = "readout",
             .type = FieldType::Choice,
             .help = "parameterization standard: how the last layer is scaled.",
             .defaultValue = "ntk",
             .choices = {"ntk", "standard"},
             .group = "Kernel",
             .offeredWhere = {"parameterization", {"standard"}}},
            {.name = "sigma-w2",
             .type = FieldType::Real,
             .help = "Variance of the weights.",
             .defaultValue = "2",
             .minimum = 0,
             .maximum = 1000,
             .minimumExcluded = true,
             .group = "Kernel"},
            {.name = "sigma-b2",
             .type = FieldType::Real,
             .help = "Variance of the biases: 1e-4 as the papers say, 1e-2 as their code does.",
             .defaultValue = "1e-4",
             .minimum = 0,
             .maximum = 1000,
             .group = "Kernel"},
            {.name = "gamma",
             .type = FieldType::Real,
             .help = "rbf: exp(-gamma |x - x'|^2 / d); higher sees only the nearest.",
             .defaultValue = "1",
             .minimum = 0,
             .maximum = 1e6,
             .minimumExcluded = true,
             .group = "Kernel"},
            regField(),
            {.name = "reg-scale",
             .type = FieldType::Choice,
             .help = "trace: the ridge is in units of the kernel's mean diagonal, so that scaling "
                     "the kernel changes nothing; fixed: as it is.",
             .defaultValue = "trace",
             .choices = {"trace", "fixed"},
             .group = "Kernel"}};
}

std::vector<Field> preprocessingFields() {
    return {{.name = "preprocessing",
             .type = FieldType::Choice,
             .help = "standard: subtract each channel's mean and divide by its deviation; zca: "
                     "also take away what pixels have in common, which helps with photographs.",
             .defaultValue = "standard",
             .choices = {"standard", "zca"},
             .group = "Preprocessing"},
            {.name = "zca-reg",
             .type = FieldType::Real,
             .help = "How much of the weak directions is left alone: 0.1 for CIFAR, 100 for SVHN; "
                     "0 whitens all.",
             .defaultValue = "0.1",
             .minimum = 0,
             .maximum = 1e9,
             .group = "Preprocessing",
             .offeredWhere = {"preprocessing", {"zca"}}},
            {.name = "zca-absolute",
             .type = FieldType::Flag,
             .help = "zca-reg is added as it is, not in units of the mean eigenvalue.",
             .defaultValue = "false",
             .group = "Preprocessing",
             .offeredWhere = {"preprocessing", {"zca"}}}};
}

}  // namespace winnow::jobs
