// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scene/matrix_order.h"
#include "ui/scene/matrix_tile.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace winnow::ui {

using TilePointer = std::shared_ptr<const MatrixTile>;

/// Where a MatrixView gets the values of a symmetric matrix from. Tiles are made one at a time, in
/// the order of the last want(), so that what is looked at comes first and what was scrolled past
/// is never made.
class MatrixSource : public QObject {
    Q_OBJECT

public:
    explicit MatrixSource(MatrixOrder order, QObject* parent = nullptr);

    [[nodiscard]] const MatrixOrder& order() const { return m_order; }
    [[nodiscard]] std::int64_t size() const { return m_order.size(); }

    /// Takes the place of what was wanted before. Keys are upper().
    void want(std::vector<TileKey> keys);
    /// Starts again after failed().
    void retry();
    [[nodiscard]] bool hasFailed() const { return m_hasFailed; }

Q_SIGNALS:
    void tileReady(const winnow::ui::TileKey& key, const winnow::ui::TilePointer& tile);
    /// One sentence; nothing more is made until retry().
    void failed(const QString& sentence);

protected:
    /// Makes one tile without blocking, then calls finish() or fail() in this thread.
    virtual void make(const TileKey& key) = 0;
    void finish(MatrixTile tile);
    void fail(const QString& sentence);

private:
    void next();

    MatrixOrder m_order;
    std::vector<TileKey> m_wanted;
    std::optional<TileKey> m_making;
    bool m_hasFailed = false;
};

}  // namespace winnow::ui

Q_DECLARE_METATYPE(winnow::ui::TileKey)
Q_DECLARE_METATYPE(winnow::ui::TilePointer)
