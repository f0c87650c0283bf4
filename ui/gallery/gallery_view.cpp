// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallery_view.h"

#include "ui/gallery/sample_tile.h"
#include "ui/models/sample_model.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <array>

namespace winnow::ui {
namespace {

constexpr std::array<int, 4> kPictures{56, 84, 112, 168};

}  // namespace

GalleryView::GalleryView(QWidget* parent) : QAbstractItemView(parent) {
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setAutoScroll(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setAccessibleName(tr("Gallery"));
    // Opaque, so that scrolling moves pixels and paints the new strip alone.
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(false);
    verticalScrollBar()->setAccessibleName(tr("Gallery position"));
}

void GalleryView::setSampleModel(SampleModel* model) {
    m_samples = model;
    setModel(model);
    Session* session = model->session();
    connect(session->selection(), &Selection::currentChanged, this, [this](std::int64_t id) {
        const int row = m_samples->rowOf(id);
        selectionModel()->setCurrentIndex(m_samples->index(row), QItemSelectionModel::NoUpdate);
    });
    connect(session->annotations(), &Annotations::touched, this, &GalleryView::showSample);
    connect(session, &Session::classSlotsChanged, viewport(), qOverload<>(&QWidget::update));
}

void GalleryView::setTileSize(TileSize size) {
    const QModelIndex first = indexAt({viewport()->width() / 2, 1});
    m_size = size;
    updateGeometries();
    if (first.isValid()) scrollTo(first, PositionAtTop);
    viewport()->update();
}

void GalleryView::setCaptions(bool shown) {
    m_captions = shown;
    updateGeometries();
    viewport()->update();
}

void GalleryView::showSample(std::int64_t id) {
    if (m_samples == nullptr) return;
    if (const int row = m_samples->rowOf(id); row >= 0) scrollTo(m_samples->index(row));
}

TileGrid GalleryView::grid() const {
    TileGrid grid;
    grid.count = m_samples == nullptr ? 0 : m_samples->rowCount();
    grid.width = viewport()->width();
    grid.picture = kPictures.at(static_cast<std::size_t>(m_size));
    grid.caption = m_captions ? scaled(kTileCaption) : 0;
    grid.ring = kTileRing;
    return grid;
}

QPoint GalleryView::inContent(const QPoint& point) const {
    return point + QPoint(0, verticalOffset());
}

int GalleryView::verticalOffset() const { return verticalScrollBar()->value(); }

QRect GalleryView::visualRect(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    return grid().cellRect(index.row()).translated(0, -verticalOffset());
}

QModelIndex GalleryView::indexAt(const QPoint& point) const {
    if (m_samples == nullptr) return {};
    const int row = grid().at(inContent(point));
    return row < 0 ? QModelIndex() : m_samples->index(row);
}

void GalleryView::scrollTo(const QModelIndex& index, ScrollHint hint) {
    if (!index.isValid()) return;
    const QRect cell = grid().cellRect(index.row());
    const int height = viewport()->height();
    int top = verticalOffset();
    if (hint == PositionAtCenter)
        top = cell.center().y() - height / 2;
    else if (hint == PositionAtTop || (hint == EnsureVisible && cell.top() < top))
        top = cell.top();
    else if (hint == PositionAtBottom || (hint == EnsureVisible && cell.bottom() >= top + height))
        top = cell.bottom() + 1 - height;
    verticalScrollBar()->setValue(top);
}

void GalleryView::updateGeometries() {
    const TileGrid tiles = grid();
    QScrollBar* bar = verticalScrollBar();
    bar->setRange(0, std::max(0, tiles.height() - viewport()->height()));
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(std::max(1, tiles.rowHeight() / 3));
    QAbstractItemView::updateGeometries();
}

void GalleryView::reset() {
    QAbstractItemView::reset();
    updateGeometries();
    m_band.reset();
    if (m_samples == nullptr) return;
    const int row = currentRow();
    if (row >= 0) {
        selectionModel()->setCurrentIndex(m_samples->index(row), QItemSelectionModel::NoUpdate);
        scrollTo(m_samples->index(row));
    } else {
        verticalScrollBar()->setValue(0);
    }
}

void GalleryView::rowsInserted(const QModelIndex& parent, int start, int end) {
    QAbstractItemView::rowsInserted(parent, start, end);
    updateGeometries();
}

void GalleryView::scrollContentsBy(int, int dy) {
    if (m_band)
        viewport()->update();
    else
        viewport()->scroll(0, dy);
}

int GalleryView::currentRow() const {
    return m_samples->rowOf(m_samples->session()->selection()->current());
}

QRegion GalleryView::visualRegionForSelection(const QItemSelection&) const {
    return viewport()->rect();
}

void GalleryView::setSelection(const QRect&, QItemSelectionModel::SelectionFlags) {
    // The selection is the session's; see mousePressEvent.
}

void GalleryView::changeEvent(QEvent* event) {
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateGeometries();
    if (event->type() == QEvent::PaletteChange) viewport()->update();
}

Tile GalleryView::tileOf(int row) const {
    const Session& session = *m_samples->session();
    const std::int64_t id = m_samples->idAt(row);
    Tile tile = markedTile(session, m_samples->thumbnails().thumbnail(id), id);
    tile.value = m_samples->index(row).data(SampleModel::ValueRole).toString();
    const QStringList tags = session.annotations()->tagsOf(id);
    if (!tags.isEmpty())
        tile.badge =
            tags.size() == 1 ? tags.front() : tr("%1 +%2").arg(tags.front()).arg(tags.size() - 1);
    return tile;
}

void GalleryView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().window());
    if (m_samples == nullptr) return;
    const TileGrid tiles = grid();
    const QRect seen = event->rect().translated(0, verticalOffset());
    painter.translate(0, -verticalOffset());
    const auto [firstRow, lastRow, firstColumn, lastColumn] = tiles.touching(seen);
    for (int row = firstRow; row <= lastRow; ++row)
        for (int column = firstColumn; column <= lastColumn; ++column)
            if (const int index = row * tiles.columns() + column; index < tiles.count)
                paintTile(painter, tiles.pictureRect(index), tileOf(index), m_captions);
    if (!m_band || !m_band->moved) return;
    painter.setPen(theme().accent);
    painter.setBrush(withAlpha(theme().accent, 0.15));
    painter.drawRect(QRect(m_band->from, m_band->to).normalized());
}

}  // namespace winnow::ui
