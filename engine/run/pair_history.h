// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/kernel_artifact.h"
#include "engine/jobs/context.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <memory>
#include <span>
#include <string>

namespace winnow::run {

/// How a pair of samples acts on each other at every snapshot of a training. The networks of the
/// run asked about last stay in memory as long as their weights fit 512 MB.
class PairHistory {
public:
    /// The project is borrowed.
    explicit PairHistory(const store::Project& project);
    ~PairHistory();

    /// {"kernel", "samples" [2], "classes" [2], "run", "snapshots" [CHECKPOINT, ...], "at_kernel"
    /// CHECKPOINT}: at the snapshots of the kernel's run in the order of their epochs, and at the
    /// weights the kernel was taken at. CHECKPOINT is {"checkpoint" "epoch-5" | "best" | "last",
    /// "epoch" (counted from 1), "kappa", "kappa_own" [2], "cosine" (null without gradient),
    /// "relation", "losses" [2] (cross-entropy, nats), "probabilities" [2] (of the own label)}.
    /// kappa is of the kernel's kind and exact, whatever the kernel's projection. Throws
    /// Error{BadInput}: a run without snapshots, a sample that is not there; Cancelled.
    [[nodiscard]] nlohmann::json of(const empirical::KernelArtifact& kernel,
                                    std::span<const std::int64_t> samples,
                                    const jobs::JobContext& context);

private:
    struct Network;
    [[nodiscard]] std::shared_ptr<const Network> network(const empirical::KernelArtifact& kernel,
                                                         const std::string& checkpoint);

    const store::Project& m_project;
    std::string m_kept;  ///< run and precision of the networks below
    std::int64_t m_bytes = 0;
    std::map<std::string, std::shared_ptr<const Network>> m_networks;  ///< by checkpoint
};

}  // namespace winnow::run
