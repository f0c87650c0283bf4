// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/parts_window.h"

#include "ui/theme/icons.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/colour_bar.h"
#include "ui/widgets/cost_card.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/histogram_bar.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/labelled_slider.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/role_label.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/share_bar.h"
#include "ui/widgets/swatches.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>

namespace winnow::ui {
namespace {

QPushButton* makeButton(const QString& text, const char* kind, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setProperty("kind", QLatin1String(kind));
    return button;
}

}  // namespace

PartsWindow::PartsWindow(QWidget* parent) : QWidget(parent) {
    setWindowTitle(tr("Parts"));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, scaled(size::kSpace), margin, scaled(size::kSpace));
    column->setSpacing(scaled(size::kSpace));
    for (QWidget* section :
         {makeColours(), makeClasses(), makeValueMaps(), makeControls(), makeTiles()})
        column->addWidget(section);
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(size::kSpace));
    row->addWidget(makeType());
    row->addWidget(makeMessages(), 1);
    row->addWidget(makeEmptyPanel());
    column->addLayout(row);
    column->addWidget(makeData());
    column->addWidget(makeIcons());
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

QWidget* PartsWindow::makeColours() {
    auto* panel = new Panel(tr("Colours"), this);
    panel->setContent(new TokenSwatches(panel));
    return panel;
}

QWidget* PartsWindow::makeClasses() {
    auto* panel = new Panel(tr("Classes"), this);
    panel->setSubtitle(
        tr("ten colours with ten shapes; above ten, only what is pinned or selected is coloured"));
    panel->setContent(new ClassSwatches(panel));
    return panel;
}

QWidget* PartsWindow::makeValueMaps() {
    auto* panel = new Panel(tr("Value maps"), this);
    panel->setSubtitle(
        tr("sequential: more is further from the background; diverging: zero is the background"));
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(24));
    auto* sequential = new ColourBar(ColourMap::Sequential, panel);
    sequential->setWords(tr("low"), {}, tr("high"));
    auto* diverging = new ColourBar(ColourMap::Diverging, panel);
    diverging->setLimits(-0.8, 0.8);
    diverging->setWords(tr("contradictory"), tr("unrelated"), tr("interchangeable"));
    row->addWidget(sequential);
    row->addWidget(diverging);
    panel->body()->addLayout(row);
    return panel;
}

QWidget* PartsWindow::makeControls() {
    auto* panel = new Panel(tr("Controls"), this);
    auto* row = new QWidget(panel);
    auto* flow = new FlowLayout(row);
    auto* ghost = new QToolButton(row);
    ghost->setIcon(icon(Icon::Add));
    ghost->setText(tr("Ghost"));
    ghost->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* disabled = new QPushButton(tr("Disabled"), row);
    disabled->setEnabled(false);
    disabled->setToolTip(tr("There is nothing to do"));
    auto* withIcon = new QPushButton(icon(Icon::Export), tr("Export 47…"), row);
    auto* combo = new QComboBox(row);
    combo->addItems({tr("Choice"), tr("Another choice")});
    auto* field = new QLineEdit(QStringLiteral("0.1"), row);
    field->setFixedWidth(scaled(56));
    auto* invalid = new QLineEdit(tr("ten"), row);
    invalid->setProperty("state", QStringLiteral("invalid"));
    invalid->setFixedWidth(scaled(56));
    auto* spin = new QSpinBox(row);
    spin->setValue(30);
    auto* check = new QCheckBox(tr("Checked"), row);
    check->setChecked(true);
    auto* radio = new QRadioButton(tr("Radio"), row);
    radio->setChecked(true);
    auto* slider = new LabelledSlider(tr("Size"), 0, 100, 0, row);
    slider->setValue(60);
    slider->setCompact(true);
    slider->setFixedWidth(scaled(160));
    for (QWidget* widget :
         std::initializer_list<QWidget*>{makeButton(tr("Primary"), "primary", row),
                                         makeButton(tr("Secondary"), "secondary", row),
                                         ghost,
                                         makeButton(tr("Delete…"), "danger", row),
                                         disabled,
                                         withIcon,
                                         new Chip(tr("Filter chip"), Chip::Kind::Filter, row),
                                         new Chip(tr("Tag"), Chip::Kind::Tag, row),
                                         new Segments({tr("One"), tr("Two")}, row),
                                         combo,
                                         field,
                                         invalid,
                                         spin,
                                         check,
                                         radio,
                                         slider})
        flow->addWidget(widget);
    panel->setContent(row);
    return panel;
}

QWidget* PartsWindow::makeTiles() {
    auto* panel = new Panel(tr("Gallery tile"), this);
    panel->setContent(new TileSwatches(panel));
    return panel;
}

QWidget* PartsWindow::makeType() {
    auto* panel = new Panel(tr("Type"), this);
    panel->body()->addWidget(makeLabel(tr("Page title 20 medium"), "pageTitle", panel));
    panel->body()->addWidget(makeLabel(tr("Panel title 14 medium"), "panelTitle", panel));
    panel->body()->addWidget(new QLabel(tr("Body 13, figures 0123456789"), panel));
    panel->body()->addWidget(makeLabel(tr("Secondary 13: labels, help"), "secondary", panel));
    panel->body()->addWidget(makeLabel(tr("Caption 12: units, axes"), "caption", panel));
    panel->body()->addWidget(makeLabel(percentText(0.8, 1), "hero", panel));
    panel->body()->addStretch();
    return panel;
}

