// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/session/sample_project.h"

#include <nlohmann/json_fwd.hpp>

namespace winnow::test {

/// A SampleProject's data set with experiments as the engine stores them, whose figures follow from
/// accuracy() below.
class EvaluationProject : public SampleProject {
public:
    static constexpr std::int64_t kSeeds = 10, kEvaluationEpochs = 8;

    explicit EvaluationProject(std::int64_t samples = 200) : SampleProject(samples, false) {}

    /// lpntk-pipeline, el2n and forgetting at 20, 40, 60, 80 and 90 %, with random and full.
    /// lpntk-pipeline is above random everywhere, forgetting below, el2n the same at 80 %.
    std::string addEvaluation(const std::string& name);
    /// At 1 % the head cluster is better, with ten samples fewer than asked for; at 5 % there is no
    /// difference.
    std::string addSmallBudget(const std::string& name);
    /// Widths 64 to 4096; the scaled gap is 4, at 4096 one pair of 40 is above its bound.
    std::string addGapCheck(const std::string& name);
    /// An artifact of that kind with this result.json and, as accuracy.npy, one row of one epoch.
    std::string addResult(const std::string& kind, const std::string& json);

    /// result.json of addEvaluation().
    [[nodiscard]] nlohmann::json evaluationJson() const;

    /// Test accuracy of a training after the last epoch, a share.
    [[nodiscard]] static double accuracy(const std::string& method, double keep, std::int64_t seed);
    /// After `epoch`, from 0.
    [[nodiscard]] static double accuracyAfter(std::int64_t epoch, double last);

private:
    [[nodiscard]] store::ArtifactDraft experiment(store::Project& project,
                                                  const std::string& kind,
                                                  const std::string& name) const;
};

}  // namespace winnow::test
