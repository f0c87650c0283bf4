// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"

namespace winnow::jobs {

Declaration compareClustersKind() {
    auto clusters =
        artifactField("cluster",
                      "cluster",
                      "The two clusterings to compare, of one data set: of two kernels, "
                      "two trainings or two settings.");
    clusters.required = true;
    clusters.repeated = true;
    return {.kind = "compare-clusters",
            .family = "experiment",
            .title = "Compare two clusterings",
            .help =
                "Tells how much two clusterings agree, in all and per class: adjusted Rand "
                "index, rank correlation of the sizes of the samples' own clusters, overlap of "
                "the head clusters.",
            .fields = {clusters, nameField("What to call the comparison.", false)},
            .makes = "compare-clusters"};
}

}  // namespace winnow::jobs
