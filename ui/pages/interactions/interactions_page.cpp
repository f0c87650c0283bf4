// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/interactions_page.h"

#include "ui/pages/interactions/history_panel.h"
#include "ui/pages/interactions/kernel_histogram.h"
#include "ui/pages/interactions/layer_panel.h"
#include "ui/pages/interactions/matrix_panel.h"
#include "ui/pages/interactions/neighbour_panel.h"
#include "ui/pages/interactions/pair_view.h"
#include "ui/pages/interactions/redundancy_panel.h"
#include "ui/pages/interactions/sample_history.h"
#include "ui/pages/interactions/test_panel.h"
#include "ui/scene/matrix_view.h"
#include "ui/session/filter.h"
#include "ui/session/json_text.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>

namespace winnow::ui {
namespace {

constexpr double kMostlyPositive = 0.85;

MatrixValues valuesOf(int segment) {
    return segment == 0 ? MatrixValues::Kappa : MatrixValues::Cosine;
}

}  // namespace

InteractionsPage::InteractionsPage(const PageContext& context, QWidget* parent)
    : Page(PageId::Interactions, context, parent), m_rebuild(new QTimer(this)) {
    m_rebuild->setSingleShot(true);
    m_rebuild->setInterval(0);
    connect(m_rebuild, &QTimer::timeout, this, &InteractionsPage::rebuildMatrix);
    makeHeader();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    column->addWidget(makeOptions());
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(makeContent());
    m_empty = new EmptyPanel(Icon::Interactions, this);
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
    connect(m_empty, &EmptyPanel::actionRequested, this, &InteractionsPage::leadOn);
    makeHistory();
    connectSession();
    takeKernels();
    takeKernel();
}

InteractionsPage::~InteractionsPage() = default;

QString InteractionsPage::title() const { return tr("Interactions"); }

QString InteractionsPage::subtitle() const {
    if (m_facts.id.isEmpty())
        return tr("One step on one sample moves the other: with it, not at all, or against it");
    return tr("%1, %2, %3").arg(m_facts.kind, m_facts.scopeText(), samplesText(m_facts.samples));
}

void InteractionsPage::connectSession() {
    connect(session(), &Session::artifactsChanged, this, &InteractionsPage::takeKernels);
    connect(session(), &Session::datasetChanged, this, [this] {
        m_history->reset();
        takeKernels();
        takeKernel();
    });
    connect(session(), &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Kernel) takeKernel();
        if (part == Part::Cluster) rebuildMatrixSoon();
        if (part == Part::Run) showEmpty();
    });
    connect(session()->filter(), &Filter::changed, this, [this] {
        if (session()->filter()->mode() == Filter::Mode::Hide) rebuildMatrixSoon();
    });
    connect(session()->filter(), &Filter::modeChanged, this, [this] {
        if (session()->filter()->isActive()) rebuildMatrixSoon();
    });
    connect(
        session()->selection(), &Selection::currentChanged, this, &InteractionsPage::takeCurrent);
}

void InteractionsPage::takeKernels() {
    const QSignalBlocker blocker(m_kernels);
    m_kernels->clear();
    for (const store::ArtifactRow& row : session()->artifacts(Part::Kernel)) {
        const KernelFacts facts = kernelFacts(*session(), QString::fromStdString(row.id));
        m_kernels->addItem(tr("%1 (%2)").arg(facts.kind, facts.title), facts.id);
        m_kernels->setItemData(
            m_kernels->count() - 1,
            tr("%1, %2, %3, %4")
                .arg(facts.kind, facts.scopeText(), samplesText(facts.samples), facts.provenance()),
            Qt::ToolTipRole);
    }
    m_kernels->setCurrentIndex(m_kernels->findData(session()->chosen(Part::Kernel)));
    m_kernels->setEnabled(m_kernels->count() > 0);
    showEmpty();
    showNote();
}

