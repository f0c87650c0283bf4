// SPDX-License-Identifier: GPL-3.0-or-later
// The page over a project the engine made, with real clicks and keys; the engine answers.
#include "tests/ui/pages/interactions/engine_project.h"
#include "ui/charts/line_chart.h"
#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/pages/interactions/history_panel.h"
#include "ui/pages/interactions/interactions_page.h"
#include "ui/pages/interactions/layer_panel.h"
#include "ui/pages/interactions/matrix_panel.h"
#include "ui/pages/interactions/neighbour_panel.h"
#include "ui/pages/interactions/pair_view.h"
#include "ui/pages/interactions/redundancy_panel.h"
#include "ui/pages/interactions/redundancy_picture.h"
#include "ui/pages/interactions/test_panel.h"
#include "ui/scene/matrix_view.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/colour_bar.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/segments.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include <cmath>
#include <memory>

using namespace winnow::ui;
using Relation = NeighbourModel::Relation;

class TestInteractionsPage : public QObject {
    Q_OBJECT
    static constexpr int kAnswer = 60000;  // ms, the engine's start included
    std::unique_ptr<winnow::test::EngineProject> m_project;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ServeClient> m_serve;
    std::unique_ptr<JobQueue> m_jobs;
    std::unique_ptr<InteractionsPage> m_page;

    QString idOf(const QString& name) const {
        for (const auto& row : m_session->artifacts(Part::Kernel))
            if (QString::fromStdString(row.name) == name) return QString::fromStdString(row.id);
        return {};
    }
    void open(const QString& kernel) {
        cleanup();
        m_session = std::make_unique<Session>();
        QVERIFY(m_session->open(m_project->folder()));
        m_session->choose(Part::Kernel, idOf(kernel));
        m_serve = std::make_unique<ServeClient>();
        m_serve->setProject(m_project->folder());
        m_jobs = std::make_unique<JobQueue>(m_session.get());
        m_page = std::make_unique<InteractionsPage>(
            PageContext{m_session.get(), m_jobs.get(), m_serve.get()});
        m_page->resize(1256, 760);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        // Without a window manager nobody else activates it, and shortcuts need that.
        QApplication::setActiveWindow(m_page.get());
    }
    void scrollTo(QWidget* widget) const {
        m_page->findChild<QScrollArea*>()->ensureWidgetVisible(widget);
        QTRY_VERIFY(!widget->visibleRegion().isEmpty());
    }
    Selection* selection() const { return m_session->selection(); }
    NeighbourStrip* strip(Relation relation) const {
        return m_page->neighbourPanel()->strip(relation);
    }
    void click(Relation relation, int i, Qt::KeyboardModifiers keys = {}) const {
        NeighbourStrip* target = strip(relation);
        QVERIFY(i < target->shownCount());
        QTest::mouseClick(target, Qt::LeftButton, keys, target->pictureRect(i).center());
    }
    std::int64_t partner(Relation relation, std::int64_t id, std::int64_t rank) const {
        const KernelArrays& kernel = m_session->kernel();
        const auto& list = relation == Relation::Interchangeable ? kernel.neighbours
                           : relation == Relation::Unrelated     ? kernel.unrelated
                                                                 : kernel.opposed;
        return list.row(id)[static_cast<std::size_t>(rank)];
    }

private Q_SLOTS:
    void initTestCase() {
        applyTheme(ThemeChoice::Light);
        m_project = std::make_unique<winnow::test::EngineProject>();
        QVERIFY2(m_project->trouble.isEmpty(), qPrintable(m_project->trouble));
    }
    void cleanup() {
        m_page.reset();  // before what it looks at
        m_serve.reset();
        m_jobs.reset();
        m_session.reset();
    }

    void rowsShowThePartnersOfTheCurrentSample_data() {
        QTest::addColumn<int>("relation");
        QTest::newRow("interchangeable") << int(Relation::Interchangeable);
        QTest::newRow("unrelated") << int(Relation::Unrelated);
        QTest::newRow("contradictory") << int(Relation::Contradictory);
    }
    void rowsShowThePartnersOfTheCurrentSample() {
        QFETCH(int, relation);
        open("stored");
        selection()->setCurrent(17);
        const NeighbourModel* model = m_page->neighbourPanel()->model(Relation(relation));
        for (int rank = 0; rank < 3; ++rank)
            QCOMPARE(model->idAt(rank), partner(Relation(relation), 17, rank));
        QVERIFY(strip(Relation(relation))->shownCount() >= 4);
    }

    void clickMakesAPartnerCurrentAndPairsBoth() {
        open("stored");
        selection()->setCurrent(17);
        const std::int64_t wanted = partner(Relation::Contradictory, 17, 1);
        click(Relation::Contradictory, 1);
        QCOMPARE(selection()->current(), wanted);
        QCOMPARE(m_page->pairView()->pair(), std::pair(std::int64_t{17}, wanted));
        QVERIFY(selection()->samples().empty());
    }

