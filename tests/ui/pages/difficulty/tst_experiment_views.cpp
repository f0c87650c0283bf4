// SPDX-License-Identifier: GPL-3.0-or-later
// The views of experiments with real events. With WINNOW_SHOTS=FOLDER it leaves pictures of
// them, or of those in WINNOW_SHOTS_PROJECT=NAME.winnow.
#include "tests/ui/engine/engine_script.h"
#include "tests/ui/pages/difficulty/experiment_project.h"
#include "tests/ui/session/sample_project.h"
#include "ui/charts/line_chart.h"
#include "ui/charts/scatter_chart.h"
#include "ui/engine/job_queue.h"
#include "ui/frame/page_frame.h"
#include "ui/gallery/sample_strip.h"
#include "ui/help/help_pages.h"
#include "ui/pages/difficulty/control/company_panel.h"
#include "ui/pages/difficulty/control/control_view.h"
#include "ui/pages/difficulty/control/target_model.h"
#include "ui/pages/difficulty/difficulty_page.h"
#include "ui/pages/difficulty/prediction/prediction_view.h"
#include "ui/pages/difficulty/prediction/predictor_model.h"
#include "ui/pages/difficulty/prediction/sample_timeline.h"
#include "ui/pages/difficulty/prediction/timeline_panel.h"
#include "ui/pages/difficulty/set_size/pair_panel.h"
#include "ui/pages/difficulty/set_size/set_size_view.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/heat_table.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/segments.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace winnow;
using namespace winnow::ui;
using test::ExperimentProject;

namespace {

struct Bench {
    explicit Bench(const QString& folder, DifficultyPage::View view) {
        session.open(folder);
        page = std::make_unique<DifficultyPage>(PageContext{&session, &jobs, nullptr});
        page->resize(976, 740);
        page->show();
        // The segments are buttons in their order.
        QTest::mouseClick(page->views()->findChildren<QAbstractButton*>()[view], Qt::LeftButton);
    }
    void clickCell(int row, int column) const {
        HeatTable* table = page->setSize()->table();
        QTest::mouseClick(
            table, Qt::LeftButton, {}, table->cellRect(row, column).center().toPoint());
    }
    static void clickRow(QTableView* table, int row) {
        QTest::mouseClick(table->viewport(),
                          Qt::LeftButton,
                          {},
                          table->visualRect(table->model()->index(row, 1)).center());
    }

    Session session;
    JobQueue jobs{&session};
    std::unique_ptr<DifficultyPage> page;
};

QString cellText(const QTableView* table, int row, int column) {
    return table->model()->index(row, column).data().toString();
}

}  // namespace

