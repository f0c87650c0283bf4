// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/layer_panel.h"

#include "ui/theme/numbers.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/share_bar.h"

#include <QBoxLayout>
#include <QLabel>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

enum Which { Pair, Own };

}  // namespace

LayerPanel::LayerPanel(ServeClient* client, QWidget* parent)
    : Panel(tr("Share of κ per layer"), parent),
      m_source(new PairSource(client, this)),
      m_which(new Segments({tr("Pair"), tr("Self")}, this)),
      m_bar(new ShareBar(this)),
      m_hint(new QLabel(this)),
      m_message(new MessageCard(this)) {
    m_which->setSegmentToolTip(Pair, tr("κ of the picked pair"));
    m_which->setSegmentToolTip(Own, tr("κ of the current sample with itself"));
    m_hint->setProperty("role", QStringLiteral("caption"));
    m_bar->setAccessibleName(tr("Share of κ per layer"));
    addHeaderWidget(m_which);
    body()->addWidget(m_message);
    body()->addWidget(m_bar);
    body()->addWidget(m_hint);
    connect(m_which, &Segments::currentChanged, this, &LayerPanel::askOwn);
    connect(m_message, &MessageCard::actionRequested, this, &LayerPanel::askOwn);
    connect(m_source, &PairSource::answered, this, [this](const PairAnswer& answer) {
        m_own = answer;
        showShares();
    });
    connect(m_source, &PairSource::failed, this, [this](const QString& sentence) {
        m_own.reset();
        showShares();
        m_message->showMessage(MessageCard::Kind::Error, sentence, tr("Ask again"));
    });
    connect(m_source, &PairSource::busyChanged, this, [this](bool busy) {
        if (busy) m_hint->setText(tr("The engine computes…"));
    });
    showShares();
}

void LayerPanel::setKernel(const KernelFacts& facts) {
    m_facts = facts;
    askOwn();
}

void LayerPanel::setSample(std::int64_t id) {
    if (id == m_sample) return;
    m_sample = id;
    askOwn();
}

void LayerPanel::setPairAnswer(const std::optional<PairAnswer>& answer) {
    m_pair = answer;
    showShares();
}

void LayerPanel::askOwn() {
    m_message->hide();
    m_own.reset();
    if (m_which->currentIndex() == Own)
        m_source->ask(m_facts.id, m_sample, m_sample);
    else
        m_source->forget();
    showShares();
}

void LayerPanel::showShares() {
    const auto& answer = m_which->currentIndex() == Own ? m_own : m_pair;
    QList<Share> shares;
    bool opposed = false;
    if (answer) {
        const auto count = std::max<std::size_t>(2, answer->layers.size());
        for (std::size_t i = 0; i < answer->layers.size(); ++i) {
            const PairAnswer::Layer& layer = answer->layers[i];
            const double share = layer.kappa / answer->kappa;
            opposed = opposed || share < 0;
            // From a third on, so that the first layer is seen against the panel.
            const double shade =
                1.0 / 3 + 2.0 / 3 * static_cast<double>(i) / static_cast<double>(count - 1);
            shares << Share{
                layer.name, std::abs(share), percentText(share, 0), DataColour::sequential(shade)};
        }
    }
    m_bar->setShares(shares);
    m_bar->setVisible(!shares.isEmpty());
    m_hint->setVisible(shares.isEmpty());
    m_hint->setText(m_which->currentIndex() == Own ? tr("Asked from the engine for a sample.")
                                                   : tr("Asked from the engine for a pair."));
    setSubtitle(shares.isEmpty() ? QString()
                : opposed        ? tr("sums to 100 %; length is size, some work against the rest")
                                 : tr("sums to 100 %"));
}

}  // namespace winnow::ui
