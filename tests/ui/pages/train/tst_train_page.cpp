// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shared_data.h"
#include "tests/ui/pages/train/learning_project.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job_queue.h"
#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/pages/train/class_record_model.h"
#include "ui/pages/train/forgotten_panel.h"
#include "ui/pages/train/run_model.h"
#include "ui/pages/train/run_panel.h"
#include "ui/pages/train/train_page.h"
#include "ui/pages/train/training_strip.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

using namespace winnow;
using namespace winnow::ui;
using test::LearningProject;

namespace {

struct Bench {
    explicit Bench(const QString& folder) {
        session.open(folder);
        page = std::make_unique<TrainPage>(PageContext{&session, &jobs, nullptr});
        page->resize(1224, 720);
        page->show();
    }
    [[nodiscard]] bool recordsShown() const { return page->classTable()->model()->rowCount() > 0; }
    [[nodiscard]] QString cell(int row, int column) const {
        return page->classTable()->model()->index(row, column).data().toString();
    }
    void clickRow(QTableView& table, int row) const {
        QTest::mouseClick(table.viewport(),
                          Qt::LeftButton,
                          {},
                          table.visualRect(table.model()->index(row, 0)).center());
    }

    Session session;
    JobQueue jobs{&session};
    std::unique_ptr<TrainPage> page;
};

QByteArray smallTraining(int epochs) {
    return QStringLiteral(R"({"dataset":"dataset-1","model":"mlp","hidden":[8],"epochs":%1,)"
                          R"("batch":32,"scores":"none","name":"live","device":"cpu"})")
        .arg(epochs)
        .toUtf8();
}

}  // namespace

class TestTrainPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void withoutDataLeadsToData() {
        Session session;
        JobQueue jobs(&session);
        TrainPage page({&session, &jobs, nullptr});
        page.show();
        QSignalSpy asked(&page, &Page::pageRequested);
        QVERIFY(page.emptyPanel()->isVisible());
        QTest::mouseClick(page.emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<PageId>(), PageId::Data);
    }

    void withoutRunLeadsToTraining() {
        const test::SampleProject project(40, false);
        Bench bench(project.folder());
        QVERIFY(bench.page->emptyPanel()->isVisible());
        QVERIFY(!bench.page->runs()->trainButton()->isVisible());
        if (!bench.jobs.engineTrouble().isEmpty()) QSKIP("winnow-engine is not there");
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        QTest::mouseClick(bench.page->emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("train"));
        QCOMPARE(asked[0][1].toByteArray(), QByteArray(R"({"dataset":"dataset-1"})"));
    }

    void showsTheCurveOfTheRunAgainstTheEarlierOne() {
        const LearningProject project(2);
        Bench bench(project.folder());
        QCOMPARE(bench.session.title(bench.session.chosen(Part::Run)), QStringLiteral("second"));
        const LineChartData& loss = bench.page->lossChart()->data();
        QCOMPARE(loss.series.first().name, QStringLiteral("first"));
        const auto train =
            std::ranges::find(loss.series, QStringLiteral("train"), &LineSeries::name);
        QVERIFY(train != loss.series.end());
        QCOMPARE(train->points.size(), LearningProject::kLearningEpochs);
        QCOMPARE(train->points.first(), QPointF(1, 0.5));
        const auto tested =
            std::ranges::find(loss.series, QStringLiteral("test"), &LineSeries::name);
        QCOMPARE(tested->points.size(), 1);
        QVERIFY(bench.page->strip()->words().contains(QStringLiteral("w* is epoch 5")));
    }

    void aClickChoosesTheRunAndTheBoxTheComparison() {
        const LearningProject project(3);
        Bench bench(project.folder());
        QAbstractItemModelTester tester(bench.page->runs()->table()->model());
        bench.clickRow(*bench.page->runs()->table(), 2);
        QCOMPARE(bench.session.title(bench.session.chosen(Part::Run)), QStringLiteral("first"));
        QTRY_COMPARE(bench.page->lossChart()->data().series.size(), 3);  // nothing earlier
        QComboBox* box = bench.page->runs()->comparison();
        QCOMPARE(box->currentText(), QStringLiteral("no run"));
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
        QTRY_COMPARE(bench.page->lossChart()->data().series.first().name, QStringLiteral("third"));
        QCOMPARE(bench.page->runs()->facts()->columnCount(), 3);
    }

    void classesTellWhatTheRecordsSay() {
        const LearningProject project(2);
        Bench bench(project.folder());
        QTRY_VERIFY(bench.recordsShown());
        QAbstractItemModelTester tester(bench.page->classTable()->model());
        QCOMPARE(bench.page->classTable()->model()->rowCount(), 4);
        QCOMPARE(bench.cell(0, ClassRecordModel::Class), QStringLiteral("ant"));
        std::int64_t inAll = 0;
        for (std::int64_t i = 0; i < project.samples(); i += 4) inAll += LearningProject::events(i);
        QCOMPARE(bench.cell(0, ClassRecordModel::ForgottenInAll), QString::number(inAll));
        // Ids 1, 21, 41, ... of class bee are held out and all right; both runs say the same.
        QCOMPARE(bench.cell(1, ClassRecordModel::HeldOut), QStringLiteral("100.0"));
        QCOMPARE(bench.cell(1, ClassRecordModel::Change), QStringLiteral("0.0"));
        // Ids 9, 29, ... are bees taken for cats: 10 of 50.
        QCOMPARE(bench.cell(1, ClassRecordModel::TakenFor), QStringLiteral("cat 20.0"));
    }

    void aHeaderSortsAndEnterFilters() {
        const LearningProject project(1);
        Bench bench(project.folder());
        QTRY_VERIFY(bench.recordsShown());
        QTableView* table = bench.page->classTable();
        QHeaderView* header = table->horizontalHeader();
        const QPoint place(header->sectionViewportPosition(ClassRecordModel::Class) + 8,
                           header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(bench.cell(0, ClassRecordModel::Class), QStringLiteral("dog"));
        bench.clickRow(*table, 0);
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(bench.session.filter()->matches().count(), project.samples() / 4);
        QVERIFY(bench.session.filter()->matches().contains(3));
    }

    void showsWhoWasForgottenLast() {
        const LearningProject project(1);
        Bench bench(project.folder());
        QTRY_VERIFY(bench.recordsShown());
        ForgottenPanel* panel = bench.page->forgotten();
        // In the last epoch: ids divisible by 5.
        const auto& order = panel->gallery()->sampleModel()->order();
        QCOMPARE(order.size(), std::size_t(40));
        QCOMPARE(order.front(), 0);
        QTest::mouseClick(panel->selectButton(), Qt::LeftButton);
        QCOMPARE(bench.session.selection()->count(), 40);
        QVERIFY(bench.session.selection()->contains(195));
    }

    void aBarSelectsOrChoosesTheEpoch() {
        const LearningProject project(1);
        Bench bench(project.folder());
        QTRY_VERIFY(bench.recordsShown());
        ForgottenPanel* panel = bench.page->forgotten();
        BarChart* chart = panel->chart();
        QCOMPARE(chart->data().bars.size(), 4);  // 0 to 3 events
        QTest::mouseClick(chart, Qt::LeftButton, {}, chart->barRect(3).center().toPoint());
        QCOMPARE(bench.session.selection()->count(), 40);
        panel->showByEpoch();
        QCOMPARE(chart->data().bars.size(), 5);  // epochs 2 to 6
        QCOMPARE(chart->chosen(), QSet<int>{4});
        QTest::mouseClick(chart, Qt::LeftButton, {}, chart->barRect(3).center().toPoint());
        // Epoch 5: ids with i % 5 == 1, all of them once right.
        QCOMPARE(panel->gallery()->sampleModel()->order().size(), std::size_t(40));
        QCOMPARE(panel->gallery()->sampleModel()->order().front(), 1);
        QCOMPARE(bench.cell(1, ClassRecordModel::ForgottenNow), QStringLiteral("10"));
    }

    void stateComesBack() {
        const LearningProject project(1);
        Bench bench(project.folder());
        const QByteArray state = bench.page->saveState();
        QVERIFY(!state.isEmpty());
        bench.page->restoreState(state);
        bench.page->restoreState("damaged");
        QCOMPARE(bench.page->saveState(), state);
    }

    void followsCancelsAndResumesATraining() {
        qputenv("WINNOW_ENGINE", test::enginePath().string().c_str());
        const test::SampleProject project(200, false);
        Bench bench(project.folder());
        if (!bench.jobs.engineTrouble().isEmpty()) QSKIP("winnow-engine is not there");
        const int number = bench.jobs.start({QStringLiteral("train"), smallTraining(4000)});
        QTRY_VERIFY(bench.page->strip()->cancelButton()->isVisible());
        QVERIFY(!bench.page->emptyPanel()->isVisible());
        const auto epochs = [&] {
            const auto& series = bench.page->lossChart()->data().series;
            return series.isEmpty() ? 0 : series.last().points.size();
        };
        QTRY_VERIFY_WITH_TIMEOUT(epochs() >= 2, 60000);
        QCOMPARE(bench.page->forgotten()->gallery()->sampleModel()->rowCount(), 0);
        QVERIFY(!bench.recordsShown());
        QTest::mouseClick(bench.page->strip()->cancelButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->strip()->resumeButton()->isVisible(), 30000);
        QCOMPARE(bench.jobs.job(number)->state, JobState::Cancelled);
        QTest::mouseClick(bench.page->strip()->resumeButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.page->strip()->cancelButton()->isVisible(), 30000);
        bench.jobs.shutDown(10000);
    }

    void aFinishedTrainingIsShown() {
        qputenv("WINNOW_ENGINE", test::enginePath().string().c_str());
        const test::SampleProject project(200, false);
        Bench bench(project.folder());
        if (!bench.jobs.engineTrouble().isEmpty()) QSKIP("winnow-engine is not there");
        bench.jobs.start({QStringLiteral("train"), smallTraining(3)});
        QTRY_COMPARE_WITH_TIMEOUT(
            bench.session.title(bench.session.chosen(Part::Run)), QStringLiteral("live"), 60000);
        QTRY_VERIFY(bench.recordsShown());
        QCOMPARE(bench.page->runs()->table()->model()->rowCount(), 1);
        QVERIFY(!bench.page->strip()->cancelButton()->isVisible());
    }
};

QTEST_MAIN(TestTrainPage)
#include "tst_train_page.moc"
