// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/declaration.h"

#include <string>
#include <vector>

/// What the verbs of `calc` have in common, and their families.
namespace winnow::jobs {

/// A file that is read.
[[nodiscard]] Field inputFile(std::string name, std::string help, bool required);
/// --out.
[[nodiscard]] Field outputFile(std::string help, bool required = true);

/// One kernel, named by the person, and its numbers; with its ridge (reg, reg-scale) where `ridge`.
[[nodiscard]] std::vector<Field> oneKernelFields(bool ridge);

/// ntk, krr, kip-step, label-solve, zca, dimension.
[[nodiscard]] std::vector<Declaration> distillVerbs();

}  // namespace winnow::jobs
