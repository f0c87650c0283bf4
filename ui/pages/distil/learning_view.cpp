// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/learning_view.h"

#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QDataStream>
#include <QIODevice>
#include <QSplitter>

namespace winnow::ui {
namespace {

enum StepScale { Logarithmic, Linear };

}  // namespace

LearningView::LearningView(QWidget* parent)
    : QWidget(parent),
      m_columns(makePanelSplitter(Qt::Horizontal, this)),
      m_accuracyPanel(new Panel(tr("Accuracy"), m_columns)),
      m_lossPanel(new Panel(tr("Loss"), m_columns)),
      m_bandPanel(new Panel(tr("Where accuracy sits"), m_columns)),
      m_accuracy(new LineChart(m_accuracyPanel)),
      m_loss(new LineChart(m_lossPanel)),
      m_bands(new BarChart(m_bandPanel)),
      m_scale(new Segments({tr("Log"), tr("Linear")}, this)) {
    m_scale->setAccessibleName(tr("Scale of the steps"));
    const auto add = [this](Panel* panel, LineChart* chart, const QString& subtitle) {
        fillPanel(*panel, *chart, size::kLowChartMinimumHeight);
        panel->setSubtitle(subtitle);
        m_columns->addWidget(panel);
        connect(chart, &LineChart::pointActivated, this, [this, chart](int series, int point) {
            Q_EMIT stepChosen(
                static_cast<std::int64_t>(chart->data().series[series].points[point].x()));
        });
    };
    add(m_accuracyPanel, m_accuracy, tr("kernel regression; higher is better"));
    add(m_lossPanel, m_loss, tr("lower is better"));
    fillPanel(*m_bandPanel, *m_bands, size::kLowChartMinimumHeight);
    m_bandPanel->legend()->setEntries(
        {{tr("start"), DataColour::neutral(), LegendEntry::Sample::Square},
         {tr("last"), DataColour::accent(), LegendEntry::Sample::Square}});
    m_columns->addWidget(m_bandPanel);
    m_columns->setStretchFactor(0, 5);
    m_columns->setStretchFactor(1, 5);
    m_columns->setStretchFactor(2, 4);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_columns);
    connect(m_scale, &Segments::currentChanged, this, [this] {
        showCurve();
        Q_EMIT scaleChanged();
    });
}

bool LearningView::isLogarithmic() const { return m_scale->currentIndex() == Logarithmic; }

void LearningView::showCurve() {
    showLines(
        *m_accuracyPanel, *m_accuracy, distilAccuracyChart(m_curve, isLogarithmic()), m_provenance);
    showLines(*m_lossPanel, *m_loss, distilLossChart(m_curve, isLogarithmic()), m_provenance);
}

void LearningView::showStored(const Distilled& distilled, const QString& provenance) {
    showReported(curveOf(distilled), provenance);
    m_bands->setData(bandChart(distilled));
    m_bands->setProvenance(provenance);
    m_bandPanel->setSubtitle(distilled.bandAccuracy
                                 ? tr("share of all, by fifths of the spectrum")
                                 : tr("not computed: the analysis was left out"));
}

void LearningView::showReported(const DistilCurve& curve, const QString& provenance) {
    m_curve = curve;
    m_provenance = provenance;
    m_bands->setData({});
    m_bandPanel->setSubtitle(tr("computed when the distillation has ended"));
    showCurve();
}

void LearningView::showNothing() { showReported({}, {}); }

void LearningView::setMarker(std::optional<std::int64_t> step) {
    const std::optional<double> at =
        step ? std::optional(static_cast<double>(*step)) : std::nullopt;
    m_accuracy->setMarker(at);
    m_loss->setMarker(at);
}

QSize LearningView::minimumSizeHint() const {
    const int padding = 2 * scaled(size::kPanelPadding) + 2;
    return {scaled(size::kChartMinimumWidth) + padding, QWidget::minimumSizeHint().height()};
}

void LearningView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void LearningView::arrange() {
    const int side = m_columns->count() * minimumSizeHint().width();
    const auto wanted = width() >= side ? Qt::Horizontal : Qt::Vertical;
    if (wanted == m_columns->orientation()) return;
    m_columns->setOrientation(wanted);
    updateGeometry();
}

QByteArray LearningView::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_scale->currentIndex();
    return state;
}

void LearningView::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    QByteArray columns;
    int scale = 0;
    stream >> columns >> scale;
    if (stream.status() != QDataStream::Ok) return;
    if (!columns.isEmpty()) m_columns->restoreState(columns);
    arrange();
    m_scale->setCurrentIndex(scale);
}

}  // namespace winnow::ui
