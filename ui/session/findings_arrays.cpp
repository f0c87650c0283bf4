// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/findings_arrays.h"

#include "engine/store/error.h"
#include "ui/session/artifact_files.h"

#include <algorithm>

namespace winnow::ui {
FindingsArrays findingsArrays(const store::Project& project,
                              const std::string& id,
                              std::int64_t samples,
                              std::int64_t classes) {
    const ArtifactFiles load(project, id);
    FindingsArrays findings;
    load.required(findings.sample, "sample.npy", {ArtifactFiles::kAny});
    const std::int64_t suspects = findings.sample.dim(0);
    load.required(findings.score, "score.npy", {suspects});
    load.required(findings.suggested, "suggested.npy", {suspects});
    load.required(findings.evidence, "evidence.npy", {suspects, kEvidence});
    load.required(findings.duplicate, "duplicate.npy", {ArtifactFiles::kAny, 2});
    const std::int64_t pairs = findings.duplicate.dim(0);
    load.required(findings.duplicateCosine, "duplicate_cosine.npy", {pairs});
    load.required(findings.duplicateKind, "duplicate_kind.npy", {pairs});
    const auto within = [](std::int64_t end) {
        return [end](std::int64_t value) { return value >= 0 && value < end; };
    };
    if (!std::ranges::all_of(findings.sample.values(), within(samples)) ||
        !std::ranges::all_of(findings.duplicate.values(), within(samples)) ||
        !std::ranges::all_of(findings.suggested.values(), within(classes)))
        throw badInput(id +
                       " names samples or classes that its data set does not have; search "
                       "for label errors again");
    findings.id = QString::fromStdString(id);
    return findings;
}

}  // namespace winnow::ui
