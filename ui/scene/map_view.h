// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scene/map_scene.h"
#include "ui/scene/vtk_view.h"
#include "ui/session/filter.h"
#include "ui/session/sample_set.h"
#include "ui/theme/class_marks.h"

#include <QByteArray>
#include <QPainterPath>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace winnow::ui {

/// The 3D map of an embedding: one mark a sample, in its class's colour and shape. Samples that do
/// not match are small and grey, or gone.
///
/// Left drag: turns the map, or draws the lasso or the rectangle. Right drag: moves it (turns it
/// while a lasso is chosen). Middle drag: moves. Wheel: zooms at the pointer. Click, Ctrl and Shift
/// pick as everywhere; Shift adds and Ctrl takes away what a lasso holds. Keys: arrows turn, + and
/// - zoom, Home or 0 shows all, L and R choose lasso and rectangle, Esc lets go of them.
class MapView : public VtkView {
    Q_OBJECT

public:
    enum class Tool { Turn, Lasso, Rectangle };
    Q_ENUM(Tool)

    explicit MapView(QWidget* parent = nullptr);
    ~MapView() override;

    /// samples [n] ids; coordinates [n, dimensions]; classes [n] class numbers. Shows all of it.
    void setPoints(std::vector<std::int64_t> samples,
                   std::span<const float> coordinates,
                   std::int64_t dimensions,
                   std::vector<std::int64_t> classes);
    [[nodiscard]] std::int64_t count() const;
    void setClassSlots(const ClassSlots& classSlots);
    /// Samples outside `matches` are dimmed or hidden.
    void setMatches(const SampleSet& matches, Filter::Mode mode);
    void setSelected(const SampleSet& selected);
    /// -1: none.
    void setCurrent(std::int64_t sample);
    /// The lines of the tooltip over a sample; without it the id.
    void setDescription(std::function<QStringList(std::int64_t)> describe);

    void setTool(Tool tool);
    [[nodiscard]] Tool tool() const;
    void fit();
    /// Where a sample is seen, in this widget; outside rect() when it is not.
    [[nodiscard]] QPointF positionOf(std::int64_t sample) const;
    /// Sample under a point of this widget, -1 none. Dimmed ones count.
    [[nodiscard]] std::int64_t sampleAt(QPointF at) const;

    /// "sample,class,x,y,z,matches,selected" of what is shown, coordinates as drawn.
    [[nodiscard]] QByteArray csv() const;

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    /// -1 when the pointer leaves all samples.
    void hovered(std::int64_t sample);
    void clicked(std::int64_t sample, winnow::ui::Combine how);
    /// A click on nothing.
    void clickedAway();
    /// What lasso or rectangle hold.
    void enclosed(const std::vector<std::int64_t>& samples, winnow::ui::Combine how);
    void opened(std::int64_t sample);  ///< double click
    void toolChanged(winnow::ui::MapView::Tool tool);

protected:
    [[nodiscard]] std::function<void()> prepareScene() override;
    void paintOverlay(QPainter& painter) override;
    void coloursChanged() override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Drag { None, Pending, Turning, Moving, Drawing };

    void updateLooks();
    [[nodiscard]] MapLooks looks() const;
    void viewChanged();
    void setHovered(std::int64_t sample);
    void endDrawing(Qt::KeyboardModifiers modifiers);
    void dragTo(QPointF at);
    [[nodiscard]] bool isShown(std::size_t point) const;
    [[nodiscard]] const std::vector<Projection::Point>& onScreen() const;
    void paintGesture(QPainter& painter) const;
    void paintTooltip(QPainter& painter) const;

    std::unique_ptr<MapScene> m_scene;  ///< of the drawing thread
    MapPoints m_points = std::make_shared<std::vector<float>>();
    MapCamera m_camera;
    double m_pixels = 0;  ///< device pixels in a logical one, as drawn
    std::vector<std::int64_t> m_samples, m_classes;
    ClassSlots m_slots;
    SampleSet m_matches, m_selected;
    Filter::Mode m_mode = Filter::Mode::Dim;
    std::int64_t m_current = -1, m_hovered = -1;
    std::function<QStringList(std::int64_t)> m_describe;
    bool m_pointsStale = true, m_looksStale = true, m_coloursStale = true;

    Tool m_tool = Tool::Turn;
    Drag m_drag = Drag::None;
    Qt::MouseButton m_button = Qt::NoButton;
    QPointF m_pressed, m_last;
    QPainterPath m_shape;
    mutable std::vector<Projection::Point> m_onScreen;  ///< empty: to be computed
};

}  // namespace winnow::ui