class TestExperimentViews : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void anEmptyViewLeadsToItsForm_data() {
        QTest::addColumn<int>("view");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::newRow("set size") << int(DifficultyPage::SetSize) << "difficulty"
                                  << "dataset"
                                  << "dataset-1";
        QTest::newRow("control") << int(DifficultyPage::Control) << "difficulty-control"
                                 << "cluster"
                                 << "cluster-1";
        QTest::newRow("prediction") << int(DifficultyPage::Prediction) << "forgetting-prediction"
                                    << "dataset"
                                    << "dataset-1";
    }
    void anEmptyViewLeadsToItsForm() {
        QFETCH(int, view);
        QFETCH(QString, kind);
        QFETCH(QString, field);
        QFETCH(QString, value);
        const test::SampleProject project;
        Bench bench(project.folder(), static_cast<DifficultyPage::View>(view));
        const DifficultyPage& page = *bench.page;
        ExperimentView* views[] = {nullptr, page.setSize(), page.control(), page.prediction()};
        EmptyPanel* empty = views[view]->emptyPanel();
        QVERIFY(empty->isVisible());
        // Without the engine beside the test the button says why it cannot be pressed.
        if (!empty->actionButton()->isEnabled()) {
            QVERIFY(!empty->actionButton()->toolTip().isEmpty());
            empty->setActionEnabled(true);
        }
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        QTest::mouseClick(empty->actionButton(), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), kind);
        const QJsonObject fields = QJsonDocument::fromJson(asked[0][1].toByteArray()).object();
        QCOMPARE(fields[field].toString(), value);
    }

    void theHelpIsThatOfTheView() {
        const ExperimentProject project;
        Bench bench(project.folder(), DifficultyPage::Run);
        QStringList files;
        for (int view = 0; view < DifficultyPage::Views; ++view) {
            bench.page->views()->setCurrentIndex(view);
            files << bench.page->helpFile();
            QVERIFY(helpPage(files.last()) != nullptr);
        }
        QCOMPARE(files,
                 (QStringList{"difficulty.md", "difficulty.md", "control.md", "forgetting.md"}));
    }

    void controlWithoutClustersLeadsToThem() {
        const ExperimentProject project;
        Bench bench(project.folder(), DifficultyPage::Control);
        QSignalSpy asked(bench.page.get(), &Page::pageRequested);
        QTest::mouseClick(bench.page->control()->emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<PageId>(), PageId::Clusters);
    }

    void aCellShowsItsTwoSizes() {
        ExperimentProject project;
        project.addDifficulty("sizes");
        Bench bench(project.folder(), DifficultyPage::SetSize);
        SetSizeView* view = bench.page->setSize();
        QCOMPARE(view->table()->chosen(), std::optional(QPoint(0, 0)));
        QCOMPARE(view->pair()->ids().size(), 64U);
        QCOMPARE(view->curve()->data().series.last().name, QStringLiteral("against 16"));
        QVERIFY(view->words().contains(QStringLiteral("1 of 252 trainings diverged")));
        bench.clickCell(1, 1);
        QCOMPARE(view->curve()->data().series.last().name, QStringLiteral("against 4"));
        QCOMPARE(view->curve()->data().series.last().points.size(), 1);
        QTest::keyClick(view->table(), Qt::Key_Up);
        QCOMPARE(view->table()->chosen(), std::optional(QPoint(1, 0)));
        QCOMPARE(view->curve()->data().series.last().name, QStringLiteral("against 16"));
    }

    void aPointSelectsItsSampleEverywhere() {
        ExperimentProject project;
        project.addDifficulty("sizes");
        Bench bench(project.folder(), DifficultyPage::SetSize);
        const PairPanel* pair = bench.page->setSize()->pair();
        QTest::mouseClick(
            pair->chart(), Qt::LeftButton, {}, pair->chart()->positionOf(5).toPoint());
        QCOMPARE(bench.session.selection()->count(), 1);
        const std::int64_t id = bench.session.selection()->samples().ids().front();
        QCOMPARE(bench.session.selection()->current(), id);
        QVERIFY(std::ranges::find(pair->ids(), id) != pair->ids().end());
        // Points that the filter lets not through are left out when it hides.
        bench.session.filter()->set(Condition::ofClasses({2}));
        QCOMPARE(pair->ids().size(), 64U);
        bench.session.filter()->setMode(Filter::Mode::Hide);
        QCOMPARE(pair->ids().size(), 16U);
    }

    void oneRepeatOrTheirMean() {
        ExperimentProject project;
        project.addDifficulty("sizes");
        Bench bench(project.folder(), DifficultyPage::SetSize);
        SetSizeView* view = bench.page->setSize();
        QCOMPARE(view->table()->cell(0, 0).text, QStringLiteral("0.75"));
        view->repeats()->setFocus();
        QTest::keyClick(view->repeats(), Qt::Key_Down);
        QCOMPARE(view->table()->cell(0, 0).text, QStringLiteral("0.70"));
        QVERIFY(view->curve()->data().series.last().bandLow.isEmpty());
        // Of Table 4, as the images have one channel and the rate was 0.1.
        QCOMPARE(view->table()->cell(0, 0).second, QStringLiteral("paper 0.64"));
        view->paper()->setFocus();
        QTest::keyClick(view->paper(), Qt::Key_Home);
        QVERIFY(view->table()->cell(0, 0).second.isEmpty());
    }

    void aNewExperimentComesToTheFront() {
        ExperimentProject project;
        project.addDifficulty("first");
        Bench bench(project.folder(), DifficultyPage::SetSize);
        QComboBox* list = bench.page->setSize()->experiments();
        QCOMPARE(list->count(), 1);
        QCOMPARE(bench.page->subtitle(), QStringLiteral("first"));
        bench.clickCell(1, 1);
        project.addDifficulty("second", {4, 1});
        bench.session.refresh();
        QTRY_COMPARE(list->count(), 2);
        QCOMPARE(list->currentText(), QStringLiteral("second"));
        QCOMPARE(bench.page->setSize()->table()->data().rows.size(), 1);
        // It has no such cell: its own first pair is shown.
        QCOMPARE(bench.page->setSize()->table()->chosen(), std::optional(QPoint(0, 0)));
        QCOMPARE(bench.page->setSize()->pair()->ids().size(), 16U);
        QCOMPARE(bench.page->setSize()->curve()->data().series.last().name,
                 QStringLiteral("against 4"));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(bench.page->setSize()->table()->data().rows.size(), 2);
    }

    void whatIsShownIsNotReadAgainForAnotherArtifact() {
        ExperimentProject project;
        const std::string sizes = project.addDifficulty("sizes");
        Bench bench(project.folder(), DifficultyPage::SetSize);
        project.truncate(sizes, "difficulty.npy", 90);
        project.addPrediction("next");
        bench.session.refresh();
        QTRY_COMPARE(bench.page->prediction()->experiments()->count(), 1);
        QVERIFY(!bench.page->setSize()->message()->isVisible());
    }

    void damagedExperimentsAreSaid() {
        ExperimentProject project;
        const std::string sizes = project.addDifficulty("sizes");
        const std::string control = project.addControl("company");
        const std::string prediction = project.addPrediction("next");
        project.truncate(sizes, "difficulty.npy", 90);
        project.truncate(control, "loss.npy", 90);
        project.truncate(prediction, "result.json", 3);
        Bench bench(project.folder(), DifficultyPage::SetSize);
        QVERIFY(bench.page->setSize()->message()->isVisible());
        QVERIFY(bench.page->setSize()->message()->sentence().contains(
            QStringLiteral("difficulty.npy")));
        bench.page->views()->setCurrentIndex(DifficultyPage::Control);
        QVERIFY(bench.page->control()->message()->sentence().contains(QStringLiteral("loss.npy")));
        QVERIFY(bench.page->control()->verdict().isEmpty());
        bench.page->views()->setCurrentIndex(DifficultyPage::Prediction);
        QVERIFY(bench.page->prediction()->message()->sentence().contains(
            QStringLiteral("result.json")));
    }

    void controlTellsTheOrder() {
        ExperimentProject project;
        project.addControl("other", 4, 5, 12, false);
        project.addControl("paper's");
        Bench bench(project.folder(), DifficultyPage::Control);
        ControlView* view = bench.page->control();
        QVERIFY(view->verdict().startsWith(QStringLiteral("As in the paper")));
        QVERIFY(view->verdict().contains(QStringLiteral("1 non-interchangeable, of 4 each")));
        QTRY_COMPARE(view->all()->data().series.size(), 3);
        QCOMPARE(view->all()->data().series[0].points.size(), 5);
        view->experiments()->setFocus();
        QTest::keyClick(view->experiments(), Qt::Key_Down);
        QVERIFY(view->verdict().startsWith(QStringLiteral("Not as in the paper")));
    }

    void aClassShowsItsCurvesAndCompany() {
        ExperimentProject project;
        project.addControl("company");
        Bench bench(project.folder(), DifficultyPage::Control);
        ControlView* view = bench.page->control();
        QTRY_COMPARE(view->ofClass()->data().series.size(), 3);
        QCOMPARE(cellText(view->table(), 0, TargetModel::Order), QStringLiteral("yes"));
        QCOMPARE(cellText(view->table(), 1, TargetModel::Order), QStringLiteral("no"));
        Bench::clickRow(view->table(), 2);
        QCOMPARE(view->company()->target()->samples().first().id, 2);
        const SampleStrip* near = view->company()->company(Company::Interchangeable);
        QCOMPARE(near->samples().size(), 10);  // of twelve
        QCOMPARE(near->samples()[1].id, 2 + 4 * 2);
        QCOMPARE(near->samples()[1].badge, QStringLiteral("9.75"));
        const double start = ExperimentProject::loss(0, 2, 0, 2);
        QVERIFY(std::abs(view->ofClass()->data().series[0].points[0].y() - 0.95 * start) < 1e-5);
        QVERIFY(view->company()->figureCsv().contains(QStringLiteral("interchangeable,10,9.75")));
    }

    void theTargetIsCalledWhatItIs() {
        ExperimentProject project;
        project.addControl("centroids");
        const std::string other = project.addControl("largest");
        project.changeResult(other, [](nlohmann::json& j) { j["target"] = "largest-kernel"; });
        Bench bench(project.folder(), DifficultyPage::Control);
        const auto says = [&](const QString& words) {
            const auto labels = bench.page->control()->company()->findChildren<QLabel*>();
            return std::ranges::any_of(labels,
                                       [&](const QLabel* label) { return label->text() == words; });
        };
        QTRY_VERIFY(says(QStringLiteral("Target: largest κ with itself")));
        bench.page->control()->experiments()->setFocus();
        QTest::keyClick(bench.page->control()->experiments(), Qt::Key_Down);
        QVERIFY(says(QStringLiteral("Target: centroid of the largest cluster")));
    }

    void aPictureSelectsItsSample() {
        ExperimentProject project;
        project.addControl("company");
        Bench bench(project.folder(), DifficultyPage::Control);
        SampleStrip* strip = bench.page->control()->company()->company(Company::Medium);
        const std::int64_t third = strip->samples()[2].id;
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->pictureRect(2).center());
        QCOMPARE(bench.session.selection()->samples().ids(), (std::vector<std::int64_t>{third}));
        QCOMPARE(bench.session.selection()->current(), third);
        strip->setFocus();
        QTest::keyClick(strip, Qt::Key_Right);
        QTest::keyClick(strip, Qt::Key_Space);
        QCOMPARE(bench.session.selection()->count(), 2);
        QTest::keyClick(strip, Qt::Key_Home);
        QTest::keyClick(strip, Qt::Key_Return);
        QCOMPARE(bench.session.selection()->samples().ids(),
                 (std::vector<std::int64_t>{strip->samples()[0].id}));
    }

    void theTableOfPredictorsHasThePapersBelow() {
        ExperimentProject project;
        project.addPrediction("next");
        Bench bench(project.folder(), DifficultyPage::Prediction);
        PredictionView* view = bench.page->prediction();
        QCOMPARE(view->table()->model()->rowCount(), 5);
        QCOMPARE(cellText(view->table(), 0, PredictorModel::Precision),
                 QStringLiteral("90.0 ± 5.0"));
        QCOMPARE(cellText(view->table(), 3, PredictorModel::Recall), QStringLiteral("59.0 ± 7.5"));
        QCOMPARE(cellText(view->table(), 3, PredictorModel::Events), QStringLiteral("7\u202f873"));
        QTest::mouseClick(view->rows()->findChildren<QAbstractButton*>()[1], Qt::LeftButton);
        QCOMPARE(view->table()->model()->rowCount(), 3 * 2 + 2);
        QCOMPARE(cellText(view->table(), 1, PredictorModel::Name),
                 QStringLiteral("centred, seed 8"));
        QCOMPARE(cellText(view->table(), 2, PredictorModel::Name),
                 QStringLiteral("error (eq. 1), seed 7"));
        const auto help = [&] {
            return view->table()
                ->model()
                ->headerData(PredictorModel::F1, Qt::Horizontal, Qt::ToolTipRole)
                .toString();
        };
        QVERIFY(help().endsWith(QStringLiteral("of one seed")));
        QTest::mouseClick(view->rows()->findChildren<QAbstractButton*>()[0], Qt::LeftButton);
        QVERIFY(help().endsWith(QStringLiteral("over seeds")));
    }

    void aRowChoosesThePredictor() {
        ExperimentProject project;
        project.addPrediction("next");
        Bench bench(project.folder(), DifficultyPage::Prediction);
        PredictionView* view = bench.page->prediction();
        QCOMPARE(view->confusion()->cell(0, 0).text, QStringLiteral("10"));  // both seeds
        Bench::clickRow(view->table(), 2);
        QCOMPARE(view->confusion()->cell(0, 0).text, QStringLiteral("20"));
        QCOMPARE(view->confusion()->cell(1, 0).text, QStringLiteral("4"));
        QCOMPARE(view->chart()->data().series[1].points[5].y(), 1.0);
        // The paper's rows are to be read only.
        Bench::clickRow(view->table(), 4);
        QCOMPARE(view->confusion()->cell(0, 0).text, QStringLiteral("20"));
        view->seeds()->setFocus();
        QTest::keyClick(view->seeds(), Qt::Key_Down);
        QCOMPARE(view->confusion()->cell(0, 0).text, QStringLiteral("10"));
    }

    void theTimelineFollowsTheCurrentSample() {
        ExperimentProject project;
        project.addPrediction("next", 2, 60, 8);
        Bench bench(project.folder(), DifficultyPage::Prediction);
        TimelinePanel* panel = bench.page->prediction()->timeline();
        // The most forgotten one before anything is picked.
        QTRY_COMPARE(panel->timeline()->laneCount(), 2);
        QCOMPARE(panel->sample(), 0);
        // centred has said nothing of its false alarm in batch 25.
        QCOMPARE(panel->timeline()->lane(0).lane.events.size(), 2U);
        QCOMPARE(panel->batch()->samples().size(), 8);
        QCOMPARE(panel->batch()->samples().first().id, 8);  // batch 1
        const QPoint second = panel->timeline()->positionOf(1, 50).toPoint();
        QTest::mouseClick(panel->timeline(), Qt::LeftButton, {}, second);
        QCOMPARE(panel->timeline()->chosenEvent()->iteration, 50);
        QVERIFY(
            panel->timeline()->valueInWords().startsWith(QStringLiteral("seed 8, iteration 51")));
        QCOMPARE(panel->batch()->samples().first().id, 8);  // batch 51, one pass later
        QTest::keyClick(panel->timeline(), Qt::Key_Left);
        QCOMPARE(panel->timeline()->chosenEvent()->iteration, 0);
        QTest::keyClick(panel->timeline(), Qt::Key_Up);
        QCOMPARE(panel->timeline()->chosenEvent()->seed, 0);
        SampleStrip* batch = panel->batch();
        QTest::mouseClick(batch, Qt::LeftButton, {}, batch->pictureRect(3).center());
        QCOMPARE(bench.session.selection()->current(), 11);
        QTRY_VERIFY(panel->timeline()->lane(0).lane.events.empty());  // never first in its batch
        QVERIFY(panel->batch()->samples().isEmpty());
    }

    void theListOfForgottenSamplesChooses() {
        ExperimentProject project;
        project.addPrediction("next", 2, 60, 8);
        Bench bench(project.folder(), DifficultyPage::Prediction);
        TimelinePanel* panel = bench.page->prediction()->timeline();
        QTRY_VERIFY(panel->forgotten()->count() > 2);
        QVERIFY(panel->forgotten()->itemText(0).endsWith(QStringLiteral("4 events")));
        panel->forgotten()->setFocus();
        QTest::keyClick(panel->forgotten(), Qt::Key_Down);
        QCOMPARE(bench.session.selection()->current(), 16);
        const std::vector<std::int64_t> wanted{2, 27, 52};
        QTRY_VERIFY(panel->timeline()->laneCount() == 2 &&
                    panel->timeline()->lane(0).lane.inBatch == wanted);
    }

    void aRunningJobSaysHowFarItIs() {
        ExperimentProject project;
        const test::EngineScript script(
            "trap 'exit 3' TERM; echo "
            "'{\"event\":\"progress\",\"stage\":\"trainings\",\"done\":12,\"total\":40}'; echo "
            "'{\"event\":\"metric\",\"name\":\"correlation\",\"step\":16,\"value\":0.81}'; "
            "while :; do sleep 0.05; done");
        Bench bench(project.folder(), DifficultyPage::SetSize);
        SetSizeView* view = bench.page->setSize();
        QVERIFY(!view->progress()->isVisible());
        const int number = bench.jobs.start({QStringLiteral("difficulty"), "{}"});
        QTRY_COMPARE(view->partial(),
                     QStringLiteral("ρ with the largest set so far: 0.81 with 16 per class"));
        QVERIFY(view->progress()->isVisible());
        QCOMPARE(view->progress()->bar()->share(), 0.3);
        QVERIFY(bench.page->prediction()->partial().isEmpty());
        bench.jobs.cancel(number);
        QTRY_VERIFY(!view->progress()->isVisible());
        QVERIFY(view->partial().isEmpty());
    }

    void tasksTurnToTheirViews() {
        ExperimentProject project;
        project.addDifficulty("sizes");
        Bench bench(project.folder(), DifficultyPage::Run);
        const QList<QAction*> tasks = bench.page->tasks()->actions();
        tasks.last()->trigger();
        QCOMPARE(bench.page->views()->currentIndex(), int(DifficultyPage::Prediction));
        tasks[tasks.size() - 3]->trigger();
        QCOMPARE(bench.page->views()->currentIndex(), int(DifficultyPage::SetSize));
        QVERIFY(!tasks.first()->isEnabled());  // there is no run
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        for (QAction* action : bench.page->runMenu()->actions()) action->trigger();
        QCOMPARE(asked.size(), 3);
        QCOMPARE(asked[1][0].toString(), QStringLiteral("difficulty-control"));
    }

    void stateComesBack() {
        ExperimentProject project;
        project.addDifficulty("sizes");
        project.addControl("company");
        project.addPrediction("next");
        Bench bench(project.folder(), DifficultyPage::Control);
        QTRY_COMPARE(bench.page->control()->ofClass()->data().series.size(), 3);
        Bench::clickRow(bench.page->control()->table(), 3);
        bench.page->views()->setCurrentIndex(DifficultyPage::Prediction);
        Bench::clickRow(bench.page->prediction()->table(), 1);
        const QByteArray state = bench.page->saveState();
        Bench again(project.folder(), DifficultyPage::Run);
        again.page->restoreState("damaged");
        QCOMPARE(again.page->views()->currentIndex(), int(DifficultyPage::Run));
        again.page->restoreState(state);
        QCOMPARE(again.page->views()->currentIndex(), int(DifficultyPage::Prediction));
        QCOMPARE(again.page->prediction()->table()->currentIndex().row(), 1);
        again.page->views()->setCurrentIndex(DifficultyPage::Control);
        QCOMPARE(again.page->control()->company()->target()->samples().first().id, 3);
    }

    // 4096 samples a class and seven sizes, as in the paper: no more than 50 ms in one piece.
    void largeExperimentsDoNotHoldTheWindow() {
        ExperimentProject project(10, 4096);
        project.addDifficulty("paper", {4096, 1024, 256, 64, 16, 4, 1}, 3);
        Bench bench(project.folder(), DifficultyPage::Run);
        QElapsedTimer clock;
        clock.start();
        bench.page->views()->setCurrentIndex(DifficultyPage::SetSize);
        (void)bench.page->grab();  // painted, too
        const qint64 opened = clock.restart();
        bench.clickCell(2, 4);
        (void)bench.page->setSize()->pair()->grab();
        const qint64 chosen = clock.restart();
        const SetSizeView* view = bench.page->setSize();
        QVERIFY(view->pair()->ids().size() <= PairPanel::kMostPoints);
        QVERIFY(view->pair()->ids().size() > 1000U);
        qInfo("opened in %lld ms, a cell in %lld ms", opened, chosen);
        QVERIFY2(opened < 500 && chosen < 500, "ten times what a person may notice");
    }

    void picturesOfTheViews() {
        const QString folder = qEnvironmentVariable("WINNOW_SHOTS");
        if (folder.isEmpty()) QSKIP("WINNOW_SHOTS names no folder");
        if (const QString project = qEnvironmentVariable("WINNOW_SHOTS_PROJECT");
            !project.isEmpty())
            return shootAll(project, folder + QStringLiteral("/project"));
        for (const int classes : {10, 100}) {
            ExperimentProject project(classes, classes == 10 ? 1024 : 64);
            project.addDifficulty("sizes-quick",
                                  classes == 10 ? std::vector<std::int64_t>{1024, 256, 64, 16, 4, 1}
                                                : std::vector<std::int64_t>{64, 16, 4, 1});
            project.addControl("company-1", 20, 50, 10);
            project.addPrediction("forgetting-1", 10, 50, 128);
            shootAll(project.folder(), QStringLiteral("%1/%2").arg(folder).arg(classes));
        }
    }

private:
    static void shootAll(const QString& project, const QString& path) {
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark})
            for (const QSize size : {QSize(976, 788), QSize(968, 528)})
                shoot(project, choice, size, path);
        applyTheme(ThemeChoice::Light);
    }
    static void shoot(const QString& project, ThemeChoice choice, QSize size, const QString& path) {
        applyTheme(choice);
        Session session;
        session.open(project);
        JobQueue jobs(&session);
        auto* page = new DifficultyPage({&session, &jobs, nullptr});
        PageFrame frame(page);
        frame.resize(size);
        frame.show();
        for (int view = 0; view < DifficultyPage::Views; ++view) {
            page->views()->setCurrentIndex(view);
            QTest::qWait(400);  // charts are drawn at most four times a second
            const QString name = QStringLiteral("%1-%2-%3-%4.png")
                                     .arg(path)
                                     .arg(view)
                                     .arg(size.width())
                                     .arg(choice == ThemeChoice::Dark ? "dark" : "light");
            QDir().mkpath(QFileInfo(name).path());
            QVERIFY(frame.grab().save(name));
        }
    }
};

QTEST_MAIN(TestExperimentViews)
#include "tst_experiment_views.moc"
