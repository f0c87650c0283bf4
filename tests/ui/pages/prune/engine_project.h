// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace winnow::test {

/// Makes a project by the real engine: the first 300 images of the planted set, a training of four
/// epochs, its kernel and clusters. Empty on success, else what the engine said.
[[nodiscard]] QString makePlantedProject(const QString& folder);

}  // namespace winnow::test
