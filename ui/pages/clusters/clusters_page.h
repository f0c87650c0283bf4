// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/session/sample_set.h"

#include <cstdint>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace winnow::ui {

class ClusterModel;
class EmptyPanel;
class HeadTailPanel;
class MapPanel;
class MemberPanel;
class Segments;
class SizePanel;

/// Farthest-point clusters: the long tail of their sizes, the members of the one that is open or
/// both ends of its class, and the map for the lasso.
class ClustersPage : public Page {
    Q_OBJECT

public:
    explicit ClustersPage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] Icon icon() const override { return Icon::Clusters; }
    [[nodiscard]] QString helpFile() const override { return QStringLiteral("clusters.md"); }
    [[nodiscard]] QList<QWidget*> headerWidgets() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

    [[nodiscard]] SizePanel* sizePanel() const { return m_sizes; }
    [[nodiscard]] MemberPanel* memberPanel() const { return m_members; }
    [[nodiscard]] HeadTailPanel* headTailPanel() const { return m_ends; }
    [[nodiscard]] MapPanel* mapPanel() const { return m_map; }

private:
    void makeHeader();
    [[nodiscard]] QWidget* makeOptions();
    [[nodiscard]] QWidget* makeContent();
    void takeArtifacts();  // the list of clusterings
    void takeClusters();   // the chosen one
    void takeClasses();
    void showEmpty();
    void leadOn();  // the empty panel's button
    void fillTasks();
    void setClass(std::int64_t label);
    void open(std::int64_t cluster);
    void select(const std::vector<std::int64_t>& clusters, Combine how);
    void request(const char* kind);
    void openCompare();
    /// Of the chosen class; -1: all.
    [[nodiscard]] std::int64_t shownClass() const;

    ClusterModel* m_model;
    QToolButton* m_tasks = nullptr;
    QPushButton* m_again = nullptr;
    QPushButton* m_compare = nullptr;
    QComboBox* m_artifacts = nullptr;
    QComboBox* m_classes = nullptr;
    Segments* m_galleries = nullptr;
    QLabel* m_provenance = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyPanel* m_empty = nullptr;
    QSplitter* m_rows = nullptr;
    QSplitter* m_top = nullptr;
    SizePanel* m_sizes = nullptr;
    MapPanel* m_map = nullptr;
    QStackedWidget* m_bottom = nullptr;
    MemberPanel* m_members = nullptr;
    HeadTailPanel* m_ends = nullptr;
    QString m_wantedClass;  // remembered by name until the data set is there
};

}  // namespace winnow::ui
