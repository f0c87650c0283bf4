// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"

#include <filesystem>
#include <string>
#include <vector>

/// NumPy's .npz: a zip archive of .npy members, stored or deflated.
namespace winnow::store {

struct NpzMember {
    std::string name;  ///< without ".npy"
    DType dtype = DType::Float32;
    Shape shape;
};

/// Names, types and shapes, from the members' headers alone.
[[nodiscard]] std::vector<NpzMember> listNpz(const std::filesystem::path& file);

/// Reads the named members (all when `names` is empty). Throws Error{BadInput}: no zip, damaged,
/// an object array, a member missing, or one that unpacks to far more than it holds
/// (over 1,000 times and over 64 MiB); Error{OutOfResources} when memory is short.
[[nodiscard]] NamedArrays readNpz(const std::filesystem::path& file,
                                  const std::vector<std::string>& names = {});

enum class NpzCompression { Stored, Deflated };

/// Atomic; members in name order, fixed time stamps, so equal arrays give equal files.
void writeNpz(const std::filesystem::path& file, const NamedArrays& arrays,
              NpzCompression compression = NpzCompression::Stored);

}  // namespace winnow::store
