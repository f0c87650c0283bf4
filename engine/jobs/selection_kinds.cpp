// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

#include <algorithm>
#include <utility>

namespace winnow::jobs {

/// Farthest-point clusters: methods/lpntk.md, section 4.2.
Declaration clusterKind() {
    auto kernel = artifactField("kernel", "kernel", "Kernel to cluster by.");
    kernel.required = true;
    return {
        .kind = "cluster",
        .title = "Cluster samples",
        .help =
            "Farthest-point clusters: each new centroid is the sample that interacts least with "
            "the centroids so far. A few large clusters and a long tail are normal.",
        .fields = {kernel,
                   {.name = "scope",
                    .type = FieldType::Choice,
                    .help = "Cluster each class by itself, or all samples together.",
                    .defaultValue = "per-class",
                    .choices = {"per-class", "all"},
                    .group = "Clusters"},
                   {.name = "centroids",
                    .type = FieldType::ShareOrCount,
                    .help = "How many clusters: a share of the clustered samples, or a number "
                            "(per class with scope per-class).",
                    .defaultValue = "10%",
                    .unit = "of the samples, or clusters",
                    .group = "Clusters"},
                   {.name = "all-samples",
                    .type = FieldType::Flag,
                    .help = "Cluster redundant samples too; without it they are left out first.",
                    .defaultValue = "false",
                    .group = "Clusters"},
                   {.name = "normalise",
                    .type = FieldType::Choice,
                    .help = "cosine divides by the samples' norms, which the paper does not do.",
                    .defaultValue = "none",
                    .choices = {"none", "cosine"},
                    .group = "Clusters"},
                   nameField("What to call the clusters.", false),
                   deviceField(),
                   threadsField()},
        .makes = "cluster",
        .computes = true};
}

namespace {

/// The methods that put the samples in an order.
const std::vector<std::string> kRanked{"random",
                                       "redundant",
                                       "lpntk-pipeline",
                                       "el2n",
                                       "grand",
                                       "forgetting",
                                       "herding",
                                       "influence-score"};
/// Those of them that read a training.
const std::vector<std::string> kByRun{"el2n", "grand", "forgetting", "herding", "influence-score"};

std::vector<std::string> with(std::string first, std::vector<std::string> rest) {
    rest.insert(rest.begin(), std::move(first));
    return rest;
}

/// A field of `select` that only some methods read.
Field forMethods(std::vector<std::string> methods, Field field) {
    field.offeredWhere = {"method", std::move(methods)};
    return field;
}

}  // namespace

const std::vector<std::string>& rankedMethods() { return kRanked; }

/// methods/lpntk.md, section 4.3; methods/dataset-pruning.md, sections 3 and 6.
std::vector<Field> methodFields() {
    return {
        forMethods({"lpntk-pipeline"},
                   {.name = "head-cut",
                    .type = FieldType::Share,
                    .help = "lpntk-pipeline: share of each class's largest cluster to drop at "
                            "random (the paper 10 %, its code 50 %).",
                    .defaultValue = "10%",
                    .unit = "share",
                    .minimum = 0,
                    .maximum = 1,
                    .group = "Method"}),
        forMethods({"herding"},
                   {.name = "herding",
                    .type = FieldType::Choice,
                    .help = "herding: keep those closest to the centre of their class (the "
                            "paper's words), or those whose mean follows the class's (Welling's "
                            "greedy matching).",
                    .defaultValue = "centre",
                    .choices = {"centre", "welling"},
                    .group = "Method"}),
        forMethods({"influence-score"},
                   {.name = "damping",
                    .type = FieldType::Real,
                    .help = "influence-score: added to the diagonal of the Hessian, above 0; "
                            "without it the weight decay of the training.",
                    .group = "Method"}),
        forMethods({"influence-score"},
                   {.name = "refit",
                    .type = FieldType::Choice,
                    .help = "influence-score: fit the last layer to its minimum first (head), "
                            "where the formula holds, or take it as it was trained (off, the "
                            "paper).",
                    .defaultValue = "head",
                    .choices = {"head", "off"},
                    .group = "Method"})};
}

/// Selections: methods/lpntk.md, sections 4.1, 4.3, 4.8.
Declaration selectKind() {
    std::vector<std::string> choices = kRanked;
    choices.emplace_back("ids");
    Declaration kind{
        .kind = "select",
        .title = "Select samples to keep",
        .help =
            "Decides which samples stay. Validation samples are always kept, what a person "
            "excluded "
            "goes, and shares are of the others. redundant and lpntk-pipeline follow the paper's "
            "rule unless --keep sets the share. ids keeps the samples listed in a file and nothing "
            "else.",
        .fields =
            {{.name = "method",
              .type = FieldType::Choice,
              .help = "random; redundant samples out; lpntk-pipeline (redundant out, then the "
                      "largest clusters thinned); the highest el2n, grand, forgetting or "
                      "influence scores kept; herding (what stands for its class); or the samples "
                      "of --ids.",
              .required = true,
              .choices = choices,
              .group = "Method"},
             forMethods({"random", "ids"},
                        artifactField("dataset",
                                      "dataset",
                                      "random, ids: the data set; without it that of --run or "
                                      "--kernel, else the newest.")),
             forMethods(with("random", kByRun),
                        artifactField("run",
                                      "run",
                                      "The training whose scores or features decide; random: the "
                                      "training whose validation samples stay.")),
             forMethods({"redundant", "lpntk-pipeline"},
                        artifactField("kernel", "kernel", "redundant: the kernel that decides.")),
             forMethods({"lpntk-pipeline"},
                        artifactField("cluster",
                                      "cluster",
                                      "lpntk-pipeline: the clusters to thin; without it the "
                                      "newest of --kernel.")),
             forMethods({"ids"},
                        {.name = "ids",
                         .type = FieldType::Path,
                         .help = "ids: the samples to keep, numbers of the training split from 0: "
                                 "a text file with one a line, or a .npy file of int64.",
                         .mustExist = true,
                         .group = "Data"}),
             forMethods(kRanked,
                        {.name = "keep",
                         .type = FieldType::Share,
                         .help = "Share of the fitted samples to keep.",
                         .unit = "share",
                         .group = "Method"}),
             forMethods(kRanked,
                        {.name = "floor",
                         .type = FieldType::ShareOrCount,
                         .help = "Keep at least this share, or this number, of every class.",
                         .unit = "of the class, or samples",
                         .group = "Method"}),
             forMethods({"redundant", "lpntk-pipeline"},
                        {.name = "cap",
                         .type = FieldType::Share,
                         .help = "Largest share of the fitted samples that redundancy may remove; "
                                 "the largest margins go first.",
                         .unit = "share",
                         .group = "Method"}),
             forMethods({"random", "lpntk-pipeline"}, seedField("Decides every random choice.")),
             nameField("What to call the selection.", true)},
        .makes = "selection",
        .needs = {{"method", with("random", kByRun), {"keep"}},
                  {"method", kByRun, {"run"}},
                  {"method", {"redundant"}, {"kernel"}},
                  {"method", {"ids"}, {"ids"}},
                  {"method", {"lpntk-pipeline"}, {"cluster", "kernel"}}}};
    const auto floor = std::ranges::find(kind.fields, "floor", &Field::name);
    const auto own = methodFields();
    kind.fields.insert(floor, own.begin(), own.end());
    return kind;
}

}  // namespace winnow::jobs
