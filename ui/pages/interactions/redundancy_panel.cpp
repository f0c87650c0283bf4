// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/redundancy_panel.h"

#include "ui/pages/interactions/pair_source.h"
#include "ui/pages/interactions/redundancy_picture.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/role_label.h"

#include <QBoxLayout>
#include <QLabel>

namespace winnow::ui {

RedundancyPanel::RedundancyPanel(QWidget* parent)
    : Panel(tr("Redundancy of the pair"), parent),
      m_legend(new Legend({}, this)),
      m_picture(new RedundancyPicture(this)),
      m_words(makeParagraph({}, "secondary", this)) {
    setToolTip(
        tr("Both gradients in the plane they span. A sample is redundant when some other "
           "one's gradient, projected on its own, is longer than its own: κ of the pair is "
           "above its own κ."));
    m_legend->setWrapping(true);
    setContent(m_picture);
    body()->addWidget(m_legend);
    body()->addWidget(m_words);
    setFigure(m_picture);
    setPairAnswer(std::nullopt);
}

void RedundancyPanel::setKernel(const KernelFacts& facts) {
    m_facts = facts;
    setPairAnswer(std::nullopt);
}

QString RedundancyPanel::words() const { return m_words->text(); }

void RedundancyPanel::setPairAnswer(const std::optional<PairAnswer>& answer) {
    const auto plane = answer ? gradientPlane(*answer) : std::nullopt;
    m_picture->setPlane(plane);
    m_legend->setEntries(m_picture->figureLegend());
    m_legend->setVisible(plane.has_value());
    setSubtitle(plane ? tr("lengths are √κ of each with itself") : QString());
    if (plane)
        m_words->setText(m_picture->sentence());
    else if (answer)
        m_words->setText(tr("One of the two moves nothing in the network: there is no plane."));
    else
        m_words->setText(tr("Asked from the engine for a pair."));
    if (plane)
        m_picture->setProvenance(tr("Gradients of samples %1 and %2; %3, %4")
                                     .arg(plane->i)
                                     .arg(plane->j)
                                     .arg(m_facts.kind, m_facts.provenance()));
}

}  // namespace winnow::ui
