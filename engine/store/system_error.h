// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/error.h"

#include <filesystem>
#include <string_view>

namespace winnow::store {

/// An errno value as a sentence a person can act on: "cannot write /data/x.npy: the disk is full;
/// ...". A full disk, a used-up quota, memory and exhausted handles are OutOfResources; a file or
/// folder that is absent, forbidden or read-only is BadInput; the rest is Internal.
[[nodiscard]] Error systemError(int code,
                                std::string_view action,
                                const std::filesystem::path& file);

}  // namespace winnow::store
