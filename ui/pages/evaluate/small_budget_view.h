// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/pages/evaluate/result_view.h"
#include "ui/pages/evaluate/small_budget.h"
#include "ui/widgets/table_figure.h"

#include <vector>

class QComboBox;
class QLabel;
class QSplitter;
class QTableView;

namespace winnow::ui {

class LineChart;
class Panel;
class ResultTable;

/// Training on a few per cent of the set, at random against the head clusters only (Fig. 18): test
/// accuracy by epoch for each share, and the test of the last epoch.
class SmallBudgetView : public ResultView {
    Q_OBJECT

public:
    explicit SmallBudgetView(const PageContext& context, QWidget* parent = nullptr);
    ~SmallBudgetView() override;

    /// One a share.
    [[nodiscard]] const std::vector<LineChart*>& charts() const { return m_charts; }
    [[nodiscard]] QTableView* table() const { return m_table; }
    /// What may be said of the tail samples, with the test behind it.
    [[nodiscard]] QString conclusion() const;

    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

protected:
    void showResult(const QString& id) override;
    void showJob(const Job& job) override;
    void showNothing() override;
    [[nodiscard]] Missing missing() const override;

private:
    void makeTable();
    void showCharts(const SmallBudget& budget, const QString& provenance);

    std::vector<LineChart*> m_charts;
    QSplitter* m_chartRow;
    QSplitter* m_rows;
    Panel* m_tablePanel;
    QTableView* m_table;
    ResultTable* m_model;
    QLabel* m_conclusion;
    TableFigure m_figure;
};

/// Random dashed grey and head cluster, each the mean of its runs with a band of one deviation.
[[nodiscard]] LineChartData smallBudgetChart(const SmallBudget& budget, std::size_t row);

/// One sentence a share; "poisoning" only where Welch's test finds head-cluster samples better.
[[nodiscard]] QString smallBudgetSentence(const SmallBudget::Row& row);

}  // namespace winnow::ui