    void ctrlClickSelectsAndLooksAtTheSame() {
        open("stored");
        selection()->setCurrent(17);
        const std::int64_t first = partner(Relation::Interchangeable, 17, 0);
        click(Relation::Interchangeable, 0, Qt::ControlModifier);
        QCOMPARE(selection()->current(), 17);
        QCOMPARE(selection()->samples().ids(), std::vector{first});
        click(Relation::Interchangeable, 0, Qt::ControlModifier);
        QVERIFY(selection()->samples().empty());
    }

    void keysWalkARowAndChoose() {
        open("stored");
        selection()->setCurrent(17);
        NeighbourStrip* row = strip(Relation::Unrelated);
        row->setFocus();
        QTest::keyClick(row, Qt::Key_Right);
        QTest::keyClick(row, Qt::Key_Right);
        QTest::keyClick(row, Qt::Key_Space);
        const std::int64_t third = partner(Relation::Unrelated, 17, 2);
        QCOMPARE(selection()->samples().ids(), std::vector{third});
        QTest::keyClick(row, Qt::Key_Return);
        QCOMPARE(selection()->current(), third);
    }

    void altLeftAndRightGoThroughWhatWasLookedAt() {
        open("stored");
        selection()->setCurrent(17);
        click(Relation::Interchangeable, 0);
        const std::int64_t second = selection()->current();
        click(Relation::Contradictory, 0);
        const std::int64_t third = selection()->current();
        NeighbourStrip* row = strip(Relation::Unrelated);
        row->setFocus();
        QTest::keyClick(row, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(selection()->current(), second);
        QTest::keyClick(row, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(selection()->current(), 17);
        QTest::keyClick(row, Qt::Key_Right, Qt::AltModifier);
        QTest::keyClick(row, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(selection()->current(), third);
    }

    void aPickedCellIsComputedByTheEngine() {
        open("stored");
        MatrixView* view = m_page->matrixPanel()->view();
        QTRY_VERIFY(view->cellAt(view->positionOf(40, 90)).value.has_value());
        // The page has settled: what is under the pointer does not move any more.
        const QPoint at = view->positionOf(40, 90).toPoint();
        QTest::mouseClick(view, Qt::LeftButton, {}, at);
        const auto [first, second] = m_page->pairView()->pair();
        const MatrixCell cell = view->cellAt(at);
        QCOMPARE(first, cell.rowSample);
        QCOMPARE(second, cell.columnSample);
        QCOMPARE(selection()->current(), second);
        QTRY_VERIFY_WITH_TIMEOUT(m_page->pairView()->answer().has_value(), kAnswer);
        const PairAnswer answer = *m_page->pairView()->answer();
        const KernelArrays& kernel = m_session->kernel();
        const double stored = kernel.matrix[first * EngineSamples() + second];
        QVERIFY(std::abs(answer.kappa - stored) <= 1e-3 * (1 + std::abs(stored)));
        QVERIFY(std::abs(answer.cosine - stored / kernelScale(*m_session, first, second)) < 1e-3);
        QCOMPARE(answer.classes, 10);
        double sum = 0;
        for (const PairAnswer::Layer& layer : answer.layers) sum += layer.kappa;
        QVERIFY(answer.layers.size() >= 5);
        QVERIFY(std::abs(sum - answer.kappa) <= 1e-3 * (1 + std::abs(answer.kappa)));
    }

    void theColourBarClipsTheMatrix() {
        open("stored");
        ColourBar* bar = m_page->matrixPanel()->colourBar();
        MatrixView* view = m_page->matrixPanel()->view();
        QTRY_VERIFY(view->limit() > 0);
        bar->setRange(-1, 1);
        QSignalSpy moved(bar, &ColourBar::rangeChanged);
        bar->setFocus();
        QTest::keyClick(bar, Qt::Key_PageDown);
        QTRY_VERIFY(!moved.isEmpty());
        QCOMPARE(view->limit(), bar->high());
    }

    void aMatrixThatIsNotStoredComesFromTheEngine() {
        open("streamed");
        QVERIFY(m_session->kernel().matrix.empty());
        MatrixView* view = m_page->matrixPanel()->view();
        QTRY_VERIFY_WITH_TIMEOUT(view->cellAt(view->positionOf(7, 9)).value.has_value(), kAnswer);
    }

    void withoutAnEngineThePairSaysSo() {
        open("stored");
        const QByteArray engine = qgetenv("WINNOW_ENGINE");
        qputenv("WINNOW_ENGINE", "/nowhere/winnow-engine");
        m_serve->setProject(QString());
        m_serve->setProject(m_project->folder());
        selection()->setCurrent(5);
        auto* card = m_page->pairView()->findChild<MessageCard*>();
        QTRY_VERIFY(card->isVisible());
        QVERIFY(card->sentence().contains("winnow-engine"));
        qputenv("WINNOW_ENGINE", engine);
        QTest::mouseClick(card->actionButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_page->pairView()->answer().has_value(), kAnswer);
        QVERIFY(!card->isVisible());
    }

    void hidingLeavesOnlyMatchingSamplesInTheMatrix() {
        open("stored");
        m_session->filter()->set(Condition::ofClasses({2}));
        m_session->filter()->setMode(Filter::Mode::Hide);
        MatrixView* view = m_page->matrixPanel()->view();
        QTRY_COMPARE(view->frame().size(), m_session->filter()->matches().count());
        m_session->filter()->setMode(Filter::Mode::Dim);
        QTRY_COMPARE(view->frame().size(), EngineSamples());
    }

    void headerOpensTheFormOfTheRun() {
        open("stored");
        QSignalSpy asked(m_page.get(), &Page::jobFormRequested);
        auto* button = qobject_cast<QPushButton*>(m_page->headerWidgets().last());
        button->show();
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), "kernel");
        const QJsonObject fields = QJsonDocument::fromJson(asked[0][1].toByteArray()).object();
        QCOMPARE(fields["run"].toString(), "run-1");
    }

    void aMostlyPositiveKernelIsSaidAndLeadsToCentred() {
        open("streamed");
        QVERIFY(positiveShare(*m_session) > 0.85);
        QLabel* note = nullptr;
        for (QLabel* label : m_page->matrixPanel()->findChildren<QLabel*>())
            if (label->text().contains("lpntk")) note = label;
        QVERIFY(note != nullptr && note->isVisible());
        note->setFocus();
        Q_EMIT note->linkActivated("centred");
        QCOMPARE(m_session->chosen(Part::Kernel), idOf("stored"));
        QVERIFY(!note->isVisible());
    }

    void theCosineOfThePairStandsOut() {
        open("stored");
        selection()->setCurrent(17);
        QTRY_VERIFY_WITH_TIMEOUT(m_page->pairView()->answer().has_value(), kAnswer);
        const double cosine = m_page->pairView()->answer()->cosine;
        QLabel* hero = nullptr;
        for (QLabel* label : m_page->pairView()->findChildren<QLabel*>())
            if (label->property("role") == "hero") hero = label;
        QVERIFY(hero != nullptr && hero->isVisible());
        QCOMPARE(hero->text(), signedText(cosine, 2));
    }

    void thePairIsShownAtEverySnapshot() {
        open("stored");
        selection()->setCurrent(17);
        HistoryPanel* panel = m_page->historyPanel();
        scrollTo(panel);
        QTRY_VERIFY_WITH_TIMEOUT(panel->history().has_value(), kAnswer);
        QTRY_VERIFY_WITH_TIMEOUT(m_page->pairView()->answer().has_value(), kAnswer);
        const PairHistory& history = *panel->history();
        QCOMPARE(history.snapshots.size(), 2U);
        QCOMPARE(std::pair(history.first, history.second), m_page->pairView()->pair());
        const PairAnswer& pair = *m_page->pairView()->answer();
        QVERIFY(std::abs(history.atKernel.cosine - pair.cosine) < 1e-5);
        QVERIFY(std::abs(history.atKernel.kappa - pair.kappa) <= 1e-5 * (1 + pair.firstOwn));
        const auto values = [&] { return panel->chart()->data().series; };
        QCOMPARE(values().size(), 1);
        QCOMPARE(
            values()[0].points,
            (QList<QPointF>{{1, history.snapshots[0].cosine}, {2, history.snapshots[1].cosine}}));
        auto* kappa = panel->values()->findChildren<QAbstractButton*>().at(1);
        QTest::mouseClick(kappa, Qt::LeftButton);
        QCOMPARE(values().size(), 3);
        QCOMPARE(values()[2].points[1].y(), history.snapshots[1].own[1]);
        QTest::keyClick(kappa, Qt::Key_Right);
        QCOMPARE(values()[0].points[0].y(), history.snapshots[0].losses[0]);
    }

    void aPairThatIsNotLookedAtIsNotAsked() {
        open("stored");
        m_page->resize(1256, 420);
        QTRY_VERIFY(m_page->historyPanel()->visibleRegion().isEmpty());
        selection()->setCurrent(33);
        QTRY_VERIFY_WITH_TIMEOUT(m_page->pairView()->answer().has_value(), kAnswer);
        QVERIFY(!m_page->historyPanel()->history().has_value());
    }

    void aRunWithoutSnapshotsLeadsToTheFormThatMakesThem() {
        open("bare");
        HistoryPanel* panel = m_page->historyPanel();
        scrollTo(panel);
        QTRY_VERIFY(panel->emptyPanel()->isVisible());
        QSignalSpy asked(m_page.get(), &Page::jobFormRequested);
        QTest::mouseClick(panel->emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), "train");
        const QJsonObject fields = QJsonDocument::fromJson(asked[0][1].toByteArray()).object();
        QCOMPARE(fields["snapshots"].toInt(), 1);
        QCOMPARE(fields["epochs"].toInt(), 1);
        QCOMPARE(fields["dataset"].toString(), "dataset-1");
        QVERIFY(!fields.contains("name"));
    }