QWidget* PartsWindow::makeMessages() {
    auto* panel = new Panel(tr("Messages and progress"), this);
    const auto addMessage =
        [panel](MessageCard::Kind kind, const QString& sentence, const QString& action) {
            auto* card = new MessageCard(panel);
            card->showMessage(kind, sentence, action, action.isEmpty());
            panel->body()->addWidget(card);
        };
    addMessage(MessageCard::Kind::Error,
               tr("Not started: all pairs need %1, %2 are free. Per class needs %3.")
                   .arg(bytesText(28.8e9), bytesText(9.8e9), bytesText(0.3e9)),
               tr("Use per class"));
    addMessage(
        MessageCard::Kind::Warning,
        tr("2 files were skipped at import. First: shirts/0041.png is cut short at byte 812."),
        tr("Show list"));
    addMessage(MessageCard::Kind::Interrupted,
               tr("The kernel was interrupted; 41 of 60 tiles are kept."),
               tr("Resume"));
    addMessage(MessageCard::Kind::Info, tr("The selection was saved."), {});
    const auto addProgress =
        [panel](const QString& stage, ProgressState state, double share, const QString& words) {
            auto* line = new ProgressLine(panel);
            line->setStage(stage);
            line->setProgress(state, share, words);
            panel->body()->addWidget(line);
        };
    addProgress(
        tr("Running"), ProgressState::Running, 0.4, progressText(0.4, 185, 9420, tr("samples/s")));
    addProgress(
        tr("Interrupted"), ProgressState::Interrupted, 41.0 / 60, tr("41 of 60 tiles kept"));
    addProgress(tr("Failed"), ProgressState::Failed, 0.12, tr("out of memory"));
    addProgress(tr("Queued"), ProgressState::Queued, 0, tr("waits for 1 job"));
    panel->body()->addStretch();
    return panel;
}

QWidget* PartsWindow::makeEmptyPanel() {
    auto* panel = new Panel(tr("Empty panel"), this);
    auto* empty = new EmptyPanel(Icon::Interactions, panel);
    empty->setTexts(tr("No kernel yet"),
                    tr("It needs a trained run. run-07 is ready: about %1, %2.")
                        .arg(roughDurationText(540), bytesText(1.2e9)),
                    tr("Compute kernel…"));
    empty->setMinimumWidth(scaled(280));
    panel->setContent(empty);
    return panel;
}

QWidget* PartsWindow::makeData() {
    auto* panel = new Panel(tr("Data"), this);
    panel->legend()->setEntries(
        {{tr("this"), DataColour::accent()},
         {tr("random"), DataColour::text(), LegendEntry::Sample::DashedLine},
         {tr("stays"), DataColour::accent(), LegendEntry::Sample::Square},
         {tr("Shirt"), DataColour::slot(6), LegendEntry::Sample::Mark, MarkShape::Hexagon}});
    auto* row = new QHBoxLayout;
    row->setSpacing(scaled(24));

    auto* values = new KeyValueList(panel);
    values->setRankTitle(tr("rank in class"));
    values->setRows(
        {{tr("Coat"), numberText(0.61, 2), {}, {}, 0.61, DataColour::slot(4)},
         {tr("Shirt"), numberText(0.27, 2), {}, {}, 0.27, DataColour::slot(6)},
         {tr("Difficulty"), numberText(21.6, 1) + tr(" nats"), {}, 0.96},
         {tr("Forgotten"), tr("4 times"), {}, 0.93},
         {tr("Redundant with"), u'#' + countText(9311), {}, {}, {}, DataColour::accent(), true}});

    auto* cost = new CostCard(panel);
    cost->setCost({tr("Cost of 10 runs"),
                   3060,
                   360,
                   1.1e9,
                   28e9,
                   84e6,
                   {},
                   tr("thumbnails, split 1"),
                   tr("Measured on 2 batches, 16 cores")});

    auto* bars = new QVBoxLayout;
    auto* share = new ShareBar(panel);
    share->setShares(
        {{QStringLiteral("conv1"), 4, percentText(0.04, 0), DataColour::sequential(0.25)},
         {QStringLiteral("conv2"), 21, percentText(0.21, 0), DataColour::sequential(0.4)},
         {QStringLiteral("fc1"), 57, percentText(0.57, 0), DataColour::sequential(0.6)},
         {QStringLiteral("out"), 18, percentText(0.18, 0), DataColour::sequential(0.9)}});
    auto* histogram = new HistogramBar(panel);
    histogram->setBins(
        {1, 3, 8, 20, 41, 60, 44, 22, 9, 4, 2, 1}, {0, 1, 2, 4, 9, 20, 21, 14, 7, 4, 2, 1}, 0, 6);
    histogram->setChosenBins(qMakePair(6, 11));
    auto* slider = new LabelledSlider(tr("Keep"), 0, 1, 3, panel);
    slider->setWords([](double kept) { return percentText(kept, 1); });
    slider->setTicks({{0, percentText(0, 0)}, {0.5, percentText(0.5, 0)}, {1, percentText(1, 0)}});
    slider->setMark(0.869, tr("only redundant gone: %1").arg(percentText(0.869, 1)));
    slider->setValue(0.8);
    bars->addWidget(share);
    bars->addWidget(histogram);
    bars->addWidget(slider);
    bars->addStretch();

    row->addWidget(values, 1, Qt::AlignTop);
    row->addWidget(cost, 1);
    row->addLayout(bars, 2);
    panel->body()->addLayout(row);
    return panel;
}

QWidget* PartsWindow::makeIcons() {
    auto* panel = new Panel(tr("Icons"), this);
    panel->setContent(new IconSwatches(panel));
    return panel;
}

}  // namespace winnow::ui
