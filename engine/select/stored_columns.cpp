// SPDX-License-Identifier: Apache-2.0
#include "engine/select/stored_columns.h"

#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace winnow::select {
namespace {

/// Square blocks, so that K[i,j] and K[j,i] are both read along cache lines.
constexpr std::int64_t kBlock = 64;

}  // namespace

template <typename T>
StoredColumns<T>::StoredColumns(std::span<const T> matrix,
                                std::int64_t rows,
                                std::vector<std::int64_t> members)
    : m_matrix(matrix), m_rows(rows), m_members(std::move(members)) {
    if (std::ssize(matrix) != rows * rows) {
        throw badInput(fmt::format(
            "the kernel holds {} numbers; {} samples need {}", matrix.size(), rows, rows * rows));
    }
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        const std::int64_t row = m_members[i];
        if (row < 0 || row >= rows) {
            throw badInput(fmt::format("row {} is not in a kernel of {} samples", row, rows));
        }
        m_contiguous = m_contiguous && row == m_members.front() + static_cast<std::int64_t>(i);
        m_diagonal.push_back(matrix[at(row * rows + row)]);
    }
}

template <typename T>
StoredColumns<T>::StoredColumns(std::span<const T> matrix, std::int64_t rows)
    : StoredColumns(matrix, rows, allRows(rows)) {}

template <typename T>
std::span<const T> StoredColumns<T>::view(std::int64_t member) const {
    if (!m_contiguous || m_members.empty()) return {};
    return m_matrix.subspan(at(m_members[at(member)] * m_rows + m_members.front()),
                            m_members.size());
}

template <typename T>
void StoredColumns<T>::columns(std::span<const std::int64_t> wanted, std::span<T> out) {
    auto target = out.begin();
    for (const std::int64_t member : wanted) {
        const std::span<const T> row =
            m_matrix.subspan(at(m_members[at(member)] * m_rows), at(m_rows));
        for (const std::int64_t column : m_members) *target++ = row[at(column)];
    }
}

template <typename T>
void requireKernel(std::span<const T> matrix, std::int64_t rows, const char* name) {
    T largest = 0;
    for (std::size_t e = 0; e < matrix.size(); ++e) {
        if (!std::isfinite(matrix[e])) {
            throw badInput(
                fmt::format("{}[{},{}] is not a finite number; a kernel holds finite numbers",
                            name,
                            static_cast<std::int64_t>(e) / rows,
                            static_cast<std::int64_t>(e) % rows));
        }
        largest = std::max(largest, std::abs(matrix[e]));
    }
    const T tolerance = static_cast<T>(1e-4) * largest;
    for (std::int64_t p = 0; p < rows; p += kBlock) {
        for (std::int64_t q = p; q < rows; q += kBlock) {
            for (std::int64_t i = p; i < std::min(rows, p + kBlock); ++i) {
                for (std::int64_t j = std::max(q, i + 1); j < std::min(rows, q + kBlock); ++j) {
                    const T gap = std::abs(matrix[at(i * rows + j)] - matrix[at(j * rows + i)]);
                    if (gap <= tolerance) continue;
                    throw badInput(
                        fmt::format("{0}[{1},{2}] differs from {0}[{2},{1}] by {3:.3g}; a "
                                    "kernel is symmetric",
                                    name,
                                    i,
                                    j,
                                    gap));
                }
            }
        }
    }
}

template class StoredColumns<float>;
template class StoredColumns<double>;
template void requireKernel<float>(std::span<const float>, std::int64_t, const char*);
template void requireKernel<double>(std::span<const double>, std::int64_t, const char*);

}  // namespace winnow::select
