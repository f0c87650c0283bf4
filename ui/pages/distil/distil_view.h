// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/distil/distilled_table.h"
#include "ui/pages/evaluate/result_view.h"
#include "ui/widgets/table_figure.h"

#include <map>
#include <optional>

class QSplitter;
class QStackedWidget;
class QTableView;

namespace winnow::ui {

class AnalysisView;
class ElidedLabel;
class GalleryPanel;
class LearningView;
class LineChart;
class Panel;
class Segments;
class TransferView;

/// A distilled set, or the distillation that runs: its images over the steps, and under them how
/// it learned, what the images are like, all sets side by side, and what networks learn from them.
class DistilView : public ResultView {
    Q_OBJECT

public:
    enum Lower { Learning, Analysis, Sets, Networks };

    explicit DistilView(const PageContext& context, QWidget* parent = nullptr);
    ~DistilView() override;

    /// Null while a job is shown, or nothing.
    [[nodiscard]] const Distilled* distilled() const {
        return m_distilled ? &*m_distilled : nullptr;
    }
    /// "distil-02: KIP, ConvNet kernel, 10 images from 60 000, labels learned", "running now: KIP,
    /// ..." of a job; empty: nothing is shown.
    [[nodiscard]] QString about() const { return m_about; }
    /// Asks for the form of a distillation with so many images per class.
    void askForImages(std::int64_t perClass);
    void askForLabels();

    [[nodiscard]] GalleryPanel* gallery() const { return m_gallery; }
    [[nodiscard]] LearningView* learning() const { return m_learning; }
    [[nodiscard]] AnalysisView* analysis() const { return m_analysis; }
    [[nodiscard]] TransferView* transfer() const { return m_transfer; }
    [[nodiscard]] QTableView* table() const { return m_table; }
    /// Accuracy of the sets over their size, beside natural images.
    [[nodiscard]] LineChart* worth() const { return m_worth; }
    [[nodiscard]] Segments* parts() const { return m_parts; }
    [[nodiscard]] MessageCard* warnings() const { return m_warnings; }
    [[nodiscard]] QString factsInWords() const;

    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

protected:
    void showResult(const QString& id) override;
    void showJob(const Job& job) override;
    void showNothing() override;
    [[nodiscard]] Missing missing() const override;
    [[nodiscard]] QJsonObject formFields() const override;
    void showEvent(QShowEvent* event) override;

private:
    // ---- distil_view_layout.cpp
    void build();
    [[nodiscard]] QWidget* makeLower();
    [[nodiscard]] QWidget* makeSets();
    void connectAll();

    // ---- distil_view.cpp
    void showCheckpoint();
    /// Lists them, now or when the view comes into sight.
    void setsChanged();
    void listSets();
    /// The sets beside what kernels reach on natural images.
    void showWorth(const std::vector<DistilledRow>& rows);
    [[nodiscard]] DistilledRow rowOf(const store::ArtifactRow& row) const;
    void markChosen();
    void showFacts(const QString& words);
    void showWarnings(const QStringList& sentences);
    [[nodiscard]] QString provenanceOf(const QString& name, const DistilSettings& settings) const;

    PageContext m_context;
    std::optional<Distilled> m_distilled;
    LiveImages m_live;
    QString m_about;
    std::map<QString, DistilledRow> m_known;  ///< sets that were read, by project and id
    bool m_setsChanged = true;
    MessageCard* m_warnings = nullptr;
    GalleryPanel* m_gallery = nullptr;
    LearningView* m_learning = nullptr;
    AnalysisView* m_analysis = nullptr;
    TransferView* m_transfer = nullptr;
    DistilledTable* m_sets = nullptr;
    QTableView* m_table = nullptr;
    std::optional<TableFigure> m_figure;
    Panel* m_worthPanel = nullptr;
    LineChart* m_worth = nullptr;
    QSplitter* m_setColumns = nullptr;
    Segments* m_parts = nullptr;
    ElidedLabel* m_facts = nullptr;
    QStackedWidget* m_lower = nullptr;
    QSplitter* m_rows = nullptr;
};

}  // namespace winnow::ui
