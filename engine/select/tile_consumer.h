// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

/// Everything a kernel job keeps of an N x N kernel that is never stored: one pass over its tiles.
namespace winnow::select {

struct TileState;

struct TileConsumerOptions {
    std::int64_t classes = 0;      ///< K; labels are in 0..K-1
    std::int64_t neighbours = 64;  ///< k, most interchangeable and most opposed, 1..256
    std::int64_t unrelated = 16;   ///< k', smallest |cosine|, 0..256
    double relation = 0.6;  ///< t in (1/2, 1]: both ratios at least t (methods/lpntk.md, section 2)
    bool perClass = false;  ///< tiles hold pairs of equal label only
    std::int64_t histogramBins = 200;  ///< even, 2..4096
    /// Relative rounding of the tiles: a sample is redundant where best > kappa_ii (1 + tolerance),
    /// so that exact duplicates, whose two values differ by rounding only, are not. 0: the rule as
    /// the paper writes it.
    double redundancyTolerance = 1e-6;
    unsigned threads = 1;
};

/// Consumes the tiles of a symmetric kernel and keeps, per sample: the k most interchangeable, most
/// opposed and least related partners, best and witness, mean kappa to each class, counts of
/// positive, interchangeable and contradictory partners; and one histogram within and across
/// classes.
///
/// Rows are positions 0..N-1 in the caller's order; `samples[position]` is the sample's id in the
/// data set. Ties go to the lowest position (so keep ids ascending within a class). Every unordered
/// pair must be given once: either as an element of a symmetric tile, or as both elements (i,j) and
/// (j,i) of plain ones. The result depends on the order of the tiles only through the rounding of
/// class sums, and never on `threads`. Memory: about N (16 k + 8 k' + 8 K + 40) bytes. One caller
/// at a time.
class TileConsumer {
public:
    /// diagonal [N] kappa_ii, labels [N], samples [N] or empty for 0..N-1.
    /// Throws Error{BadInput}: an option or label out of range, a diagonal that is negative or not
    /// finite.
    TileConsumer(std::span<const float> diagonal,
                 std::span<const std::int64_t> labels,
                 std::span<const std::int64_t> samples,
                 const TileConsumerOptions& options);
    ~TileConsumer();
    TileConsumer(TileConsumer&&) noexcept;
    TileConsumer& operator=(TileConsumer&&) noexcept;

    /// tile [rowCount, colCount], row-major: kappa of rows rowBegin.. with columns colBegin.. .
    /// symmetric: the tile stands for its transpose too. A tile on the diagonal (same rows as
    /// columns) already holds both elements of each pair; there `symmetric` changes nothing. Partly
    /// overlapping ranges are refused. `stride` is the distance between rows in elements, 0 for
    /// colCount. Throws Error{Internal} for a tile that does not fit, Error{BadInput} naming the
    /// two samples of a NaN or infinity (the state is then unusable).
    void consume(std::span<const float> tile,
                 std::int64_t rowBegin,
                 std::int64_t rowCount,
                 std::int64_t colBegin,
                 std::int64_t colCount,
                 bool symmetric,
                 std::int64_t stride = 0);

    /// The state as arrays, for the work folder of a job; restore() continues bit for bit.
    [[nodiscard]] store::NamedArrays toArrays() const;
    /// Throws Error{BadInput} when the arrays are of another size or option set.
    void restore(const store::NamedArrays& state);

    /// The arrays of the `kernel` artifact, by file name without ".npy", rows in ascending order of
    /// sample id:
    ///   diagonal f32 [N]; neighbours i64, neighbour_values f32 [N,k]; opposed, opposed_values
    ///   [N,k]; unrelated, unrelated_values [N,k'] (|cosine|); best f32, witness i64, redundant u8
    ///   [N]; class_mean f32 [N,K]; positive_share f32, contradictory i64, interchangeable i64 [N];
    ///   histogram i64 [2,B] (within, across; each unordered pair once), histogram_edges f64 [B+1];
    ///   and sample i64 [N] when the ids are not 0..N-1.
    /// Partners are sample ids; where there are fewer than k: id -1, value NaN. Without any partner
    /// best is NaN, witness -1 and shares NaN. Bins are even in sign(kappa) sqrt|kappa|, up to max
    /// kappa_ii, with an edge at 0.
    [[nodiscard]] store::NamedArrays results() const;
    /// What results() had to say: classes that would have vanished and keep their largest sample.
    [[nodiscard]] std::vector<std::string> warnings() const;

private:
    std::unique_ptr<TileState> m_state;
};

}  // namespace winnow::select
