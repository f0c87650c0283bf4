// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/calc_fields.h"
#include "engine/jobs/kinds.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace winnow::jobs {
namespace {

std::vector<Field> ridgeInputs(bool supportLabels) {
    std::vector<Field> fields{
        inputFile("support-x",
                  "Support images [n,C,H,W]: float32 or float64 as they are, uint8 divided by 255.",
                  true)};
    if (supportLabels)
        fields.push_back(inputFile("support-y", "Support labels [n,K], used as given.", true));
    fields.push_back(inputFile("target-x", "Target images [t,C,H,W], likewise.", true));
    fields.push_back(inputFile("target-y", "Target labels [t,K], used as given.", true));
    return fields;
}

Declaration ridgeVerb(std::string kind,
                      std::string title,
                      std::string help,
                      bool supportLabels,
                      std::vector<Field> own) {
    Declaration verb{.kind = std::move(kind),
                     .title = std::move(title),
                     .help = std::move(help),
                     .fields = ridgeInputs(supportLabels),
                     .computes = true};
    std::ranges::move(oneKernelFields(true), std::back_inserter(verb.fields));
    std::ranges::move(own, std::back_inserter(verb.fields));
    verb.fields.push_back(deviceField());
    verb.fields.push_back(threadsField());
    return verb;
}

Declaration ntk() {
    Declaration verb{.kind = "ntk",
                     .title = "Kernel of an infinitely wide network",
                     .help = "Writes K(x1, x2), float64 [n1, n2].",
                     .fields = oneKernelFields(false),
                     .computes = true};
    verb.fields.push_back(inputFile(
        "x1",
        "Images [N,C,H,W]: float32 or float64 as they are, uint8 divided by 255.",
        true));
    verb.fields.push_back(inputFile(
        "x2", "Images to compare them with; without: x1 with itself, symmetric.", false));
    verb.fields.push_back(outputFile("Where to write the .npy."));
    verb.fields.push_back(deviceField());
    verb.fields.push_back(threadsField());
    return verb;
}

Declaration krr() {
    return ridgeVerb("krr",
                     "Kernel ridge regression of a support on targets",
                     "Writes loss (half the sum of squares over targets and classes), prediction "
                     "[t,K] and, with --grad, grad_x [n,C,H,W] and grad_y [n,K]; ridge and "
                     "condition of the solved system. float64 images are computed in float64.",
                     true,
                     {{.name = "grad",
                       .type = FieldType::Flag,
                       .help = "Also the gradients by the support's images and labels.",
                       .defaultValue = "false",
                       .group = "Result"},
                      inputFile("against",
                                "The .npz of another support on the same targets: also weak and "
                                "strong, how far the two accuracies lie apart and the share of "
                                "targets on which the two disagree.",
                                false),
                      outputFile("Where to write the .npz.")});
}

Declaration kipStep() {
    return ridgeVerb(
        "kip-step",
        "A few steps of KIP on fixed targets",
        "Writes x [steps,n,C,H,W] and y [steps,n,K], the support after each step of Adam, and loss "
        "[steps+1]: before each step and at the end.",
        true,
        {{.name = "rate",
          .type = FieldType::Real,
          .help = "Learning rate of Adam.",
          .defaultValue = "0.01",
          .minimum = 0,
          .minimumExcluded = true,
          .group = "Step"},
         {.name = "steps",
          .type = FieldType::Integer,
          .help = "How many.",
          .defaultValue = "5",
          .unit = "steps",
          .minimum = 1,
          .maximum = 1e6,
          .group = "Step"},
         {.name = "labels",
          .type = FieldType::Flag,
          .help = "The support's labels are learned, too.",
          .defaultValue = "false",
          .group = "Step"},
         inputFile("mask",
                   "uint8 [n,C,H,W], 1 where a coordinate may change; the others stay as they are, "
                   "bit for bit.",
                   false),
         outputFile("Where to write the .npz.")});
}

Declaration labelSolve() {
    return ridgeVerb("label-solve",
                     "The best labels of given support images",
                     "Writes the labels of least loss on the targets and, among those, of minimum "
                     "norm: float64 [n,K].",
                     false,
                     {{.name = "solver",
                       .type = FieldType::Choice,
                       .help = "qr: streaming QR and a pseudo-inverse; normal-equations: as the "
                               "authors' program, with its own small ridge.",
                       .defaultValue = "qr",
                       .choices = {"qr", "normal-equations"},
                       .group = "Result"},
                      outputFile("Where to write the .npy.")});
}

Declaration zca() {
    return {.kind = "zca",
            .title = "Regularised ZCA whitening",
            .help =
                "Fits the whitening to the images and writes whitened [N,C,H,W], transform "
                "[d,d], eigenvalues (the min(N,d) largest, falling) and mean_trace, the mean "
                "eigenvalue.",
            .fields = {inputFile("images",
                                 "Images [N,C,H,W]: float32 or float64 as they are, uint8 divided "
                                 "by 255.",
                                 true),
                       {.name = "reg",
                        .type = FieldType::Real,
                        .help = "Added to every eigenvalue, in units of their mean; higher leaves "
                                "more of the image as it is.",
                        .minimum = 0,
                        .group = "Whitening"},
                       {.name = "reg-absolute",
                        .type = FieldType::Real,
                        .help = "Added to every eigenvalue as it is, instead of --reg.",
                        .minimum = 0,
                        .group = "Whitening"},
                       {.name = "order",
                        .type = FieldType::Choice,
                        .help = "code: channels standardised, every image minus its mean and "
                                "divided by its norm; literal: features standardised for the "
                                "covariance; norm-first: images of mean 0 and deviation 1, "
                                "features centred.",
                        .defaultValue = "code",
                        .choices = {"code", "literal", "norm-first"},
                        .group = "Whitening"},
                       outputFile("Where to write the .npz."),
                       deviceField(),
                       threadsField()},
            .computes = true,
            .needs = {{.anyOf = {"reg", "reg-absolute"}}}};
}

Declaration dimension() {
    return {.kind = "dimension",
            .title = "Dimension of images, or of gradients by their kernel",
            .help =
                "Prints the number alone: Two-NN intrinsic dimension, or how many principal "
                "components explain 90 % of the variance. A spectrum is printed one value a "
                "line, largest first.",
            .fields = {inputFile("images",
                                 "Points [N, ...]: every axis after the first is a coordinate.",
                                 false),
                       inputFile("kernel", "Square kernel matrix [N,N] of gradients.", false),
                       {.name = "kind",
                        .type = FieldType::Choice,
                        .help = "twonn, pca90, or spectrum: squared singular values of the centred "
                                "points, eigenvalues of the centred kernel.",
                        .required = true,
                        .choices = {"twonn", "pca90", "spectrum"},
                        .group = "Dimension"},
                       {.name = "uncentred",
                        .type = FieldType::Flag,
                        .help = "The kernel's eigenvalues as they are.",
                        .defaultValue = "false",
                        .group = "Dimension"},
                       outputFile("Where to write the numbers as well, .npy.", false),
                       deviceField(),
                       threadsField()},
            .computes = true,
            .needs = {{.anyOf = {"images", "kernel"}}}};
}

}  // namespace

std::vector<Declaration> distillVerbs() {
    return {ntk(), krr(), kipStep(), labelSolve(), zca(), dimension()};
}

}  // namespace winnow::jobs