    void theRedundancyPictureSaysWhatTheKernelSays_data() {
        QTest::addColumn<bool>("redundant");
        QTest::newRow("redundant beside its nearest") << true;
        QTest::newRow("not redundant") << false;
    }
    void theRedundancyPictureSaysWhatTheKernelSays() {
        QFETCH(bool, redundant);
        open("stored");
        const KernelArrays& kernel = m_session->kernel();
        std::int64_t id = 0;
        while (id < EngineSamples() && (kernel.redundant[id] != 0) != redundant) ++id;
        QVERIFY(id < EngineSamples());
        selection()->setCurrent(id);  // pairs it with its nearest, the one of largest kappa
        QTRY_VERIFY_WITH_TIMEOUT(m_page->pairView()->answer().has_value(), kAnswer);
        const auto& plane = m_page->redundancyPanel()->picture()->plane();
        QVERIFY(plane.has_value());
        const QString words = m_page->redundancyPanel()->words();
        if (redundant) {
            QCOMPARE(plane->i, id);
            QCOMPARE(plane->j, kernel.witness[id]);
            QVERIFY(words.contains(
                QStringLiteral("#%1 is redundant beside #%2").arg(id).arg(plane->j)));
        } else {
            QCOMPARE(plane->redundant(), plane->i != id && words.contains("is redundant beside"));
        }
        const double ratio = plane->projection / plane->lengthI;
        QCOMPARE(plane->redundant(), ratio > 1);
        QVERIFY(words.contains(numberText(ratio, 2)));
    }

