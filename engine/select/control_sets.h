// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// Company that makes a target sample easy or hard to learn (lpNTK paper, Sec. 4 and Fig. 2;
/// methods/lpntk.md, section 4.5).
namespace winnow::select {

/// Where the medium company is taken from.
enum class Medium {
    Edge,   ///< members of the head cluster least like the target (the paper)
    Middle  ///< the middle ranks of the class (the authors' code)
};

/// Positions of candidates, at most as many as were asked for. Equal kernels: lowest position.
struct ControlSets {
    std::vector<std::int64_t> interchangeable;     ///< largest kernel with the target first
    std::vector<std::int64_t> medium;              ///< Edge: smallest first; Middle: largest first
    std::vector<std::int64_t> nonInterchangeable;  ///< smallest first, outside the head cluster
};

/// For one class. kappa [m]: kernel of each clustered sample of the class with the target, which is
/// the candidate `target` and goes into no set. inHead [m]: 1 = in the class's largest cluster. The
/// sets may share samples where a cluster has fewer than twice as many as asked for. Throws
/// Error{BadInput} for a kernel that is not finite.
[[nodiscard]] ControlSets controlSets(std::span<const float> kappa,
                                      std::span<const std::uint8_t> inHead,
                                      std::int64_t target,
                                      std::int64_t wanted,
                                      Medium medium);

}  // namespace winnow::select
