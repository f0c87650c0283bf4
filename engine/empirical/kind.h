// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace winnow::empirical {

/// One formula, three vectors: kind(i,j) = v_i^T E_ij v_j / K (methods/lpntk.md, section 2; lpNTK
/// paper, eq. 3).
enum class KernelKind {
    LpNtk,    ///< v = s(y) = 2 onehot(y) - 1
    PNtk,     ///< v = 1: labels ignored
    Centred,  ///< v = onehot(y) - 1/K (section 4.6)
};

/// "lpntk", "pntk", "centred"; throws Error{BadInput} that lists them.
[[nodiscard]] KernelKind kernelKind(std::string_view name);
[[nodiscard]] std::string_view kernelKindName(KernelKind kind);

/// v_i / sqrt(K) for every label: [N, K], row-major. One backward pass of sum_i v_i^T z(x_i) /
/// sqrt(K) then gives features whose inner products are the kernel. Throws Error{BadInput} naming
/// the first row whose label is outside 0..K-1.
[[nodiscard]] std::vector<double> outputVectors(KernelKind kind,
                                                std::span<const std::int64_t> labels,
                                                std::int64_t classes);

/// phi of `kind` = sum of weights[i] phi of sources[i], as features are linear in v.
struct Derivation {
    KernelKind kind;
    std::array<KernelKind, 2> sources;
    std::array<double, 2> weights;
};

/// How one of several kinds follows from others of them, so that it needs no backward pass of its
/// own: lpNTK where pNTK and centred are there too, as s = 2 (onehot - 1/K) + (2/K - 1) 1
/// (methods/lpntk.md, section 2). The other way round digits would cancel: the centred features are
/// the shortest.
[[nodiscard]] std::optional<Derivation> derivation(std::span<const KernelKind> kinds,
                                                   std::int64_t classes);

}  // namespace winnow::empirical
