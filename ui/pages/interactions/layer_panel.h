// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/interactions/kernel_facts.h"
#include "ui/pages/interactions/pair_source.h"
#include "ui/widgets/panel.h"

#include <optional>

class QLabel;

namespace winnow::ui {

class MessageCard;
class Segments;
class ServeClient;
class ShareBar;

/// How much each layer of the network gives to κ: of the picked pair, or of the current sample with
/// itself.
class LayerPanel : public Panel {
    Q_OBJECT

public:
    explicit LayerPanel(ServeClient* client, QWidget* parent = nullptr);

    void setKernel(const KernelFacts& facts);
    /// The current sample; -1 none.
    void setSample(std::int64_t id);
    /// Of the picked pair; empty while there is none.
    void setPairAnswer(const std::optional<PairAnswer>& answer);
    [[nodiscard]] ShareBar* shares() const { return m_bar; }

private:
    void askOwn();
    void showShares();

    PairSource* m_source;
    Segments* m_which;
    ShareBar* m_bar;
    QLabel* m_hint;
    MessageCard* m_message;
    KernelFacts m_facts;
    std::int64_t m_sample = -1;
    std::optional<PairAnswer> m_pair, m_own;
};

}  // namespace winnow::ui
