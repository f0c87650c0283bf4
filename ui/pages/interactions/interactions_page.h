// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/interactions/kernel_facts.h"
#include "ui/pages/page.h"

#include <cstdint>

class QComboBox;
class QEvent;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTimer;
class QToolButton;

namespace winnow::ui {

class EmptyPanel;
class HistoryPanel;
class KernelHistogram;
class LayerPanel;
class MatrixPanel;
class NeighbourPanel;
class Panel;
class PairView;
class RedundancyPanel;
class SampleHistory;
class Segments;
class TestPanel;

/// How samples act on each other: the kernel matrix with a picked pair beside the partners of the
/// current sample.
class InteractionsPage : public Page {
    Q_OBJECT

public:
    explicit InteractionsPage(const PageContext& context, QWidget* parent = nullptr);
    ~InteractionsPage() override;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] Icon icon() const override { return Icon::Interactions; }
    [[nodiscard]] QString helpFile() const override { return QStringLiteral("interactions.md"); }
    [[nodiscard]] QList<QWidget*> headerWidgets() override;
    void activated() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

    [[nodiscard]] MatrixPanel* matrixPanel() const { return m_matrix; }
    [[nodiscard]] NeighbourPanel* neighbourPanel() const { return m_neighbours; }
    [[nodiscard]] PairView* pairView() const { return m_pair; }
    [[nodiscard]] LayerPanel* layerPanel() const { return m_layers; }
    [[nodiscard]] HistoryPanel* historyPanel() const { return m_epochs; }
    [[nodiscard]] RedundancyPanel* redundancyPanel() const { return m_redundancy; }
    [[nodiscard]] TestPanel* testPanel() const { return m_test; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeOptions();
    [[nodiscard]] QWidget* makeContent();
    [[nodiscard]] QWidget* makeRight();
    [[nodiscard]] QWidget* makePairPanels();
    void makeHeader();
    void makeHistory();
    void connectSession();

    void takeKernels();  // the list of kernels
    void takeKernel();   // the chosen one
    void rebuildMatrixSoon();
    void rebuildMatrix();
    void takeCurrent(std::int64_t id);
    void showEmpty();
    void showNote();
    void requestKernel(const QString& kind);
    void leadOn();  // the empty panel's button
    void requestSnapshots();
    void fillTasks();
    /// Shows a pair and makes its second sample the current one.
    void lookAt(std::int64_t first, std::int64_t second);
    /// Kernel of the run looked at that has this kind; empty when there is none.
    [[nodiscard]] QString kernelOfKind(const QString& kind) const;

    KernelFacts m_facts;
    QPushButton* m_compute = nullptr;
    QToolButton* m_tasks = nullptr;
    QComboBox* m_kernels = nullptr;
    Segments* m_values = nullptr;
    QComboBox* m_order = nullptr;
    QLabel* m_provenance = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyPanel* m_empty = nullptr;
    QSplitter* m_splitter = nullptr;
    QSplitter* m_lower = nullptr;
    MatrixPanel* m_matrix = nullptr;
    PairView* m_pair = nullptr;
    NeighbourPanel* m_neighbours = nullptr;
    LayerPanel* m_layers = nullptr;
    HistoryPanel* m_epochs = nullptr;
    RedundancyPanel* m_redundancy = nullptr;
    TestPanel* m_test = nullptr;
    Panel* m_histogramPanel = nullptr;
    KernelHistogram* m_histogram = nullptr;
    SampleHistory* m_history = nullptr;
    QTimer* m_rebuild = nullptr;
};

}  // namespace winnow::ui
