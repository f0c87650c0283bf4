// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

#include <array>
#include <string>
#include <utility>

namespace winnow::jobs {
namespace {

Field input(std::string name, std::string help, bool required) {
    return {.name = std::move(name),
            .type = FieldType::Path,
            .help = std::move(help),
            .required = required,
            .mustExist = true,
            .group = "Input"};
}

Field output(std::string help) {
    return {.name = "out",
            .type = FieldType::Path,
            .help = std::move(help),
            .required = true,
            .group = "Result"};
}

Field model(bool required) {
    auto field = modelField();
    field.defaultValue.clear();
    field.required = required;
    return field;
}

Field weights() {
    return input("weights", "Weights, .npz or .safetensors with PyTorch's names.", false);
}

Field images(bool required) {
    return input("images",
                 "Images [N,C,H,W]: float32 or float64 as they are, uint8 divided by 255.",
                 required);
}

Declaration lpntk() {
    return {
        .kind = "lpntk",
        .title = "Kernel matrices of labelled images",
        .help = "float64 images are computed in float64. Weights give widths and class count.",
        .fields = {model(true),
                   moduleField(),
                   weights(),
                   images(true),
                   input("labels", "Labels, int64 [N].", true),
                   {.name = "kind",
                    .type = FieldType::Choice,
                    .help =
                        "lpntk, pntk, centred: [N,N]; entk: blocks [N,N,K,K]; delta-q: change of "
                        "probabilities per unit rate [N,N,K]; logits: [N,K].",
                    .defaultValue = "lpntk",
                    .choices = {"lpntk", "pntk", "centred", "entk", "delta-q", "logits"},
                    .group = "Kernel"},
                   {.name = "first",
                    .type = FieldType::Integer,
                    .help = "Only the first so many samples.",
                    .unit = "samples",
                    .minimum = 1,
                    .maximum = 1e12,
                    .group = "Input"},
                   output("Where to write the .npy."),
                   deviceField(),
                   threadsField()},
        .computes = true,
        .needs = {{"model", {"torchscript"}, {"module"}},
                  {"model", {"lenet5", "lenet-code", "resnet18", "mlp"}, {"weights"}}}};
}

Declaration fpc() {
    return {.kind = "fpc",
            .title = "Farthest-point clusters of a kernel matrix",
            .help = "Writes centroids, assignment and sizes (int64).",
            .fields = {input("kernel", "Square kernel matrix, .npy.", true),
                       {.name = "centroids",
                        .type = FieldType::Integer,
                        .help = "How many clusters.",
                        .required = true,
                        .unit = "clusters",
                        .minimum = 1,
                        .maximum = 1e12,
                        .group = "Clusters"},
                       output("Where to write the .npz.")}};
}

Declaration redundant() {
    return {
        .kind = "redundant",
        .title = "Redundant samples of a kernel matrix",
        .help = "1 where another sample's kernel value exceeds the sample's own (uint8 [N]).",
        .fields = {
            input("kernel", "Square kernel matrix, .npy.", true),
            input("labels", "Labels, int64 [N]: then only samples of the same class count.", false),
            output("Where to write the .npy.")}};
}

Declaration scores() {
    return {.kind = "scores",
            .title = "Scores per sample",
            .help =
                "From a network (el2n, grand, loss), from the record of right answers (forgetting, "
                "forgetting-order, first-learned, never-learned) or of losses (difficulty).",
            .fields = {{.name = "kind",
                        .type = FieldType::Choice,
                        .help = "Which score.",
                        .required = true,
                        .choices = {"el2n",
                                    "grand",
                                    "loss",
                                    "forgetting",
                                    "forgetting-order",
                                    "first-learned",
                                    "never-learned",
                                    "difficulty"},
                        .group = "Score"},
                       model(false),
                       moduleField(),
                       weights(),
                       images(false),
                       input("labels", "Labels, int64 [N].", false),
                       input("correct", "uint8 [epochs, N], 1 where the sample was right.", false),
                       input("losses", "Real numbers [epochs, N].", false),
                       output("Where to write the .npy."),
                       deviceField(),
                       threadsField()},
            .computes = true,
            .needs = {{"kind", {"el2n", "grand", "loss"}, {"model"}},
                      {"kind", {"el2n", "grand", "loss"}, {"images"}},
                      {"kind", {"el2n", "grand", "loss"}, {"labels"}},
                      {"model", {"torchscript"}, {"module"}},
                      {"model", {"lenet5", "lenet-code", "resnet18", "mlp"}, {"weights"}},
                      {"kind",
                       {"forgetting", "forgetting-order", "first-learned", "never-learned"},
                       {"correct"}},
                      {"kind", {"difficulty"}, {"losses"}}}};
}

/// methods/dataset-pruning.md, sections 1 to 4.
Declaration influence() {
    return {.kind = "influence",
            .title = "Influence of samples on a last linear layer",
            .help =
                "Fits softmax regression with a bias to the features, its penalty the damping, and "
                "writes the predicted change of its parameters when each sample is left out: "
                "float64 [N, classes * (F + 1)], class after class, the bias last.",
            .fields = {input("features", "Features [N, F], float32 or float64.", true),
                       input("labels", "Labels, int64 [N].", true),
                       {.name = "damping",
                        .type = FieldType::Real,
                        .help = "Weight of the penalty, half the squared length of the parameters; "
                                "above 0.",
                        .defaultValue = "0.01",
                        .group = "Influence"},
                       output("Where to write the .npy."),
                       deviceField(),
                       threadsField()},
            .computes = true};
}

Declaration ntk() {
    std::vector<Field> fields = infiniteKernelFields();
    const char* const types = "float32, float64 (computed in float64) or uint8 divided by 255";
    fields.insert(
        fields.end(),
        {input("x1", std::string("Images [N,C,H,W]: ") + types + ".", true),
         input("x2", "Images to compare them with; without: x1 with itself, symmetric.", false),
         output("Where to write the .npy."),
         deviceField(),
         threadsField()});
    return {.kind = "ntk",
            .title = "Kernel of an infinitely wide network",
            .help = "Writes K(x1, x2), float64 [n1, n2].",
            .fields = std::move(fields),
            .computes = true};
}

}  // namespace

std::span<const Declaration> calcDeclarations() {
    static const std::array all{lpntk(), fpc(), redundant(), scores(), influence(), ntk()};
    return all;
}

}  // namespace winnow::jobs