void InteractionsPage::takeKernel() {
    m_facts = kernelFacts(*session(), session()->chosen(Part::Kernel));
    const QSignalBlocker blocker(m_kernels);
    m_kernels->setCurrentIndex(m_kernels->findData(m_facts.id));
    m_provenance->setText(m_facts.id.isEmpty() ? QString() : m_facts.provenance());
    m_neighbours->setKernel(m_facts);
    m_pair->setKernel(m_facts);
    m_layers->setKernel(m_facts);
    m_epochs->setKernel(m_facts);
    m_redundancy->setKernel(m_facts);
    m_test->setKernel(m_facts);
    m_histogram->setDistribution(kernelDistribution(session()->kernel()));
    m_histogram->setProvenance(
        tr("%1, %2; %3").arg(m_facts.kind, m_facts.scopeText(), m_facts.provenance()));
    m_histogramPanel->legend()->setEntries(m_histogram->figureLegend());
    const double positive = positiveShare(*session());
    m_histogramPanel->setSubtitle(tr("%1 positive").arg(percentText(positive, 0)));
    m_histogramPanel->setToolTip(
        tr("Share of the pairs at each κ, in one class and across classes; 0.1 % at either end is "
           "cut off."));
    showEmpty();
    showNote();
    rebuildMatrix();
    takeCurrent(session()->selection()->current());
    Q_EMIT subtitleChanged();
}

void InteractionsPage::rebuildMatrixSoon() { m_rebuild->start(); }

void InteractionsPage::rebuildMatrix() {
    m_rebuild->stop();
    const bool clusters = !session()->cluster().assignment.empty();
    const bool byCluster = m_order->currentIndex() == 1 && clusters;
    m_matrix->show(m_facts,
                   valuesOf(m_values->currentIndex()),
                   byCluster ? MatrixPanel::Order::ClassThenCluster : MatrixPanel::Order::Class);
    m_order->setToolTip(clusters ? tr("Rows and columns of the matrix")
                                 : tr("Without clusters the matrix is ordered by class."));
    const auto [first, second] = m_pair->pair();
    m_matrix->setPicked(first, second);
}

void InteractionsPage::takeCurrent(std::int64_t id) {
    m_neighbours->setSample(id);
    m_layers->setSample(id);
    const auto [first, second] = m_pair->pair();
    if (id >= 0 && (id == first || id == second)) return;
    const std::int64_t nearest =
        m_neighbours->model(NeighbourModel::Relation::Interchangeable)->idAt(0);
    const bool none = id < 0 || nearest < 0;
    m_pair->setPair(none ? -1 : nearest, none ? -1 : id);
    m_matrix->setPicked(m_pair->pair().first, m_pair->pair().second);
}

void InteractionsPage::lookAt(std::int64_t first, std::int64_t second) {
    m_pair->setPair(first, second);
    m_matrix->setPicked(first, second);
    session()->selection()->setCurrent(second);
}

void InteractionsPage::activated() {
    Selection* selection = session()->selection();
    const KernelArrays& kernel = session()->kernel();
    if (selection->current() < 0 && kernel.rows > 0) selection->setCurrent(kernel.idAt(0));
}

QString InteractionsPage::kernelOfKind(const QString& kind) const {
    const QString run = session()->chosen(Part::Run);
    QString found;
    for (const store::ArtifactRow& row : session()->artifacts(Part::Kernel)) {
        const QString id = QString::fromStdString(row.id);
        const bool fits = session()->ancestor(id, Part::Run) == run;
        if (fits && kernelFacts(*session(), id).kind == kind) found = id;
    }
    return found;
}

