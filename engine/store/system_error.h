// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/error.h"

#include <filesystem>
#include <string_view>
#include <utility>

namespace winnow::store {

/// An errno value as a sentence a person can act on: "cannot write /data/x.npy: the disk is full;
/// ...". A full disk, a used-up quota, memory and exhausted handles are OutOfResources; a file or
/// folder that is absent, forbidden or read-only is BadInput; the rest is Internal.
[[nodiscard]] Error systemError(int code,
                                std::string_view action,
                                const std::filesystem::path& file);

/// Calls `work` and turns what std::filesystem throws into such an Error.
template <typename Work>
decltype(auto) withFileErrors(Work&& work) {
    try {
        return std::forward<Work>(work)();
    } catch (const std::filesystem::filesystem_error& failure) {
        throw systemError(failure.code().value(), "read or write", failure.path1());
    }
}

}  // namespace winnow::store
