// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/select/kernel_columns.h"

#include <cstdint>
#include <span>
#include <vector>

namespace winnow::select {

/// Columns of a stored symmetric matrix [N,N], in memory or mapped: its rows. float or double.
/// The matrix must outlive this. Members that follow each other in the matrix are seen in place,
/// others are gathered.
template <typename T>
class StoredColumns final : public BasicKernelColumns<T> {
public:
    /// members: rows of the matrix, ascending. Throws Error{BadInput}: not square, a member out of
    /// range.
    StoredColumns(std::span<const T> matrix, std::int64_t rows, std::vector<std::int64_t> members);
    /// All rows.
    StoredColumns(std::span<const T> matrix, std::int64_t rows);

    [[nodiscard]] std::int64_t size() const override { return std::ssize(m_members); }
    [[nodiscard]] std::span<const T> diagonal() const override { return m_diagonal; }
    void columns(std::span<const std::int64_t> wanted, std::span<T> out) override;
    [[nodiscard]] std::span<const T> view(std::int64_t member) const override;

private:
    std::span<const T> m_matrix;
    std::int64_t m_rows;
    std::vector<std::int64_t> m_members;
    std::vector<T> m_diagonal;
    bool m_contiguous = true;
};

/// Throws Error{BadInput} for a matrix that is no kernel: not finite, or K[i,j] and K[j,i] further
/// apart than 1e-4 of the largest |entry|. matrix [rows,rows]; `name` stands for it in the
/// sentence.
template <typename T>
void requireKernel(std::span<const T> matrix, std::int64_t rows, const char* name);

}  // namespace winnow::select
