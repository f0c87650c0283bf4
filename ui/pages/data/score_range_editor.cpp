// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/score_range_editor.h"

#include "ui/pages/data/range_histogram.h"
#include "ui/session/filter.h"
#include "ui/session/scores.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::ui {
namespace {

constexpr int kBins = 40;

}  // namespace

ScoreRangeEditor::ScoreRangeEditor(Session* session, const QString& score, QWidget* parent)
    : QFrame(parent),
      m_session(session),
      m_score(score),
      m_histogram(new RangeHistogram(this)),
      m_low(new QLineEdit(this)),
      m_high(new QLineEdit(this)),
      m_unknown(new QLabel(this)),
      m_apply(new QPushButton(this)) {
    setProperty("role", QStringLiteral("raised"));
    const ScoreInfo* info = session->scores()->info(score);
    const QString unit =
        info == nullptr || info->unit.isEmpty() ? QString() : QStringLiteral(", ") + info->unit;
    build(info == nullptr ? score : info->title + unit, info == nullptr ? QString() : info->help);
    load();
    connect(m_histogram, &RangeHistogram::rangeChanged, this, &ScoreRangeEditor::showRange);
    for (QLineEdit* field : {m_low, m_high}) {
        connect(field, &QLineEdit::editingFinished, this, &ScoreRangeEditor::takeFields);
        connect(field, &QLineEdit::returnPressed, this, &ScoreRangeEditor::apply);
    }
    connect(m_apply, &QPushButton::clicked, this, &ScoreRangeEditor::apply);
}

ScoreRangeEditor* ScoreRangeEditor::popUp(Session* session, const QString& score, QWidget* anchor) {
    auto* editor = new ScoreRangeEditor(session, score, anchor);
    editor->setWindowFlags(Qt::Popup);
    editor->setAttribute(Qt::WA_DeleteOnClose);
    editor->adjustSize();
    editor->move(anchor->mapToGlobal(QPoint(0, anchor->height() + scaled(size::kSpaceInGroup))));
    editor->show();
    editor->m_histogram->setFocus(Qt::PopupFocusReason);
    return editor;
}

void ScoreRangeEditor::build(const QString& title, const QString& help) {
    auto* column = new QVBoxLayout(this);
    const int padding = scaled(size::kPanelPadding);
    column->setContentsMargins(padding, padding, padding, padding);
    column->setSpacing(scaled(size::kSpace));
    auto* name = new QLabel(title, this);
    name->setProperty("role", QStringLiteral("strong"));
    auto* meaning = new QLabel(help, this);
    meaning->setProperty("role", QStringLiteral("caption"));
    meaning->setWordWrap(true);
    m_unknown->setProperty("role", QStringLiteral("caption"));
    m_apply->setProperty("kind", QStringLiteral("primary"));
    auto* fields = new QHBoxLayout;
    fields->setSpacing(scaled(size::kSpace));
    auto* to = new QLabel(tr("to"), this);
    to->setProperty("role", QStringLiteral("secondary"));
    for (QLineEdit* field : {m_low, m_high}) {
        field->setFixedWidth(scaled(80));
        field->setAlignment(Qt::AlignRight);
    }
    m_low->setAccessibleName(tr("From"));
    m_high->setAccessibleName(tr("To"));
    fields->addWidget(m_low);
    fields->addWidget(to);
    fields->addWidget(m_high);
    fields->addStretch(1);
    fields->addWidget(m_apply);
    for (QWidget* each : std::initializer_list<QWidget*>{name, meaning, m_histogram})
        column->addWidget(each);
    column->addLayout(fields);
    column->addWidget(m_unknown);
    setFixedWidth(scaled(360));
}

void ScoreRangeEditor::load() {
    const auto column = m_session->scores()->column(m_score);
    const ScoreInfo* info = m_session->scores()->info(m_score);
    const std::vector<float> values(column.begin(), column.end());
    const auto [least, most] = m_session->scores()->range(m_score);
    m_histogram->setHistogram(histogramOf(values, kBins),
                              least,
                              most,
                              info != nullptr && info->whole,
                              info == nullptr ? 2 : info->decimals);
    for (const Condition& old : m_session->filter()->conditions())
        if (old.kind == Condition::Kind::Score && old.name == m_score)
            m_histogram->setRange(old.low, old.high);
    showRange();
}

Condition ScoreRangeEditor::condition() const {
    constexpr double kEndless = std::numeric_limits<double>::infinity();
    const auto [least, most] = m_session->scores()->range(m_score);
    return Condition::ofScore(m_score,
                              m_histogram->low() <= least ? -kEndless : m_histogram->low(),
                              m_histogram->high() >= most ? kEndless : m_histogram->high());
}

void ScoreRangeEditor::showRange() {
    const ScoreInfo* info = m_session->scores()->info(m_score);
    const int decimals = info == nullptr ? 2 : info->decimals;
    for (QLineEdit* field : {m_low, m_high}) {
        field->setText(
            numberText(field == m_low ? m_histogram->low() : m_histogram->high(), decimals));
        field->setProperty("state", QString());
        field->update();
    }
    showUnknown();
    const Condition range = condition();
    m_apply->setText(range.limitsNothing() ? tr("Show all")
                                           : tr("Show %1").arg(countText(
                                                 m_session->filter()->evaluate(range).count())));
}

void ScoreRangeEditor::showUnknown() {
    const auto column = m_session->scores()->column(m_score);
    const auto unknown =
        std::ranges::count_if(column, [](double value) { return std::isnan(value); });
    m_unknown->setText(tr("%1 have no value and never match.").arg(samplesText(unknown)));
    m_unknown->setVisible(unknown > 0);
}

void ScoreRangeEditor::takeFields() {
    const auto low = parseNumber(m_low->text());
    const auto high = parseNumber(m_high->text());
    m_low->setProperty("state", low ? QString() : QStringLiteral("invalid"));
    m_high->setProperty("state",
                        high && (!low || *low <= *high) ? QString() : QStringLiteral("invalid"));
    m_low->update();
    m_high->update();
    if (!low || !high || *low > *high) {
        m_unknown->setText(tr("Type two numbers, the smaller one first."));
        m_unknown->show();
        return;
    }
    const ScoreInfo* info = m_session->scores()->info(m_score);
    const int decimals = info == nullptr ? 2 : info->decimals;
    // A field that was not typed into keeps the handle's exact value.
    const bool lowTyped = m_low->text() != numberText(m_histogram->low(), decimals);
    const bool highTyped = m_high->text() != numberText(m_histogram->high(), decimals);
    if (!lowTyped && !highTyped) return;
    m_histogram->setRange(lowTyped ? *low : m_histogram->low(),
                          highTyped ? *high : m_histogram->high());
    showRange();
}

void ScoreRangeEditor::apply() {
    takeFields();
    if (m_low->property("state").toString() == QLatin1String("invalid") ||
        m_high->property("state").toString() == QLatin1String("invalid"))
        return;
    m_session->filter()->set(condition());
    close();
}

}  // namespace winnow::ui
