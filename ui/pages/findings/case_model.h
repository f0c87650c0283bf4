// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/findings_arrays.h"
#include "ui/session/sample_set.h"

#include <QAbstractTableModel>

#include <utility>
#include <vector>

namespace winnow::ui {

class Session;

/// What a table of cases asks beside the record table's roles.
enum CaseRole {
    CaseIdRole = Qt::UserRole + 200,  ///< qint64: the sample the inspector shows for the row
    CaseChosenRole,                   ///< bool: all its samples are selected
    CaseDimRole,                      ///< bool: the filter dims it
};

/// A list of findings to be judged: suspects, or pairs. A case is a position in the artifact's
/// arrays; a row is where the sorted, filtered list shows it. Rows are an index vector: sorting or
/// filtering 60,000 cases takes milliseconds. With the filter on Hide, cases it leaves out have no
/// row; a pair matches when one of its samples does. A decision never moves a row.
class CaseModel : public QAbstractTableModel {
    Q_OBJECT

public:
    CaseModel(Session* session, QObject* parent);

    /// Of the chosen data set; an empty id: none.
    void setFindings(const FindingsArrays& findings);
    [[nodiscard]] const FindingsArrays& findings() const { return m_findings; }
    /// Whether the findings are of the data set that is looked at: while another one is being
    /// loaded they are not yet replaced.
    [[nodiscard]] bool fitsDataset() const;

    /// Cases, whatever the filter says.
    [[nodiscard]] virtual int cases() const = 0;
    [[nodiscard]] int judged() const { return m_judged; }
    [[nodiscard]] int caseAt(int row) const;
    /// Row of a case; -1 when it is hidden.
    [[nodiscard]] int rowOf(int which) const;
    /// The first row that shows the sample; -1: none.
    [[nodiscard]] int rowOfSample(std::int64_t sample) const;
    [[nodiscard]] virtual std::vector<std::int64_t> samplesOf(int which) const = 0;
    /// The one of them that is current with the case.
    [[nodiscard]] virtual std::int64_t leadOf(int which) const = 0;
    /// Samples of rows `from` to `to`, in either order.
    [[nodiscard]] SampleSet samplesBetween(int from, int to) const;
    /// Samples of all rows that match the filter.
    [[nodiscard]] SampleSet matchingSamples() const;
    [[nodiscard]] bool matches(int which) const;
    [[nodiscard]] bool isOpen(int which) const { return m_open[static_cast<std::size_t>(which)]; }
    [[nodiscard]] bool isChosen(int which) const;
    /// What a decision at `row` is about: all rows that are selected if it is one of them, else it
    /// alone; no row: what is selected.
    [[nodiscard]] std::vector<int> targets(int row) const;
    /// The next row below `row` that is open and matches the filter, from the top again where there
    /// is none; -1: all are judged.
    [[nodiscard]] int nextOpen(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    /// Values that are not known come last either way; equal ones keep the artifact's order.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

Q_SIGNALS:
    /// Decisions or cases.
    void judgedChanged();

protected:
    [[nodiscard]] Session* session() const { return m_session; }
    /// [cases] what to sort a column by.
    [[nodiscard]] virtual std::vector<double> sortKeys(int column) const = 0;
    [[nodiscard]] virtual bool findOpen(int which) const = 0;
    /// Columns that tell of decisions and labels.
    [[nodiscard]] virtual std::pair<int, int> judgedColumns() const = 0;
    /// Classes by name, numbers in them as numbers: place of each class.
    [[nodiscard]] std::vector<double> classPlaces() const;
    [[nodiscard]] int slotOf(std::int64_t label) const;

private:
    void takeDecisions();
    /// Which cases are open.
    void findJudged();
    void takeFilter();
    [[nodiscard]] std::vector<int> visibleCases() const;
    void setOrder(std::vector<int> order);
    void sortCases(std::vector<int>& order) const;

    Session* m_session;
    FindingsArrays m_findings;
    QString m_dataset;         ///< id
    std::vector<int> m_order;  ///< row to case
    std::vector<int> m_rowOf;  ///< case to row, -1
    std::vector<bool> m_open;  ///< by case
    int m_judged = 0;
    int m_column = 0;
    Qt::SortOrder m_direction = Qt::AscendingOrder;
};

}  // namespace winnow::ui
