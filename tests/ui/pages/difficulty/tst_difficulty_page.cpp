// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/train/learning_project.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job_queue.h"
#include "ui/pages/difficulty/difficulty_page.h"
#include "ui/pages/difficulty/epoch_strip.h"
#include "ui/pages/difficulty/events_panel.h"
#include "ui/pages/difficulty/hardest_model.h"
#include "ui/pages/difficulty/hardest_panel.h"
#include "ui/pages/difficulty/run_view.h"
#include "ui/pages/difficulty/scatter_panel.h"
#include "ui/pages/difficulty/trace_panel.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/segments.h"

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
        page = std::make_unique<DifficultyPage>(PageContext{&session, &jobs, nullptr});
        page->resize(944, 722);
        page->show();
    }
    [[nodiscard]] std::int64_t idAt(int row) const {
        return page->run()
            ->hardest()
            ->table()
            ->model()
            ->index(row, 0)
            .data(HardestModel::IdRole)
            .toLongLong();
    }
    void clickBar(int bar, Qt::KeyboardModifiers keys = {}) const {
        BarChart* chart = page->run()->events()->chart();
        QTest::mouseClick(chart, Qt::LeftButton, keys, chart->barRect(bar).center().toPoint());
    }

    Session session;
    JobQueue jobs{&session};
    std::unique_ptr<DifficultyPage> page;
};

}  // namespace

class TestDifficultyPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void leadsOnWhereNothingIsThere() {
        Session session;
        JobQueue jobs(&session);
        DifficultyPage page({&session, &jobs, nullptr});
        page.show();
        QVERIFY(page.run()->emptyPanel()->isVisible());
        QSignalSpy asked(&page, &Page::pageRequested);
        QTest::mouseClick(page.run()->emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<PageId>(), PageId::Data);
    }

    void barsSelectTheirSamples() {
        const LearningProject project;
        Bench bench(project.folder());
        QCOMPARE(bench.page->run()->events()->chart()->data().bars.size(), 4);
        bench.clickBar(1);  // i % 5 == 1
        QCOMPARE(bench.session.selection()->count(), 40);
        QVERIFY(bench.session.selection()->contains(6));
        bench.clickBar(3, Qt::ControlModifier);
        QCOMPARE(bench.session.selection()->count(), 80);
        bench.session.selection()->select(7);
        QVERIFY(bench.page->run()->events()->chart()->chosen().isEmpty());
    }

    void chosenBarsBecomeTheFilter() {
        const LearningProject project;
        Bench bench(project.folder());
        QVERIFY(!bench.page->run()->events()->filterButton()->isEnabled());
        bench.clickBar(1);
        bench.clickBar(3, Qt::ControlModifier);
        QVERIFY(!bench.page->run()->events()->filterButton()->isEnabled());  // a gap between them
        bench.clickBar(3);
        QTest::mouseClick(bench.page->run()->events()->filterButton(), Qt::LeftButton);
        QCOMPARE(bench.session.filter()->matches().count(), 40);
        QVERIFY(bench.session.filter()->matches().contains(195));
        QCOMPARE(bench.page->run()->events()->chart()->data().bars[3].part, 40.0);
        QCOMPARE(bench.page->run()->events()->chart()->data().bars[0].part, 0.0);
    }

    void theAxisIsLogarithmicOrLinear() {
        const LearningProject project;
        Bench bench(project.folder());
        QVERIFY(bench.page->run()->events()->chart()->data().logarithmic);
        QTest::keyClick(bench.page->run()->events()->scale()->focusProxy()
                            ? bench.page->run()->events()->scale()->focusProxy()
                            : bench.page->run()->events()->scale(),
                        Qt::Key_Right);
        bench.page->run()->events()->scale()->setCurrentIndex(1);
        QVERIFY(!bench.page->run()->events()->chart()->data().logarithmic);
    }

    void theTraceFollowsTheCurrentSample() {
        const LearningProject project;
        Bench bench(project.folder());
        bench.session.selection()->setCurrent(5);
        TracePanel* trace = bench.page->run()->trace();
        QCOMPARE(trace->strip()->epochs(), LearningProject::kLearningEpochs);
        QCOMPARE(trace->strip()->state(0), EpochStrip::State::Right);
        QCOMPARE(trace->strip()->state(1), EpochStrip::State::Forgotten);
        // The class is read elsewhere and comes later.
        QTRY_COMPARE(trace->chart()->data().series.size(), 3);
        const LineSeries& sample = trace->chart()->data().series[1];
        QCOMPARE(sample.points[0], QPointF(1, 6));
        QCOMPARE(sample.points[2], QPointF(3, 2));
        QCOMPARE(trace->chart()->data().series[2].points.size(), 3);
        trace->strip()->setFocus();
        QTest::keyClick(trace->strip(), Qt::Key_End);
        QCOMPARE(trace->strip()->valueInWords(),
                 QStringLiteral("Epoch 6: forgotten, right the epoch before"));
    }

    void correlatesWithTheChosenScore() {
        LearningProject project;
        Bench bench(project.folder());
        ScatterPanel* scatter = bench.page->run()->scatter();
        QCOMPARE(scatter->against()->currentData().toString(), QStringLiteral("forgetting"));
        QTRY_VERIFY(scatter->shown().has_value());
        QCOMPARE(scatter->shown()->n, 200);
        // Loss after the last epoch is difficulty times a constant.
        scatter->setChosenScore(QStringLiteral("loss"));
        QTRY_VERIFY(scatter->shown().has_value());
        QVERIFY(std::abs(scatter->shown()->pearson - 1) < 1e-6);
        QCOMPARE(scatter->shown()->spearman, 1.0);
        // With a filter: of what matches.
        bench.session.filter()->set(Condition::ofClasses({2}));
        QTRY_VERIFY(scatter->shown().has_value());
        QCOMPARE(scatter->shown()->n, 50);
    }

    void comparesWithTheKernelsDiagonal() {
        LearningProject project;
        project.addKernel("run-1");
        Bench bench(project.folder());
        QCOMPARE(bench.page->run()->scatter()->against()->currentData().toString(),
                 QStringLiteral("own"));
        QTRY_VERIFY(bench.page->run()->scatter()->shown().has_value());
        QVERIFY(std::isnan(bench.page->run()->scatter()->shown()->pearson));  // it is 4 everywhere
    }

    void aRectangleSelects() {
        const LearningProject project;
        Bench bench(project.folder());
        ScatterChart* chart = bench.page->run()->scatter()->chart();
        // All samples without events stand in one column; drag around it.
        QRectF column;
        for (int i = 0; i < 200; ++i)
            if (LearningProject::events(i) == 0)
                column |= QRectF(chart->positionOf(i) - QPointF(3, 3), QSizeF(6, 6));
        QTest::mousePress(chart, Qt::LeftButton, {}, column.topLeft().toPoint());
        QTest::mouseMove(chart, column.center().toPoint());
        QTest::mouseMove(chart, column.bottomRight().toPoint());
        QTest::mouseRelease(chart, Qt::LeftButton, {}, column.bottomRight().toPoint());
        QCOMPARE(bench.session.selection()->count(), 120);
        QVERIFY(!bench.session.selection()->contains(0));
        QVERIFY(bench.session.selection()->contains(2));
    }

    void theTableListsTheHardestOfEachClass() {
        const LearningProject project;
        Bench bench(project.folder());
        QTableView* table = bench.page->run()->hardest()->table();
        QAbstractItemModelTester tester(table->model());
        QCOMPARE(table->model()->rowCount(), 40);
        // i % 7 == 6 has the largest loss; of class ant: 20, 48, 76, ...
        QCOMPARE(bench.idAt(0), 20);
        QCOMPARE(bench.idAt(1), 48);
        bench.page->run()->hardest()->rank()->setCurrentIndex(1);
        QCOMPARE(bench.idAt(0), 0);  // three events
        QComboBox* classes = bench.page->run()->hardest()->classes();
        classes->setFocus();
        QTest::keyClick(classes, Qt::Key_Down);
        QCOMPARE(table->model()->rowCount(), 50);
    }

    void rowsAreSelectedAsInAFileManager() {
        const LearningProject project;
        Bench bench(project.folder());
        QTableView* table = bench.page->run()->hardest()->table();
        const auto click = [&](int row, Qt::KeyboardModifiers keys) {
            QTest::mouseClick(table->viewport(),
                              Qt::LeftButton,
                              keys,
                              table->visualRect(table->model()->index(row, 1)).center());
        };
        click(0, {});
        QCOMPARE(bench.session.selection()->samples().ids(), (std::vector<std::int64_t>{20}));
        QCOMPARE(bench.session.selection()->current(), 20);
        click(1, Qt::ControlModifier);
        QCOMPARE(bench.session.selection()->samples().ids(), (std::vector<std::int64_t>{20, 48}));
        bench.session.selection()->select(bench.idAt(2));
        QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(table->selectionModel()->selectedRows().first().row(), 2);
    }

    void stateComesBack() {
        const LearningProject project;
        Bench bench(project.folder());
        bench.page->run()->scatter()->setChosenScore(QStringLiteral("loss"));
        bench.page->run()->events()->scale()->setCurrentIndex(1);
        const QByteArray state = bench.page->saveState();
        Bench again(project.folder());
        again.page->restoreState("damaged");
        again.page->restoreState(state);
        QCOMPARE(again.page->run()->scatter()->against()->currentData().toString(),
                 QStringLiteral("loss"));
        QVERIFY(!again.page->run()->events()->chart()->data().logarithmic);
    }
};

QTEST_MAIN(TestDifficultyPage)
#include "tst_difficulty_page.moc"
