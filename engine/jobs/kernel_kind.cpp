// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

namespace winnow::jobs {
namespace {

using Fields = std::vector<Field>;

Field required(Field field) {
    field.required = true;
    return field;
}

Fields pairFields() {
    return {
        {.name = "kind",
         .type = FieldType::Choice,
         .help = "lpntk uses the labels' signs; pntk ignores labels; centred parts classes best. "
                 "With ten classes lpntk is mostly positive even across classes. Several, as "
                 "lpntk,pntk, are computed in one sweep and make a kernel each.",
         .defaultValue = "lpntk",
         .repeated = true,
         .plainWhenOne = true,
         .choices = {"lpntk", "pntk", "centred"},
         .group = "Kernel"},
        {.name = "scope",
         .type = FieldType::Choice,
         .help = "all compares every two samples; per-class only those of one class, which is "
                 "as many times cheaper as there are classes.",
         .defaultValue = "all",
         .choices = {"all", "per-class"},
         .group = "Kernel"},
        {.name = "class",
         .type = FieldType::Integer,
         .help = "Only samples of this class number; without it all classes.",
         .minimum = 0,
         .maximum = 1e6,
         .group = "Kernel"},
        {.name = "projection",
         .type = FieldType::Integer,
         .help = "Numbers that stand for a sample's gradient, by seeded random projection: fewer "
                 "is faster and rougher. 0 computes exactly.",
         .defaultValue = "0",
         .unit = "numbers",
         .minimum = 0,
         .maximum = 1048576,
         .group = "Kernel"},
        seedField("Decides the random projection and the checked samples."),
        {.name = "checkpoint",
         .type = FieldType::Choice,
         .help = "Weights the kernel is taken at: the epoch of best validation accuracy, the last, "
                 "or, as epoch-5, one after which the training kept a snapshot.",
         .defaultValue = "best",
         .choices = {"best", "last", "epoch-N"},
         .group = "Kernel"}};
}

Fields recordFields() {
    return {
        {.name = "neighbours",
         .type = FieldType::Integer,
         .help = "Partners of either sign kept per sample.",
         .defaultValue = "64",
         .unit = "samples",
         .minimum = 1,
         .maximum = 256,
         .group = "Records"},
        {.name = "threshold",
         .type = FieldType::Real,
         .help = "Both ratios from here up make a pair interchangeable, both from minus this down "
                 "contradictory; higher is stricter.",
         .defaultValue = "0.6",
         .minimum = 0.5,
         .maximum = 1,
         .minimumExcluded = true,
         .group = "Records"},
        {.name = "unrelated",
         .type = FieldType::Real,
         .help = "A cosine of at most this size makes a pair unrelated.",
         .defaultValue = "0.1",
         .minimum = 0,
         .maximum = 1,
         .group = "Records"},
        {.name = "store-matrix",
         .type = FieldType::Flag,
         .help = "Also store the whole matrix: 4 bytes for each of samples x samples.",
         .defaultValue = "false",
         .group = "Records"}};
}

Fields machineFields() {
    return {{.name = "block",
             .type = FieldType::Integer,
             .help = "Samples per block; it shrinks by itself to stay under --memory.",
             .defaultValue = "1024",
             .unit = "samples",
             .minimum = 16,
             .maximum = 65536,
             .group = "Machine"},
            {.name = "memory",
             .type = FieldType::Real,
             .help = "Memory the job may take; 0 takes up to half of what is free.",
             .defaultValue = "0",
             .unit = "GB",
             .minimum = 0,
             .maximum = 1e6,
             .group = "Machine"},
            precisionField(),
            deviceField(),
            threadsField(),
            nameField("What to call the kernel.", false)};
}

}  // namespace

Declaration kernelKind() {
    Declaration kind{
        .kind = "kernel",
        .title = "Compute how samples act on each other",
        .help =
            "Computes the interaction of every two samples at a run's weights: "
            "neighbours of both signs, redundancy, relations. Finished tiles survive a "
            "stop.",
        .fields = {required(artifactField("run", "run", "Training to look at."))},
        .makes = "kernel",
        .computes = true,
        .resumable = true};
    for (auto&& group : {pairFields(), recordFields(), machineFields()})
        kind.fields.insert(kind.fields.end(), group.begin(), group.end());
    return kind;
}

Declaration embedKind() {
    return {.kind = "embed",
            .title = "Lay samples out as a map",
            .help =
                "Places the samples in a few dimensions so that those with much interaction lie "
                "together (leading eigenvectors of the kernel).",
            .fields = {required(artifactField("kernel", "kernel", "Kernel to lay out.")),
                       {.name = "dimensions",
                        .type = FieldType::Integer,
                        .help = "Coordinates per sample.",
                        .defaultValue = "3",
                        .minimum = 1,
                        .maximum = 256,
                        .group = "Result"},
                       seedField("Decides where the iteration starts."),
                       nameField("What to call the map.", false),
                       deviceField(),
                       threadsField()},
            .makes = "embedding",
            .computes = true};
}

}  // namespace winnow::jobs
