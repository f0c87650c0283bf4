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
    float key;  ///< -infinity where there is none; never -0 or NaN
    std::int32_t position;
};

/// What a partner needs to enter a row's list: a key above `limit`, and to be among the `wanted`
/// best of those offered.
struct Entry {
    float limit = 0;
    std::int64_t wanted = 0;
};

/// The k best partners of every row; equal keys rank by position, lowest first. What is kept does
/// not depend on the order in which partners are offered. Different rows may be used from different
/// threads. A row gathers up to 2k partners before the worse ones are dropped, so that an offer
/// costs O(1) on average; memory 16 k bytes a row.
class PartnerLists {
public:
    PartnerLists() = default;
    PartnerLists(std::int64_t rows, std::int64_t k);

    [[nodiscard]] std::int64_t k() const { return m_k; }
    /// For partners at `firstPosition` or later. The limit is infinity when k is 0, and -infinity
    /// while the row has fewer than k.
    [[nodiscard]] Entry entry(std::int64_t row, std::int64_t firstPosition) const;
    /// Takes in the candidates that may belong in the list.
    void offer(std::int64_t row, std::span<const Partner> candidates);
    /// Brings every row into its order; to be called before the rows are read.
    void settle();

    /// The `place`-th best, from 0; position -1 and key -infinity where there are fewer. After
    /// settle().
    [[nodiscard]] Partner partner(std::int64_t row, std::int64_t place) const;
    /// keys f32 [rows,k] and positions i32 [rows,k], as two arrays. After settle().
    [[nodiscard]] store::Array keys() const;
    [[nodiscard]] store::Array positions() const;
    /// Throws Error{BadInput} when the shapes are others.
    void restore(const store::Array& keys, const store::Array& positions);

private:
    /// Key and position as one number that compares as Partners rank; 0: nobody.
    using Rank = std::uint64_t;
    static Rank rankOf(const Partner& partner);
    static Partner partnerOf(Rank rank);
    [[nodiscard]] std::span<Rank> slots(std::int64_t row);
    /// Keeps the k best of a row that holds at least k.
    void dropWorse(std::int64_t row);

    std::int64_t m_rows = 0;
    std::int64_t m_k = 0;
    std::vector<Rank> m_ranks;          ///< [rows, 2k]
    std::vector<std::int32_t> m_count;  ///< of a row's slots that hold a partner
    std::vector<Rank> m_worst;          ///< the k-th best of a row when some were dropped last
};

}  // namespace winnow::select
