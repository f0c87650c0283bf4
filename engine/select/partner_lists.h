// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace winnow::select {

/// A partner of a row and the key it is ranked by: larger is better.
struct Partner {
    float key;
    std::int32_t position;
};

/// The k best partners of every row, best first; equal keys rank by position, lowest first. What is
/// kept does not depend on the order in which partners are offered. Different rows may be used from
/// different threads.
class PartnerLists {
public:
    PartnerLists() = default;
    PartnerLists(std::int64_t rows, std::int64_t k);

    [[nodiscard]] std::int64_t k() const { return m_k; }
    /// A partner at `firstPosition` or later must have a key above this to enter the row's list.
    /// Infinity when k is 0.
    [[nodiscard]] float limit(std::int64_t row, std::int64_t firstPosition) const;
    /// Adds the candidates that belong in the list; reorders `candidates`. O(candidates + k log k).
    void merge(std::int64_t row, std::vector<Partner>& candidates, std::vector<Partner>& scratch);
    /// Best first; position -1 and key -infinity where there are fewer than k.
    [[nodiscard]] std::span<const Partner> row(std::int64_t row) const;

    /// keys f32 [rows,k] and positions i32 [rows,k], as two arrays.
    [[nodiscard]] store::Array keys() const;
    [[nodiscard]] store::Array positions() const;
    /// Throws Error{BadInput} when the shapes are others.
    void restore(const store::Array& keys, const store::Array& positions);

private:
    std::int64_t m_rows = 0;
    std::int64_t m_k = 0;
    std::vector<Partner> m_partners;
};

}  // namespace winnow::select
