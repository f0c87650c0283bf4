// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/clusters/head_tail_panel.h"

#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/pages/clusters/cluster_groups.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/role_label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QSplitter>

namespace winnow::ui {

HeadTailPanel::HeadTailPanel(Session* session, QWidget* parent)
    : Panel(tr("Head and tail"), parent),
      m_session(session),
      m_split(makePanelSplitter(Qt::Horizontal, this)) {
    m_split->addWidget(makeSide(m_sides[0], tr("Head")));
    m_split->addWidget(makeSide(m_sides[1], tr("Tail")));
    setContent(m_split);
    connect(session, &Session::datasetChanged, this, &HeadTailPanel::rebuildSeen);
    connect(session, &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Cluster) rebuildSeen();
    });
}

QWidget* HeadTailPanel::makeSide(Side& side, const QString& name) {
    auto* widget = new QWidget(this);
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpaceInGroup));
    side.caption = makeParagraph({}, "secondary", widget);
    side.model = new SampleModel(m_session, this);
    side.model->setCaption(QStringLiteral("centroid"));
    side.gallery = new GalleryView(widget);
    side.gallery->setSampleModel(side.model);
    side.gallery->setFrameShape(QFrame::NoFrame);
    side.gallery->setAccessibleName(name);
    column->addWidget(side.caption);
    column->addWidget(side.gallery, 1);
    return widget;
}

void HeadTailPanel::setClass(std::int64_t label) {
    if (label == m_label) return;
    m_label = label;
    rebuildSeen();
}

void HeadTailPanel::rebuildSeen() {
    m_stale = true;
    if (isVisible()) rebuild();
}

void HeadTailPanel::showEvent(QShowEvent* event) {
    if (m_stale) rebuild();
    Panel::showEvent(event);
}

void HeadTailPanel::rebuild() {
    m_stale = false;
    const HeadTail ends = headTail(m_session->cluster(), m_label);
    const QString name = m_session->className(m_label);
    setTitle(name.isEmpty() ? tr("Head and tail") : tr("Head and tail of %1").arg(name));
    setSubtitle(tr("numbers are κ to the own centroid"));
    m_sides[0].caption->setText(ends.head < 0
                                    ? tr("Head: no cluster")
                                    : tr("Head, cluster %1: %2, most like the centroid first")
                                          .arg(ends.head)
                                          .arg(samplesText(std::ssize(ends.headSamples))));
    m_sides[1].caption->setText(
        ends.tailClusters == 0
            ? tr("Tail: no other cluster")
            : tr("Tail, smallest clusters first: %1 in %2, %3 alone")
                  .arg(samplesText(std::ssize(ends.tailSamples)),
                       ends.tailClusters == 1 ? tr("1 cluster")
                                              : tr("%1 clusters").arg(countText(ends.tailClusters)),
                       countText(ends.loners)));
    m_sides[0].model->setSubset(ends.headSamples, true);
    m_sides[1].model->setSubset(ends.tailSamples, true);
    for (const Side& side : m_sides) side.gallery->scrollToTop();
}

}  // namespace winnow::ui
