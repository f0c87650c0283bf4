// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/distil/distil_curves.h"

#include <QWidget>

class QSplitter;

namespace winnow::ui {

class BarChart;
class LineChart;
class Panel;
class Segments;

/// Accuracy and loss over the steps, and where in the spectrum the accuracy sits.
class LearningView : public QWidget {
    Q_OBJECT

public:
    explicit LearningView(QWidget* parent = nullptr);

    void showStored(const Distilled& distilled, const QString& provenance);
    void showReported(const DistilCurve& curve, const QString& provenance);
    void showNothing();
    /// A dotted line where the step looked at is.
    void setMarker(std::optional<std::int64_t> step);

    [[nodiscard]] LineChart* accuracy() const { return m_accuracy; }
    [[nodiscard]] LineChart* loss() const { return m_loss; }
    [[nodiscard]] BarChart* bands() const { return m_bands; }
    [[nodiscard]] Panel* bandPanel() const { return m_bandPanel; }
    /// Steps on a logarithmic or a linear axis.
    [[nodiscard]] Segments* scale() const { return m_scale; }
    [[nodiscard]] bool isLogarithmic() const;

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray& state);

Q_SIGNALS:
    void scaleChanged();
    /// A point was chosen: the step looked at goes there.
    void stepChosen(std::int64_t step);

protected:
    /// Charts that do not fit side by side stand one under the other.
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    void showCurve();

    DistilCurve m_curve;
    QString m_provenance;  ///< of the curve
    QSplitter* m_columns;
    Panel* m_accuracyPanel;
    Panel* m_lossPanel;
    Panel* m_bandPanel;
    LineChart* m_accuracy;
    LineChart* m_loss;
    BarChart* m_bands;
    Segments* m_scale;
};

}  // namespace winnow::ui