void InteractionsPage::showNote() {
    const bool mostly = m_facts.kind == u"lpntk" && positiveShare(*session()) > kMostlyPositive;
    if (!mostly) return m_matrix->setNote({});
    const bool there = !kernelOfKind(QStringLiteral("centred")).isEmpty();
    m_matrix->setNote(
        tr("%1 of the values are positive: with %2 classes the last layer adds to every pair of "
           "lpntk, so contradictions are rare. centred parts the classes better.")
            .arg(percentText(positiveShare(*session()), 0))
            .arg(session()->classCount())
            .toHtmlEscaped() +
        QStringLiteral(" <a href=\"centred\" style=\"text-decoration:none\">%1</a>")
            .arg((there ? tr("Show centred ›") : tr("Compute centred… ›")).toHtmlEscaped()));
}

void InteractionsPage::requestKernel(const QString& kind) {
    QJsonObject fields;
    const QString run = session()->chosen(Part::Run);
    if (!run.isEmpty()) fields[QStringLiteral("run")] = run;
    if (!kind.isEmpty()) fields[QStringLiteral("kind")] = kind;
    Q_EMIT jobFormRequested(QStringLiteral("kernel"), jsonText(fields));
}

void InteractionsPage::requestSnapshots() {
    const store::ArtifactRow* run = session()->artifact(m_facts.runId);
    if (run == nullptr) return;
    // The same training: of several repeats this one.
    QJsonObject fields = specFields(run->spec);
    fields.remove(QStringLiteral("name"));
    fields.remove(QStringLiteral("repeat"));
    fields[QStringLiteral("seed")] = qint64{run->seed};
    fields[QStringLiteral("dataset")] = session()->ancestor(m_facts.runId, Part::Dataset);
    fields[QStringLiteral("snapshots")] = 1;
    Q_EMIT jobFormRequested(QStringLiteral("train"), jsonText(fields));
}

void InteractionsPage::showEmpty() {
    const bool run = !session()->chosen(Part::Run).isEmpty();
    const QString trouble = jobTrouble(context());
    offer(m_compute,
          run ? trouble : tr("A kernel is taken at a trained network: train one first."),
          tr("Compute how the samples act on each other at a run's weights"));
    m_empty->setActionEnabled(!run || trouble.isEmpty(), trouble);
    m_stack->setCurrentIndex(session()->chosen(Part::Kernel).isEmpty() ? 1 : 0);
    m_compute->setVisible(m_stack->currentIndex() == 0);
    if (session()->dataset() == nullptr)
        m_empty->setTexts(tr("No data set yet"),
                          tr("Import images and labels, then train a network on them."),
                          tr("Go to Data"));
    else if (!run)
        m_empty->setTexts(tr("No trained network yet"),
                          tr("How samples act on each other depends on the network: train one."),
                          tr("Go to Train"));
    else
        m_empty->setTexts(
            tr("No kernel of this run yet"),
            tr("One backward pass a sample and a product for each of %1 pairs; the form shows "
               "time and memory before it starts.")
                .arg(countText(session()->sampleCount() * (session()->sampleCount() + 1) / 2)),
            tr("Compute kernel…"));
}

void InteractionsPage::leadOn() {
    if (session()->dataset() == nullptr)
        Q_EMIT pageRequested(PageId::Data);
    else if (session()->chosen(Part::Run).isEmpty())
        Q_EMIT pageRequested(PageId::Train);
    else
        requestKernel({});
}

QByteArray InteractionsPage::saveState() const {
    return jsonText({{QStringLiteral("values"), m_values->currentIndex()},
                     {QStringLiteral("order"), m_order->currentIndex()},
                     {QStringLiteral("splitter"), splitterText(*m_splitter)}});
}

void InteractionsPage::restoreState(const QByteArray& state) {
    const QJsonObject fields = QJsonDocument::fromJson(state).object();
    if (fields.isEmpty()) return;
    m_values->setCurrentIndex(fields[QLatin1String("values")].toInt(1) == 0 ? 0 : 1);
    m_order->setCurrentIndex(fields[QLatin1String("order")].toInt(1) == 0 ? 0 : 1);
    restoreSplitter(*m_splitter, fields[QLatin1String("splitter")].toString());
}

}  // namespace winnow::ui
