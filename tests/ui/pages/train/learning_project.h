// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/session/sample_project.h"

namespace winnow::test {

/// A SampleProject's data set (label i % 4) with runs of 6 epochs whose records agree with each
/// other. Epochs from 0:
///   right      never where i % 10 == 9, else
///              i % 5 == 0: in epochs 0, 2, 4, so forgotten in 1, 3 and 5
///              i % 5 == 1: but in epoch 4, so forgotten there
///              else from epoch 1 on
///   loss       (i % 7 + 1) / (epoch + 1) nats; difficulty is its sum over the epochs
///   prediction the label, the next class where i % 10 == 9
///   fitted     where i % 10 != 1
class LearningProject : public SampleProject {
public:
    static constexpr std::int64_t kLearningEpochs = 6;

    /// With as many runs, named "first", "second", ...
    explicit LearningProject(int runs = 1, std::int64_t samples = 200);

    std::string addLearningRun(const std::string& name, std::int64_t seed);

    [[nodiscard]] static bool right(std::int64_t epoch, std::int64_t sample);
    [[nodiscard]] static double loss(std::int64_t epoch, std::int64_t sample);
    [[nodiscard]] static std::int64_t events(std::int64_t sample);
};

}  // namespace winnow::test
