// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "ui/pages/train/learning_records.h"
#include "ui/pages/train/run_curve.h"
#include "ui/session/arrays.h"

#include <memory>
#include <optional>

class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QTableView;
class QTimer;

namespace winnow::ui {

class Background;
class ClassRecordModel;
class EmptyPanel;
class ForgottenPanel;
struct Job;
class LineChart;
class MessageCard;
class Panel;
struct RunFacts;
class RunModel;
class RunPanel;
class TrainingStrip;

/// Is it working, when is it done, who is being forgotten. Follows a training while it runs, else
/// shows the session's run, both against an earlier run.
class TrainPage : public Page {
    Q_OBJECT

public:
    explicit TrainPage(const PageContext& context, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override { return tr("Train"); }
    [[nodiscard]] QString subtitle() const override;
    [[nodiscard]] Icon icon() const override { return Icon::Train; }
    [[nodiscard]] QString helpFile() const override { return QStringLiteral("forgetting.md"); }
    [[nodiscard]] QList<QWidget*> headerWidgets() override;
    [[nodiscard]] bool opensInspector() const override { return false; }
    void activated() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;

    // ---- for tests and for the frame's key bindings
    [[nodiscard]] RunPanel* runs() const { return m_runPanel; }
    [[nodiscard]] TrainingStrip* strip() const { return m_strip; }
    [[nodiscard]] LineChart* lossChart() const { return m_loss; }
    [[nodiscard]] LineChart* accuracyChart() const { return m_accuracy; }
    [[nodiscard]] ForgottenPanel* forgotten() const { return m_forgotten; }
    [[nodiscard]] QTableView* classTable() const { return m_classTable; }
    [[nodiscard]] EmptyPanel* emptyPanel() const { return m_empty; }

private:
    // ---- train_page_layout.cpp
    void layOut();
    [[nodiscard]] QWidget* makeCharts();
    [[nodiscard]] QWidget* makeClassPanel();
    [[nodiscard]] QPushButton* makeTasks();

    // ---- train_page.cpp
    void connectAll();
    /// Turns to the newest training when it runs, waits or was cut off.
    void follow();
    void jobChanged(int number);
    void jobEnded(int number);
    /// Shows what has changed, at the next turn of the event loop.
    void refreshSoon();
    void refresh();
    void showEmpty();
    void showJob(const Job& job);
    void showRun();
    void showCharts(const RunCurve& shown, int epochs, const QString& provenance);
    void showFacts(const QString& name, const RunFacts& facts);
    void compare(const QString& shown);
    void readRecords();
    void recordsRead();
    void askForTraining();
    /// The training this page follows, nullptr when it shows a stored run.
    [[nodiscard]] const Job* followed() const;

    RunModel* m_runs;
    RunPanel* m_runPanel = nullptr;
    TrainingStrip* m_strip = nullptr;
    Panel* m_lossPanel = nullptr;
    Panel* m_accuracyPanel = nullptr;
    LineChart* m_loss = nullptr;
    LineChart* m_accuracy = nullptr;
    ForgottenPanel* m_forgotten = nullptr;
    Panel* m_classPanel = nullptr;
    ClassRecordModel* m_classes = nullptr;
    QTableView* m_classTable = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyPanel* m_empty = nullptr;
    MessageCard* m_message = nullptr;
    QSplitter* m_columns = nullptr;
    QSplitter* m_rows = nullptr;
    QSplitter* m_charts = nullptr;
    QPushButton* m_tasks = nullptr;
    QList<QAction*> m_starts;  ///< of the tasks, those that start a job
    QTimer* m_refresh = nullptr;
    Background* m_background = nullptr;

    int m_followed = 0;  ///< number of the job shown, 0: a stored run
    int m_left = 0;      ///< jobs up to this number the person has turned away from
    QString m_ended;     ///< run made while the page was behind; chosen when it comes to front
    std::optional<QString> m_chosenComparison;  ///< by the person; empty: none
    QString m_comparedId;
    std::optional<RunArrays> m_compared;
    QString m_recordsOf;  ///< ids of the runs the records are of
    std::shared_ptr<const LearningRecords> m_records, m_otherRecords;
    std::int64_t m_epoch = -1;
};

}  // namespace winnow::ui
