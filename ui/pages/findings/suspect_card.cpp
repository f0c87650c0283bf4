// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/suspect_card.h"

#include "ui/gallery/sample_tile.h"
#include "ui/models/neighbour_model.h"
#include "ui/pages/findings/suspect_model.h"
#include "ui/pages/findings/tile_row.h"
#include "ui/pages/interactions/neighbour_strip.h"
#include "ui/pages/page.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/role_label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kSuspectPicture = 84, kMostNeighbours = 24;

}  // namespace

SuspectCard::SuspectCard(Session* session, const SuspectModel* suspects, QWidget* parent)
    : Panel(tr("Suspect"), parent),
      m_session(session),
      m_suspects(suspects),
      m_thumbnails(session),
      m_model(new NeighbourModel(session, NeighbourModel::Relation::Interchangeable, this)),
      m_picture(new TileRow(kSuspectPicture, 1, this)),
      m_stripTitle(makeLabel({}, "caption", this)),
      m_strip(new NeighbourStrip(session, m_model, this)),
      m_accept(new QPushButton(this)),
      m_keep(new QPushButton(this)),
      m_exclude(new QPushButton(this)),
      m_other(new QPushButton(this)),
      m_reopen(new QPushButton(this)) {
    m_model->setCount(kMostNeighbours);
    m_picture->setAccessibleName(tr("Suspect"));
    m_strip->setAccessibleName(tr("Nearest samples"));
    m_stripTitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* pictures = new QGridLayout;
    pictures->setHorizontalSpacing(scaled(size::kPageMargin));
    pictures->setVerticalSpacing(scaled(2));
    pictures->addWidget(makeLabel(tr("As given"), "caption", this), 0, 0);
    pictures->addWidget(m_stripTitle, 0, 1);
    pictures->addWidget(m_picture, 1, 0);
    pictures->addWidget(m_strip, 1, 1);
    pictures->setColumnStretch(1, 1);
    body()->addLayout(pictures);
    body()->addWidget(makeButtons());
    body()->addStretch(1);
    connect(m_strip, &NeighbourStrip::chosen, session->selection(), &Selection::setCurrent);
    connect(session->annotations(), &Annotations::changed, this, &SuspectCard::refresh);
    connect(session, &Session::classSlotsChanged, this, &SuspectCard::refresh);
    connect(session, &Session::datasetChanged, this, [this] { m_thumbnails.reset(); });
    connect(session, &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Kernel) refresh();
    });
    refresh();
}

QWidget* SuspectCard::makeButtons() {
    auto* buttons = new QWidget(this);
    auto* row = new FlowLayout(buttons, size::kSpace);
    row->setContentsMargins(0, 0, 0, 0);
    m_accept->setProperty("kind", QStringLiteral("primary"));
    m_reopen->setProperty("kind", QStringLiteral("ghost"));
    for (QPushButton* each : {m_accept, m_keep, m_exclude, m_other, m_reopen}) {
        each->setAutoDefault(false);
        row->addWidget(each);
    }
    return buttons;
}

void SuspectCard::setSuspect(int suspect) {
    m_suspect = suspect;
    refresh();
}

void SuspectCard::setTargets(const std::vector<int>& targets) {
    m_targets = targets;
    nameButtons();
}

void SuspectCard::nameButtons() {
    const bool one = m_targets.size() == 1;
    const QString count = countText(std::ssize(m_targets));
    m_accept->setText(
        one ? tr("Relabel as %1").arg(m_session->className(m_suspects->suggestedOf(m_targets[0])))
            : tr("Relabel %1 as suggested").arg(count));
    m_keep->setText(one ? tr("Keep the label") : tr("Keep %1 labels").arg(count));
    m_exclude->setText(one ? tr("Exclude") : tr("Exclude %1").arg(count));
    m_other->setText(one ? tr("Another class…") : tr("Another class for %1…").arg(count));
    m_reopen->setText(one ? tr("Reopen") : tr("Reopen %1").arg(count));
    const bool decided = std::ranges::any_of(
        m_targets, [this](int suspect) { return !m_suspects->isOpen(suspect); });
    const QString trouble = !m_session->isWritable() ? readOnlyText()
                            : m_targets.empty()      ? tr("Choose a suspect first: click a row.")
                                                     : QString();
    offer(m_accept, trouble, tr("The suggested class is right. Key A"));
    offer(m_keep, trouble, tr("The label is right as it is. Key K"));
    offer(m_exclude, trouble, tr("Take it out of the set. Key X"));
    offer(m_other, trouble, tr("Choose a class. Key C, or its number"));
    offer(m_reopen,
          trouble.isEmpty() && !decided ? tr("Nothing is decided here yet.") : trouble,
          tr("Take the decision back. Key O"));
}

void SuspectCard::refresh() {
    const bool none = m_suspect < 0 || !m_suspects->fitsDataset();
    const KernelArrays& kernel = m_session->kernel();
    m_model->setSample(none ? -1 : m_suspects->sampleOf(m_suspect));
    m_stripTitle->setText(
        kernel.id.isEmpty() ? tr("Nearest samples")
                            : tr("Nearest samples in %1, with their cosine (−1 to 1, high: alike)")
                                  .arg(m_session->title(kernel.id)));
    m_strip->setEmptyText(kernel.id.isEmpty()
                              ? tr("Compute a kernel to see what the suspect is most like.")
                          : none ? tr("Choose a suspect to see what it is most like.")
                                 : tr("This kernel does not cover the suspect."));
    nameButtons();
    if (none) {
        setTitle(tr("Suspect"));
        setSubtitle(tr("none chosen"));
        return m_picture->setTiles({});
    }
    const std::int64_t sample = m_suspects->sampleOf(m_suspect);
    const std::int64_t given = m_suspects->givenOf(m_suspect);
    Tile tile = pictureTile(*m_session, m_thumbnails.thumbnail(sample), sample, given);
    tile.excluded = m_session->annotations()->isExcluded(sample);
    m_picture->setTiles({tile});
    setTitle(tr("#%1: said to be %2, evidence for %3")
                 .arg(countText(sample),
                      m_session->className(given),
                      m_session->className(m_suspects->suggestedOf(m_suspect))));
    setSubtitle(tr("rank %1, score %2, %3")
                    .arg(countText(m_suspect + 1),
                         numberText(m_suspects->findings().score[m_suspect], 3),
                         verdictText(m_suspects->verdictAt(m_suspect))));
}

}  // namespace winnow::ui
