// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>
#include <array>

namespace winnow::ui {
namespace {

constexpr int kScrollEvery = 30;  // milliseconds, while a band is held beyond the edge

/// The file manager's rule for the band.
Combine bandCombine(Qt::KeyboardModifiers modifiers) {
    if ((modifiers & Qt::ControlModifier) != 0) return Combine::Subtract;
    if ((modifiers & Qt::ShiftModifier) != 0) return Combine::Add;
    return Combine::Replace;
}

bool isModifier(int key) {
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt ||
           key == Qt::Key_Meta;
}

}  // namespace

void GalleryView::click(int row, Qt::KeyboardModifiers modifiers) {
    Selection* selection = m_samples->session()->selection();
    const std::int64_t id = m_samples->idAt(row);
    const bool control = (modifiers & Qt::ControlModifier) != 0;
    const int anchor = m_samples->rowOf(m_anchor);
    if ((modifiers & Qt::ShiftModifier) != 0 && anchor >= 0) {
        const auto range = m_samples->between(anchor, row);
        selection->select(SampleSet::of(selection->samples().universe(), range),
                          control ? Combine::Add : Combine::Replace);
    } else {
        selection->select(id, control ? Combine::Toggle : Combine::Replace);
        m_anchor = id;
    }
    selection->setCurrent(id);
}

void GalleryView::mousePressEvent(QMouseEvent* event) {
    m_keyGesture = 0;
    if (m_samples == nullptr || event->button() != Qt::LeftButton) return;
    Selection* selection = m_samples->session()->selection();
    const QPoint at = inContent(event->position().toPoint());
    m_band = Band{at,
                  at,
                  bandCombine(event->modifiers()),
                  selection->samples(),
                  selection->newGesture(),
                  false};
}

SampleSet GalleryView::inBand() const {
    SampleSet inside(m_samples->session()->sampleCount());
    const QRect band = QRect(m_band->from, m_band->to).normalized();
    const TileGrid tiles = grid();
    const auto [firstRow, lastRow, firstColumn, lastColumn] = tiles.touching(band);
    for (int row = firstRow; row <= lastRow; ++row)
        for (int column = firstColumn; column <= lastColumn; ++column)
            if (const int index = row * tiles.columns() + column;
                index < tiles.count && tiles.pictureRect(index).intersects(band))
                inside.insert(m_samples->idAt(index));
    return inside;
}

void GalleryView::stretchBand(const QPoint& to) {
    m_band->to = to;
    Selection* selection = m_samples->session()->selection();
    selection->select(
        m_band->before.combined(inBand(), m_band->how), Combine::Replace, m_band->gesture);
    viewport()->update();
}

void GalleryView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_band) return;
    const QPoint at = event->position().toPoint();
    const QPoint moved = inContent(at) - m_band->from;
    if (!m_band->moved && moved.manhattanLength() < QApplication::startDragDistance()) return;
    m_band->moved = true;
    if (!viewport()->rect().contains(at) && !m_scrolling.isActive())
        m_scrolling.start(kScrollEvery, this);
    stretchBand(inContent(at));
}

void GalleryView::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_scrolling.timerId()) {
        QAbstractItemView::timerEvent(event);
        return;
    }
    const QPoint at = viewport()->mapFromGlobal(QCursor::pos());
    if (!m_band || viewport()->rect().contains(at)) {
        m_scrolling.stop();
        return;
    }
    const int beyond = at.y() < 0 ? at.y() : std::max(0, at.y() - viewport()->height());
    verticalScrollBar()->setValue(verticalOffset() + beyond);
    stretchBand(inContent(at));
}

void GalleryView::mouseReleaseEvent(QMouseEvent* event) {
    m_scrolling.stop();
    if (!m_band || event->button() != Qt::LeftButton) return;
    const Band band = *m_band;
    m_band.reset();
    viewport()->update();
    if (band.moved) return;
    const int row = grid().at(band.from);
    if (row >= 0)
        click(row, event->modifiers());
    else if (event->modifiers() == Qt::NoModifier)
        m_samples->session()->selection()->clear();
}

void GalleryView::mouseDoubleClickEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid()) Q_EMIT opened(m_samples->idAt(index.row()));
}

