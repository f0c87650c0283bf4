// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/suspect_view.h"

#include "ui/pages/findings/case_table.h"
#include "ui/pages/findings/class_chooser.h"
#include "ui/pages/findings/progress_label.h"
#include "ui/pages/findings/suspect_card.h"
#include "ui/pages/findings/suspect_model.h"
#include "ui/pages/findings/trust_panel.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"

#include <QPushButton>
#include <QSplitter>
#include <QUndoStack>
#include <QVBoxLayout>

namespace winnow::ui {
namespace {

constexpr int kTrustWidth = 260, kCardWidth = 440, kBottomHeight = 226;
constexpr int kListHeight = 440, kWantedBottom = 268;
constexpr int kTenClasses = 10;

}  // namespace

SuspectView::SuspectView(Session* session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_suspects(new SuspectModel(session, this)),
      m_list(new Panel(tr("Suspected wrong labels"), this)),
      m_table(new CaseTable(session, m_suspects, this)),
      m_progress(new ProgressLabel(m_suspects, this)),
      m_card(new SuspectCard(session, m_suspects, this)),
      m_trust(new TrustPanel(session, this)),
      m_rows(makePanelSplitter(Qt::Vertical, this)),
      m_bottom(makePanelSplitter(Qt::Horizontal, this)) {
    m_table->setAccessibleName(tr("Suspected wrong labels"));
    m_table->setWidths({52, 92, 110, 110, 112, 92, 96, 76, 108, 104, 120, 108});
    m_list->addHeaderWidget(m_progress);
    m_list->setContent(m_table);
    m_card->setMinimumWidth(scaled(kCardWidth));
    m_trust->setMinimumWidth(scaled(kTrustWidth));
    m_bottom->addWidget(m_card);
    m_bottom->addWidget(m_trust);
    m_bottom->setStretchFactor(0, 1);
    m_bottom->setStretchFactor(1, 0);
    m_rows->addWidget(m_list);
    m_rows->addWidget(m_bottom);
    m_rows->setStretchFactor(0, 1);
    m_rows->setStretchFactor(1, 0);
    m_bottom->setMinimumHeight(scaled(kBottomHeight));
    m_rows->setSizes({scaled(kListHeight), scaled(kWantedBottom)});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_rows);

    connect(m_table, &CaseTable::currentCaseChanged, m_card, &SuspectCard::setSuspect);
    connect(m_table, &CaseTable::currentCaseChanged, this, &SuspectView::takeTargets);
    connect(m_table, &CaseTable::keyTyped, this, &SuspectView::type);
    connect(session->selection(), &Selection::changed, this, &SuspectView::takeTargets);
    connect(m_suspects, &CaseModel::judgedChanged, this, &SuspectView::takeTargets);
    connect(m_suspects, &CaseModel::judgedChanged, this, &SuspectView::tellTally);
    connect(m_card->acceptButton(), &QPushButton::clicked, this, &SuspectView::accept);
    connect(m_card->keepButton(), &QPushButton::clicked, this, &SuspectView::keep);
    connect(m_card->excludeButton(), &QPushButton::clicked, this, &SuspectView::exclude);
    connect(m_card->otherButton(), &QPushButton::clicked, this, [this] { chooseClass(); });
    connect(m_card->reopenButton(), &QPushButton::clicked, this, &SuspectView::reopen);
}

void SuspectView::setFindings(const FindingsArrays& findings) {
    m_card->setTargets({});
    m_card->setSuspect(-1);
    m_suspects->setFindings(findings);
    m_table->fitNames({SuspectModel::Given, SuspectModel::Suggested});
    m_table->fitSamples({SuspectModel::Sample});
    m_trust->refresh(findings);
}

std::vector<int> SuspectView::targets() const { return m_suspects->targets(m_table->currentRow()); }

void SuspectView::tellTally() {
    const std::array<int, 5> counts = m_suspects->tally();
    QStringList parts;
    for (const Verdict verdict :
         {Verdict::Accepted, Verdict::Relabelled, Verdict::Kept, Verdict::Excluded})
        if (const int count = counts.at(static_cast<std::size_t>(verdict)); count > 0)
            parts << tr("%1 %2").arg(countText(count), verdictText(verdict));
    m_list->setSubtitle(parts.isEmpty() ? tr("most suspicious first")
                                        : parts.join(QStringLiteral(", ")));
}

void SuspectView::takeTargets() { m_card->setTargets(targets()); }

template <typename Decide>
void SuspectView::judge(Decide&& decide) {
    const std::vector<int> about = targets();
    if (about.empty()) return;
    const int from = m_suspects->caseAt(m_table->currentRow());
    SampleSet samples(m_session->sampleCount());
    for (const int suspect : about) samples.insert(m_suspects->sampleOf(suspect));
    decide(about, samples);
    m_table->goOnFrom(from);
}

void SuspectView::accept() {
    judge([this](const std::vector<int>& about, const SampleSet&) {
        std::vector<NewLabel> labels;
        for (const int suspect : about)
            labels.push_back({m_suspects->sampleOf(suspect), m_suspects->suggestedOf(suspect)});
        m_session->annotations()->relabel(labels);
    });
}

void SuspectView::keep() {
    judge(
        [this](const auto&, const SampleSet& samples) { m_session->annotations()->keep(samples); });
}

void SuspectView::exclude() {
    judge([this](const auto&, const SampleSet& samples) {
        m_session->annotations()->exclude(samples);
    });
}

void SuspectView::relabel(std::int64_t label) {
    judge([&](const auto&, const SampleSet& samples) {
        m_session->annotations()->relabel(samples, label);
    });
}

void SuspectView::reopen() {
    SampleSet samples(m_session->sampleCount());
    for (const int suspect : targets()) samples.insert(m_suspects->sampleOf(suspect));
    m_session->annotations()->withdraw(samples);
}

void SuspectView::chooseClass(const QString& typed) {
    if (targets().empty()) return;
    auto* chooser = new ClassChooser(m_session, typed, this);
    connect(chooser, &ClassChooser::chosen, this, &SuspectView::relabel);
    chooser->popUp(m_card->otherButton()->mapToGlobal(QPoint(0, 0)));
}

void SuspectView::digit(int digit) {
    if (m_session->classCount() > kTenClasses)
        chooseClass(QString::number(digit));
    else if (digit < m_session->classCount())
        relabel(digit);
}

void SuspectView::type(const QString& key) {
    if (key == u"U") return m_session->undoStack()->undo();
    if (key == u"A") return accept();
    if (key == u"K") return keep();
    if (key == u"X") return exclude();
    if (key == u"O") return reopen();
    if (key == u"C") return chooseClass();
    if (key.front().isDigit()) digit(key.front().digitValue());
}

}  // namespace winnow::ui
