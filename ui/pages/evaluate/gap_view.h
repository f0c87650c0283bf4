// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/line_series.h"
#include "ui/pages/evaluate/gap_check.h"
#include "ui/pages/evaluate/result_view.h"
#include "ui/widgets/table_figure.h"

class QLabel;
class QSplitter;
class QTableView;

namespace winnow::ui {

class LineChart;
class Panel;
class ResultTable;

/// Theorem 1 measured: how far the full kernel is from lpNTK times the identity, by width, with the
/// bound the theorem gives.
class GapView : public ResultView {
    Q_OBJECT

public:
    explicit GapView(const PageContext& context, QWidget* parent = nullptr);
    ~GapView() override;

    [[nodiscard]] LineChart* chart() const { return m_chart; }
    [[nodiscard]] QTableView* table() const { return m_table; }

    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

protected:
    void showResult(const QString& id) override;
    void showJob(const Job& job) override;
    void showNothing() override;
    [[nodiscard]] Missing missing() const override;

private:
    void makeTable();
    void showPairs(const QString& words);

    QSplitter* m_rows;
    Panel* m_chartPanel;
    LineChart* m_chart;
    Panel* m_tablePanel;
    QTableView* m_table;
    ResultTable* m_model;
    QLabel* m_pairs;
    TableFigure m_figure;
};

/// Gap, scaled gap and bound over width, both axes logarithmic.
[[nodiscard]] LineChartData gapChart(const GapCheck& check);

}  // namespace winnow::ui
