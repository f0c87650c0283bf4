// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/difficulty/experiment_view.h"
#include "ui/pages/difficulty/paper_values.h"
#include "ui/pages/difficulty/set_size/difficulty_result.h"

#include <optional>

class QLabel;
class QSplitter;

namespace winnow::ui {

class HeatTable;
class LineChart;
class PairPanel;
class Panel;

/// Whether what is hard in a large set is hard in a smaller one: experiments of kind `difficulty`.
/// A cell of the table chooses the two sizes the scatter shows.
class SetSizeView : public ExperimentView {
    Q_OBJECT

public:
    explicit SetSizeView(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] HeatTable* table() const { return m_table; }
    [[nodiscard]] PairPanel* pair() const { return m_pair; }
    [[nodiscard]] LineChart* curve() const { return m_curve; }
    [[nodiscard]] QComboBox* repeats() const { return m_repeats; }
    [[nodiscard]] QComboBox* paper() const { return m_paper; }
    [[nodiscard]] QString words() const;

    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

protected:
    void load(const std::string& id) override;
    void clear() override;
    [[nodiscard]] Lead lead() const override;
    [[nodiscard]] QString partialText(const Job& job) const override;

private:
    [[nodiscard]] Panel* makeTablePanel();
    [[nodiscard]] Panel* makeCurvePanel();
    void listRepeats();
    void choosePaper(double rate);
    void rebuild();
    void showPair();
    [[nodiscard]] const PaperCorrelations* chosenPaper() const;

    HeatTable* m_table;
    QLabel* m_words;
    PairPanel* m_pair;
    LineChart* m_curve;
    QComboBox* m_repeats;
    QComboBox* m_paper;
    Panel* m_tablePanel;
    Panel* m_curvePanel;
    QSplitter* m_columns;
    QSplitter* m_left;
    std::optional<DifficultyResult> m_result;
    bool m_paperChosen = false;  ///< by the person: no guess from the data
};

}  // namespace winnow::ui
