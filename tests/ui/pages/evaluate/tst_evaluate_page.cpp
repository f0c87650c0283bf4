// SPDX-License-Identifier: GPL-3.0-or-later
// The Evaluate page by clicks and keys. With WINNOW_SHOTS=FOLDER it leaves pictures of the window
// with every view, light and dark, large and small.
#include "tests/ui/charts/series_names.h"
#include "tests/ui/engine/engine_script.h"
#include "tests/ui/frame/window_test.h"
#include "tests/ui/pages/evaluate/evaluation_project.h"
#include "tests/ui/session/read_only_folder.h"
#include "ui/charts/line_chart.h"
#include "ui/pages/evaluate/compare_panel.h"
#include "ui/pages/evaluate/evaluate_page.h"
#include "ui/pages/evaluate/evaluation_model.h"
#include "ui/pages/evaluate/evaluation_view.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/pages/evaluate/gap_view.h"
#include "ui/pages/evaluate/small_budget_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/segments.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

using namespace winnow;
using namespace winnow::ui;
using test::EvaluationProject;
using test::namesOf;

namespace {

struct Bench {
    explicit Bench(const QString& folder) {
        if (!folder.isEmpty()) session.open(folder);
        page = std::make_unique<EvaluatePage>(PageContext{&session, &jobs, nullptr});
        page->resize(1224, 760);
        page->show();
    }
    [[nodiscard]] QString cell(int row, int column) const {
        return page->methods()->table()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] int rows() const { return page->methods()->table()->model()->rowCount(); }
    void clickRow(int row) const {
        QTableView* table = page->methods()->table();
        const QModelIndex index = table->model()->index(row, 0);
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
    }
    /// A click on the segment in the middle of its part of the width.
    void clickView(int view) const {
        auto* buttons = page->views();
        const auto all = buttons->findChildren<QAbstractButton*>();
        QTest::mouseClick(all[view], Qt::LeftButton);
    }

    Session session;
    JobQueue jobs{&session};
    std::unique_ptr<EvaluatePage> page;
};

/// What the engine says when a training at 80 % has ended.
QByteArray metric(const char* method, int step, double value) {
    const QJsonObject event{{"event", "metric"},
                            {"name", QStringLiteral("accuracy %1 0.8").arg(QLatin1String(method))},
                            {"step", step},
                            {"value", value}};
    return QJsonDocument(event).toJson(QJsonDocument::Compact) + '\n';
}

}  // namespace

