// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/analysis_view.h"

#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/pages/distil/distil_curves.h"
#include "ui/pages/distil/value_grid.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel.h"

#include <QGridLayout>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kLeastPanel = 300;  // px at 13 px text
constexpr int kMostColumns = 3;

QString leftOutWords() { return AnalysisView::tr("not computed: the analysis was left out"); }

/// Names of images, class by class, in the order of `order`.
QStringList imageNames(const std::vector<std::int64_t>& order) {
    QStringList names;
    for (const std::int64_t image : order)
        names << AnalysisView::tr("image %1").arg(countText(image + 1));
    return names;
}

}  // namespace

AnalysisView::AnalysisView(QWidget* parent)
    : QWidget(parent),
      m_dimensionPanel(new Panel(tr("Dimension over steps"), this)),
      m_spectrumPanel(new Panel(tr("Spectrum of the kernel"), this)),
      m_partsPanel(new Panel(tr("Accuracy of random parts"), this)),
      m_labelsPanel(new Panel(tr("Labels: start to now"), this)),
      m_kernelPanel(new Panel(tr("Kernel between the images"), this)),
      m_dimension(new LineChart(m_dimensionPanel)),
      m_spectrum(new LineChart(m_spectrumPanel)),
      m_parts(new LineChart(m_partsPanel)),
      m_labels(new ValueGrid(m_labelsPanel)),
      m_kernel(new ValueGrid(m_kernelPanel)),
      m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(scaled(size::kPanelPadding));
    const auto add = [&](Panel* panel, auto* figure) {
        fillPanel(*panel, *figure, size::kLowChartMinimumHeight);
        m_panels << panel;
    };
    add(m_labelsPanel, m_labels);
    add(m_dimensionPanel, m_dimension);
    add(m_spectrumPanel, m_spectrum);
    add(m_partsPanel, m_parts);
    add(m_kernelPanel, m_kernel);
    arrange(kMostColumns);
    m_labelsPanel->setSubtitle(tr("mean product of label entries, start with now"));
}

void AnalysisView::arrange(int columns) {
    if (columns == m_columns) return;
    m_columns = columns;
    for (int i = 0; i < m_panels.size(); ++i)
        m_grid->addWidget(m_panels[i], i / columns, i % columns);
    for (int column = 0; column < kMostColumns; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

void AnalysisView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange(std::clamp(width() / scaled(kLeastPanel + size::kPanelPadding), 1, kMostColumns));
}

QSize AnalysisView::minimumSizeHint() const {
    return {scaled(kLeastPanel), QWidget::minimumSizeHint().height()};
}

void AnalysisView::showStored(const Distilled& distilled,
                              const QString& provenance,
                              bool logarithmic) {
    const QString leftOut = leftOutWords();
    showDimension(distilled, provenance, logarithmic);
    showLines(*m_spectrumPanel, *m_spectrum, spectrumChart(distilled), provenance);
    m_spectrumPanel->setSubtitle(distilled.spectrum ? tr("eigenvalues, log scale") : leftOut);
    showLines(*m_partsPanel, *m_parts, subsampleChart(distilled), provenance);
    m_partsPanel->setSubtitle(
        distilled.subsample ? tr("mean of random parts, band: ± one deviation") : leftOut);
    showKernel(distilled, provenance);
    m_labels->setProvenance(provenance);
}

void AnalysisView::showDimension(const Distilled& distilled,
                                 const QString& provenance,
                                 bool logarithmic) {
    showLines(*m_dimensionPanel, *m_dimension, dimensionChart(distilled, logarithmic), provenance);
    m_dimensionPanel->setSubtitle(!distilled.dimension ? leftOutWords()
                                  : m_dimension->data().series.isEmpty()
                                      ? tr("too few images to measure it")
                                      : tr("higher: more varied images"));
}

void AnalysisView::showKernel(const Distilled& distilled, const QString& provenance) {
    ValueGridData grid;
    m_kernelPanel->setSubtitle(
        distilled.kernelSupport ? tr("at the last step, images class by class") : leftOutWords());
    if (distilled.kernelSupport) {
        const std::vector<std::int64_t> order = distilled.images->byClass();
        const std::int64_t n = distilled.images->shape.images;
        grid.side = static_cast<int>(n);
        grid.map = ColourMap::Sequential;
        grid.rowTitle = grid.columnTitle = tr("Image");
        grid.names = imageNames(order);
        grid.classSlots = m_labels->data().classSlots;
        const auto values = distilled.kernelSupport.values();
        const auto [low, high] = std::ranges::minmax(values);
        grid.low = low;
        grid.high = high;
        for (const std::int64_t row : order) {
            grid.classes << static_cast<int>(
                distilled.images->startClass[static_cast<std::size_t>(row)]);
            for (const std::int64_t column : order)
                grid.values.push_back(values[static_cast<std::size_t>(row * n + column)]);
        }
    }
    m_kernel->setData(std::move(grid));
    m_kernel->setProvenance(provenance);
}

void AnalysisView::showNothing() {
    const QString later = tr("computed when the distillation has ended");
    for (Panel* panel : {m_dimensionPanel, m_spectrumPanel, m_partsPanel}) {
        panel->legend()->setEntries({});
        panel->setSubtitle(later);
    }
    for (LineChart* chart : {m_dimension, m_spectrum, m_parts}) chart->setData({});
    m_kernelPanel->setSubtitle(later);
    m_kernel->setData({});
    m_labels->setData({});
}

void AnalysisView::showLabels(const DistilImages& images,
                              std::size_t checkpoint,
                              const QStringList& classNames,
                              const ClassSlots& classSlots) {
    ValueGridData grid;
    grid.side = static_cast<int>(images.shape.classes);
    grid.values = labelMatrix(images, checkpoint);
    double limit = 0;
    for (const double value : grid.values)
        if (std::isfinite(value)) limit = std::max(limit, std::abs(value));
    grid.high = limit > 0 ? limit : 1;
    grid.low = -grid.high;
    grid.rowTitle = tr("Start");
    grid.columnTitle = tr("Now");
    grid.names = classNames;
    for (int k = 0; k < grid.side; ++k) grid.classes << k;
    grid.classSlots = classSlots;
    m_labels->setData(std::move(grid));
    m_kernel->setClassSlots(classSlots);
}

void AnalysisView::setMarker(std::optional<std::int64_t> step) {
    m_dimension->setMarker(step ? std::optional(static_cast<double>(*step)) : std::nullopt);
}

}  // namespace winnow::ui
