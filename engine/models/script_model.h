// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"
#include "engine/store/array.h"

#include <filesystem>
#include <memory>

namespace winnow::models {

/// A person's own TorchScript module. A TorchScript file is foreign code: callers ask the person
/// first. imageShape [C,H,W] is what it will be given; a trial image decides the class count.
/// Throws Error{BadInput}: no TorchScript file, no trainable parameters, or an output that is not
/// (B,K) with K >= 2.
[[nodiscard]] std::unique_ptr<Model> loadScriptModel(const std::filesystem::path& file,
                                                     const store::Shape& imageShape,
                                                     Precision precision = Precision::Float32,
                                                     Device device = Device::Cpu);

}  // namespace winnow::models
