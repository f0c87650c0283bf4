// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/declaration.h"

/// The declarations, one function per job kind, and the fields several of them share.
namespace winnow::jobs {

[[nodiscard]] Declaration demoKind();
[[nodiscard]] Declaration importKind();
[[nodiscard]] Declaration trainKind();
[[nodiscard]] Declaration kernelKind();
[[nodiscard]] Declaration clusterKind();
[[nodiscard]] Declaration selectKind();
[[nodiscard]] Declaration exportKind();
[[nodiscard]] Declaration embedKind();

[[nodiscard]] Field deviceField();
[[nodiscard]] Field threadsField();
[[nodiscard]] Field precisionField();
[[nodiscard]] Field seedField(std::string help);
[[nodiscard]] Field nameField(std::string help, bool required);
[[nodiscard]] Field artifactField(std::string name, std::string kind, std::string help);
/// Which network, and the file of a network that Winnow does not build itself.
[[nodiscard]] Field modelField();
[[nodiscard]] Field moduleField();

}  // namespace winnow::jobs
