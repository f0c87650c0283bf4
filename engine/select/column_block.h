// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/select/fpc_candidates.h"
#include "engine/select/kernel_columns.h"

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::select {

/// Columns asked for ahead of need: with each column that is missing, those of the candidates most
/// likely to be next. Never asks for a column it still holds. Memory: columns.batch() columns.
template <typename T>
class ColumnBlock {
public:
    explicit ColumnBlock(BasicKernelColumns<T>& columns);

    /// kappa(member, .), [n]; valid until the next call. With `exceeding`, elements that do not
    /// exceed a candidate's own value may be any such finite number (columnsAbove): attract() does
    /// not look at them, now or later, since a candidate's own value only grows.
    [[nodiscard]] std::span<const T> column(std::int64_t member,
                                            const FpcCandidates<T>& candidates,
                                            bool exceeding);

private:
    [[nodiscard]] std::span<T> slot(std::size_t index);
    void keepOnly(const std::vector<std::int64_t>& wanted);

    BasicKernelColumns<T>& m_columns;
    /// How many to ask for next: few at first, while a new centroid still changes which candidates
    /// are farthest and reaches most of them; doubling up to columns.batch().
    std::int64_t m_next = 1;
    std::vector<std::int64_t> m_held;  ///< members, slot by slot
    std::vector<T> m_values;
};

}  // namespace winnow::select
