// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemView>

#include <memory>

namespace winnow::ui {

class SampleModel;

/// Tile sizes of look.md: side of the picture in pixels at scale 1.
enum class TileSize { S, M, L, XL };

/// A gallery of any number of tiles: only what is seen is laid out and painted. Rows fill the
/// width. Click, Ctrl-click, Shift-click, rubber band (Shift adds, Ctrl takes away), Ctrl+A (all
/// that match), Esc, arrows, Home, End, Page Up and Down change the session's selection and current
/// sample, which the gallery shows.
class GalleryView : public QAbstractItemView {
    Q_OBJECT

public:
    explicit GalleryView(QWidget* parent = nullptr);
    ~GalleryView() override;

    /// `model` outlives the view.
    void setSampleModel(SampleModel* model);
    [[nodiscard]] SampleModel* sampleModel() const;
    void setTileSize(TileSize size);
    [[nodiscard]] TileSize tileSize() const;
    /// Without captions rows are 20 px lower.
    void setCaptions(bool shown);
    [[nodiscard]] int columns() const;
    /// Scrolls to a sample; does nothing when it is not shown.
    void showSample(std::int64_t id);

    [[nodiscard]] QRect visualRect(const QModelIndex& index) const override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    [[nodiscard]] QModelIndex indexAt(const QPoint& point) const override;

Q_SIGNALS:
    /// Enter or double click.
    void opened(std::int64_t id);
    /// A key without Ctrl or Alt that the gallery has no use for: single-key tagging.
    void keyTyped(const QString& key);
    void contextMenuAsked(std::int64_t id, const QPoint& global);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::ui
