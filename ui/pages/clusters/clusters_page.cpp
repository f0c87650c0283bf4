// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/clusters_page.h"

#include "ui/models/cluster_model.h"
#include "ui/pages/clusters/cluster_compare_dialog.h"
#include "ui/pages/clusters/cluster_words.h"
#include "ui/pages/clusters/head_tail_panel.h"
#include "ui/pages/clusters/map_panel.h"
#include "ui/pages/clusters/member_panel.h"
#include "ui/pages/clusters/size_panel.h"
#include "ui/session/json_text.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/segments.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kTopHeight = 300;
constexpr int kSizesWidth = 452;  // beside kMapWidth, where the page is as wide as in the design
constexpr int kMapWidth = 479;
constexpr int kMembersHeight = 200;

}  // namespace

ClustersPage::ClustersPage(const PageContext& context, QWidget* parent)
    : Page(PageId::Clusters, context, parent), m_model(new ClusterModel(session(), this)) {
    makeHeader();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpace));
    column->addWidget(makeOptions());
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(makeContent());
    m_empty = new EmptyPanel(Icon::Clusters, this);
    m_stack->addWidget(m_empty);
    column->addWidget(m_stack, 1);
    connect(m_empty, &EmptyPanel::actionRequested, this, &ClustersPage::leadOn);
    connect(session(), &Session::artifactsChanged, this, &ClustersPage::takeArtifacts);
    connect(session(), &Session::datasetChanged, this, [this] {
        takeArtifacts();
        takeClasses();
        takeClusters();
    });
    connect(session(), &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Cluster) takeClusters();
        if (part == Part::Kernel) showEmpty();
    });
    takeArtifacts();
    takeClasses();
    takeClusters();
}

QString ClustersPage::title() const { return tr("Clusters"); }

QString ClustersPage::subtitle() const {
    return tr("Farthest-point clusters. A long tail is usual: one giant, then loners");
}

QList<QWidget*> ClustersPage::headerWidgets() { return {m_tasks, m_compare, m_again}; }

void ClustersPage::makeHeader() {
    m_tasks = new QToolButton(this);
    m_tasks->setProperty("kind", QStringLiteral("secondary"));
    m_tasks->setText(tr("I want to…"));
    m_tasks->setPopupMode(QToolButton::InstantPopup);
    m_tasks->setFocusPolicy(Qt::StrongFocus);
    m_tasks->setMenu(new QMenu(m_tasks));
    connect(m_tasks->menu(), &QMenu::aboutToShow, this, &ClustersPage::fillTasks);
    m_compare = new QPushButton(tr("Compare…"), this);
    connect(m_compare, &QPushButton::clicked, this, &ClustersPage::openCompare);
    m_again = new QPushButton(tr("Cluster…"), this);
    connect(m_again, &QPushButton::clicked, this, [this] { request("cluster"); });
}

void ClustersPage::fillTasks() {
    QMenu* menu = m_tasks->menu();
    menu->clear();
    const auto add = [&](const QString& text, std::vector<std::int64_t> samples) {
        menu->addAction(text.arg(countText(std::ssize(samples))),
                        this,
                        [this, samples] {
                            session()->selection()->select(
                                SampleSet::of(session()->sampleCount(), samples));
                        })
            ->setEnabled(!samples.empty());
    };
    const ClusterArrays& cluster = session()->cluster();
    std::vector<std::int64_t> loners, centroids;
    for (const std::int64_t each : m_sizes->clusters()) {
        centroids.push_back(cluster.centroids[each]);
        if (cluster.sizes[each] == 1) loners.push_back(cluster.centroids[each]);
    }
    add(tr("Select the loners: %1"), loners);
    add(tr("Select every centroid: %1"), centroids);
    menu->addAction(
        tr("Thin out the largest clusters"), this, [this] { Q_EMIT pageRequested(PageId::Prune); });
}

