// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/findings/trust_panel.h"

#include "engine/store/error.h"
#include "ui/pages/findings/trust.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/role_label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>
#include <functional>

namespace winnow::ui {
namespace {

constexpr int kAucDecimals = 3;

QString measureHelp() {
    return TrustPanel::tr(
        "Flips some labels, trains, and measures how well each score finds the flips: AUC (share "
        "of pairs in which a flipped label ranks above a true one; 0.5 is chance) and precision.");
}

KeyValue rowOf(const ScoreTrust& row) {
    KeyValue shown;
    shown.key = scoreTitle(row.score);
    shown.value = TrustPanel::tr("%1 · %2").arg(numberText(row.auc, kAucDecimals),
                                                percentText(row.precision, 0));
    shown.toolTip =
        TrustPanel::tr(
            "AUC %1: share of pairs in which a flipped label ranks above a true one, 0 to 1, 0.5 "
            "is chance. Precision %2: share of flips among the first so many as there are flips. "
            "High is good for both.")
            .arg(numberText(row.auc, kAucDecimals), percentText(row.precision, 1));
    if (row.direction == u"lower") shown.toolTip += TrustPanel::tr(" Low values are suspicious.");
    if (row.direction == u"higher") shown.toolTip += TrustPanel::tr(" High values are suspicious.");
    return shown;
}

}  // namespace

TrustPanel::TrustPanel(const Session* session, QWidget* parent)
    : Panel(tr("Trust"), parent),
      m_session(session),
      m_words(makeParagraph({}, "secondary", this)),
      m_scores(new KeyValueList(this)),
      m_measure(new QPushButton(this)) {
    m_scores->setAccessibleName(tr("AUC and precision of each score"));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(size::kSpaceInGroup));
    column->addWidget(m_words);
    column->addWidget(m_scores);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    setContent(scroll);
    body()->addWidget(m_measure, 0, Qt::AlignLeft);
    m_measure->setToolTip(measureHelp());
    connect(m_measure, &QPushButton::clicked, this, &TrustPanel::measureRequested);
}

QString TrustPanel::words() const { return m_words->text(); }

void TrustPanel::refresh(const FindingsArrays& findings) {
    m_scores->hide();
    if (m_session->dataset() == nullptr) return m_words->setText({});
    QStringList sentences;
    for (const auto& read : {std::function<QString()>([this] { return measured(); }),
                             std::function<QString()>([&] { return planted(findings); })}) {
        try {
            if (const QString sentence = read(); !sentence.isEmpty()) sentences << sentence;
        } catch (const Error& error) {
            sentences << sentenceText(QString::fromUtf8(error.what()));
        }
    }
    if (sentences.isEmpty())
        sentences << tr(
            "Not measured on this data set yet: how well the score finds wrong labels "
            "is seen by planting some.");
    m_words->setText(sentences.join(QStringLiteral("\n")));
}

void TrustPanel::setTrouble(const QString& sentence) {
    m_measure->setEnabled(sentence.isEmpty());
    m_measure->setToolTip(sentence.isEmpty() ? measureHelp() : sentence);
}

QString TrustPanel::measured() {
    m_measure->setText(tr("Measure on planted flips…"));
    setSubtitle({});
    const auto trust = flipTrust(*m_session);
    if (!trust) return {};
    m_measure->setText(tr("Measure again…"));
    setSubtitle(tr("AUC · precision, high is good"));
    QList<KeyValue> rows;
    for (const ScoreTrust& row : trust->rows) rows << rowOf(row);
    rows << KeyValue{tr("Random"),
                     tr("%1 · %2").arg(numberText(0.5, kAucDecimals), percentText(trust->share, 0)),
                     tr("What a list in random order would give: the share of flips.")};
    m_scores->setRows(rows);
    m_scores->show();
    const auto told =
        std::ranges::find(trust->rows, QStringLiteral("combined"), &ScoreTrust::score);
    if (told == trust->rows.end())
        return tr("With %1 planted flips on this data set:").arg(percentText(trust->share, 0));
    return tr("On this data set, with %1 planted flips: AUC %2.")
        .arg(percentText(trust->share, 0), numberText(told->auc, kAucDecimals));
}

QString TrustPanel::planted(const FindingsArrays& findings) const {
    const auto trust = plantedTrust(*m_session, findings);
    if (!trust) return {};
    return tr("%1 wrong labels were planted in this set: of the first %2 suspects, %3 are wrong, "
              "%4 (random: %5).")
        .arg(countText(trust->planted),
             countText(trust->looked),
             countText(trust->found),
             percentText(trust->precision(), 0),
             percentText(trust->share, 0));
}

}  // namespace winnow::ui
