// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/interactions/kernel_facts.h"
#include "ui/widgets/panel.h"

#include <optional>

class QLabel;

namespace winnow::ui {

struct PairAnswer;
class Legend;
class RedundancyPicture;

/// Whether one of the picked pair is redundant beside the other, as a picture and in words.
class RedundancyPanel : public Panel {
    Q_OBJECT

public:
    explicit RedundancyPanel(QWidget* parent = nullptr);

    void setKernel(const KernelFacts& facts);
    /// Of the picked pair; empty while there is none.
    void setPairAnswer(const std::optional<PairAnswer>& answer);
    [[nodiscard]] RedundancyPicture* picture() const { return m_picture; }
    [[nodiscard]] QString words() const;

private:
    KernelFacts m_facts;
    Legend* m_legend;
    RedundancyPicture* m_picture;
    QLabel* m_words;
};

}  // namespace winnow::ui
