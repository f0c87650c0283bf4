// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of the Distil page, and the sets and networks that stand under the images.
#include "tests/ui/pages/distil/distil_bench.h"
#include "ui/pages/distil/analysis_view.h"
#include "ui/pages/distil/distilled_table.h"
#include "ui/pages/distil/learning_view.h"
#include "ui/pages/distil/transfer_view.h"
#include "ui/pages/distil/value_grid.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

using namespace winnow;
using namespace winnow::ui;
using test::DistilBench;
using test::DistilProject;
using test::namesOf;

class TestDistilFigures : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        applyTheme(ThemeChoice::Light);
    }

    void aPointOfACurveTurnsTheStepToIt() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
        LineChart* chart = bench.view->learning()->accuracy();
        chart->setFocus();
        for (const auto key : {Qt::Key_Down, Qt::Key_Down, Qt::Key_Home, Qt::Key_Return})
            QTest::keyClick(chart, key);
        QCOMPARE(bench.gallery->step(), std::optional<std::int64_t>(0));
    }

    void curvesHaveTheirReferences() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
        const LearningView* learning = bench.view->learning();
        QCOMPARE(namesOf(learning->accuracy()),
                 (QStringList{"natural, same count", "train", "test"}));
        QCOMPARE(namesOf(learning->loss()),
                 (QStringList{"zero predictor", "label floor", "train", "test"}));
        QCOMPARE(learning->loss()->data().series.first().points.first().y(), 0.045);
        QVERIFY(learning->loss()->data().xAxis->logarithmic);
        const auto buttons = learning->scale()->findChildren<QAbstractButton*>();
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QVERIFY(!learning->loss()->data().xAxis);
        QVERIFY(!bench.view->analysis()->dimension()->data().xAxis);
    }

    void theAnalysisIsDrawn() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
        bench.showPart(DistilView::Analysis);
        const AnalysisView* analysis = bench.view->analysis();
        QCOMPARE(analysis->dimension()->data().series.size(), 4);
        QCOMPARE(namesOf(analysis->spectrum()), (QStringList{"start", "last"}));
        QCOMPARE(analysis->parts()->data().series.last().points.size(), 6);
        QCOMPARE(analysis->kernel()->data().side, 10);
        QCOMPARE(analysis->labels()->data().side, 10);
        QVERIFY(analysis->labels()->isVisible());
    }

    void withoutAnalysisItSaysSo() {
        DistilProject project;
        project.addDistilled("plain", project.fields(), {.analysis = false});
        DistilBench bench(project.folder());
        QVERIFY(
            bench.view->analysis()->dimensionPanel()->accessibleDescription().contains("left out"));
        QVERIFY(!bench.menuAction("nearest")->isEnabled());
        QCOMPARE(bench.view->analysis()->labels()->data().side, 10);
    }

    void setsStandSideBySide() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        auto fields = project.fields();
        project.addDistilled("learned", fields, {.accuracy = 0.9});
        fields["learn-labels"] = false;
        fields["kernel"] = {"convnet"};
        project.addDistilled("fixed", fields, {.accuracy = 0.1});
        DistilBench bench(project.folder());
        QAbstractItemModelTester tester(bench.view->table()->model());
        bench.showPart(DistilView::Sets);
        QCOMPARE(bench.view->table()->model()->rowCount(), 2);
        // The newest first, and looked at.
        QCOMPARE(bench.cell(0, DistilledTable::Name), QString("fixed"));
        QCOMPARE(bench.view->distilled()->id, QString("distilled-2"));
        QCOMPARE(bench.cell(0, DistilledTable::Kernel), QString("ConvNet"));
        QCOMPARE(bench.cell(0, DistilledTable::Labels), QString("fixed"));
        QCOMPARE(bench.cell(0, DistilledTable::Paper), QString("78.90"));
        QCOMPARE(bench.cell(1, DistilledTable::Paper), QString());
        QCOMPARE(bench.cell(1, DistilledTable::BestFive), QString("89.80 ± 0.10"));
        // Numbers sort as numbers: 10 % is less than 90 %.
        QHeaderView* header = bench.view->table()->horizontalHeader();
        const QPoint place(header->sectionViewportPosition(DistilledTable::Accuracy) + 8,
                           header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(bench.cell(0, DistilledTable::Name), QString("learned"));
        QTableView* table = bench.view->table();
        QTest::mouseClick(table->viewport(),
                          Qt::LeftButton,
                          {},
                          table->visualRect(table->model()->index(0, 0)).center());
        QCOMPARE(bench.view->distilled()->id, QString("distilled-1"));
        QVERIFY(bench.page->subtitle().startsWith("learned"));
    }

    void setsStandBesideNaturalImages() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addDistilled("one");
        DistilBench bench(project.folder());
        QCOMPARE(namesOf(bench.view->worth()), QStringList{"distilled"});
        QCOMPARE(bench.view->worth()->data().series[0].points, (QList<QPointF>{{10, 85}}));
        project.addKernelCurve();
        bench.session.refresh();
        QTRY_COMPARE(namesOf(bench.view->worth()),
                     (QStringList{"natural, Linear", "natural, RBF", "distilled"}));
        const LineSeries& rbf = bench.view->worth()->data().series[1];
        QCOMPARE(rbf.points.size(), 5);
        QCOMPARE(rbf.points.first().x(), 10.0);
        QVERIFY(rbf.dashed && !rbf.bandLow.isEmpty());
    }

    void aSetIsChosenByKeys() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addDistilled("one");
        project.addDistilled("two");
        DistilBench bench(project.folder());
        bench.view->choice()->setFocus();
        QTest::keyClick(bench.view->choice(), Qt::Key_Down);
        QCOMPARE(bench.view->distilled()->id, QString("distilled-1"));
        const QModelIndexList rows = bench.view->table()->selectionModel()->selectedRows();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].data().toString(), QString("one"));
    }

    void networksAreComparedWithRandom() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addTransfer(project.addDistilled("set"));
        DistilBench bench(project.folder());
        bench.showPart(DistilView::Networks);
        TransferView* transfer = bench.view->transfer();
        QVERIFY(transfer->isFilled());
        QCOMPARE(transfer->table()->model()->rowCount(), 6);
        QCOMPARE(transfer->table()->model()->index(0, 8).data().toString(),
                 QString("better than random"));
        QCOMPARE(namesOf(transfer->chart()), (QStringList{"random", "start", "distilled"}));
    }

    void withoutNetworksOneButtonTrainsThem() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addDistilled("set");
        DistilBench bench(project.folder());
        if (!bench.jobs.engineTrouble().isEmpty()) QSKIP("winnow-engine is not there");
        bench.showPart(DistilView::Networks);
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        QTest::mouseClick(bench.view->transfer()->emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(asked[0][0].toString(), QString("transfer"));
        QVERIFY(asked[0][1].toByteArray().contains("distilled-1"));
    }
};

QTEST_MAIN(TestDistilFigures)
#include "tst_distil_figures.moc"