void GalleryView::contextMenuEvent(QContextMenuEvent* event) {
    if (m_samples == nullptr) return;
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const int row = keyboard ? currentRow() : grid().at(inContent(event->pos()));
    if (row < 0) return;
    const std::int64_t id = m_samples->idAt(row);
    // The menu speaks about the selection, so the tile clicked must be in it.
    if (!m_samples->session()->selection()->contains(id)) click(row, Qt::NoModifier);
    const QPoint at = keyboard ? visualRect(m_samples->index(row)).center() : event->pos();
    Q_EMIT contextMenuAsked(id, viewport()->mapToGlobal(at));
}

void GalleryView::selectAll() {
    if (m_samples == nullptr) return;
    const Session& session = *m_samples->session();
    SampleSet shown = SampleSet::of(session.sampleCount(), m_samples->order());
    shown &= session.filter()->matches();
    session.selection()->select(shown);
}

QModelIndex GalleryView::moveCursor(CursorAction action, Qt::KeyboardModifiers) {
    if (m_samples == nullptr || m_samples->rowCount() == 0) return {};
    const TileGrid tiles = grid();
    const int last = tiles.count - 1, columns = tiles.columns();
    const int page = std::max(1, viewport()->height() / tiles.rowHeight()) * columns;
    const int present = currentRow();
    if (present < 0) return m_samples->index(action == MoveEnd ? last : 0);
    int row = present;
    switch (action) {
        case MoveLeft:
        case MovePrevious:
            row = present - 1;
            break;
        case MoveRight:
        case MoveNext:
            row = present + 1;
            break;
        case MoveUp:
            row = present >= columns ? present - columns : present;
            break;
        case MoveDown:
            // From the last but one row into the last one, however short.
            row = present / columns < last / columns ? std::min(present + columns, last) : present;
            break;
        case MovePageUp:
            row = present >= page ? present - page : present % columns;
            break;
        case MovePageDown:
            row = present + page;
            break;
        case MoveHome:
            row = 0;
            break;
        case MoveEnd:
            row = last;
            break;
    }
    return m_samples->index(std::clamp(row, 0, last));
}

void GalleryView::moveTo(int row, Qt::KeyboardModifiers modifiers) {
    Selection* selection = m_samples->session()->selection();
    const std::int64_t id = m_samples->idAt(row);
    if (m_keyGesture == 0) m_keyGesture = selection->newGesture();
    const std::int64_t universe = selection->samples().universe();
    if ((modifiers & Qt::ShiftModifier) != 0) {
        if (m_samples->rowOf(m_anchor) < 0) m_anchor = currentRow() < 0 ? id : selection->current();
        const auto range = m_samples->between(m_samples->rowOf(m_anchor), row);
        selection->select(SampleSet::of(universe, range), Combine::Replace, m_keyGesture);
    } else if ((modifiers & Qt::ControlModifier) == 0) {
        selection->select(SampleSet::of(universe, std::array{id}), Combine::Replace, m_keyGesture);
        m_anchor = id;
    }
    selection->setCurrent(id);
    scrollTo(m_samples->index(row));
}

void GalleryView::keyPressEvent(QKeyEvent* event) {
    if (m_samples == nullptr) return;
    static const QHash<int, CursorAction> moves{{Qt::Key_Left, MoveLeft},
                                                {Qt::Key_Right, MoveRight},
                                                {Qt::Key_Up, MoveUp},
                                                {Qt::Key_Down, MoveDown},
                                                {Qt::Key_PageUp, MovePageUp},
                                                {Qt::Key_PageDown, MovePageDown},
                                                {Qt::Key_Home, MoveHome},
                                                {Qt::Key_End, MoveEnd}};
    Selection* selection = m_samples->session()->selection();
    if (const auto move = moves.find(event->key()); move != moves.end()) {
        const QModelIndex to = moveCursor(*move, event->modifiers());
        if (to.isValid()) moveTo(to.row(), event->modifiers());
        return;
    }
    // Shift goes down again within a run of arrows.
    if (!isModifier(event->key())) m_keyGesture = 0;
    const std::int64_t current = selection->current();
    const bool command = (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) != 0;
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->key() == Qt::Key_Escape && selection->count() > 0) {
        selection->clear();
    } else if (event->key() == Qt::Key_Space && current >= 0) {
        selection->select(current, Combine::Toggle);
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && current >= 0) {
        Q_EMIT opened(current);
    } else if (!command && !event->text().isEmpty() && event->text().front().isPrint()) {
        Q_EMIT keyTyped(event->text());
    } else {
        event->ignore();
    }
}

}  // namespace winnow::ui
