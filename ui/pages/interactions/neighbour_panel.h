// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/interactions/kernel_facts.h"
#include "ui/pages/interactions/neighbour_strip.h"
#include "ui/widgets/figure_source.h"
#include "ui/widgets/panel.h"

#include <array>

class QLabel;

namespace winnow::ui {

class RichLabel;
/// The partners of one sample in three rows: most interchangeable, unrelated, most contradictory,
/// with the sample's counts of each.
class NeighbourPanel : public Panel, public FigureSource {
    Q_OBJECT

public:
    explicit NeighbourPanel(Session* session, QWidget* parent = nullptr);

    void setKernel(const KernelFacts& facts);
    void setSample(std::int64_t id);
    [[nodiscard]] std::int64_t sample() const { return m_sample; }
    void setValue(NeighbourStrip::Value value);
    [[nodiscard]] NeighbourStrip* strip(NeighbourModel::Relation relation) const;
    [[nodiscard]] NeighbourModel* model(NeighbourModel::Relation relation) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override;
    [[nodiscard]] QSize figureSize() const override;

Q_SIGNALS:
    /// The person wants this partner to be the current sample.
    void chosen(std::int64_t sample);
    /// The person wants to see all kept partners of a row; `words` says which they are.
    void allRequested(const std::vector<std::int64_t>& samples, const QString& words);

private:
    struct Row {
        NeighbourModel* model = nullptr;
        NeighbourStrip* strip = nullptr;
        QLabel* count = nullptr;
        RichLabel* all = nullptr;
    };
    static constexpr int kRows = 3;
    void addRow(NeighbourModel::Relation relation);
    void updateTexts();
    [[nodiscard]] QString countText(NeighbourModel::Relation relation) const;

    Session* m_session;
    KernelFacts m_facts;
    std::int64_t m_sample = -1;
    NeighbourStrip::Value m_value = NeighbourStrip::Value::Cosine;
    std::array<Row, kRows> m_rows;
};

}  // namespace winnow::ui
