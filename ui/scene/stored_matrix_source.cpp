// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/stored_matrix_source.h"

#include <QPointer>
#include <QThreadPool>

#include <cmath>
#include <limits>

namespace winnow::ui {
namespace {

constexpr std::int64_t kStoredMembers = 8;

}  // namespace

/// What the thread reads; it lives as long as a tile is being made.
struct StoredMatrixSource::Shared {
    Mapped<float> matrix, diagonal;
    std::vector<std::int64_t> rows;  ///< position to row of the stored matrix
    bool cosine = false;

    float value(std::int64_t row, std::int64_t column) const {
        const float kappa = matrix[row * matrix.dim(1) + column];
        if (!cosine) return kappa;
        const float scale = diagonal[row] * diagonal[column];
        return scale > 0 ? kappa / std::sqrt(scale) : std::numeric_limits<float>::quiet_NaN();
    }

    float mean(const TileMembers& rowMembers,
               std::int64_t row,
               const TileMembers& columnMembers,
               std::int64_t column) const {
        double sum = 0;
        int count = 0;
        for (std::int64_t r = 0; r < rowMembers.members; ++r)
            for (std::int64_t c = 0; c < columnMembers.members; ++c) {
                const float v = value(stored(rowMembers, row, r), stored(columnMembers, column, c));
                if (std::isnan(v)) continue;
                sum += v;
                ++count;
            }
        return count > 0 ? static_cast<float>(sum / count)
                         : std::numeric_limits<float>::quiet_NaN();
    }

    std::int64_t stored(const TileMembers& members, std::int64_t cell, std::int64_t member) const {
        const std::int64_t position =
            members.positions[static_cast<std::size_t>(cell * members.members + member)];
        return rows[static_cast<std::size_t>(position)];
    }

    MatrixTile tile(const TileKey& key) const {
        const auto size = static_cast<std::int64_t>(rows.size());
        const TileMembers rowMembers = tileMembers(size, key.level, key.row, kStoredMembers);
        const TileMembers columnMembers = tileMembers(size, key.level, key.column, kStoredMembers);
        MatrixTile tile{
            rowMembers.cells, columnMembers.cells, {}, rowMembers.sampled || columnMembers.sampled};
        tile.values.reserve(static_cast<std::size_t>(tile.rows * tile.columns));
        for (std::int64_t r = 0; r < tile.rows; ++r)
            for (std::int64_t c = 0; c < tile.columns; ++c)
                tile.values.push_back(mean(rowMembers, r, columnMembers, c));
        return tile;
    }
};

StoredMatrixSource::StoredMatrixSource(const KernelArrays& kernel,
                                       MatrixOrder order,
                                       MatrixValues values,
                                       QObject* parent)
    : MatrixSource(std::move(order), parent) {
    auto shared = std::make_shared<Shared>();
    shared->matrix = kernel.matrix;
    shared->diagonal = kernel.diagonal;
    shared->cosine = values == MatrixValues::Cosine;
    for (const std::int64_t sample : this->order().samples)
        shared->rows.push_back(kernel.rowOf(sample).value());
    m_shared = std::move(shared);
}

StoredMatrixSource::~StoredMatrixSource() = default;

void StoredMatrixSource::make(const TileKey& key) {
    QThreadPool::globalInstance()->start(
        [shared = m_shared, key, source = QPointer<StoredMatrixSource>(this)] {
            MatrixTile tile = shared->tile(key);
            // The application outlives the pool's threads; the source may be gone.
            QMetaObject::invokeMethod(
                qApp,
                [source, tile = std::move(tile)]() mutable {
                    if (source) source->finish(std::move(tile));
                },
                Qt::QueuedConnection);
        });
}

}  // namespace winnow::ui
