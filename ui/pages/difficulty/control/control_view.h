// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/difficulty/control/control_curves.h"
#include "ui/pages/difficulty/experiment_view.h"
#include "ui/widgets/table_figure.h"

#include <optional>

class QSortFilterProxyModel;
class QSplitter;
class QTableView;

namespace winnow::ui {

class Background;
class CompanyPanel;
class ElidedLabel;
class Legend;
class LineChart;
class Panel;
class TargetModel;

/// Whether the company a sample is trained in decides how hard it is: experiments of kind
/// `difficulty-control`. A row of the table chooses the class whose curves and samples are shown.
class ControlView : public ExperimentView {
    Q_OBJECT

public:
    explicit ControlView(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] LineChart* all() const { return m_all; }
    [[nodiscard]] LineChart* ofClass() const { return m_ofClass; }
    [[nodiscard]] QTableView* table() const { return m_table; }
    [[nodiscard]] CompanyPanel* company() const { return m_company; }
    /// Whether the order came out as in the paper, and which runs were dropped.
    [[nodiscard]] QString verdict() const;

    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

protected:
    void load(const std::string& id) override;
    void clear() override;
    [[nodiscard]] Lead lead() const override;
    [[nodiscard]] QString partialText(const Job& job) const override;
    void leadOn() override;
    [[nodiscard]] QByteArray formFields() const override;

private:
    void setUpTable();
    [[nodiscard]] Panel* makeChartPanel(const QString& title, LineChart* chart);
    void showCurves();
    /// The row of the class last looked at; the table's choice then shows it.
    void chooseClass();
    void showClassCurves();

    ElidedLabel* m_verdict;
    ElidedLabel* m_dropped;
    Legend* m_legend;
    LineChart* m_all;
    LineChart* m_ofClass;
    Panel* m_allPanel;
    Panel* m_classPanel;
    TargetModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    TableFigure m_figure;
    CompanyPanel* m_company;
    QSplitter* m_rows;
    QSplitter* m_top;
    QSplitter* m_bottom;
    Background* m_background;
    std::optional<ControlResult> m_result;
    ControlCurves m_curves;  ///< empty while they are computed
    std::int64_t m_label = 0;
};

/// "As in the paper: …" with the three means, or how it came out instead.
[[nodiscard]] QString orderText(const ControlResult& result);
/// Runs that diverged; empty when none did.
[[nodiscard]] QString droppedText(const ControlResult& result);

}  // namespace winnow::ui
