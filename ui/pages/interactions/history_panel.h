// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/interactions/kernel_facts.h"
#include "ui/pages/interactions/pair_source.h"
#include "ui/widgets/panel.h"

#include <optional>

class QStackedWidget;

namespace winnow::ui {

class EmptyPanel;
class LineChart;
class MessageCard;
class Segments;
class ServeClient;

/// The picked pair over the training: cosine, κ or losses at every snapshot its run kept. The
/// engine is asked when the panel is seen.
class HistoryPanel : public Panel {
    Q_OBJECT

public:
    explicit HistoryPanel(ServeClient* client, QWidget* parent = nullptr);

    void setKernel(const KernelFacts& facts);
    /// -1: none.
    void setPair(std::int64_t first, std::int64_t second);
    [[nodiscard]] LineChart* chart() const { return m_chart; }
    [[nodiscard]] EmptyPanel* emptyPanel() const { return m_empty; }
    [[nodiscard]] Segments* values() const { return m_values; }
    [[nodiscard]] const std::optional<PairHistory>& history() const { return m_history; }

Q_SIGNALS:
    /// The person wants the kernel's run trained again with snapshots.
    void trainingRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void forget();
    void ask();
    void showHistory();

    PairSource* m_source;
    Segments* m_values;
    QStackedWidget* m_stack;
    LineChart* m_chart;
    EmptyPanel* m_empty;
    MessageCard* m_message;
    KernelFacts m_facts;
    std::int64_t m_first = -1, m_second = -1;
    bool m_due = false;  ///< to be asked when seen
    std::optional<PairHistory> m_history;
};

}  // namespace winnow::ui
