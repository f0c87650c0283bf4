// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/gallery/tile_grid.h"
#include "ui/session/sample_set.h"

#include <QAbstractItemView>
#include <QBasicTimer>

#include <optional>

namespace winnow::ui {

class SampleModel;
struct Tile;

/// Tile sizes of look.md: side of the picture 56, 84, 112 or 168 px.
enum class TileSize { S, M, L, XL };

/// A gallery of any number of tiles: only what is seen is laid out and painted. Rows fill the
/// width. Click, Ctrl-click, Shift-click, rubber band (Shift adds, Ctrl takes away), Ctrl+A (all
/// that match), Esc, Space, arrows, Home, End, Page Up and Down change the session's selection and
/// current sample, which the gallery shows.
class GalleryView : public QAbstractItemView {
    Q_OBJECT

public:
    explicit GalleryView(QWidget* parent = nullptr);

    /// `model` outlives the view.
    void setSampleModel(SampleModel* model);
    [[nodiscard]] SampleModel* sampleModel() const { return m_samples; }
    void setTileSize(TileSize size);
    [[nodiscard]] TileSize tileSize() const { return m_size; }
    void setCaptions(bool shown);
    [[nodiscard]] int columns() const { return grid().columns(); }
    /// Scrolls to a sample; does nothing when it is not shown.
    void showSample(std::int64_t id);

    [[nodiscard]] QRect visualRect(const QModelIndex& index) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    [[nodiscard]] QModelIndex indexAt(const QPoint& point) const override;
    void reset() override;

Q_SIGNALS:
    /// Enter or double click.
    void opened(std::int64_t id);
    /// A key without Ctrl or Alt that the gallery has no use for: single-key tagging.
    void keyTyped(const QString& key);
    void contextMenuAsked(std::int64_t id, const QPoint& global);

protected:
    [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers) override;
    [[nodiscard]] int horizontalOffset() const override { return 0; }
    [[nodiscard]] int verticalOffset() const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex&) const override { return false; }
    void setSelection(const QRect&, QItemSelectionModel::SelectionFlags) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection&) const override;
    void updateGeometries() override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    void scrollContentsBy(int dx, int dy) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    struct Band {
        QPoint from, to;  ///< content coordinates
        Combine how = Combine::Replace;
        SampleSet before;
        int gesture = 0;
        bool moved = false;
    };

    [[nodiscard]] TileGrid grid() const;
    [[nodiscard]] QPoint inContent(const QPoint& point) const;
    [[nodiscard]] Tile tileOf(int row) const;
    [[nodiscard]] SampleSet inBand() const;
    void stretchBand(const QPoint& to);
    void click(int row, Qt::KeyboardModifiers modifiers);
    void moveTo(int row, Qt::KeyboardModifiers modifiers);
    void selectAll() override;
    [[nodiscard]] int currentRow() const;

    SampleModel* m_samples = nullptr;
    TileSize m_size = TileSize::M;
    bool m_captions = true;
    std::optional<Band> m_band;
    QBasicTimer m_scrolling;
    std::int64_t m_anchor = -1;  // where a Shift range begins
    int m_keyGesture = 0;        // of the present run of arrows
};

}  // namespace winnow::ui
