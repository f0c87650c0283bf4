// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/prune/stage_counts.h"
#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <optional>

namespace winnow::ui {

/// One class or cluster in StageBars.
struct StageRow {
    QString name;
    int slot = -1;  ///< of the class mark
    StageCounts counts;
    RandomStays random;
};

/// What stays and goes of each class or cluster, as one bar a row with what random of the same size
/// leaves (dashed, with one standard deviation to either side). Only seen rows are painted, so
/// thousands may be shown in a scroll area. Up, Down, Home, End walk; click, Space and Enter choose
/// a row or unchoose it.
class StageBars : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    static constexpr int kRowHeight = 22;  ///< px at 13 px text

    /// what: "Class", "Cluster": the first column's header in the CSV.
    explicit StageBars(const QString& what, QWidget* parent = nullptr);

    void setRows(std::vector<StageRow> rows);
    [[nodiscard]] const std::vector<StageRow>& rows() const { return m_rows; }
    void setProvenance(const QString& line);

    [[nodiscard]] std::optional<int> chosen() const { return m_chosen; }
    void setChosen(std::optional<int> row);
    [[nodiscard]] QRect rowRect(int row) const;
    [[nodiscard]] QString rowText(int row) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;
    [[nodiscard]] QList<LegendEntry> figureLegend() const override;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By a person.
    void chosenChanged();
    void legendChanged();
    /// The current row moved out of sight, perhaps.
    void rowReached(const QRect& rect);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int rowAt(QPoint position) const;
    void measure();
    void choose(int row);
    void walkTo(int row);
    void paintRow(QPainter& painter, int row, const QRect& rect, const Theme& theme) const;
    void paintBar(QPainter& painter,
                  const StageRow& row,
                  const QRectF& track,
                  const Theme& theme) const;

    QString m_what;
    std::vector<StageRow> m_rows;
    std::array<bool, kStages> m_seen{};  ///< stages that any row has
    std::int64_t m_largest = 1;
    int m_nameWidth = 0, m_countWidth = 0;
    std::optional<int> m_chosen;
    int m_current = -1;
    QString m_provenance;
};

}  // namespace winnow::ui
