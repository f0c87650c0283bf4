// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/distil/distilled.h"
#include "ui/theme/class_marks.h"

#include <QWidget>

#include <optional>

class QGridLayout;

namespace winnow::ui {

class LineChart;
class Panel;
class ValueGrid;

/// What distilled images are: dimension over the steps, spectrum, what parts of them are worth,
/// how labels have spread over the classes, and the kernel between the images.
class AnalysisView : public QWidget {
    Q_OBJECT

public:
    explicit AnalysisView(QWidget* parent = nullptr);

    void showStored(const Distilled& distilled, const QString& provenance, bool logarithmic);
    /// The one chart over the steps; `logarithmic`: their axis.
    void showDimension(const Distilled& distilled, const QString& provenance, bool logarithmic);
    void showNothing();
    /// Labels of the checkpoint looked at, of a running job too.
    void showLabels(const DistilImages& images,
                    std::size_t checkpoint,
                    const QStringList& classNames,
                    const ClassSlots& classSlots);
    void setMarker(std::optional<std::int64_t> step);

    [[nodiscard]] LineChart* dimension() const { return m_dimension; }
    [[nodiscard]] LineChart* spectrum() const { return m_spectrum; }
    [[nodiscard]] LineChart* parts() const { return m_parts; }
    [[nodiscard]] ValueGrid* labels() const { return m_labels; }
    [[nodiscard]] ValueGrid* kernel() const { return m_kernel; }
    [[nodiscard]] Panel* dimensionPanel() const { return m_dimensionPanel; }

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange(int columns);
    void showKernel(const Distilled& distilled, const QString& provenance);

    Panel *m_dimensionPanel, *m_spectrumPanel, *m_partsPanel, *m_labelsPanel, *m_kernelPanel;
    LineChart *m_dimension, *m_spectrum, *m_parts;
    ValueGrid *m_labels, *m_kernel;
    QGridLayout* m_grid;
    QList<Panel*> m_panels;
    int m_columns = 0;
};

}  // namespace winnow::ui
