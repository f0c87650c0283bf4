// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/share_panel.h"

#include "ui/pages/prune/prune_method.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labelled_slider.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <cmath>

namespace winnow::ui {
namespace {

constexpr int kFigures = 3;

RandomStays randomOf(const SelectionPreview& preview, std::size_t group) {
    return randomStays(
        preview.classSize(group), preview.open[group], preview.allOpen(), preview.goesByRule());
}

QString goesText(const StageCounts& total) {
    QStringList parts;
    for (const Stage stage : {Stage::Redundant, Stage::HeadCut, Stage::LeftOut})
        if (total.of(stage) > 0) parts << countText(total.of(stage)) + u' ' + stageWord(stage);
    return parts.isEmpty() ? SharePanel::tr("nothing goes")
                           : SharePanel::tr("go: %1").arg(parts.join(QStringLiteral(", ")));
}

}  // namespace

int furthestFromRandom(const SelectionPreview& preview) {
    int furthest = -1;
    double most = 0;
    for (std::size_t k = 0; k < preview.perClass.size(); ++k) {
        const RandomStays random = randomOf(preview, k);
        const double off = static_cast<double>(preview.perClass[k].stays()) - random.mean;
        const double deviations = random.deviation > 0 ? std::abs(off) / random.deviation : 0;
        if (deviations <= most) continue;
        most = deviations;
        furthest = static_cast<int>(k);
    }
    return furthest;
}

SharePanel::SharePanel(QWidget* parent)
    : QFrame(parent),
      m_row(new FlowLayout(nullptr, size::kPanelPadding * 2)),
      m_slider(new LabelledSlider(tr("Share to keep, %"), 1, 100, 1, this)),
      m_rule(new QPushButton(tr("By the rule"), this)) {
    setProperty("role", QStringLiteral("panel"));
    auto* column = new QVBoxLayout(this);
    const int padding = scaled(size::kPanelPadding);
    column->setContentsMargins(padding, scaled(size::kSpace), padding, scaled(size::kSpace));
    column->setSpacing(0);
    auto* top = new QHBoxLayout;
    top->addLayout(m_row, 1);
    top->addWidget(m_rule, 0, Qt::AlignTop);
    column->addLayout(top);
    for (int i = 0; i < kFigures; ++i) addFigure();
    m_slider->setCompact(true);
    m_slider->setToolTip(
        tr("Share of the fitted samples that stays. Double click or F2 to type it"));
    m_slider->setTicks({{1, tr("1 %")},
                        {20, tr("20 %")},
                        {40, tr("40 %")},
                        {60, tr("60 %")},
                        {80, tr("80 %")},
                        {100, tr("100 %")}});
    m_slider->setWords([](double value) { return percentText(value / 100, 1); });
    m_slider->setValue(80);
    column->addSpacing(scaled(size::kSpaceInGroup));
    column->addWidget(m_slider);
    connect(m_slider, &LabelledSlider::valueChanged, this, [this](double value) {
        m_keep = std::round(value * 10) / 1000;
        updateRuleButton();
        Q_EMIT keepChanged();
    });
    m_rule->setProperty("kind", QStringLiteral("ghost"));
    connect(m_rule, &QPushButton::clicked, this, [this] {
        m_keep.reset();
        updateRuleButton();
        Q_EMIT keepChanged();
    });
    updateRuleButton();
}

void SharePanel::addFigure() {
    auto* block = new QWidget(this);
    auto* column = new QVBoxLayout(block);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* value = new QLabel(block);
    value->setProperty("role", QStringLiteral("hero"));
    auto* caption = new QLabel(block);
    caption->setProperty("role", QStringLiteral("caption"));
    column->addWidget(value);
    column->addWidget(caption);
    m_row->addWidget(block);
    m_figures.append(qMakePair(value, caption));
}

void SharePanel::setFigure(int index,
                           const QString& value,
                           const QString& caption,
                           const QString& help) {
    const auto& [valueLabel, captionLabel] = m_figures[index];
    valueLabel->setText(value);
    captionLabel->setText(caption);
    valueLabel->setToolTip(help);
    captionLabel->setToolTip(help);
    keepHeight();
}

/// Figures that wrap need more than the minimum of a layout tells, which knows no width.
void SharePanel::keepHeight() { setMinimumHeight(layout()->heightForWidth(width())); }

void SharePanel::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    keepHeight();
}

QStringList SharePanel::figures() const {
    QStringList texts;
    for (const auto& [value, caption] : m_figures) texts << value->text() << caption->text();
    return texts;
}

void SharePanel::setKeep(std::optional<double> keep) {
    m_keep = keep;
    if (keep) {
        const QSignalBlocker blocker(m_slider);
        m_slider->setValue(*keep * 100);
    }
    updateRuleButton();
}

void SharePanel::setHasRule(bool has) {
    m_hasRule = has;
    if (!has && !m_keep) setKeep(m_slider->value() / 100);
    updateRuleButton();
}

void SharePanel::updateRuleButton() {
    m_rule->setVisible(m_hasRule);
    m_rule->setEnabled(m_keep.has_value());
    m_rule->setToolTip(m_keep ? tr("Let the method decide how much goes")
                              : tr("The method decides how much goes now; move the slider to "
                                   "decide yourself"));
}

void SharePanel::setRuleShare(std::optional<double> share) {
    if (share && m_hasRule)
        m_slider->setMark(*share * 100, tr("by the rule: %1").arg(percentText(*share, 1)));
    else
        m_slider->clearMark();
}

void SharePanel::present(const SelectionPreview& preview, const QStringList& classes) {
    const double share = preview.keptShare();
    if (!m_keep) {
        const QSignalBlocker blocker(m_slider);
        m_slider->setValue(share * 100);
    }
    const std::int64_t validation = preview.total.of(Stage::Validation);
    setFigure(0,
              percentText(share, 1),
              tr("kept: %1").arg(samplesText(preview.total.of(Stage::Kept))),
              validation > 0 ? tr("Of the %1 that may go. %2 of the validation part stay whatever "
                                  "the rule is.")
                                   .arg(samplesText(preview.allOpen()), samplesText(validation))
                             : tr("Of the %1 that may go.").arg(samplesText(preview.allOpen())));
    setFigure(1, countText(preview.total.goes()), goesText(preview.total), {});
    const int furthest = furthestFromRandom(preview);
    if (furthest < 0) {
        setFigure(2, tr("0 pp"), tr("no class differs from random of the same size"), {});
        return;
    }
    const auto group = static_cast<std::size_t>(furthest);
    const RandomStays random = randomOf(preview, group);
    const auto size = static_cast<double>(preview.perClass[group].total());
    const double stays = static_cast<double>(preview.perClass[group].stays());
    setFigure(2,
              tr("%1 pp").arg(signedText((stays - random.mean) / size * 100, 1)),
              tr("class %1, furthest from random (%2 ± %3 %)")
                  .arg(classes.value(furthest),
                       numberText(random.mean / size * 100, 1),
                       numberText(random.deviation / size * 100, 1)),
              tr("Kept share of the class less the mean share that random choices of the same "
                 "size leave of it, in percentage points; ± one standard deviation of random."));
}

}  // namespace winnow::ui
