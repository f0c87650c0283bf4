// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/panel.h"

class QComboBox;
class QItemSelection;
class QSortFilterProxyModel;
class QTableView;

namespace winnow::ui {

class HardestModel;
class Segments;
class Session;

/// The hardest or most forgotten samples of each class. Rows are selected as in a file manager,
/// and are the session's selection.
class HardestPanel : public Panel {
    Q_OBJECT

public:
    explicit HardestPanel(Session* session, QWidget* parent = nullptr);

    [[nodiscard]] QTableView* table() const { return m_table; }
    [[nodiscard]] QComboBox* classes() const { return m_classes; }
    [[nodiscard]] Segments* rank() const { return m_rank; }

private:
    void setUpTable();
    void listClasses();
    void rank(int segment, int classIndex);
    void rowsSelected();
    void showSelection();

    Session* m_session;
    HardestModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    QComboBox* m_classes;
    Segments* m_rank;
    bool m_syncing = false;
};

}  // namespace winnow::ui
