// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/difficulty/prediction/prediction_result.h"
#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <optional>

namespace winnow::ui {

/// What became of one sample, a lane a seed: iterations in which it was in the batch, where it was
/// forgotten, and where a predictor said so. A click or arrow keys choose an event.
class SampleTimeline : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    struct Lane {
        QString name;  ///< "seed 3"
        SampleLane lane;
    };

    explicit SampleTimeline(QWidget* parent = nullptr);

    /// predictor: whose word decides the marks, with its name; events it neither said nor that
    /// happened are left out. Chooses the first event.
    void setLanes(std::vector<Lane> lanes,
                  std::int64_t iterations,
                  int predictor,
                  const QString& predictorName);
    void setProvenance(const QString& line) { m_provenance = line; }

    /// (lane, event of the lane), or none.
    [[nodiscard]] std::optional<QPoint> chosen() const { return m_chosen; }
    [[nodiscard]] const ForgettingEvent* chosenEvent() const;
    [[nodiscard]] int laneCount() const { return static_cast<int>(m_lanes.size()); }
    [[nodiscard]] const Lane& lane(int i) const { return m_lanes[static_cast<std::size_t>(i)]; }
    [[nodiscard]] QPointF positionOf(int lane, std::int64_t iteration) const;
    [[nodiscard]] QString eventText(int lane, int event) const;
    [[nodiscard]] static QList<LegendEntry> legend();

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    /// A row for each iteration in which the sample was in the batch.
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;
    [[nodiscard]] QList<LegendEntry> figureLegend() const override { return legend(); }

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// Another event is chosen, by a person or because the lanes are new.
    void chosenChanged();

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void measureNames();
    [[nodiscard]] QPointF positionIn(QSize size, int lane, double iteration) const;
    [[nodiscard]] std::optional<QPoint> eventAt(QPointF at) const;
    void choose(std::optional<QPoint> event);
    /// The next event in a lane's direction, or in the next lane that has one.
    [[nodiscard]] std::optional<QPoint> neighbour(int key) const;
    void paintAxis(QPainter& painter, QSize size, const Theme& theme) const;
    void paintLane(QPainter& painter, QSize size, int lane, const Theme& theme) const;

    std::vector<Lane> m_lanes;
    int m_nameWidth = 0;  ///< px of the widest name, with the space behind it
    std::int64_t m_iterations = 0;
    int m_predictor = 0;
    QString m_predictorName;
    QString m_provenance;
    std::optional<QPoint> m_chosen;
};

}  // namespace winnow::ui
