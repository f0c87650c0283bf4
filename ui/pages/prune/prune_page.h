// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/pages/prune/selection_preview.h"
#include "ui/session/sample_set.h"

#include <QPointer>

#include <span>
#include <vector>

class QPushButton;
class QSplitter;

namespace winnow::ui {

class EmptyPanel;
class MessageCard;
class MethodForm;
class OutcomeGallery;
class SaveBar;
class SharePanel;
class StagePanel;
class TaskList;
struct PruneTask;

/// Which samples stay: the task, how much, what goes and what stays with random beside it, then
/// save and export. Nothing is stored before the person saves.
class PrunePage : public Page {
    Q_OBJECT

public:
    explicit PrunePage(const PageContext& context, QWidget* parent = nullptr);
    ~PrunePage() override;

    [[nodiscard]] QString title() const override { return tr("Prune"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] Icon icon() const override { return Icon::Prune; }
    [[nodiscard]] QString helpFile() const override { return QStringLiteral("pruning.md"); }
    [[nodiscard]] QList<QWidget*> headerWidgets() override;
    [[nodiscard]] bool opensInspector() const override { return false; }
    void activated() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

    /// What is shown now; empty stages while there is none.
    [[nodiscard]] const SelectionPreview& preview() const { return m_preview; }
    [[nodiscard]] bool isBusy() const;
    /// Id of the stored selection that equals what is shown; empty when it is not saved.
    [[nodiscard]] QString savedSelection() const { return m_saved; }

    [[nodiscard]] TaskList* tasks() const { return m_tasks; }
    [[nodiscard]] MethodForm* form() const { return m_form; }
    [[nodiscard]] SharePanel* share() const { return m_share; }
    [[nodiscard]] StagePanel* classes() const { return m_classes; }
    [[nodiscard]] StagePanel* clusters() const { return m_clusters; }
    [[nodiscard]] OutcomeGallery* goes() const { return m_goes; }
    [[nodiscard]] OutcomeGallery* stays() const { return m_stays; }
    [[nodiscard]] SaveBar* bar() const { return m_bar; }
    [[nodiscard]] MessageCard* message() const { return m_message; }

Q_SIGNALS:
    /// A preview came, or could not be had.
    void previewShown();

private:
    void build();
    QWidget* buildTasks();
    QWidget* buildOutcome();
    void connectParts();
    void takeTask(const PruneTask& task);
    /// With the share, as they are asked and saved.
    [[nodiscard]] QJsonObject fields() const;
    void methodChanged();
    void refresh();
    void take(const SelectionPreview& preview);
    [[nodiscard]] bool isOfOlderMarks(const SelectionPreview& preview) const;
    [[nodiscard]] std::vector<std::int64_t> excludedIn(std::span<const std::int64_t> groupOf,
                                                       std::int64_t groups) const;
    void showWarnings();
    void showGroups();
    void showClusters();
    void showGalleries();
    void showSaved();
    void showTasks();
    void datasetChanged();
    void save(const QString& name);
    void jobEnded(int number);
    void openExport();
    void openCompare();

    EmptyPanel* m_empty;
    QSplitter* m_split;
    QSplitter* m_panels;
    TaskList* m_tasks;
    MethodForm* m_form;
    SharePanel* m_share;
    StagePanel* m_classes;
    StagePanel* m_clusters;
    EmptyPanel* m_noClusters;
    OutcomeGallery* m_goes;
    OutcomeGallery* m_stays;
    MessageCard* m_message;
    SaveBar* m_bar;
    QPointer<QPushButton> m_compare;
    PreviewClient* m_ask;
    PreviewClient* m_askRule;
    SelectionPreview m_preview;
    QString m_shownMethod;
    std::vector<std::int64_t> m_clusterOf;  ///< row of `clusters` to cluster number
    QByteArray m_ruleKey;                   ///< fields whose rule's share is known
    SampleSet m_excluded;                   ///< of the preview
    static constexpr int kMostAsks = 50;
    int m_asksLeft = kMostAsks;
    QString m_saved;
    QByteArray m_remembered;  ///< state to come back to at the next data set
    int m_saving = 0;
};

}  // namespace winnow::ui