QWidget* ClustersPage::makeOptions() {
    auto* options = new QWidget(this);
    auto* row = new QHBoxLayout(options);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(size::kSpace));
    const auto addBox = [&](const QString& name) {
        auto* label = new QLabel(name, options);
        label->setProperty("role", QStringLiteral("secondary"));
        auto* box = new QComboBox(options);
        box->setAccessibleName(name);
        label->setBuddy(box);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(14);
        row->addWidget(label);
        row->addWidget(box);
        return box;
    };
    m_classes = addBox(tr("Class"));
    m_artifacts = addBox(tr("Clusters"));
    auto* galleries = new QLabel(tr("Show"), options);
    galleries->setProperty("role", QStringLiteral("secondary"));
    m_galleries = new Segments({tr("Members"), tr("Head and tail")}, options);
    m_galleries->setSegmentToolTip(0, tr("The samples of the cluster that is open"));
    m_galleries->setSegmentToolTip(1,
                                   tr("The largest cluster of its class beside the smallest ones"));
    row->addWidget(galleries);
    row->addWidget(m_galleries);
    m_provenance = new QLabel(options);
    m_provenance->setProperty("role", QStringLiteral("caption"));
    m_provenance->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_provenance->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_provenance, 1);
    connect(m_artifacts, &QComboBox::activated, this, [this](int index) {
        session()->choose(Part::Cluster, m_artifacts->itemData(index).toString());
    });
    connect(m_classes, &QComboBox::currentIndexChanged, this, [this] { setClass(shownClass()); });
    return options;
}

QWidget* ClustersPage::makeContent() {
    m_sizes = new SizePanel(session(), m_model, this);
    m_map = new MapPanel(session(), this);
    m_members = new MemberPanel(session(), m_model, this);
    m_top = makePanelSplitter(Qt::Horizontal, this);
    m_top->addWidget(m_sizes);
    m_top->addWidget(m_map);
    m_top->setMinimumHeight(scaled(kTopHeight));
    m_top->setStretchFactor(0, kSizesWidth);
    m_top->setStretchFactor(1, kMapWidth);
    m_top->setSizes({scaled(kSizesWidth), scaled(kMapWidth)});
    m_rows = makePanelSplitter(Qt::Vertical, this);
    m_rows->addWidget(m_top);
    m_ends = new HeadTailPanel(session(), this);
    m_bottom = new QStackedWidget(this);
    m_bottom->addWidget(m_members);
    m_bottom->addWidget(m_ends);
    m_bottom->setMinimumHeight(scaled(kMembersHeight));
    m_rows->addWidget(m_bottom);
    connect(m_galleries, &Segments::currentChanged, m_bottom, &QStackedWidget::setCurrentIndex);
    m_rows->setStretchFactor(0, 11);
    m_rows->setStretchFactor(1, 10);
    connect(m_sizes, &SizePanel::opened, this, &ClustersPage::open);
    connect(m_sizes, &SizePanel::enclosed, this, &ClustersPage::select);
    connect(m_map, &MapPanel::mapRequested, this, [this] { request("embed"); });
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_rows);
    return scroll;
}

void ClustersPage::takeArtifacts() {
    const QSignalBlocker blocker(m_artifacts);
    m_artifacts->clear();
    for (const store::ArtifactRow& row : session()->artifacts(Part::Cluster)) {
        const QString id = QString::fromStdString(row.id);
        m_artifacts->addItem(session()->title(id), id);
    }
    m_artifacts->setCurrentIndex(m_artifacts->findData(session()->chosen(Part::Cluster)));
    m_artifacts->setEnabled(m_artifacts->count() > 0);
    showEmpty();
}

void ClustersPage::takeClasses() {
    {
        const QSignalBlocker blocker(m_classes);
        m_classes->clear();
        m_classes->addItem(tr("All classes"));
        m_classes->addItems(session()->classNames());
        m_classes->setCurrentIndex(std::max(0, m_classes->findText(m_wantedClass)));
    }
    setClass(shownClass());
}

std::int64_t ClustersPage::shownClass() const {
    return std::max(-1, m_classes->currentIndex() - 1);
}

void ClustersPage::setClass(std::int64_t label) {
    m_sizes->setClass(label);
    open(m_sizes->clusters().empty() ? -1 : m_sizes->clusters().front());
}

void ClustersPage::takeClusters() {
    const QString id = session()->chosen(Part::Cluster);
    const QSignalBlocker blocker(m_artifacts);
    m_artifacts->setCurrentIndex(m_artifacts->findData(id));
    const QString line = clusterProvenance(*session(), id);
    m_provenance->setText(line);
    m_provenance->setToolTip(line);
    m_sizes->setProvenance(tr("%1: %2").arg(session()->title(id), line));
    setClass(shownClass());
    showEmpty();
}

