// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/map_panel.h"

#include "ui/scene/map_view.h"
#include "ui/session/filter.h"
#include "ui/session/json_text.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/legend.h"

#include <QBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>

#include <numeric>

namespace winnow::ui {

MapPanel::MapPanel(Session* session, QWidget* parent)
    : Panel(tr("Map"), parent),
      m_session(session),
      m_stack(new QStackedWidget(this)),
      m_view(new MapView(m_stack)),
      m_empty(new EmptyPanel(Icon::Clusters, m_stack)),
      m_legend(new Legend({}, this)),
      m_figure(std::make_unique<SceneFigure>(m_view, [this] { return m_view->csv(); })) {
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    setContent(m_stack);
    m_legend->setWrapping(true);
    body()->addWidget(m_legend);
    makeTools();
    setFigure(m_figure.get());
    figureMenu()->addSeparator();
    figureMenu()->addAction(
        icon(Icon::Reload), tr("Compute another map…"), this, &MapPanel::mapRequested);
    m_view->setDescription([this](std::int64_t sample) { return describe(sample); });
    connect(m_empty, &EmptyPanel::actionRequested, this, &MapPanel::mapRequested);
    connectView();
    connect(session, &Session::datasetChanged, this, &MapPanel::rebuild);
    connect(session, &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Embedding || part == Part::Kernel) rebuild();
    });
    connect(session, &Session::classSlotsChanged, this, [this] {
        m_view->setClassSlots(m_session->classSlots());
        updateLegend();
    });
    connect(session->filter(), &Filter::changed, this, &MapPanel::showLooks);
    connect(session->filter(), &Filter::modeChanged, this, &MapPanel::showLooks);
    connect(session->selection(), &Selection::changed, this, [this] {
        m_view->setSelected(m_session->selection()->samples());
    });
    connect(session->selection(), &Selection::currentChanged, m_view, &MapView::setCurrent);
    rebuild();
}

MapPanel::~MapPanel() = default;

void MapPanel::makeTools() {
    const auto add = [this](Icon symbol, const QString& help) {
        auto* button = new QToolButton(this);
        button->setIcon(icon(symbol));
        button->setToolTip(help);
        button->setAccessibleName(help);
        button->setFocusPolicy(Qt::StrongFocus);
        addHeaderWidget(button);
        m_tools << button;
        return button;
    };
    const auto addTool = [this, add](Icon symbol, const QString& help, MapView::Tool tool) {
        QToolButton* button = add(symbol, help);
        button->setCheckable(true);
        connect(button, &QToolButton::clicked, m_view, [this, tool](bool on) {
            m_view->setTool(on ? tool : MapView::Tool::Turn);
            m_view->setFocus(Qt::OtherFocusReason);
        });
        connect(m_view, &MapView::toolChanged, button, [button, tool](MapView::Tool now) {
            button->setChecked(now == tool);
        });
    };
    addTool(Icon::Lasso,
            tr("Lasso (L): drag around samples; Shift adds, Ctrl takes away"),
            MapView::Tool::Lasso);
    addTool(Icon::Rectangle,
            tr("Rectangle (R): drag over samples; Shift adds, Ctrl takes away"),
            MapView::Tool::Rectangle);
    connect(add(Icon::Fit, tr("Show the whole map (Home)")),
            &QToolButton::clicked,
            m_view,
            &MapView::fit);
}

void MapPanel::select(const std::vector<std::int64_t>& samples, Combine how) {
    m_session->selection()->select(SampleSet::of(m_session->sampleCount(), samples), how);
}

void MapPanel::connectView() {
    connect(m_view, &MapView::clicked, this, [this](std::int64_t sample, Combine how) {
        select({sample}, how);
        m_session->selection()->setCurrent(sample);
    });
    connect(m_view, &MapView::clickedAway, m_session->selection(), &Selection::clear);
    connect(m_view, &MapView::enclosed, this, &MapPanel::select);
}

QStringList MapPanel::describe(std::int64_t sample) const {
    QStringList lines{tr("%1 #%2").arg(m_session->className(m_session->label(sample))).arg(sample)};
    const ClusterArrays& cluster = m_session->cluster();
    if (sample < cluster.assignment.size() && cluster.assignment[sample] >= 0)
        lines << tr("cluster %1").arg(cluster.assignment[sample]);
    return lines;
}

void MapPanel::rebuild() {
    const EmbeddingArrays& map = m_session->embedding();
    const bool there = !map.coordinates.empty();
    m_stack->setCurrentWidget(there ? static_cast<QWidget*>(m_view) : m_empty);
    for (QToolButton* tool : m_tools) tool->setEnabled(there);
    m_empty->setTexts(tr("No map of this kernel yet"),
                      tr("Samples that act on each other lie together: kernel PCA in 3 "
                         "dimensions."),
                      tr("Map…"));
    m_empty->setActionEnabled(!m_session->chosen(Part::Kernel).isEmpty(),
                              tr("A map is made from a kernel: compute one first."));
    std::vector<std::int64_t> samples, classes;
    for (std::int64_t row = 0; there && row < map.rows; ++row) {
        samples.push_back(map.idAt(row));
        classes.push_back(m_session->label(samples.back()));
    }
    m_view->setClassSlots(m_session->classSlots());
    m_view->setPoints(
        std::move(samples), map.coordinates.values(), map.coordinates.dim(1), std::move(classes));
    QString subtitle;
    if (const store::ArtifactRow* row = m_session->artifact(map.id)) {
        const QJsonArray shares =
            jsonObject(row->summary)[QLatin1String("share_of_trace")].toArray();
        const double sum = std::accumulate(
            shares.begin(), shares.end(), 0.0, [](double all, const QJsonValue& share) {
                return all + share.toDouble();
            });
        subtitle = tr("kernel PCA, %1 of variance").arg(percentText(sum, 0));
    }
    setSubtitle(subtitle);
    m_figure->setProvenance(tr("%1 of %2; %3")
                                .arg(m_session->title(map.id),
                                     m_session->title(m_session->ancestor(map.id, Part::Kernel)),
                                     subtitle));
    showLooks();
    updateLegend();
}

void MapPanel::showLooks() {
    const Filter* filter = m_session->filter();
    m_view->setMatches(filter->matches(), filter->mode());
    m_view->setSelected(m_session->selection()->samples());
    m_view->setCurrent(m_session->selection()->current());
}

void MapPanel::updateLegend() {
    QList<LegendEntry> entries;
    for (int label = 0; label < m_session->classCount(); ++label)
        if (const auto slot = m_session->classSlots().slotOf(label))
            entries << LegendEntry{m_session->className(label),
                                   DataColour::slot(*slot),
                                   LegendEntry::Sample::Mark,
                                   static_cast<MarkShape>(*slot)};
    m_figure->setLegend(entries);
    m_legend->setEntries(entries);
    m_legend->setVisible(!m_session->embedding().coordinates.empty());
}

}  // namespace winnow::ui
