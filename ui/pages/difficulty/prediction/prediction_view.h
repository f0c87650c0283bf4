// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/difficulty/experiment_view.h"
#include "ui/pages/difficulty/prediction/prediction_result.h"
#include "ui/widgets/table_figure.h"

#include <optional>

class QSplitter;
class QTableView;

namespace winnow::ui {

class HeatTable;
class LineChart;
class Panel;
class PredictorModel;
class Segments;
class TimelinePanel;

/// Whether it can be said before a step whom it makes wrong: experiments of kind
/// `forgetting-prediction`. A row of the table chooses the predictor the other panels show.
class PredictionView : public ExperimentView {
    Q_OBJECT

public:
    explicit PredictionView(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] QTableView* table() const { return m_table; }
    [[nodiscard]] Segments* rows() const { return m_rowsShown; }
    [[nodiscard]] QComboBox* seeds() const { return m_seeds; }
    [[nodiscard]] HeatTable* confusion() const { return m_confusion; }
    [[nodiscard]] LineChart* chart() const { return m_chart; }
    [[nodiscard]] TimelinePanel* timeline() const { return m_timeline; }

    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

protected:
    void load(const std::string& id) override;
    void clear() override;
    [[nodiscard]] Lead lead() const override;
    [[nodiscard]] QString partialText(const Job& job) const override;

private:
    [[nodiscard]] Panel* makeTablePanel();
    void listSeeds();
    void choosePredictor();
    void showPredictor();

    PredictorModel* m_model;
    QTableView* m_table;
    TableFigure m_figure;
    Segments* m_rowsShown;
    QComboBox* m_seeds;
    HeatTable* m_confusion;
    LineChart* m_chart;
    Panel* m_confusionPanel;
    Panel* m_chartPanel;
    TimelinePanel* m_timeline;
    QSplitter* m_rows;
    QSplitter* m_top;
    QSplitter* m_bottom;
    std::optional<PredictionResult> m_result;
    int m_predictor = 0;
};

}  // namespace winnow::ui
