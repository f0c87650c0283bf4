// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <vector>

namespace winnow::ui {

class Session;

/// One row a class: how many samples it has, how many match the filter and are selected, and what
/// the chosen run and kernel say about them on average.
class ClassModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Class,
        Samples,
        Matched,
        Selected,
        Excluded,
        Accuracy,
        Forgetting,
        Difficulty,
        Redundant,
        Columns
    };
    enum Role { LabelRole = Qt::UserRole + 1, SortRole };

    /// Means are over all samples of the class, NaN without a run or kernel.
    struct Row {
        std::int64_t samples = 0, matched = 0, selected = 0, excluded = 0;
        double accuracy = 0, forgetting = 0, difficulty = 0, redundant = 0;
    };

    explicit ClassModel(Session* session, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<Row>& classes() const { return m_classes; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation, int role) const override;

private:
    void rebuild();
    void recount();
    void average();
    void tell(int first, int last);

    Session* m_session;
    std::vector<Row> m_classes;
};

}  // namespace winnow::ui
