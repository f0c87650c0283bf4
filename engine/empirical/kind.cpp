// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/kind.h"

#include "engine/store/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace winnow::empirical {
namespace {

constexpr std::array<std::pair<std::string_view, KernelKind>, 3> kNames{
    {{"lpntk", KernelKind::LpNtk}, {"pntk", KernelKind::PNtk}, {"centred", KernelKind::Centred}}};

struct Entries {
    double atLabel;
    double elsewhere;
};

Entries entriesOf(KernelKind kind, double classes) {
    switch (kind) {
        case KernelKind::LpNtk:
            return {1.0, -1.0};
        case KernelKind::PNtk:
            return {1.0, 1.0};
        case KernelKind::Centred:
            return {1.0 - 1.0 / classes, -1.0 / classes};
    }
    throw internalError("a kernel kind without a vector");
}

}  // namespace

KernelKind kernelKind(std::string_view name) {
    for (const auto& [text, kind] : kNames)
        if (text == name) return kind;
    throw badInput("kind is \"" + std::string(name) + "\"; it is lpntk, pntk or centred");
}

std::string_view kernelKindName(KernelKind kind) {
    for (const auto& [text, known] : kNames)
        if (known == kind) return text;
    throw internalError("a kernel kind without a name");
}

std::vector<double> outputVectors(KernelKind kind,
                                  std::span<const std::int64_t> labels,
                                  std::int64_t classes) {
    const auto k = static_cast<double>(classes);
    const Entries entries = entriesOf(kind, k);
    const double scale = 1.0 / std::sqrt(k);
    std::vector<double> vectors(labels.size() * static_cast<std::size_t>(classes),
                                entries.elsewhere * scale);
    for (std::size_t row = 0; row < labels.size(); ++row) {
        if (labels[row] < 0 || labels[row] >= classes)
            throw badInput("label " + std::to_string(labels[row]) + " in row " +
                           std::to_string(row) + " is outside 0.." + std::to_string(classes - 1) +
                           ", the model's classes");
        vectors[row * static_cast<std::size_t>(classes) + static_cast<std::size_t>(labels[row])] =
            entries.atLabel * scale;
    }
    return vectors;
}

std::optional<Derivation> derivation(std::span<const KernelKind> kinds, std::int64_t classes) {
    const auto wanted = [&](KernelKind kind) { return std::ranges::count(kinds, kind) != 0; };
    if (!wanted(KernelKind::LpNtk) || !wanted(KernelKind::PNtk) || !wanted(KernelKind::Centred))
        return std::nullopt;
    return Derivation{.kind = KernelKind::LpNtk,
                      .sources = {KernelKind::Centred, KernelKind::PNtk},
                      .weights = {2.0, 2.0 / static_cast<double>(classes) - 1.0}};
}

}  // namespace winnow::empirical
