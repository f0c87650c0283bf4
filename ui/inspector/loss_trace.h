// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <QList>

namespace winnow::ui {

/// One sample's loss after each epoch, in a height that fits an inspector, with a triangle at each
/// epoch after which the network had forgotten it, and a strip that says when it was right. Hover,
/// or Left, Right, Home and End, tell one epoch.
class LossTrace : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    struct Data {
        QList<double> loss;             // nats, after epoch 1, 2, ...
        QList<bool> right;              // as long as loss
        QList<std::int64_t> forgotten;  // epochs counted from 0
        QString provenance;
    };

    explicit LossTrace(QWidget* parent = nullptr);

    void setData(Data data);
    [[nodiscard]] const Data& data() const { return m_data; }
    /// Counted from 0; -1 none.
    [[nodiscard]] int currentEpoch() const { return m_current; }
    [[nodiscard]] QString epochText(int epoch) const;
    /// Where the value of an epoch is painted.
    [[nodiscard]] QPointF pointOf(int epoch) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_data.provenance; }
    [[nodiscard]] QSize figureSize() const override { return size().expandedTo(sizeHint()); }

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Frame {
        QRectF plot;   // of the line
        QRectF strip;  // of right and wrong
        double high = 1;
    };
    [[nodiscard]] Frame frameOf(QSize size) const;
    [[nodiscard]] QPointF pointIn(const Frame& frame, int epoch) const;
    [[nodiscard]] int epochAt(double x) const;
    void paintAxes(QPainter& painter, const Frame& frame, QSize size, const Theme& theme) const;
    void paintStrip(QPainter& painter, const Frame& frame, const Theme& theme) const;
    void paintLine(QPainter& painter, const Frame& frame, const Theme& theme) const;
    void setCurrent(int epoch);

    Data m_data;
    int m_current = -1;
};

}  // namespace winnow::ui
