// SPDX-License-Identifier: Apache-2.0
#include "engine/run/executor.h"

#include <fmt/format.h>

#include <utility>

namespace winnow::run {

Executor executorOf(std::string_view kind) {
    constexpr std::pair<std::string_view, Executor> kTable[] = {
        {"demo", runDemo},
        {"import", runImport},
        {"train", runTrain},
        {"kernel", runKernel},
        {"cluster", runCluster},
        {"select", runSelect},
        {"embed", runEmbed},
        {"export", runExport},
        {"evaluate", runEvaluate},
        {"findings", runFindings},
        {"distill", runDistill},
        {"difficulty", runDifficulty},
        {"difficulty-control", runDifficultyControl},
        {"forgetting-prediction", runForgettingPrediction},
        {"small-budget", runSmallBudget},
        {"compare-clusters", runCompareClusters},
        {"label-flips", runLabelFlips},
        {"gap-check", runGapCheck},
        {"kernel-curve", runKernelCurve},
        {"transfer", runTransfer}};
    for (const auto& [name, executor] : kTable)
        if (name == kind) return executor;
    throw internalError(fmt::format("job kind \"{}\" is declared but nothing executes it", kind));
}

}  // namespace winnow::run
