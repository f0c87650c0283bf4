// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/train_page.h"

#include "engine/store/error.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job_queue.h"
#include "ui/pages/train/background.h"
#include "ui/pages/train/class_record_model.h"
#include "ui/pages/train/forgotten_panel.h"
#include "ui/pages/train/run_facts.h"
#include "ui/pages/train/run_model.h"
#include "ui/pages/train/run_panel.h"
#include "ui/pages/train/training_strip.h"
#include "ui/session/filter.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/panel.h"

#include <QAction>
#include <QDataStream>
#include <QIODevice>
#include <QJsonObject>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>

#include <algorithm>
#include <tuple>

namespace winnow::ui {
namespace {

constexpr int kRedraw = 250;  // milliseconds: charts are drawn anew four times a second at most

/// What a legend shows: our run first, the other one last.
QList<LegendEntry> legendFor(const LineChartData& data, const QString& otherName) {
    QList<LegendEntry> entries = legendOf(data);
    std::ranges::stable_partition(
        entries, [&](const LegendEntry& entry) { return entry.name != otherName; });
    return entries;
}

LearningRecords recordsOf(const RunArrays& run,
                          std::span<const std::int64_t> labels,
                          std::int64_t classes) {
    return learningRecords({.epochs = run.correct.dim(0),
                            .classes = classes,
                            .labels = labels,
                            .correct = run.correct.values(),
                            .fitted = run.fitted.values(),
                            .prediction = run.prediction.values(),
                            .difficulty = run.difficulty.values()});
}

}  // namespace

TrainPage::TrainPage(const PageContext& context, QWidget* parent)
    : Page(PageId::Train, context, parent),
      m_runs(new RunModel(context.session, context.jobs, this)),
      m_refresh(new QTimer(this)),
      m_background(new Background(this)) {
    m_refresh->setSingleShot(true);
    layOut();
    connectAll();
    follow();
    refresh();
}

void TrainPage::connectAll() {
    const auto soon = [this] { refreshSoon(); };
    connect(m_refresh, &QTimer::timeout, this, &TrainPage::refresh);
    connect(session(), &Session::artifactsChanged, this, soon);
    connect(session(), &Session::closed, this, soon);
    connect(session(), &Session::datasetChanged, this, [this] {
        m_followed = m_left = 0;
        m_chosenComparison.reset();
        m_ended.clear();
        follow();
        refreshSoon();
    });
    connect(session(), &Session::chosenChanged, this, [this](Part part) {
        if (part == Part::Run) refreshSoon();
    });
    connect(context().jobs, &JobQueue::rowsInserted, this, &TrainPage::follow);
    connect(context().jobs, &JobQueue::modelReset, this, &TrainPage::follow);
    connect(context().jobs, &JobQueue::jobChanged, this, &TrainPage::jobChanged);
    connect(context().jobs, &JobQueue::jobEnded, this, &TrainPage::jobEnded);
    connect(m_runPanel, &RunPanel::trainRequested, this, &TrainPage::askForTraining);
    connect(m_runPanel, &RunPanel::runChosen, this, [this](const QString& id) {
        const Job* job = m_runs->latestJob();
        const int number = job != nullptr ? job->number : 0;
        m_followed = id.isEmpty() ? number : 0;
        m_left = id.isEmpty() ? 0 : number;
        if (!id.isEmpty()) session()->choose(Part::Run, id);
        refreshSoon();
    });
    connect(m_runPanel, &RunPanel::comparisonChosen, this, [this](const QString& id) {
        m_chosenComparison = id;
        refreshSoon();
    });
    connect(m_strip, &TrainingStrip::cancelRequested, this, [this] {
        context().jobs->cancel(m_followed);
    });
    connect(m_strip, &TrainingStrip::resumeRequested, this, [this] {
        context().jobs->resume(m_followed);
    });
    connect(m_empty, &EmptyPanel::actionRequested, this, [this] {
        if (session()->dataset() == nullptr)
            Q_EMIT pageRequested(PageId::Data);
        else
            askForTraining();
    });
    connect(m_forgotten, &ForgottenPanel::epochChosen, this, [this](std::int64_t epoch) {
        m_epoch = epoch;
        recordsRead();
    });
    connect(m_classTable, &QTableView::activated, this, [this](const QModelIndex& index) {
        const auto* sorted = static_cast<const QSortFilterProxyModel*>(index.model());
        session()->filter()->set(Condition::ofClasses({sorted->mapToSource(index).row()}));
    });
}

void TrainPage::refreshSoon() {
    if (!m_refresh->isActive()) m_refresh->start(0);
}

void TrainPage::follow() {
    const Job* job = m_runs->latestJob();
    if (job == nullptr || job->number <= m_left || job->number == m_followed) return;
    // What begins is what the person wants to see; what was cut off waits to be resumed.
    if (!isPresent(job->state) && job->state != JobState::Interrupted) return;
    m_followed = job->number;
    refreshSoon();
}

void TrainPage::jobChanged(int number) {
    follow();
    if (number == m_followed && !m_refresh->isActive()) m_refresh->start(kRedraw);
}

void TrainPage::jobEnded(int number) {
    const Job* job = context().jobs->job(number);
    if (number != m_followed || job == nullptr || job->state != JobState::Done) return;
    m_followed = 0;
    m_left = number;
    // The other pages go on with what they show until the person comes to look at the new run.
    m_ended = job->artifact;
    if (isVisible() || session()->chosen(Part::Run).isEmpty()) activated();
    refreshSoon();
}

void TrainPage::activated() {
    if (m_ended.isEmpty()) return;
    const QString run = std::exchange(m_ended, {});
    if (session()->artifact(run) != nullptr) session()->choose(Part::Run, run);
    refreshSoon();
}

const Job* TrainPage::followed() const {
    return m_followed > 0 ? context().jobs->job(m_followed) : nullptr;
}

void TrainPage::refresh() {
    const QString trouble = jobTrouble(context());
    m_runPanel->setTrainEnabled(trouble.isEmpty(), trouble);
    m_empty->setActionEnabled(trouble.isEmpty() || session()->dataset() == nullptr, trouble);
    for (QAction* start : m_starts) offer(start, trouble);
    const Job* job = followed();
    // One that ended without a run is shown until the person chooses a run.
    const bool nothing = job == nullptr && session()->run().id.isEmpty();
    m_runPanel->trainButton()->setVisible(!nothing);
    m_stack->setCurrentIndex(nothing ? 1 : 0);
    if (nothing)
        showEmpty();
    else if (job != nullptr)
        showJob(*job);
    else
        showRun();
    Q_EMIT subtitleChanged();
}

void TrainPage::showEmpty() {
    m_runPanel->facts()->setRuns({}, std::nullopt, {}, std::nullopt);
    m_runPanel->setShown({}, {});
    if (session()->dataset() == nullptr)
        m_empty->setTexts(tr("No data set yet"),
                          tr("A network learns from a data set: import one first."),
                          tr("Go to Data"));
    else
        m_empty->setTexts(
            tr("No run yet"),
            tr("Training on %1 records which samples the network learns, forgets and finds "
               "hard; everything after this page needs a run. The form shows the time it takes.")
                .arg(samplesText(session()->sampleCount())),
            tr("Train…"));
}

void TrainPage::compare(const QString& shown) {
    const QString wanted = m_chosenComparison ? *m_chosenComparison : m_runs->earlierThan(shown);
    const QString id = wanted == shown || m_runs->rowOf(wanted) < 0 ? QString() : wanted;
    if (id == m_comparedId && m_compared.has_value() == !id.isEmpty()) return;
    m_comparedId = id;
    m_compared.reset();
    m_message->hide();
    if (id.isEmpty()) return;
    try {
        m_compared = runArrays(session()->project(), id.toStdString(), session()->sampleCount());
    } catch (const Error& error) {
        m_comparedId.clear();
        m_chosenComparison = QString();
        m_message->showMessage(
            MessageCard::Kind::Error, sentenceText(QString::fromUtf8(error.what())), {}, true);
    }
}

void TrainPage::showFacts(const QString& name, const RunFacts& facts) {
    std::optional<RunFacts> other;
    if (const store::ArtifactRow* row = session()->artifact(m_comparedId)) other = runFacts(*row);
    m_runPanel->facts()->setRuns(name, facts, session()->title(m_comparedId), other);
}

void TrainPage::showCharts(const RunCurve& shown, int epochs, const QString& provenance) {
    std::optional<RunCurve> other;
    if (m_compared) other = curveOf(session()->title(m_comparedId), m_compared->curve);
    const RunCurve* behind = other ? &*other : nullptr;
    const QString otherName = other ? other->name : QString();
    const LineChartData loss = ui::lossChart(shown, behind, epochs);
    const LineChartData accuracy = ui::accuracyChart(shown, behind, epochs);
    m_lossPanel->legend()->setEntries(legendFor(loss, otherName));
    m_accuracyPanel->legend()->setEntries(legendFor(accuracy, otherName));
    m_loss->setData(loss);
    m_accuracy->setData(accuracy);
    m_loss->setProvenance(provenance);
    m_accuracy->setProvenance(provenance);
}

void TrainPage::showJob(const Job& job) {
    compare({});
    const QString name = runNameOf(job);
    const RunFacts facts = runFacts(job);
    showFacts(name, facts);
    m_runPanel->setShown({}, m_comparedId);
    m_strip->showJob(name, job);
    const RunCurve curve = curveOf(name, job.metrics);
    showCharts(curve, facts.epochs, tr("%1, not ended: %2").arg(name, facts.inWords));
    // A resumed training reports the epochs from there on only.
    const bool resumed = !curve.epochs.isEmpty() && curve.epochs.first().number > 1;
    m_lossPanel->setSubtitle(resumed
                                 ? tr("lower is better; earlier epochs come when the run is stored")
                                 : tr("lower is better"));
    m_forgotten->showReported(reportedForgetting(job.metrics));
    m_background->forget();
    m_recordsOf.clear();
    m_records.reset();
    m_classes->setRecords(nullptr, -1, nullptr, {});
    m_classPanel->setSubtitle(tr("known when the run is stored"));
}

void TrainPage::showRun() {
    const QString id = session()->chosen(Part::Run);
    compare(id);
    const store::ArtifactRow* row = session()->artifact(id);
    if (row == nullptr) return;
    const RunFacts facts = runFacts(*row);
    const QString name = session()->title(id);
    showFacts(name, facts);
    m_runPanel->setShown(id, m_comparedId);
    m_strip->showRun(name, facts);
    m_lossPanel->setSubtitle(tr("lower is better"));
    showCharts(
        curveOf(name, session()->run().curve), 0, name + QStringLiteral(": ") + facts.inWords);
    readRecords();
}

void TrainPage::readRecords() {
    const QString ids = session()->chosen(Part::Run) + u'/' + m_comparedId;
    if (ids == m_recordsOf) return;
    m_recordsOf = ids;
    m_records.reset();
    m_otherRecords.reset();
    m_epoch = -1;
    recordsRead();
    const auto labels = session()->labels();
    m_background->run(
        [run = session()->run(),
         other = m_compared,
         labels = std::vector<std::int64_t>(labels.begin(), labels.end()),
         classes = session()->classCount()] {
            using Shared = std::shared_ptr<const LearningRecords>;
            Shared shown = std::make_shared<LearningRecords>(recordsOf(run, labels, classes));
            Shared behind =
                other ? std::make_shared<LearningRecords>(recordsOf(*other, labels, classes))
                      : nullptr;
            return std::pair{shown, behind};
        },
        [this](const auto& both) {
            std::tie(m_records, m_otherRecords) = both;
            m_epoch = m_records->lastEventfulEpoch();
            recordsRead();
        });
}

void TrainPage::recordsRead() {
    m_forgotten->showRun(m_records, m_epoch);
    m_classes->setRecords(m_records, m_epoch, m_otherRecords, session()->title(m_comparedId));
    m_classTable->setColumnHidden(ClassRecordModel::Change, m_otherRecords == nullptr);
    m_classPanel->setSubtitle(
        m_records ? tr("%1 samples, %2 epochs")
                        .arg(countText(m_records->samples), countText(m_records->epochs))
                  : QString());
}

void TrainPage::askForTraining() {
    const QJsonObject fields{{QStringLiteral("dataset"), session()->chosen(Part::Dataset)}};
    Q_EMIT jobFormRequested(QStringLiteral("train"), jsonText(fields));
}

QString TrainPage::subtitle() const {
    return session()->dataset() == nullptr
               ? QString()
               : tr("Every run is kept. The best validation epoch of a run becomes its w*");
}

QList<QWidget*> TrainPage::headerWidgets() { return {m_tasks}; }

QByteArray TrainPage::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_rows->saveState() << m_charts->saveState()
           << m_forgotten->splitter()->saveState();
    return state;
}

void TrainPage::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    for (QSplitter* splitter : {m_columns, m_rows, m_charts, m_forgotten->splitter()}) {
        QByteArray each;
        stream >> each;
        if (!each.isEmpty()) splitter->restoreState(each);
    }
}

}  // namespace winnow::ui
