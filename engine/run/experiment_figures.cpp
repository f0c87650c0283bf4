// SPDX-License-Identifier: Apache-2.0
#include "engine/run/experiment_figures.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace winnow::run {

nlohmann::json figureOf(double value) {
    return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

nlohmann::json verdictOf(const stats::TTest& test) {
    constexpr double kSignificant = 0.05;
    if (std::isnan(test.df)) return nullptr;
    if (!(test.p < kSignificant)) return "no difference";
    return test.t > 0 ? "better" : "worse";
}

nlohmann::json figuresOf(const stats::Summary& summary) {
    return {{"mean", figureOf(summary.mean)},
            {"deviation", figureOf(summary.deviation)},
            {"low", figureOf(summary.low)},
            {"high", figureOf(summary.high)},
            {"n", summary.n}};
}

void writeResult(store::ArtifactDraft& draft,
                 nlohmann::json& figures,
                 const nlohmann::json& settings,
                 double seconds) {
    figures["seconds"] = seconds;
    nlohmann::json all = figures;
    all["settings"] = settings;
    draft.writeText("result.json", all.dump(2));
}

}  // namespace winnow::run
