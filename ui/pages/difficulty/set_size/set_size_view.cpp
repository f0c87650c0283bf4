// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/difficulty/set_size/set_size_view.h"

#include "ui/charts/chart_panel.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job.h"
#include "ui/pages/difficulty/set_size/pair_panel.h"
#include "ui/pages/difficulty/set_size/size_figures.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/fonts.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/heat_table.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/panel_splitter.h"
#include "ui/widgets/role_label.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDataStream>
#include <QIODevice>
#include <QLabel>
#include <QSplitter>

namespace winnow::ui {
namespace {

constexpr int kNoPaper = -1;

}  // namespace

SetSizeView::SetSizeView(const PageContext& context, QWidget* parent)
    : ExperimentView(context, QStringLiteral("difficulty"), parent),
      m_table(new HeatTable(this)),
      m_words(makeParagraph({}, "caption", this)),
      m_pair(new PairPanel(session(), this)),
      m_curve(new LineChart(this)),
      m_repeats(new QComboBox(this)),
      m_paper(new QComboBox(this)),
      m_tablePanel(makeTablePanel()),
      m_curvePanel(makeCurvePanel()),
      m_columns(makePanelSplitter(Qt::Horizontal, this)),
      m_left(makePanelSplitter(Qt::Vertical, this)) {
    m_repeats->setAccessibleName(tr("Repeat"));
    m_repeats->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_paper->setAccessibleName(tr("The paper's values"));
    m_paper->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_paper->setToolTip(
        tr("Whose values stand beside yours. The paper trained on the sets and "
           "with the settings it names."));
    m_paper->addItem(tr("no paper values"), kNoPaper);
    for (const PaperCorrelations& table : paperCorrelations()) {
        m_paper->addItem(tr("paper: %1").arg(QLatin1String(table.name)), m_paper->count() - 1);
        m_paper->setItemData(m_paper->count() - 1, QLatin1String(table.setting), Qt::ToolTipRole);
    }
    addOption(m_repeats);
    addOption(m_paper);
    m_left->addWidget(m_tablePanel);
    m_left->addWidget(m_curvePanel);
    shareOut(*m_left, 5, 3);
    m_columns->addWidget(m_left);
    m_columns->addWidget(m_pair);
    shareOut(*m_columns, 1, 1);
    connect(m_repeats, &QComboBox::activated, this, &SetSizeView::rebuild);
    connect(m_paper, &QComboBox::activated, this, [this] {
        m_paperChosen = true;
        rebuild();
    });
    connect(m_table, &HeatTable::cellChosen, this, &SetSizeView::showPair);
    setContent(m_columns);
}

Panel* SetSizeView::makeTablePanel() {
    auto* panel = new Panel(tr("Does difficulty depend on the set?"), this);
    m_table->setAccessibleName(tr("Correlation of difficulty between set sizes"));
    panel->setContent(m_table);
    // A label that wraps asks for too little in a splitter.
    m_words->setMinimumHeight(3 * QFontMetrics(textFont(TextStyle::Caption)).lineSpacing());
    panel->body()->addWidget(m_words);
    panel->setFigure(m_table);
    return panel;
}

Panel* SetSizeView::makeCurvePanel() {
    auto* panel = new Panel(tr("Agreement over set size"), this);
    m_curve->setAccessibleName(tr("Correlation over set size"));
    // Qt Charts sets a smaller one.
    m_curve->setMinimumSize(m_curve->minimumSizeHint());
    panel->setContent(m_curve);
    panel->setFigure(m_curve);
    return panel;
}

ExperimentView::Lead SetSizeView::lead() const {
    return {tr("Does difficulty depend on the set?"),
            tr("Trains one network on each of many sets of shrinking size, all drawn from the same "
               "samples, and compares how hard each sample was in them. With LeNet-5 the quick "
               "preset takes seconds, the paper's sizes a minute or two a repeat; the form shows "
               "the time once one was run here."),
            tr("Compare set sizes…")};
}

QString SetSizeView::partialText(const Job& job) const {
    QStringList sizes;
    for (const MetricPoint& point : job.metrics)
        if (point.name == u"correlation")
            sizes << tr("%1 with %2 per class")
                         .arg(numberText(point.value, 2), countText(point.step));
    return sizes.isEmpty()
               ? QString()
               : tr("ρ with the largest set so far: %1").arg(sizes.join(QStringLiteral(", ")));
}

void SetSizeView::load(const std::string& id) {
    m_result = difficultyResult(session()->project(), id, session()->sampleCount());
    listRepeats();
    if (!m_paperChosen) choosePaper(m_result->rate);
    setFacts(settingsText(*m_result));
    rebuild();
}

void SetSizeView::clear() {
    m_result.reset();
    m_table->setData({});
    m_words->clear();
    m_pair->clear();
    m_curve->setData({});
    m_curve->setMarker({});
    m_curvePanel->legend()->setEntries({});
    m_repeats->hide();
    m_paper->hide();
}

void SetSizeView::listRepeats() {
    const int before = std::max(0, m_repeats->currentIndex());
    m_repeats->clear();
    m_repeats->addItem(tr("mean of %1").arg(repeatsText(m_result->repeats)),
                       DifficultyResult::kMean);
    for (int repeat = 0; repeat < m_result->repeats; ++repeat)
        m_repeats->addItem(tr("repeat %1").arg(countText(repeat + 1)), repeat);
    m_repeats->setCurrentIndex(before < m_repeats->count() ? before : 0);
    m_repeats->setVisible(m_result->repeats > 1);
    m_paper->show();
}

void SetSizeView::choosePaper(double rate) {
    const auto channels = static_cast<int>(session()->dataset()->channels);
    m_paper->setCurrentIndex(m_paper->findData(likelyTable(channels, rate)));
}

const PaperCorrelations* SetSizeView::chosenPaper() const {
    const int table = m_paper->currentData().toInt();
    return table == kNoPaper ? nullptr : &paperCorrelations()[static_cast<std::size_t>(table)];
}

void SetSizeView::rebuild() {
    if (!m_result) return;
    const int repeat = m_repeats->currentData().toInt();
    const PaperCorrelations* paper = chosenPaper();
    m_table->setData(correlationTable(*m_result, repeat, paper));
    // Another experiment may have fewer sizes than the chosen cell needs.
    if (!m_table->chosen()) m_table->setChosen(0, 0);
    m_tablePanel->setSubtitle(tr("Pearson ρ of difficulty"));
    m_table->setProvenance(session()->title(m_result->id) + QStringLiteral(", ") +
                           m_repeats->currentText());
    QStringList words{tr("Rows and columns: training samples per class."), divergedText(*m_result)};
    if (paper != nullptr) words << tr("Paper: %1.").arg(QLatin1String(paper->setting));
    m_words->setText(words.join(u' '));
    showPair();
}

void SetSizeView::showPair() {
    if (!m_result || !m_table->chosen()) return;
    const auto larger = static_cast<std::size_t>(m_table->chosen()->y());
    const auto smaller = static_cast<std::size_t>(m_table->chosen()->x() + 1);
    const int repeat = m_repeats->currentData().toInt();
    m_pair->showPair(*m_result, larger, smaller, repeat);
    showLines(*m_curvePanel,
              *m_curve,
              correlationCurve(*m_result, larger, repeat, chosenPaper()),
              session()->title(m_result->id));
    m_curve->setMarker(static_cast<double>(m_result->sizes[smaller]));
}

QString SetSizeView::words() const { return m_words->text(); }

QByteArray SetSizeView::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_left->saveState() << m_paperChosen
           << m_paper->currentIndex();
    return state;
}

void SetSizeView::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    QByteArray columns, left;
    bool chosen = false;
    int paper = 0;
    stream >> columns >> left >> chosen >> paper;
    if (stream.status() != QDataStream::Ok) return;
    m_columns->restoreState(columns);
    m_left->restoreState(left);
    m_paperChosen = chosen && paper >= 0 && paper < m_paper->count();
    if (m_paperChosen) m_paper->setCurrentIndex(paper);
    rebuild();
}

}  // namespace winnow::ui
