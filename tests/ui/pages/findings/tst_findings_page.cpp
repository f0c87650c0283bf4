// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/engine/engine_script.h"
#include "tests/ui/pages/findings/findings_project.h"
#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/frame/main_window.h"
#include "ui/pages/findings/case_table.h"
#include "ui/pages/findings/class_chooser.h"
#include "ui/pages/findings/duplicate_model.h"
#include "ui/pages/findings/duplicate_view.h"
#include "ui/pages/findings/findings_page.h"
#include "ui/pages/findings/progress_label.h"
#include "ui/pages/findings/suspect_card.h"
#include "ui/pages/findings/suspect_model.h"
#include "ui/pages/findings/suspect_view.h"
#include "ui/pages/findings/tile_row.h"
#include "ui/pages/findings/trust_panel.h"
#include "ui/pages/interactions/neighbour_strip.h"
#include "ui/pages/prune/export_dialog.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/segments.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QUndoStack>
#include <QtTest>

#include <fstream>

using namespace winnow;
using namespace winnow::ui;
using test::FindingsProject;

namespace {

using Ids = std::vector<std::int64_t>;

struct Bench {
    explicit Bench(const FindingsProject& project) {
        session.open(project.folder());
        page = std::make_unique<FindingsPage>(PageContext{&session, &jobs, nullptr});
        page->resize(944, 720);
        page->show();
        page->activated();
    }
    [[nodiscard]] CaseTable* table() const { return page->suspects()->table(); }
    [[nodiscard]] CaseTable* pairs() const { return page->duplicates()->table(); }
    [[nodiscard]] Annotations* marks() const { return session.annotations(); }
    [[nodiscard]] SuspectCard* card() const { return page->suspects()->card(); }
    static void click(CaseTable* table, int row, Qt::KeyboardModifiers keys = {}) {
        QTest::mouseClick(table->viewport(),
                          Qt::LeftButton,
                          keys,
                          table->visualRect(table->model()->index(row, 1)).center());
    }
    void showPairs() const { page->views()->setCurrentIndex(1); }

    Session session;
    JobQueue jobs{&session};
    std::unique_ptr<FindingsPage> page;
};

/// 25 suspects and 10 pairs.
FindingsProject projectOf(std::int64_t samples = 400, std::int64_t classes = 4) {
    FindingsProject project(samples, classes);
    project.addFindings(25, 10);
    return project;
}

/// With plain spaces.
QString plain(QString text) { return text.replace(QChar(0x202F), u' ').replace(QChar(0xA0), u' '); }

void press(QWidget* button) { QTest::mouseClick(button, Qt::LeftButton); }

}  // namespace

class TestFindingsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void leadsOnWhereNothingIsThere() {
        const FindingsProject bare(40, 4, false);
        Bench bench(bare);
        QVERIFY(bench.page->emptyPanel()->isVisible());
        QSignalSpy pages(bench.page.get(), &Page::pageRequested);
        press(bench.page->emptyPanel()->actionButton());
        QCOMPARE(pages.count(), 1);
        QCOMPARE(pages[0][0].value<PageId>(), PageId::Train);
    }

    void asksForTheSearchWithTheKernelFilledIn() {
        const FindingsProject project(40);
        Bench bench(project);
        bench.page->emptyPanel()->setActionEnabled(true);  // wherever the engine is
        QSignalSpy forms(bench.page.get(), &Page::jobFormRequested);
        press(bench.page->emptyPanel()->actionButton());
        QCOMPARE(forms.count(), 1);
        QCOMPARE(forms[0][0].toString(), QStringLiteral("findings"));
        const QJsonDocument fields = QJsonDocument::fromJson(forms[0][1].toByteArray());
        QCOMPARE(fields["kernel"].toString(), QStringLiteral("kernel-1"));
    }

    void findingsThatComeAreShown() {
        FindingsProject project;
        Bench bench(project);
        QVERIFY(bench.page->emptyPanel()->isVisible());
        project.addFindings(10, 2);
        bench.session.refresh();
        QVERIFY(!bench.page->emptyPanel()->isVisible());
        QCOMPARE(bench.table()->model()->rowCount(), 10);
        project.addFindings(20, 2);
        bench.session.refresh();
        QCOMPARE(bench.table()->model()->rowCount(), 20);
        QVERIFY(bench.page->subtitle().contains(QStringLiteral("never saw")));
    }

    void keysJudgeAndGoOn() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        Bench::click(bench.table(), 0);
        QCOMPARE(bench.session.selection()->current(), 3);
        QTest::keyClick(bench.table(), Qt::Key_A);
        QCOMPARE(bench.marks()->newLabel(3), 3);
        QCOMPARE(bench.session.selection()->current(), 23);
        QTest::keyClick(bench.table(), Qt::Key_K);
        QVERIFY(bench.marks()->kept().contains(23));
        QTest::keyClick(bench.table(), Qt::Key_X);
        QVERIFY(bench.marks()->isExcluded(43));
        QCOMPARE(bench.table()->currentRow(), 3);
        QCOMPARE(bench.page->suspects()->progress()->words(), QStringLiteral("3 of 25 judged"));
        QTest::keyClick(bench.table(), Qt::Key_U);
        QVERIFY(!bench.marks()->isExcluded(43));
        QCOMPARE(bench.session.selection()->current(), 43);  // what is undone comes back to view
        bench.session.undoStack()->undo();
        bench.session.undoStack()->undo();
        QVERIFY(!bench.marks()->newLabel(3));
        bench.session.undoStack()->redo();
        QCOMPARE(bench.marks()->newLabel(3), 3);
    }

    void anOpenOneIsLookedForFromTheTopAgain() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        Bench::click(bench.table(), 0);
        QTest::keyClick(bench.table(), Qt::Key_End);
        QCOMPARE(bench.table()->currentRow(), 24);
        QTest::keyClick(bench.table(), Qt::Key_K);
        QCOMPARE(bench.table()->currentRow(), 0);
        QTest::keyClick(bench.table(), Qt::Key_O);  // nothing is decided there
        QCOMPARE(bench.page->suspects()->suspects()->judged(), 1);
        QTest::keyClick(bench.table(), Qt::Key_End);
        QTest::keyClick(bench.table(), Qt::Key_O);
        QCOMPARE(bench.page->suspects()->suspects()->judged(), 0);
    }

    void arrowsOnlyLook() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        Bench::click(bench.table(), 2);
        const int steps = bench.session.undoStack()->count();
        QTest::keyClick(bench.table(), Qt::Key_Down);
        QCOMPARE(bench.session.selection()->current(), 63);
        QTest::keyClick(bench.table(), Qt::Key_Up);
        QTest::keyClick(bench.table(), Qt::Key_Home);
        QCOMPARE(bench.session.selection()->current(), 3);
        QCOMPARE(bench.session.undoStack()->count(), steps);
        QTest::keyClick(bench.table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(bench.table(), Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(bench.session.selection()->samples().ids(), (Ids{3, 23, 43}));
        QCOMPARE(bench.session.undoStack()->count(), steps + 1);  // one step together
    }

    void rowsAreSelectedAsInAFileManager() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        Bench::click(bench.table(), 1);
        QCOMPARE(bench.session.selection()->samples().ids(), (Ids{23}));
        Bench::click(bench.table(), 3, Qt::ControlModifier);
        QCOMPARE(bench.session.selection()->samples().ids(), (Ids{23, 63}));
        Bench::click(bench.table(), 3, Qt::ControlModifier);
        QCOMPARE(bench.session.selection()->samples().ids(), (Ids{23}));
        Bench::click(bench.table(), 0);
        Bench::click(bench.table(), 2, Qt::ShiftModifier);
        QCOMPARE(bench.session.selection()->samples().ids(), (Ids{3, 23, 43}));
        QTest::keyClick(bench.table(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(bench.session.selection()->count(), 25);
        QCOMPARE(bench.marks()->relabelled().count(), 0);  // Ctrl+A is not A
        QTest::keyClick(bench.table(), Qt::Key_Escape);
        QCOMPARE(bench.session.selection()->count(), 0);
        // What other pages select and look at is seen here.
        bench.session.selection()->select(43);
        QVERIFY(bench.table()->model()->index(2, 0).data(CaseChosenRole).toBool());
        bench.session.selection()->setCurrent(63);
        QCOMPARE(bench.table()->currentRow(), 3);
        bench.session.selection()->setCurrent(0);  // not in the list: the row stays
        QCOMPARE(bench.table()->currentRow(), 3);
    }

    void draggingSelectsARange() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        const auto at = [&](int row) {
            return bench.table()->visualRect(bench.table()->model()->index(row, 1)).center();
        };
        QTest::mousePress(bench.table()->viewport(), Qt::LeftButton, {}, at(1));
        QTest::mouseMove(bench.table()->viewport(), at(2));
        QTest::mouseMove(bench.table()->viewport(), at(3));
        QTest::mouseRelease(bench.table()->viewport(), Qt::LeftButton, {}, at(3));
        QCOMPARE(bench.session.selection()->samples().ids(), (Ids{23, 43, 63}));
    }

    void oneDecisionForAllThatAreSelected() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        Bench::click(bench.table(), 0);
        QCOMPARE(bench.card()->acceptButton()->text(), QStringLiteral("Relabel as Dress"));
        Bench::click(bench.table(), 4, Qt::ShiftModifier);
        QCOMPARE(bench.card()->acceptButton()->text(), QStringLiteral("Relabel 5 as suggested"));
        QCOMPARE(bench.card()->excludeButton()->text(), QStringLiteral("Exclude 5"));
        const int steps = bench.session.undoStack()->count();
        press(bench.card()->acceptButton());
        QCOMPARE(bench.marks()->relabelled().ids(), (Ids{3, 7, 23, 43, 63}));
        QCOMPARE(bench.marks()->newLabel(7), 0);  // each its own class
        QCOMPARE(bench.marks()->newLabel(63), 3);
        QCOMPARE(bench.session.undoStack()->count(), steps + 1);
        QCOMPARE(bench.table()->currentRow(), 5);
        bench.session.undoStack()->undo();
        QVERIFY(bench.marks()->relabelled().empty());
    }

    void aDigitGivesTheClass() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        Bench::click(bench.table(), 0);
        QTest::keyClick(bench.table(), Qt::Key_2);
        QCOMPARE(bench.marks()->newLabel(3), 2);
        QTest::keyClick(bench.table(), Qt::Key_9);  // there is no such class
        QCOMPARE(bench.marks()->relabelled().count(), 1);
    }

    void ofManyClassesOneIsChosenByNumberOrName() {
        const FindingsProject project = projectOf(2000, 100);
        Bench bench(project);
        Bench::click(bench.table(), 0);
        const auto chooser = [&] { return bench.page->findChild<ClassChooser*>(); };
        QTest::keyClick(bench.table(), Qt::Key_4);
        QVERIFY(chooser() != nullptr);
        QCOMPARE(chooser()->list()->item(0)->data(Qt::UserRole).toInt(), 4);
        QTest::keyClick(chooser()->field(), Qt::Key_2);
        QCOMPARE(chooser()->list()->item(0)->data(Qt::UserRole).toInt(), 42);
        QTest::keyClick(chooser()->field(), Qt::Key_Return);
        QCOMPARE(bench.marks()->newLabel(3), 42);
        QCOMPARE(bench.table()->currentRow(), 1);
        QTRY_VERIFY(chooser() == nullptr);
        press(bench.card()->otherButton());
        QTest::keyClicks(chooser()->field(), QStringLiteral("ture 9"));
        QTest::keyClick(chooser()->field(), Qt::Key_Down);
        QTest::keyClick(chooser()->field(), Qt::Key_Return);
        QCOMPARE(bench.marks()->newLabel(23), 90);
        QTRY_VERIFY(chooser() == nullptr);
        QTest::keyClick(bench.table(), Qt::Key_C);
        QTest::keyClick(chooser()->field(), Qt::Key_Escape);
        QCOMPARE(bench.marks()->relabelled().count(), 2);
    }

    void aClickOnTheHeaderSorts() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        QHeaderView* header = bench.table()->horizontalHeader();
        const int x = header->sectionViewportPosition(SuspectModel::Score) + 10;
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, 8));
        QCOMPARE(bench.page->suspects()->suspects()->caseAt(0), 24);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, 8));
        QCOMPARE(bench.page->suspects()->suspects()->caseAt(0), 0);
    }

    void theNeighboursShowTheContradiction() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        Bench::click(bench.table(), 0);
        QCOMPARE(bench.card()->picture()->tiles().size(), 1);
        QCOMPARE(bench.card()->picture()->tiles()[0].className, QStringLiteral("T-shirt/top"));
        QVERIFY(bench.card()->neighbours()->shownCount() >= 3);
        QVERIFY(bench.card()->neighbours()->partnerText(0).contains(QStringLiteral("Dress #7")));
        QTest::mouseClick(bench.card()->neighbours(),
                          Qt::LeftButton,
                          {},
                          bench.card()->neighbours()->pictureRect(0).center());
        QCOMPARE(bench.session.selection()->current(), 7);
    }

    void aSampleThatIsNotInTheListLeavesTheRow() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        Bench::click(bench.table(), 0);
        bench.session.selection()->setCurrent(8);
        QCOMPARE(bench.table()->currentRow(), 0);
        QCOMPARE(bench.card()->picture()->tiles()[0].idText, QStringLiteral("#3"));
        bench.session.filter()->setMode(Filter::Mode::Hide);
        bench.session.filter()->set(Condition::ofSamples("one", {23}));
        QCOMPARE(bench.table()->currentRow(), -1);
        QVERIFY(bench.card()->picture()->tiles().isEmpty());
        QVERIFY(!bench.card()->acceptButton()->isEnabled());
    }

    void pairsAreJudged() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        bench.showPairs();
        Bench::click(bench.pairs(), 0);
        DuplicateView* view = bench.page->duplicates();
        QCOMPARE(bench.session.selection()->samples().ids(), (Ids{1, 5}));
        QCOMPARE(bench.session.selection()->current(), 5);
        QCOMPARE(view->pictures()->tiles().size(), 2);
        QTest::keyClick(bench.pairs(), Qt::Key_X);
        QVERIFY(bench.marks()->isExcluded(5));
        QCOMPARE(bench.pairs()->currentRow(), 1);
        QTest::keyClick(bench.pairs(), Qt::Key_F);
        QVERIFY(bench.marks()->isExcluded(9));
        QTest::keyClick(bench.pairs(), Qt::Key_K);
        QCOMPARE(view->pairs()->verdictAt(2), PairVerdict::Kept);
        QTest::keyClick(bench.pairs(), Qt::Key_U);
        QCOMPARE(view->pairs()->verdictAt(2), PairVerdict::Open);
        QCOMPARE(bench.pairs()->currentRow(), 2);
        Bench::click(bench.pairs(), 4);
        QVERIFY(
            view->words().startsWith(QStringLiteral("Same picture, two labels: T-shirt/top and "
                                                    "Trouser")));
        Bench::click(bench.pairs(), 9);  // pixels differ
        QVERIFY(view->words().startsWith(
            QStringLiteral("Alike to the network, two labels: T-shirt/top and Trouser")));
        Bench::click(bench.pairs(), 6);
        Bench::click(bench.pairs(), 8, Qt::ShiftModifier);
        QCOMPARE(view->firstButton()->text(), QStringLiteral("Exclude the first of 3 pairs"));
        press(view->firstButton());
        QCOMPARE(bench.marks()->excluded().ids(), (Ids{5, 9, 49, 57, 65}));
    }

    void withoutAnEngineTheTasksSayWhy() {
        const test::NoEngine none;
        const FindingsProject project = projectOf();
        Bench bench(project);
        auto* tasks = qobject_cast<QPushButton*>(bench.page->headerWidgets().front());
        Q_EMIT tasks->menu()->aboutToShow();
        const auto actions = tasks->menu()->actions();
        const auto search = std::ranges::find_if(actions, [](const QAction* action) {
            return action->text().startsWith(QStringLiteral("Search again"));
        });
        QVERIFY(search != actions.end());
        QVERIFY(!(*search)->isEnabled());
        QVERIFY((*search)->toolTip().contains(QStringLiteral("/nowhere/engine")));
        const QPushButton* measure = bench.page->suspects()->trust()->measureButton();
        QVERIFY(!measure->isEnabled());
        QCOMPARE(measure->toolTip(), (*search)->toolTip());
    }

    void exactCopiesGoAtOnce() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        bench.showPairs();
        QPushButton* button = bench.page->duplicates()->copiesButton();
        QCOMPARE(button->text(), QStringLiteral("Exclude 4 exact copies"));
        press(button);
        QCOMPARE(bench.marks()->excluded().ids(), (Ids{5, 21, 53, 69}));
        QVERIFY(!button->isEnabled());
        bench.session.undoStack()->undo();
        QVERIFY(bench.marks()->excluded().empty());
        QVERIFY(button->isEnabled());
    }

    void theListIsSavedAsItIsSeen() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        Bench::click(bench.table(), 0);
        QTest::keyClick(bench.table(), Qt::Key_K);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("list.csv"));
        bench.page->saveListTo(path);
        QVERIFY(bench.page->message()->sentence().contains(QStringLiteral("25 rows")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
        QCOMPARE(lines.size(), 27);
        QCOMPARE(lines[1], QStringLiteral("1,3,,T-shirt/top,Dress,1,0,0,0,25,0.5,0.75,kept,"));
        bench.showPairs();
        bench.page->saveListTo(path);
        file.close();
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()).count(u'\n'), 11);
        bench.page->saveListTo(folder.filePath(QStringLiteral("none/list.csv")));
        QCOMPARE(bench.page->message()->kind(), MessageCard::Kind::Error);
    }

    void theCleanedSetIsExported() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        QVERIFY(!bench.page->cleanButton()->isEnabled());
        Bench::click(bench.table(), 0);
        QTest::keyClick(bench.table(), Qt::Key_A);
        QTest::keyClick(bench.table(), Qt::Key_X);
        QTest::keyClick(bench.table(), Qt::Key_K);
        QCOMPARE(bench.page->cleanButton()->text(), QStringLiteral("Export 399 cleaned…"));
        press(bench.page->cleanButton());
        auto* dialog = bench.page->findChild<ExportDialog*>();
        QVERIFY(dialog != nullptr);
        QVERIFY2(dialog->exportButton()->text().contains(QStringLiteral("399")),
                 qPrintable(dialog->exportButton()->text()));
        dialog->close();
    }

    void trustStandsBesideTheScore() {
        FindingsProject project = projectOf();
        Bench bench(project);
        TrustPanel* trust = bench.page->suspects()->trust();
        QVERIFY(trust->scores()->isHidden());
        QVERIFY2(trust->words().contains(QStringLiteral("of the first 20 suspects, 16 are wrong")),
                 qPrintable(trust->words()));
        QSignalSpy forms(bench.page.get(), &Page::jobFormRequested);
        press(trust->measureButton());
        QCOMPARE(forms.count(), 1);
        QCOMPARE(forms[0][0].toString(), QStringLiteral("label-flips"));
        project.addFlips(test::kFlipsResult);
        bench.session.refresh();
        QVERIFY2(
            plain(trust->words())
                .startsWith(QStringLiteral("On this data set, with 5 % planted flips: AUC 0.970")),
            qPrintable(trust->words()));
        QCOMPARE(trust->scores()->rows().size(), 4);
        QCOMPARE(plain(trust->scores()->rows()[1].value), QStringLiteral("0.950 · 80 %"));
        QCOMPARE(plain(trust->scores()->rows()[3].value), QStringLiteral("0.500 · 5 %"));
        project.addFlips("[]");
        bench.session.refresh();
        QVERIFY(trust->words().contains(QStringLiteral("result.json: it holds no JSON object")));
    }

    void whatCannotBeReadOfTheFactsIsSaidAboveTheList() {
        const FindingsProject project = projectOf();
        std::ofstream(project.path() / "arrays/findings-1/result.json") << "{";
        Bench bench(project);
        QVERIFY(bench.page->message()->isVisible());
        QVERIFY(bench.page->message()->sentence().contains(QStringLiteral("result.json")));
        QVERIFY(!bench.page->emptyPanel()->isVisible());
        QVERIFY(!bench.page->subtitle().contains(QStringLiteral("judged by")));
    }

    void aDamagedArtifactIsOneSentence() {
        const FindingsProject project = projectOf();
        QFile file(
            QString::fromStdString((project.path() / "arrays/findings-1/score.npy").string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("none");
        file.close();
        Bench bench(project);
        QVERIFY(bench.page->message()->isVisible());
        QVERIFY(bench.page->message()->sentence().contains(QStringLiteral("score.npy")));
        QVERIFY(bench.page->emptyPanel()->isVisible());
    }

    void anotherDataSetTakesTheListAway() {
        FindingsProject project = projectOf();
        project.addDataset("few", 12);
        Bench bench(project);
        bench.table()->sortByColumn(SuspectModel::Given, Qt::AscendingOrder);
        Bench::click(bench.table(), 0);
        bench.session.filter()->setMode(Filter::Mode::Hide);
        bench.session.filter()->set(Condition::ofClasses({0}));
        bench.session.choose(Part::Dataset, QStringLiteral("dataset-2"));
        QCOMPARE(bench.table()->model()->rowCount(), 0);
        QVERIFY(bench.page->emptyPanel()->isVisible());
        QVERIFY(bench.card()->picture()->tiles().isEmpty());
        bench.session.choose(Part::Dataset, QStringLiteral("dataset-1"));
        bench.session.filter()->restore({}, Filter::Mode::Dim);
        QCOMPARE(bench.table()->model()->rowCount(), 25);
    }

    void tasksLeadOn() {
        const FindingsProject project = projectOf();
        Bench bench(project);
        QMenu* menu = bench.page->tasksButton()->menu();
        Q_EMIT menu->aboutToShow();
        const auto run = [&](const QString& text) {
            for (QAction* action : menu->actions())
                if (action->text().startsWith(text)) return action->trigger();
            QFAIL(qPrintable(text));
        };
        run(QStringLiteral("Judge the next"));
        QCOMPARE(bench.table()->currentRow(), 0);
        QSignalSpy pages(bench.page.get(), &Page::pageRequested);
        run(QStringLiteral("See the open"));
        QCOMPARE(pages.count(), 1);
        QCOMPARE(bench.session.selection()->count(), 25);
        QTest::keyClick(bench.table(), Qt::Key_Return);
        QCOMPARE(pages.count(), 2);
        QCOMPARE(pages[1][0].value<PageId>(), PageId::Interactions);
    }

    void stateComesBack() {
        FindingsProject project = projectOf();
        project.addFindings(10, 1);
        Bench bench(project);
        QCOMPARE(bench.table()->model()->rowCount(), 10);
        bench.page->artifacts()->setCurrentIndex(0);
        Q_EMIT bench.page->artifacts()->activated(0);
        bench.showPairs();
        const QByteArray state = bench.page->saveState();
        Bench again(project);
        again.page->restoreState("damaged");
        again.page->restoreState(state);
        QCOMPARE(again.table()->model()->rowCount(), 25);
        QCOMPARE(again.page->views()->currentIndex(), 1);
    }

    void sixtyThousandScrollQuickly() {
        constexpr int kMost = 60000, kMilliseconds = 100;
        FindingsProject project(kMost, 100, true, 8);
        project.addFindings(kMost, 200);
        Bench bench(project);
        bench.table()->goTo(0);
        qint64 slowest = 0;
        for (const int row : {59999, 30000, 12345, 0}) {
            QElapsedTimer timer;
            timer.start();
            bench.table()->goTo(row);
            bench.table()->grab();
            slowest = std::max(slowest, timer.elapsed());
        }
        QElapsedTimer timer;
        timer.start();
        QTest::keyClick(bench.table(), Qt::Key_A, Qt::ControlModifier);
        bench.table()->grab();
        const qint64 selecting = timer.restart();
        bench.table()->sortByColumn(SuspectModel::Given, Qt::AscendingOrder);
        bench.table()->grab();
        const qint64 sorting = timer.elapsed();
        qInfo("60 000 suspects: row %lld, select all %lld, sort with all selected %lld ms",
              slowest,
              selecting,
              sorting);
        QCOMPARE(bench.session.selection()->count(), kMost);
        QVERIFY(slowest < kMilliseconds);
        QVERIFY(sorting < 3 * kMilliseconds);
    }

    /// Pictures to look at: WINNOW_SHOTS=FOLDER.
    void pictures() {
        const QString folder = qEnvironmentVariable("WINNOW_SHOTS");
        if (folder.isEmpty()) QSKIP("WINNOW_SHOTS names no folder");
        QVERIFY(QDir().mkpath(folder));
        for (const int classes : {10, 100}) {
            FindingsProject project(8000, classes);
            project.addFindings(120, 40);
            project.addFlips(test::kFlipsResult);
            Session session;
            JobQueue jobs(&session);
            ServeClient serve;
            MainWindow window({&session, &jobs, &serve},
                              [](PageId id, const PageContext& context, QWidget* parent) {
                                  return id == PageId::Findings ? makePage(id, context, parent)
                                                                : nullptr;
                              });
            window.show();
            QVERIFY(window.openProject(project.folder()));
            window.showPage(PageId::Findings);
            auto* page = static_cast<FindingsPage*>(window.page(PageId::Findings));
            page->suspects()->table()->goTo(0);
            for (const int key : {Qt::Key_A, Qt::Key_K, Qt::Key_X, Qt::Key_A})
                QTest::keyClick(page->suspects()->table(), static_cast<Qt::Key>(key));
            for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark})
                for (const QSize size : {QSize(1440, 900), QSize(1024, 640)})
                    for (const int view : {0, 1}) {
                        applyTheme(theme);
                        window.resize(size);
                        page->views()->setCurrentIndex(view);
                        if (view == 1) page->duplicates()->table()->goTo(4);
                        if (view == 0) page->suspects()->table()->goTo(5);
                        session.selection()->clear();
                        session.filter()->clear();
                        if (theme == ThemeChoice::Dark)
                            session.filter()->set(Condition::ofClasses({1, 3, 4}));
                        else if (size.width() > 1100)
                            QTest::keyClick(
                                view == 0 ? page->suspects()->table() : page->duplicates()->table(),
                                Qt::Key_Down,
                                Qt::ShiftModifier);
                        QTest::qWait(200);
                        const QString name =
                            QStringLiteral("%1/findings-%2-%3-%4x%5-%6.png")
                                .arg(folder)
                                .arg(classes)
                                .arg(theme == ThemeChoice::Light ? "light" : "dark")
                                .arg(size.width())
                                .arg(size.height())
                                .arg(view == 0 ? "labels" : "duplicates");
                        QVERIFY(window.grab().save(name));
                    }
        }
        applyTheme(ThemeChoice::Light);
    }
};

QTEST_MAIN(TestFindingsPage)
#include "tst_findings_page.moc"
