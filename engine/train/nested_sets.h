// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// Which samples are learned together in the study of difficulty and set size (lpNTK paper,
/// Algorithm 1; methods/lpntk.md, section 4.4). Sizes are samples per class.
namespace winnow::train {

/// The sizes of the study, falling, each once, the universal set's `perClass` first. Throws
/// Error{BadInput} unless each divides the next larger one.
[[nodiscard]] std::vector<std::int64_t> nestedSizes(std::int64_t perClass,
                                                    std::vector<std::int64_t> sizes);

/// `perClass` samples of every class that has any, drawn by `seed`: ids, class after class, rising
/// within a class. labels in 0..classes-1. Throws Error{BadInput}: a class has fewer (the sentence
/// names the largest number possible), or there is no sample.
[[nodiscard]] std::vector<std::int64_t> universalSet(std::span<const std::int64_t> labels,
                                                     std::int64_t classes,
                                                     std::int64_t perClass,
                                                     std::uint64_t seed);

/// One partition of a universal set into sets of every size. Each class is shuffled once, so a set
/// is the union of smaller ones and no sample is in two sets of a size.
class NestedSets {
public:
    /// `classes`: that are in the universal set.
    NestedSets(std::int64_t classes, std::int64_t perClass, std::uint64_t seed);

    /// Sets of a size that divides the number of samples per class.
    [[nodiscard]] std::int64_t count(std::int64_t size) const { return m_perClass / size; }
    /// Positions in the universal set of the set `index` of that size, class after class.
    [[nodiscard]] std::vector<std::int64_t> positions(std::int64_t size, std::int64_t index) const;

private:
    std::int64_t m_classes, m_perClass;
    std::vector<std::int64_t> m_order;  ///< [classes, perClass] positions
};

}  // namespace winnow::train