class TestEvaluatePage : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;

    void picture(const QString& name) {
        const QString folder = qEnvironmentVariable("WINNOW_SHOTS");
        QTest::qWait(400);
        QVERIFY(m_window->grab().save(folder + u'/' + name + QStringLiteral(".png")));
    }

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        applyTheme(ThemeChoice::Light);
    }
    void cleanup() { shut(); }

    void leadsToDataWithoutADataSet() {
        Session session;
        JobQueue jobs(&session);
        EvaluatePage page({&session, &jobs, nullptr});
        page.show();
        QSignalSpy asked(&page, &Page::pageRequested);
        QTest::mouseClick(page.methods()->emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<PageId>(), PageId::Data);
    }

    void withoutAResultOneButtonOpensTheForm() {
        const test::SampleProject project;  // has run, kernel and clusters
        Bench bench(project.folder());
        if (!bench.jobs.engineTrouble().isEmpty()) QSKIP("winnow-engine is not there");
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        for (const int view :
             {EvaluatePage::Methods, EvaluatePage::SmallBudgets, EvaluatePage::Theory}) {
            bench.clickView(view);
            EmptyPanel* shown = nullptr;
            for (EmptyPanel* panel : bench.page->findChildren<EmptyPanel*>())
                if (panel->isVisible()) shown = panel;
            QVERIFY(shown != nullptr);
            QTest::mouseClick(shown->actionButton(), Qt::LeftButton);
        }
        QCOMPARE(asked.count(), 3);
        QCOMPARE(asked[0][0].toString(), QString("evaluate"));
        QCOMPARE(asked[1][0].toString(), QString("small-budget"));
        QCOMPARE(asked[2][0].toString(), QString("gap-check"));
        const QJsonObject fields = QJsonDocument::fromJson(asked[0][1].toByteArray()).object();
        QCOMPARE(fields["dataset"].toString(), QString("dataset-1"));
        QCOMPARE(fields["run"].toString(), QString("run-1"));
        QCOMPARE(fields["kernel"].toString(), QString("kernel-1"));
        QCOMPARE(fields["cluster"].toString(), QString("cluster-1"));
    }

    void smallBudgetsWithoutClustersLeadThere() {
        const EvaluationProject project;
        Bench bench(project.folder());
        bench.clickView(EvaluatePage::SmallBudgets);
        QSignalSpy asked(bench.page.get(), &Page::pageRequested);
        QTest::mouseClick(bench.page->budgets()->emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(asked[0][0].value<PageId>(), PageId::Clusters);
    }

    void theTaskMenuTurnsToTheExperiment() {
        EvaluationProject project;
        project.addEvaluation("first");
        Bench bench(project.folder());
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        bench.page->tasks()->menu()->actions().at(2)->trigger();
        QCOMPARE(bench.page->views()->currentIndex(), int(EvaluatePage::Theory));
        QCOMPARE(asked[0][0].toString(), QString("gap-check"));
    }

    void withoutAnEngineTheButtonsSayWhy() {
        const test::NoEngine none;
        EvaluationProject project;
        project.addEvaluation("first");
        Bench bench(project.folder());
        const QPushButton* start = bench.page->methods()->compare()->button();
        QVERIFY(!start->isEnabled());
        QVERIFY(start->toolTip().contains("/nowhere/engine"));
        const auto tasks = bench.page->tasks()->menu()->actions();
        for (int task = 0; task < 3; ++task) {
            QVERIFY(!tasks[task]->isEnabled());
            QCOMPARE(tasks[task]->toolTip(), start->toolTip());
        }
        QVERIFY(tasks.last()->isEnabled());
    }

    void aProjectThatCanOnlyBeLookedAtOffersNoJob() {
        EvaluationProject project;
        project.addEvaluation("first");
        const test::ReadOnlyFolder folder(project.folder());
        if (!folder.holds()) QSKIP("this user may write everywhere");
        const Bench bench(project.folder());
        const QPushButton* start = bench.page->methods()->compare()->button();
        QVERIFY(!start->isEnabled());
        QVERIFY(!start->toolTip().isEmpty());
    }

    void aHiddenMethodLeavesChartAndTable() {
        EvaluationProject project;
        project.addEvaluation("first");
        Bench bench(project.folder());
        EvaluationView* view = bench.page->methods();
        QCOMPARE(namesOf(view->chart()).size(), 5);
        QCOMPARE(bench.rows(), 21);
        QVERIFY(!view->compare()->box("random")->isEnabled());
        QTest::mouseClick(view->compare()->box("el2n"), Qt::LeftButton, {}, QPoint(8, 8));
        QCOMPARE(namesOf(view->chart()).contains("EL2N"), false);
        QCOMPARE(bench.rows(), 16);
        view->compare()->box("el2n")->setFocus();
        QTest::keyClick(view->compare()->box("el2n"), Qt::Key_Space);
        QCOMPARE(bench.rows(), 21);
    }

    void theBandsAreWhatIsChosen() {
        EvaluationProject project;
        project.addEvaluation("first");
        Bench bench(project.folder());
        EvaluationView* view = bench.page->methods();
        QCOMPARE(view->chart()->data().series.last().bandName, QString("95 % interval"));
        const auto buttons = view->compare()->bands()->findChildren<QAbstractButton*>();
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QCOMPARE(view->chart()->data().series.last().bandName, QString("± one deviation"));
        QVERIFY(view->chartPanel()->accessibleDescription().contains("one deviation"));
    }

    void aShareFromTheListNarrowsTheTable() {
        EvaluationProject project;
        project.addEvaluation("first");
        Bench bench(project.folder());
        EvaluationView* view = bench.page->methods();
        view->keeps()->setFocus();
        QTest::keyClick(view->keeps(), Qt::Key_Down);
        QCOMPARE(view->keeps()->currentText(), QString("20\u202f% kept"));
        QCOMPARE(bench.rows(), 5);
        QCOMPARE(bench.cell(0, EvaluationModel::Method), QString("full set"));
        QCOMPARE(bench.cell(0, EvaluationModel::Verdict), QString("better than random"));
        QCOMPARE(view->tablePanel()->accessibleName(), QString("At 20\u202f% kept"));
    }

    void aPointOfTheChartTurnsTableAndTrainingsToIt() {
        EvaluationProject project;
        project.addEvaluation("first");
        Bench bench(project.folder());
        EvaluationView* view = bench.page->methods();
        QVERIFY(namesOf(view->trainings()).contains("lpNTK pipeline"));
        view->chart()->setFocus();
        QTest::keyClick(view->chart(), Qt::Key_Right);
        QTest::keyClick(view->chart(), Qt::Key_Down);
        QTest::keyClick(view->chart(), Qt::Key_Right);
        const auto at = view->chart()->currentPoint();
        QVERIFY(at.has_value());
        const QString name = view->chart()->data().series[at->first].name;
        QTest::keyClick(view->chart(), Qt::Key_Return);
        QCOMPARE(bench.rows(), 5);
        QCOMPARE(view->keeps()->currentText(), QString("40\u202f% kept"));
        QCOMPARE(view->trainings()->data().series.last().name, name);
    }

    void aRowShowsItsTrainings() {
        EvaluationProject project;
        project.addEvaluation("first");
        Bench bench(project.folder());
        QAbstractItemModelTester tester(bench.page->methods()->table()->model());
        for (int row = 0; row < bench.rows(); ++row)
            if (bench.cell(row, EvaluationModel::Method) == u"forgetting score") {
                bench.clickRow(row);
                break;
            }
        const LineChart* trainings = bench.page->methods()->trainings();
        QCOMPARE(trainings->data().series.last().name, QString("forgetting score"));
        QCOMPARE(trainings->data().series.size(), 12);
    }

    void aHeaderSortsByNumber() {
        EvaluationProject project;
        project.addEvaluation("first");
        Bench bench(project.folder());
        QHeaderView* header = bench.page->methods()->table()->horizontalHeader();
        const QPoint place(header->sectionViewportPosition(EvaluationModel::Kept) + 8,
                           header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(bench.cell(0, EvaluationModel::Kept), QString("12\u202f000"));
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(bench.cell(0, EvaluationModel::Kept), QString("60\u202f000"));
    }

    void tableAndChartAreSaved() {
        EvaluationProject project;
        project.addEvaluation("first");
        Bench bench(project.folder());
        const QTemporaryDir folder;
        const QString csv = folder.filePath("table.csv"), svg = folder.filePath("table.svg"),
                      png = folder.filePath("chart.png");
        bench.page->methods()->tablePanel()->saveFigureTo(csv);
        bench.page->methods()->tablePanel()->saveFigureTo(svg);
        bench.page->methods()->chartPanel()->saveFigureTo(png);
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
        QCOMPARE(lines.filter("EL2N").size(), 5);
        QCOMPARE(lines.size(), 23);
        QVERIFY(QFileInfo(svg).size() > 1000);
        QVERIFY(!QImage(png).isNull());
        const auto actions = bench.page->methods()->tablePanel()->figureMenu()->actions();
        QVERIFY(actions.size() >= 4);
    }

    void anEvaluationIsChosenAmongSeveral() {
        EvaluationProject project;
        project.addEvaluation("first");
        Bench bench(project.folder());
        EvaluationView* view = bench.page->methods();
        QVERIFY(!view->choice()->isEnabled());
        project.addEvaluation("second");
        bench.session.refresh();
        QTRY_COMPARE(view->choice()->count(), 2);
        // The newest one, until the person chooses.
        QCOMPARE(view->evaluation()->id, QString("evaluation-2"));
        view->choice()->setFocus();
        QTest::keyClick(view->choice(), Qt::Key_Down);
        QCOMPARE(view->evaluation()->id, QString("evaluation-1"));
        project.addEvaluation("third");
        bench.session.refresh();
        QTRY_COMPARE(view->choice()->count(), 3);
        QCOMPARE(view->evaluation()->id, QString("evaluation-1"));
    }

    void aRunningComparisonIsShownAsItComes() {
        const test::EngineScript engine("trap 'exit 3' TERM\ncat <<END\n" +
                                        metric("random", 1, 0.5) + metric("random", 2, 0.7) +
                                        metric("el2n", 1, 0.25) +
                                        "END\nwhile :; do sleep 0.05; done");
        EvaluationProject project;
        project.addEvaluation("earlier");
        Bench bench(project.folder());
        EvaluationView* view = bench.page->methods();
        QCOMPARE(view->evaluation()->id, QString("evaluation-1"));
        bench.jobs.start({QStringLiteral("evaluate"), "{}"});
        QTRY_COMPARE(view->choice()->currentText(), QString("running now"));
        QTRY_VERIFY(view->evaluation() != nullptr && view->evaluation()->points.size() == 2);
        QCOMPARE(namesOf(view->chart()), (QStringList{"random", "EL2N"}));
        QCOMPARE(view->chart()->data().series[0].points, (QList<QPointF>{{80, 60}}));
        QVERIFY(view->chartPanel()->accessibleDescription().contains("so far"));
        QCOMPARE(bench.rows(), 2);
        QCOMPARE(bench.cell(0, EvaluationModel::Seeds), QString("2"));
        // One that waits behind it does not take its place.
        const int waiting = bench.jobs.start({QStringLiteral("evaluate"), "{}"});
        QCOMPARE(view->choice()->currentText(), QString("running now"));
        QCOMPARE(view->choice()->running()->state, JobState::Running);
        bench.jobs.cancel(waiting);
        // An earlier result can be looked at meanwhile.
        view->choice()->setFocus();
        QTest::keyClick(view->choice(), Qt::Key_Down);
        QCOMPARE(bench.rows(), 21);
        QTest::keyClick(view->choice(), Qt::Key_Up);
        QCOMPARE(bench.rows(), 2);
        bench.jobs.shutDown(5000);
        QTRY_COMPARE(view->evaluation()->id, QString("evaluation-1"));
    }

    void aDamagedResultIsASentence() {
        EvaluationProject project;
        project.addResult("evaluation", R"({"suspects": 3})");
        project.addResult("small-budget", "{");
        project.addResult("gap-check", "[]");
        Bench bench(project.folder());
        const QList<ResultView*> views{
            bench.page->methods(), bench.page->budgets(), bench.page->theory()};
        for (int view = 0; view < views.size(); ++view) {
            bench.clickView(view);
            QVERIFY(views[view]->message()->isVisible());
            QVERIFY(views[view]->message()->sentence().contains("result.json"));
            QVERIFY(views[view]->message()->sentence().endsWith(u'.'));
        }
        QVERIFY(bench.page->methods()->evaluation() == nullptr);
        QCOMPARE(bench.rows(), 0);
    }

    void smallBudgetsAndTheoryAreShown() {
        EvaluationProject project;
        project.addSmallBudget("small");
        project.addGapCheck("theory");
        Bench bench(project.folder());
        bench.clickView(EvaluatePage::SmallBudgets);
        SmallBudgetView* budgets = bench.page->budgets();
        QCOMPARE(budgets->charts().size(), std::size_t(2));
        QVERIFY(budgets->charts()[1]->isVisible());
        QVERIFY(budgets->conclusion().contains("At 1\u202f%"));
        QCOMPARE(budgets->conclusion().count("poisoning"), 1);
        QCOMPARE(budgets->table()->model()->rowCount(), 2);
        // What is not seen is not read.
        QCOMPARE(bench.page->theory()->table()->model()->rowCount(), 0);
        bench.clickView(EvaluatePage::Theory);
        QCOMPARE(bench.page->theory()->table()->model()->rowCount(), 7);
        QCOMPARE(namesOf(bench.page->theory()->chart()),
                 (QStringList{"bound of the scaled gap", "gap", "scaled gap"}));
        QCOMPARE(bench.page->theory()->table()->model()->index(6, 6).data().toString(),
                 QString("1 of 40 pairs above"));
    }

    void stateComesBack() {
        EvaluationProject project;
        project.addEvaluation("first");
        project.addGapCheck("theory");
        QByteArray state;
        {
            Bench bench(project.folder());
            EvaluationView* view = bench.page->methods();
            view->keeps()->setFocus();
            QTest::keyClick(view->keeps(), Qt::Key_Down);
            QTest::mouseClick(view->compare()->box("el2n"), Qt::LeftButton, {}, QPoint(8, 8));
            bench.clickView(EvaluatePage::Theory);
            state = bench.page->saveState();
        }
        Bench again(project.folder());
        again.page->restoreState("damaged");
        again.page->restoreState(state);
        QCOMPARE(again.page->views()->currentIndex(), int(EvaluatePage::Theory));
        QCOMPARE(again.rows(), 4);
        QVERIFY(!again.page->methods()->compare()->box("el2n")->isChecked());

        // The window gives the state before there is a project.
        Bench early{QString()};
        early.page->restoreState(state);
        QVERIFY(early.session.open(project.folder()));
        early.clickView(EvaluatePage::Methods);
        QTRY_COMPARE(early.rows(), 4);
    }

    void anotherProjectsResultIsShownAfterOpening() {
        EvaluationProject one, other;
        one.addEvaluation("first");
        Bench bench(one.folder());
        QVERIFY(bench.page->methods()->isFilled());
        bench.session.open(other.folder());
        QVERIFY(!bench.page->methods()->isFilled());
        QVERIFY(bench.page->methods()->evaluation() == nullptr);
    }

    void pictures() {
        if (qEnvironmentVariable("WINNOW_SHOTS").isEmpty()) QSKIP("WINNOW_SHOTS is not set");
        EvaluationProject project;
        project.addEvaluation("3 methods");
        project.addSmallBudget("small");
        project.addGapCheck("theory");
        open([](PageId id, const PageContext& context, QWidget* parent) -> Page* {
            if (id == PageId::Evaluate) return new EvaluatePage(context, parent);
            return new test::PlainPage(id, context, parent);
        });
        QVERIFY(m_window->openProject(project.folder()));
        m_window->showPage(PageId::Evaluate);
        auto* page = static_cast<EvaluatePage*>(m_window->page(PageId::Evaluate));
        for (const bool dark : {false, true})
            for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
                applyTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
                m_window->resize(size);
                for (int view = 0; view < 3; ++view) {
                    page->showView(static_cast<EvaluatePage::View>(view));
                    picture(QStringLiteral("%1-%2-%3")
                                .arg(QStringList{"methods", "budgets", "theory"}[view],
                                     dark ? "dark" : "light")
                                .arg(size.width()));
                }
            }
        applyTheme(ThemeChoice::Light);
    }
};

QTEST_MAIN(TestEvaluatePage)
#include "tst_evaluate_page.moc"
