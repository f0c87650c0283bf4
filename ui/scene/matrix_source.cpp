// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/matrix_source.h"

#include <algorithm>
#include <utility>

namespace winnow::ui {

MatrixSource::MatrixSource(MatrixOrder order, QObject* parent)
    : QObject(parent), m_order(std::move(order)) {}

void MatrixSource::want(std::vector<TileKey> keys) {
    m_wanted = std::move(keys);
    if (m_making) std::erase(m_wanted, *m_making);
    next();
}

void MatrixSource::retry() {
    m_hasFailed = false;
    next();
}

void MatrixSource::next() {
    if (m_making || m_hasFailed || m_wanted.empty()) return;
    m_making = m_wanted.front();
    m_wanted.erase(m_wanted.begin());
    make(*m_making);
}

void MatrixSource::finish(MatrixTile tile) {
    const TileKey key = *std::exchange(m_making, std::nullopt);
    Q_EMIT tileReady(key, std::make_shared<const MatrixTile>(std::move(tile)));
    next();
}

void MatrixSource::fail(const QString& sentence) {
    m_making.reset();
    m_hasFailed = true;
    Q_EMIT failed(sentence);
}

}  // namespace winnow::ui