    void trainingSamplesOfATestSampleAreFoundOnDemand() {
        open("stored");
        TestPanel* panel = m_page->testPanel();
        scrollTo(panel);
        QCOMPARE(panel->model(0)->rowCount(), 0);
        panel->number()->setFocus();
        panel->number()->selectAll();
        QTest::keyClicks(panel->number(), "7");
        QTest::mouseClick(panel->button(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel->model(1)->rowCount() > 0, kAnswer);
        QCOMPARE(panel->number()->value(), 7);
        const auto value = [&](int side, int row) {
            return panel->model(side)->index(row, 0).data(NeighbourModel::NumberRole).toDouble();
        };
        for (int row = 1; row < panel->model(0)->rowCount(); ++row) {
            QVERIFY(value(0, row) <= value(0, row - 1));
            QVERIFY(value(1, row) >= value(1, row - 1));
        }
        QVERIFY(panel->words().startsWith("Predicted"));
        NeighbourStrip* with = panel->strip(0);
        QTest::mouseClick(with, Qt::LeftButton, {}, with->pictureRect(1).center());
        QCOMPARE(selection()->current(), panel->model(0)->idAt(1));
        QVERIFY(panel->model(0)->rowCount() > 0);  // looking at one does not lose the others
        QTest::keyClick(panel->number(), Qt::Key_Up);
        QCOMPARE(panel->model(0)->rowCount(), 0);
    }

    void rowsAreExportedWithTheirValues() {
        open("stored");
        selection()->setCurrent(17);
        const QStringList lines =
            m_page->neighbourPanel()->figureCsv().split('\n', Qt::SkipEmptyParts);
        const KernelArrays& kernel = m_session->kernel();
        QCOMPARE(lines[0], "relation,rank,sample,class,kappa,cosine");
        const QStringList first = lines[1].split(',');
        QCOMPARE(first[0], "interchangeable");
        QCOMPARE(first[2].toLongLong(), kernel.neighbours.row(17)[0]);
        QVERIFY(std::abs(first[4].toDouble() - kernel.neighbourValues.row(17)[0]) < 1e-3);
    }

    void theStateComesBack() {
        open("stored");
        auto* order = m_page->findChildren<QComboBox*>().last();
        QCOMPARE(order->currentIndex(), 1);
        order->setCurrentIndex(0);
        const QByteArray state = m_page->saveState();
        open("stored");
        QCOMPARE(m_page->findChildren<QComboBox*>().last()->currentIndex(), 1);
        m_page->restoreState(state);
        QCOMPARE(m_page->findChildren<QComboBox*>().last()->currentIndex(), 0);
    }

private:
    static std::int64_t EngineSamples() { return winnow::test::EngineProject::kSamples; }
};

QTEST_MAIN(TestInteractionsPage)
#include "tst_interactions_page.moc"
