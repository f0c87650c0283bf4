// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/kinds.h"
#include "engine/jobs/nearest.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace winnow::jobs {
namespace {

const Declaration& named(std::span<const Declaration> all,
                         std::string_view kind,
                         std::string_view what) {
    const auto found = std::ranges::find(all, kind, &Declaration::kind);
    if (found != all.end()) return *found;
    std::vector<std::string> kinds;
    for (const auto& one : all) kinds.push_back(one.kind);
    throw badInput(fmt::format("there is no {} \"{}\"{}; there are {}",
                               what,
                               kind,
                               suggestion(kind, kinds),
                               fmt::join(kinds, ", ")));
}

}  // namespace

std::span<const Declaration> declarations() {
    static const std::array all{demoKind(),
                                importKind(),
                                trainKind(),
                                kernelKind(),
                                clusterKind(),
                                selectKind(),
                                embedKind(),
                                exportKind(),
                                evaluateKind(),
                                findingsKind(),
                                distillKind(),
                                difficultyKind(),
                                difficultyControlKind(),
                                forgettingPredictionKind(),
                                smallBudgetKind(),
                                compareClustersKind(),
                                labelFlipsKind(),
                                gapCheckKind(),
                                kernelCurveKind(),
                                transferKind()};
    return all;
}

const Declaration& declaration(std::string_view kind) {
    return named(declarations(), kind, "job kind");
}

std::string commandWords(const Declaration& declaration) {
    return declaration.family.empty() ? declaration.kind
                                      : declaration.family + ' ' + declaration.kind;
}

const std::vector<std::string>& artifactKinds() {
    static const std::vector<std::string> kinds = [] {
        std::vector<std::string> each;
        for (const auto& one : declarations())
            if (!one.makes.empty() && std::ranges::find(each, one.makes) == each.end())
                each.push_back(one.makes);
        return each;
    }();
    return kinds;
}

const Declaration& calcDeclaration(std::string_view verb) {
    return named(calcDeclarations(), verb, "calc verb");
}

}  // namespace winnow::jobs
