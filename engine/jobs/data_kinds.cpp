// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/export_formats.h"
#include "engine/jobs/kinds.h"

#include <algorithm>

namespace winnow::jobs {
namespace {

Field formatField() {
    return {.name = "format",
            .type = FieldType::Choice,
            .help = "How SOURCE is stored; auto looks at its content.",
            .defaultValue = "auto",
            .choices = {"auto",
                        "idx",
                        "cifar10",
                        "cifar100",
                        "svhn",
                        "npz",
                        "folder",
                        "tiny-imagenet",
                        "builtin"},
            .group = "Data"};
}

std::vector<std::string> allFormats() {
    std::vector<std::string> all = selectionFormats();
    for (const std::string& format : distilledFormats())
        if (std::ranges::find(all, format) == all.end()) all.push_back(format);
    return all;
}

}  // namespace

Declaration demoKind() {
    return {.kind = "demo",
            .title = "Try the whole job",
            .help =
                "Runs import, train, kernel, cluster, select and export on built-in data whose "
                "answers are known, and scores what was found against the truth.",
            .fields = {{.name = "fast",
                        .type = FieldType::Flag,
                        .help = "Fewer samples and epochs: under a minute, rougher figures.",
                        .defaultValue = "false",
                        .group = "Data"},
                       seedField("Decides the built-in data, the weights and every random choice."),
                       deviceField(),
                       threadsField()},
            .computes = true,
            .resumable = true};
}

Declaration importKind() {
    return {
        .kind = "import",
        .title = "Import a data set",
        .help =
            "Copies the images and labels of a data set into the project, which is made where "
            "there is none. Test images are kept apart for good.",
        .fields = {{.name = "source",
                    .type = FieldType::Path,
                    .help = "A file or folder, or the name of a built-in set: planted (made from "
                            "the seed), fashion-mnist (where Debian installs it).",
                    .required = true,
                    .positional = true,
                    .mustExist = true,
                    .choices = {"planted", "fashion-mnist"},
                    .group = "Data"},
                   nameField("What to call the data set.", true),
                   formatField(),
                   {.name = "size",
                    .type = FieldType::Size,
                    .help = "Resize every image to this height and width, with antialiasing; "
                            "without it images keep their size.",
                    .unit = "pixels",
                    .minimum = 1,
                    .maximum = 4096,
                    .group = "Data"},
                   {.name = "channels",
                    .type = FieldType::Integer,
                    .help =
                        "1 makes every image gray, 3 makes it RGB; without it as the source is.",
                    .choices = {"1", "3"},
                    .group = "Data"},
                   {.name = "limit",
                    .type = FieldType::Integer,
                    .help = "Take at most so many training images and at most so many test images: "
                            "random subsets by --seed, each class in its proportion. The planted "
                            "set is made with so many training and a quarter as many test images.",
                    .unit = "images",
                    .minimum = 1,
                    .maximum = 1e12,
                    .group = "Data"},
                   seedField("Decides the subset of --limit, the split of --test-share, the labels "
                             "of --flip-labels and what the planted set holds."),
                   {.name = "test-share",
                    .type = FieldType::Share,
                    .help = "Put this share of each class aside as test images when the source "
                            "has none; 0 keeps all for training.",
                    .defaultValue = "0",
                    .unit = "share",
                    .minimum = 0,
                    .maximum = 1,
                    .maximumExcluded = true,
                    .group = "Data"},
                   {.name = "flip-labels",
                    .type = FieldType::Share,
                    .help = "Change this share of the training labels to other classes on purpose, "
                            "each class in its proportion, to see what finds them again; "
                            "truth_flipped.npy and truth_label.npy say which and what they were. 0 "
                            "changes none.",
                    .defaultValue = "0",
                    .unit = "share",
                    .minimum = 0,
                    .maximum = 1,
                    .maximumExcluded = true,
                    .group = "Data"}},
        .makes = "dataset"};
}

Declaration exportKind() {
    return {
        .kind = "export",
        .title = "Export a selection or a distilled set",
        .help =
            "Writes the chosen samples and the test images to a folder, with a winnow.json "
            "that says what made them; or a distilled set, with all that is needed to use it.",
        .fields = {artifactField("selection", "selection", "Samples to export."),
                   artifactField("distilled", "distilled", "Distilled set to export."),
                   {.name = "checkpoint",
                    .type = FieldType::Integer,
                    .help = "A distilled set: the step whose images are written; without it the "
                            "last.",
                    .unit = "steps",
                    .minimum = 0,
                    .maximum = 1e9,
                    .group = "Data"},
                   {.name = "to",
                    .type = FieldType::Path,
                    .help = "Folder to write to; it is made, or must be empty.",
                    .required = true,
                    .group = "Result"},
                   {.name = "format",
                    .type = FieldType::Choice,
                    .help = "A selection: same is the format the data came in; folder is one "
                            "folder of images per class; csv lists indices and scores. A distilled "
                            "set: npz (what same means there) holds the exact numbers; torch the "
                            "same with a loader for PyTorch; png is one sheet, folder one file per "
                            "image, both rounded to 8 bits.",
                    .defaultValue = "same",
                    .choices = allFormats(),
                    .group = "Result"},
                   {.name = "files",
                    .type = FieldType::Choice,
                    .help = "Folders of images: copy the original files; link to them, which takes "
                            "no room, but a file changed in place is changed in both (hard links, "
                            "or symbolic ones on another file system, which import does not "
                            "follow); or write only the list of their paths.",
                    .defaultValue = "copy",
                    .choices = {"copy", "link", "list"},
                    .group = "Result"}},
        .needs = {{.anyOf = {"selection", "distilled"}}}};
}

}  // namespace winnow::jobs
