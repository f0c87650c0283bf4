// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <optional>

class QGridLayout;
class QLabel;

namespace winnow::ui {

/// What a job costs before it starts. Empty optionals are rows left out, except time: "not measured
/// yet".
struct JobCost {
    QString title = {};  // "Cost of 10 runs"
    std::optional<double> seconds = {};
    std::optional<double> secondsDeviation = {};  // one standard deviation, once measured
    std::optional<double> memoryBytes = {};
    std::optional<double> memoryFreeBytes = {};
    std::optional<double> diskBytes = {};
    std::optional<double> diskFreeBytes = {};
    QString reused = {};    // "thumbnails, split 1"
    QString measured = {};  // how the estimate came about
};

/// Stands above the start button.
class CostCard : public QFrame {
    Q_OBJECT

public:
    explicit CostCard(QWidget* parent = nullptr);

    void setCost(const JobCost& cost);
    [[nodiscard]] const JobCost& cost() const { return m_cost; }

    /// Memory and disk suffice, as far as they are known.
    [[nodiscard]] bool fits() const;

private:
    void addRow(const QString& name, const QString& value, bool tooMuch);

    JobCost m_cost;
    QLabel* m_title;
    QGridLayout* m_rows;
    QLabel* m_measured;
};

}  // namespace winnow::ui
