// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

namespace winnow::jobs {

// methods/kip.md, sections 3 and 14.
std::vector<Field> infiniteKernelFields() {
    const std::string group = "Kernel";
    return {{.name = "kernel",
             .type = FieldType::Text,
             .help = "Kernel: linear, rbf, fc1 to fc32, conv1 to conv32 (or convvec1..), myrtle5, "
                     "myrtle7, myrtle10, convnet, convnet3, or layers of your own such as \"cr crp "
                     "crp crp f D\".",
             .required = true,
             .group = group},
            {.name = "type",
             .type = FieldType::Choice,
             .help = "Neural tangent kernel, or the covariance of the untrained network's outputs.",
             .defaultValue = "ntk",
             .choices = {"ntk", "nngp"},
             .group = group},
            {.name = "parameterization",
             .type = FieldType::Choice,
             .help = "How weights are scaled; with standard the layers' width counts.",
             .defaultValue = "ntk",
             .choices = {"ntk", "standard"},
             .group = group},
            {.name = "width",
             .type = FieldType::Integer,
             .help = "Width of hidden layers, channels of convolutions, in standard "
                     "parameterization.",
             .defaultValue = "1024",
             .minimum = 1,
             .maximum = 1e9,
             .group = group,
             .offeredWhere = {"parameterization", {"standard"}}},
            {.name = "readout",
             .type = FieldType::Choice,
             .help = "Parameterization of the last layer.",
             .defaultValue = "ntk",
             .choices = {"ntk", "standard"},
             .group = group},
            {.name = "sigma-w2",
             .type = FieldType::Real,
             .help = "Weight variance.",
             .defaultValue = "2",
             .minimum = 0,
             .minimumExcluded = true,
             .group = group},
            {.name = "sigma-b2",
             .type = FieldType::Real,
             .help = "Bias variance; the papers' published code has 0.01.",
             .defaultValue = "1e-4",
             .minimum = 0,
             .group = group},
            {.name = "gamma",
             .type = FieldType::Real,
             .help = "RBF: exp(-gamma |x - x'|^2 / d) with d numbers an image; high looks closer.",
             .defaultValue = "1",
             .minimum = 0,
             .minimumExcluded = true,
             .group = group,
             .offeredWhere = {"kernel", {"rbf"}}}};
}

}  // namespace winnow::jobs
