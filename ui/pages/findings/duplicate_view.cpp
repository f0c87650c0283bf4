// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/duplicate_view.h"

#include "ui/gallery/sample_tile.h"
#include "ui/pages/findings/case_table.h"
#include "ui/pages/findings/duplicate_model.h"
#include "ui/pages/findings/progress_label.h"
#include "ui/pages/findings/tile_row.h"
#include "ui/pages/page.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/role_label.h"

#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kPairPicture = 112, kDetailHeight = 236;

}  // namespace

DuplicateView::DuplicateView(Session* session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_pairs(new DuplicateModel(session, this)),
      m_table(new CaseTable(session, m_pairs, this)),
      m_progress(new ProgressLabel(m_pairs, this)),
      m_thumbnails(session),
      m_detail(new Panel(tr("Pair"), this)),
      m_pictures(new TileRow(kPairPicture, 2, this)),
      m_facts(makeParagraph({}, "secondary", this)),
      m_conflict(makeParagraph({}, "danger", this)),
      m_second(new QPushButton(this)),
      m_first(new QPushButton(this)),
      m_keep(new QPushButton(this)),
      m_reopen(new QPushButton(this)),
      m_copies(new QPushButton(this)),
      m_rows(makePanelSplitter(Qt::Vertical, this)) {
    m_table->setAccessibleName(tr("Duplicates"));
    m_table->setWidths({52, 96, 116, 96, 116, 96, 116, 88, 116});
    auto* list = new Panel(tr("Duplicates"), this);
    list->setSubtitle(tr("most alike first"));
    list->addHeaderWidget(m_progress);
    list->addHeaderWidget(m_copies);
    list->setContent(m_table);
    m_rows->addWidget(list);
    m_rows->addWidget(makeDetail());
    m_rows->setStretchFactor(0, 1);
    m_rows->setStretchFactor(1, 0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_rows);
    connect(m_table, &CaseTable::currentCaseChanged, this, &DuplicateView::refresh);
    connect(m_table, &CaseTable::keyTyped, this, &DuplicateView::type);
    connect(session->selection(), &Selection::changed, this, &DuplicateView::nameButtons);
    connect(m_pairs, &CaseModel::judgedChanged, this, &DuplicateView::refresh);
    connect(m_pairs, &CaseModel::judgedChanged, this, &DuplicateView::nameCopies);
    connect(session, &Session::classSlotsChanged, this, &DuplicateView::refresh);
    connect(session, &Session::datasetChanged, this, [this] { m_thumbnails.reset(); });
    connect(m_second, &QPushButton::clicked, this, &DuplicateView::excludeSecond);
    connect(m_first, &QPushButton::clicked, this, &DuplicateView::excludeFirst);
    connect(m_keep, &QPushButton::clicked, this, &DuplicateView::keepBoth);
    connect(m_reopen, &QPushButton::clicked, this, &DuplicateView::reopen);
    connect(m_copies, &QPushButton::clicked, this, &DuplicateView::excludeCopies);
    refresh();
    nameCopies();
}

QWidget* DuplicateView::makeDetail() {
    m_pictures->setAccessibleName(tr("The two samples"));
    m_detail->setMinimumHeight(scaled(kDetailHeight));
    auto* words = new QVBoxLayout;
    words->setSpacing(scaled(size::kSpaceInGroup));
    words->addWidget(m_conflict);
    words->addWidget(m_facts);
    words->addStretch(1);
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(size::kPageMargin));
    row->addWidget(m_pictures, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    m_detail->body()->addLayout(row);
    auto* buttons = new QWidget(m_detail);
    auto* flow = new FlowLayout(buttons, size::kSpace);
    flow->setContentsMargins(0, 0, 0, 0);
    m_second->setProperty("kind", QStringLiteral("primary"));
    m_reopen->setProperty("kind", QStringLiteral("ghost"));
    for (QPushButton* each : {m_second, m_first, m_keep, m_reopen}) {
        each->setAutoDefault(false);
        flow->addWidget(each);
    }
    m_detail->body()->addWidget(buttons);
    m_detail->body()->addStretch(1);
    return m_detail;
}

QString DuplicateView::words() const {
    return m_conflict->isHidden() ? m_facts->text() : m_conflict->text() + u' ' + m_facts->text();
}

void DuplicateView::setFindings(const FindingsArrays& findings) {
    m_pairs->setFindings(findings);
    m_table->fitSamples({DuplicateModel::First, DuplicateModel::Second});
    refresh();
}

std::vector<int> DuplicateView::targets() const { return m_pairs->targets(m_table->currentRow()); }

Tile DuplicateView::tileOf(std::int64_t sample) const {
    return sampleTile(*m_session, m_thumbnails.thumbnail(sample), sample);
}

void DuplicateView::refresh() {
    nameButtons();
    const int pair = m_pairs->caseAt(m_table->currentRow());
    m_conflict->setVisible(pair >= 0 && m_pairs->conflicts(pair));
    if (pair < 0) {
        m_detail->setTitle(tr("Pair"));
        m_detail->setSubtitle(tr("none chosen"));
        m_facts->setText(m_pairs->cases() == 0
                             ? tr("No two samples are equal or nearly equal.")
                             : tr("Choose a pair: click a row, or go to it with the arrow keys."));
        return m_pictures->setTiles({});
    }
    const std::int64_t first = m_pairs->firstOf(pair), second = m_pairs->secondOf(pair);
    m_pictures->setTiles({tileOf(first), tileOf(second)});
    m_detail->setTitle(tr("#%1 and #%2").arg(countText(first), countText(second)));
    m_detail->setSubtitle(
        tr("pair %1, %2").arg(countText(pair + 1), verdictText(m_pairs->verdictAt(pair))));
    const QString conflict =
        m_pairs->pixelsEqual(pair)
            ? tr("Same picture, two labels: %1 and %2. At least one of them is wrong.")
            : tr("Alike to the network, two labels: %1 and %2. One of them is probably wrong.");
    m_conflict->setText(conflict.arg(m_session->className(m_session->label(first)),
                                     m_session->className(m_session->label(second))));
    const double cosine = m_pairs->findings().duplicateCosine[pair];
    const QString alike =
        std::isnan(cosine)
            ? tr("Cosine not known")
            : tr("Cosine %1 (−1 to 1, 1: the same gradient)").arg(numberText(cosine, 4));
    m_facts->setText(alike + (m_pairs->pixelsEqual(pair)
                                  ? tr(", pixels equal byte for byte.")
                                  : tr(", pixels differ, gradients nearly equal.")));
}

void DuplicateView::nameButtons() {
    const std::vector<int> about = targets();
    const bool one = about.size() == 1;
    const QString count = countText(std::ssize(about));
    m_second->setText(one ? tr("Exclude the second")
                          : tr("Exclude the second of %1 pairs").arg(count));
    m_first->setText(one ? tr("Exclude the first")
                         : tr("Exclude the first of %1 pairs").arg(count));
    m_keep->setText(one ? tr("Keep both") : tr("Keep both of %1 pairs").arg(count));
    m_reopen->setText(one ? tr("Reopen") : tr("Reopen %1").arg(count));
    const bool decided =
        std::ranges::any_of(about, [this](int pair) { return !m_pairs->isOpen(pair); });
    const QString trouble = !m_session->isWritable() ? readOnlyText()
                            : about.empty()          ? tr("Choose a pair first: click a row.")
                                                     : QString();
    offer(m_second, trouble, tr("The first stays. Key X"));
    offer(m_first, trouble, tr("The second stays. Key F"));
    offer(m_keep, trouble, tr("Both stay with their labels, which count as judged. Key K"));
    offer(m_reopen,
          trouble.isEmpty() && !decided ? tr("Nothing is decided here yet.") : trouble,
          tr("Take the decision back. Key O"));
}

void DuplicateView::nameCopies() {
    const std::int64_t copies = m_pairs->exactCopies().count();
    m_copies->setText(tr("Exclude %1 exact copies").arg(countText(copies)));
    const QString none =
        copies > 0 ? QString() : tr("There are no open pairs of equal pixels and one class.");
    offer(
        m_copies,
        m_session->isWritable() ? none : readOnlyText(),
        tr("The second of every open pair whose pixels are equal and whose class is the same; one "
           "of each stays."));
}

template <typename SamplesOf, typename Decide>
void DuplicateView::judge(SamplesOf&& samplesOf, Decide&& decide) {
    const std::vector<int> about = targets();
    if (about.empty()) return;
    const int from = m_pairs->caseAt(m_table->currentRow());
    SampleSet samples(m_session->sampleCount());
    for (const int pair : about)
        for (const std::int64_t sample : samplesOf(pair)) samples.insert(sample);
    decide(samples);
    m_table->goOnFrom(from);
}

void DuplicateView::excludeSecond() {
    judge([this](int pair) { return std::vector{m_pairs->secondOf(pair)}; },
          [this](const SampleSet& samples) { m_session->annotations()->exclude(samples); });
}

void DuplicateView::excludeFirst() {
    judge([this](int pair) { return std::vector{m_pairs->firstOf(pair)}; },
          [this](const SampleSet& samples) { m_session->annotations()->exclude(samples); });
}

void DuplicateView::keepBoth() {
    judge([this](int pair) { return m_pairs->samplesOf(pair); },
          [this](SampleSet samples) {
              samples -= m_session->annotations()->relabelled();  // a new label stays
              m_session->annotations()->keep(samples);
          });
}

void DuplicateView::reopen() {
    SampleSet samples(m_session->sampleCount());
    for (const int pair : targets())
        for (const std::int64_t sample : m_pairs->samplesOf(pair)) samples.insert(sample);
    samples -= m_session->annotations()->relabelled();
    m_session->annotations()->withdraw(samples);
}

void DuplicateView::excludeCopies() { m_session->annotations()->exclude(m_pairs->exactCopies()); }

void DuplicateView::type(const QString& key) {
    if (key == u"U") return m_session->undoStack()->undo();
    if (key == u"X") return excludeSecond();
    if (key == u"F") return excludeFirst();
    if (key == u"K") return keepBoth();
    if (key == u"O") return reopen();
}

}  // namespace winnow::ui
