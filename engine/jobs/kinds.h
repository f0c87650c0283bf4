// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/declaration.h"

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

/// The declarations, one function per job kind, and the fields several of them share.
namespace winnow::jobs {

[[nodiscard]] Declaration demoKind();
[[nodiscard]] Declaration importKind();
[[nodiscard]] Declaration trainKind();
[[nodiscard]] Declaration kernelKind();
[[nodiscard]] Declaration clusterKind();
[[nodiscard]] Declaration selectKind();
[[nodiscard]] Declaration evaluateKind();
[[nodiscard]] Declaration exportKind();
[[nodiscard]] Declaration embedKind();
[[nodiscard]] Declaration forgettingPredictionKind();
[[nodiscard]] Declaration gapCheckKind();
[[nodiscard]] Declaration difficultyKind();
[[nodiscard]] Declaration difficultyControlKind();
[[nodiscard]] Declaration smallBudgetKind();
[[nodiscard]] Declaration compareClustersKind();
[[nodiscard]] Declaration findingsKind();
[[nodiscard]] Declaration labelFlipsKind();

[[nodiscard]] Field deviceField();
[[nodiscard]] Field threadsField();
[[nodiscard]] Field precisionField();
[[nodiscard]] Field seedField(std::string help);
[[nodiscard]] Field nameField(std::string help, bool required);
[[nodiscard]] Field artifactField(std::string name, std::string kind, std::string help);
/// Which network, and the file of a network that Winnow does not build itself.
[[nodiscard]] Field modelField();
[[nodiscard]] Field moduleField();
/// What every training is told: data set, network, first weights; how its weights move.
[[nodiscard]] std::vector<Field> networkFields();
[[nodiscard]] std::vector<Field> optimiserFields();
[[nodiscard]] Field augmentField();
/// A kernel of an infinitely wide network, RBF or linear: which, and its numbers.
[[nodiscard]] std::vector<Field> infiniteKernelFields();
/// Methods of `select` that put the samples in an order, and the fields that only one of them reads.
[[nodiscard]] const std::vector<std::string>& rankedMethods();
[[nodiscard]] std::vector<Field> methodFields();
/// Another default for the field of that name.
void setDefault(std::vector<Field>& fields, std::string_view name, std::string value);

/// Sets of defaults under one name: "quick" (minutes on a CPU), "paper-mnist", "paper-cifar10" (the
/// paper's own sizes). The first is the default.
[[nodiscard]] Field presetField(std::vector<std::string> presets);
/// Where `preset` is chosen, these fields have these defaults; what a person gives wins.
void addPreset(std::vector<Field>& fields,
               const std::string& preset,
               std::initializer_list<std::pair<std::string_view, std::string>> values);

}  // namespace winnow::jobs
