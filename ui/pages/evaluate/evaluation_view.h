// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/evaluate/evaluation.h"
#include "ui/pages/evaluate/result_view.h"
#include "ui/widgets/table_figure.h"

#include <optional>

class QComboBox;
class QSplitter;
class QTableView;

namespace winnow::ui {

class ComparePanel;
class EvaluationModel;
class KeepFilter;
class Legend;
class LineChart;
class Panel;
struct PaperMatch;

/// Accuracy over the kept share by method, the trainings of the point looked at, and the table with
/// the tests. A click on a point or a row turns all three to it.
class EvaluationView : public ResultView {
    Q_OBJECT

public:
    explicit EvaluationView(const PageContext& context, QWidget* parent = nullptr);
    ~EvaluationView() override;

    [[nodiscard]] ComparePanel* compare() const { return m_compare; }
    [[nodiscard]] LineChart* chart() const { return m_chart; }
    [[nodiscard]] LineChart* trainings() const { return m_trainings; }
    [[nodiscard]] Panel* chartPanel() const { return m_chartPanel; }
    [[nodiscard]] Panel* tablePanel() const { return m_tablePanel; }
    [[nodiscard]] QTableView* table() const { return m_table; }
    [[nodiscard]] QComboBox* keeps() const { return m_keeps; }
    /// What is shown; null: nothing.
    [[nodiscard]] const Evaluation* evaluation() const { return m_evaluation.get(); }

    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

protected:
    void showResult(const QString& id) override;
    void showJob(const Job& job) override;
    void showNothing() override;
    [[nodiscard]] Missing missing() const override;

private:
    [[nodiscard]] QWidget* makeCharts();
    void makeTable();
    void take(std::shared_ptr<const Evaluation> evaluation, const QString& provenance);
    void showChart();
    void listKeeps();
    void showKeep();
    /// The point whose trainings are shown.
    void lookAt(const QString& method, double keep);
    void showTrainings();
    [[nodiscard]] QString chartSubtitle() const;
    /// Of the data set, and of the kernel the shown evaluation used.
    [[nodiscard]] PaperMatch paperValues() const;

    std::shared_ptr<const Evaluation> m_evaluation;
    QString m_provenance;
    std::optional<double> m_keep;  ///< the table's share; none: all
    QString m_method;              ///< of the trainings
    double m_methodKeep = 1;
    ComparePanel* m_compare;
    Panel* m_chartPanel = nullptr;
    Panel* m_trainingPanel = nullptr;
    Panel* m_tablePanel = nullptr;
    LineChart* m_chart = nullptr;
    LineChart* m_trainings = nullptr;
    Legend* m_legend = nullptr;
    Legend* m_trainingLegend = nullptr;
    EvaluationModel* m_model;
    KeepFilter* m_filter;
    QTableView* m_table = nullptr;
    QComboBox* m_keeps = nullptr;
    TableFigure m_figure;
    QSplitter* m_columns = nullptr;
    QSplitter* m_rows = nullptr;
    QSplitter* m_charts = nullptr;
};

}  // namespace winnow::ui
