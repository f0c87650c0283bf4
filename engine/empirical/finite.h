// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace at {
class Tensor;
}

namespace winnow::empirical {

/// How errors name the rows of a batch: counted from `first`, and anew after every `period` rows
/// where a batch holds the same samples several times.
class RowNames {
public:
    RowNames(std::int64_t first = 0,  // NOLINT(google-explicit-constructor): a plain count is one
             std::int64_t period = std::numeric_limits<std::int64_t>::max())
        : m_first(first), m_period(period) {}
    /// Borrowed: the name of every row.
    explicit RowNames(std::span<const std::int64_t> names) : m_names(names) {}

    [[nodiscard]] std::int64_t of(std::int64_t row) const {
        const std::int64_t at = m_skipped + row;
        return m_names.empty() ? m_first + at % m_period : m_names[static_cast<std::size_t>(at)];
    }
    /// The names of the rows from `row`.
    [[nodiscard]] RowNames from(std::int64_t row) const {
        RowNames rest = *this;
        rest.m_skipped += row;
        return rest;
    }

private:
    std::int64_t m_first = 0, m_period = std::numeric_limits<std::int64_t>::max();
    std::span<const std::int64_t> m_names;
    std::int64_t m_skipped = 0;
};

/// Throws Error{BadInput} naming the rows of `values` (n, ...) that hold
/// NaN or infinity; `what` they are, in the plural.
void refuseNonFinite(const at::Tensor& values, const char* what, const RowNames& names);

}  // namespace winnow::empirical
