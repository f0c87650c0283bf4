// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace winnow::data {

/// load.py beside distilled.npz: the arrays, and the preprocessing for a person's own images; needs
/// NumPy only.
[[nodiscard]] std::string_view numpyLoader();
/// load.py beside distilled.pt, for PyTorch.
[[nodiscard]] std::string_view torchLoader();

}  // namespace winnow::data
