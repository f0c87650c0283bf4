// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/prune/stage_bars.h"
#include "ui/widgets/panel.h"

class QScrollArea;

namespace winnow::ui {

/// StageBars in a panel with its legend, scrolling where there are many rows.
class StagePanel : public Panel {
    Q_OBJECT

public:
    /// what: see StageBars.
    StagePanel(const QString& title, const QString& what, QWidget* parent = nullptr);
    [[nodiscard]] StageBars* bars() const { return m_bars; }

    /// In place of the bars while there is nothing to show; nullptr: the bars.
    void setInstead(QWidget* instead);

private:
    StageBars* m_bars;
    QScrollArea* m_scroll;
    QWidget* m_instead = nullptr;
};

}  // namespace winnow::ui
