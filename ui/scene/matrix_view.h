// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scene/matrix_cache.h"
#include "ui/scene/matrix_frame.h"
#include "ui/scene/vtk_view.h"
#include "ui/theme/class_marks.h"

#include <QByteArray>
#include <QStringList>

#include <memory>
#include <optional>

namespace winnow::ui {

/// The line of class colours along the matrix, and what keeps it off the cells, in px.
inline constexpr int kClassBand = 5, kClassBandGap = 3;

class MatrixScene;

/// One cell of the matrix under the pointer or the cross-hair.
struct MatrixCell {
    std::int64_t row = -1, column = -1;              ///< positions
    std::int64_t rowSample = -1, columnSample = -1;  ///< ids
    std::optional<MatrixValue> value;                ///< what is shown there; nothing yet: empty
};

/// A kernel matrix, rows and columns in the order of its source, in the diverging colours: zero is
/// the background. Two edges carry the bands of the classes with mark and name.
///
/// Drag: moves. Wheel: zooms at the pointer, down to single values. Click: picks the pair. Keys:
/// arrows move the cross-hair by one cell (Shift: ten), Enter picks, + and - zoom, 0 or Home shows
/// all, 1 one value a pixel, Esc takes the cross-hair away.
class MatrixView : public VtkView {
    Q_OBJECT

public:
    explicit MatrixView(QWidget* parent = nullptr);
    ~MatrixView() override;

    /// Shows all of it; nullptr: nothing. Not owned; a source that is destroyed leaves the view.
    void setSource(MatrixSource* source);
    void setClasses(const QStringList& names, const ClassSlots& classSlots);
    /// What a value is called in the tooltip: "κ" or "Cosine", and its decimals.
    void setValueName(const QString& name, int decimals);
    /// Colours end at -limit and +limit, 0: at the usual size of the values.
    void setLimit(double limit);
    [[nodiscard]] double limit() const;  ///< 0 while nothing is there

    void fit();
    /// One value a pixel.
    void showPixels();
    /// Marks a pair of samples and scrolls to it; ids that are not shown, -1: none.
    void setPicked(std::int64_t rowSample, std::int64_t columnSample);

    /// "1 cell = 256 × 256 values, mean of 64 of them", "1 cell = 1 value".
    [[nodiscard]] QString cellText() const;
    [[nodiscard]] MatrixCell cellAt(QPointF at) const;
    /// Middle of a pair of positions in this widget.
    [[nodiscard]] QPointF positionOf(std::int64_t row, std::int64_t column) const;
    [[nodiscard]] const MatrixFrame& frame() const { return m_frame; }
    /// The cells seen: first row and column name the first sample of each cell.
    [[nodiscard]] QByteArray csv() const;

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    /// The cell under pointer or cross-hair; row -1: none.
    void hovered(const winnow::ui::MatrixCell& cell);
    void picked(std::int64_t rowSample, std::int64_t columnSample);
    void cellTextChanged(const QString& text);
    void limitChanged(double limit);
    /// The source's sentence; retry by MatrixSource::retry().
    void failed(const QString& sentence);

protected:
    [[nodiscard]] std::function<void()> prepareScene() override;
    void paintOverlay(QPainter& painter) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void layOut();
    void viewChanged();
    void tileArrived(const TileKey& key, const TilePointer& tile);
    void setCross(std::optional<QPoint> cell);
    void pickCross();
    void moveCross(int columns, int rows);
    [[nodiscard]] MatrixCell cell(QPoint columnRow) const;
    /// Cells of the level that are seen.
    [[nodiscard]] QRect seenCells() const;
    void paintBands(QPainter& painter) const;
    void paintClassLines(QPainter& painter) const;
    void paintCross(QPainter& painter) const;
    [[nodiscard]] QRectF cellRect(QPoint columnRow) const;
    [[nodiscard]] QString className(std::int64_t classIndex) const;

    std::unique_ptr<MatrixScene> m_scene;  ///< of the drawing thread
    MatrixSource* m_source = nullptr;
    MatrixCache m_cache;
    MatrixFrame m_frame;
    QStringList m_names;
    ClassSlots m_slots;
    QString m_valueName;
    int m_decimals = 2;
    double m_limit = 0;
    bool m_ownLimit = false;
    QString m_cellText;

    std::optional<QPoint> m_cross, m_picked;  ///< (column, row)
    bool m_pressedInside = false, m_dragging = false;
    QPointF m_pressed, m_last;
};

}  // namespace winnow::ui

Q_DECLARE_METATYPE(winnow::ui::MatrixCell)
