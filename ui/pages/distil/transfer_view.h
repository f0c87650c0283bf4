// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/evaluate/result_view.h"
#include "ui/widgets/table_figure.h"

class QSplitter;
class QTableView;

namespace winnow::ui {

class LineChart;
class Panel;
class ResultTable;

/// What networks learn from distilled images, beside those they began as and random ones.
class TransferView : public ResultView {
    Q_OBJECT

public:
    explicit TransferView(const PageContext& context, QWidget* parent = nullptr);
    ~TransferView() override;

    /// The set whose transfer is asked for; empty: none.
    void setDistilled(const QString& id);
    [[nodiscard]] QTableView* table() const { return m_table; }
    [[nodiscard]] LineChart* chart() const { return m_chart; }

    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

protected:
    void showResult(const QString& id) override;
    void showJob(const Job& job) override;
    void showNothing() override;
    [[nodiscard]] Missing missing() const override;
    [[nodiscard]] QJsonObject formFields() const override;

private:
    QString m_distilled;
    QSplitter* m_columns;
    Panel* m_chartPanel;
    LineChart* m_chart;
    Panel* m_tablePanel;
    QTableView* m_table;
    ResultTable* m_model;
    TableFigure m_figure;
};

}  // namespace winnow::ui