void ClustersPage::open(std::int64_t cluster) {
    m_sizes->setOpened(cluster);
    m_members->setCluster(cluster);
    const std::int64_t shown = shownClass();
    m_ends->setClass(shown < 0 && cluster >= 0 ? session()->cluster().clusterClass[cluster]
                                               : shown);
}

void ClustersPage::select(const std::vector<std::int64_t>& clusters, Combine how) {
    const ClusterArrays& arrays = session()->cluster();
    SampleSet samples(session()->sampleCount());
    for (std::int64_t id = 0; id < arrays.assignment.size(); ++id)
        if (std::ranges::find(clusters, arrays.assignment[id]) != clusters.end())
            samples.insert(id);
    session()->selection()->select(samples, how);
}

void ClustersPage::request(const char* kind) {
    QJsonObject fields;
    const QString kernel = session()->chosen(Part::Kernel);
    if (!kernel.isEmpty()) fields[QStringLiteral("kernel")] = kernel;
    Q_EMIT jobFormRequested(QLatin1String(kind), jsonText(fields));
}

void ClustersPage::openCompare() {
    auto* dialog = new ClusterCompareDialog(session(), context().serve, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ClusterCompareDialog::keepRequested, this, [this](const QByteArray& fields) {
        Q_EMIT jobFormRequested(QStringLiteral("compare-clusters"), fields);
    });
    dialog->open();
}

void ClustersPage::showEmpty() {
    const bool kernel = !session()->chosen(Part::Kernel).isEmpty();
    const bool clusters = !session()->chosen(Part::Cluster).isEmpty();
    m_stack->setCurrentIndex(clusters ? 0 : 1);
    m_again->setVisible(clusters);
    const bool two = m_artifacts->count() > 1;
    m_compare->setVisible(clusters);
    m_compare->setEnabled(two);
    m_compare->setToolTip(two ? tr("How much two clusterings agree: of two kernels, two trainings "
                                   "or two settings")
                              : tr("Two clusterings are needed: make another one first."));
    const QString trouble = jobTrouble(context());
    offer(m_again,
          kernel ? trouble : tr("Clusters are made from a kernel: compute one first."),
          tr("Cluster the samples of this kernel with other settings"));
    m_empty->setActionEnabled(!kernel || trouble.isEmpty(), trouble);
    if (kernel)
        m_empty->setTexts(tr("No clusters of this kernel yet"),
                          tr("Farthest-point clusters take as many rows of the kernel as there are "
                             "centroids: by default one for every ten of %1.")
                              .arg(samplesText(session()->sampleCount())),
                          tr("Cluster…"));
    else
        m_empty->setTexts(tr("No kernel yet"),
                          tr("Clusters group samples by how they act on each other: compute a "
                             "kernel first."),
                          tr("Go to Interactions"));
}

void ClustersPage::leadOn() {
    if (session()->chosen(Part::Kernel).isEmpty())
        Q_EMIT pageRequested(PageId::Interactions);
    else
        request("cluster");
}

QByteArray ClustersPage::saveState() const {
    return jsonText({{QStringLiteral("class"),
                      m_classes->currentIndex() > 0 ? m_classes->currentText() : QString()},
                     {QStringLiteral("view"), m_sizes->view()},
                     {QStringLiteral("galleries"), m_galleries->currentIndex()},
                     {QStringLiteral("rows"), splitterText(*m_rows)},
                     {QStringLiteral("top"), splitterText(*m_top)}});
}

void ClustersPage::restoreState(const QByteArray& state) {
    const QJsonObject fields = QJsonDocument::fromJson(state).object();
    if (fields.isEmpty()) return;
    m_wantedClass = fields[QLatin1String("class")].toString();
    if (const int index = m_classes->findText(m_wantedClass); index > 0)
        m_classes->setCurrentIndex(index);
    m_sizes->setView(std::clamp(
        fields[QLatin1String("view")].toInt(), int{SizePanel::Bars}, int{SizePanel::Sizes}));
    m_galleries->setCurrentIndex(fields[QLatin1String("galleries")].toInt() == 1 ? 1 : 0);
    restoreSplitter(*m_rows, fields[QLatin1String("rows")].toString());
    restoreSplitter(*m_top, fields[QLatin1String("top")].toString());
}

}  // namespace winnow::ui
