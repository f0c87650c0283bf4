// SPDX-License-Identifier: GPL-3.0-or-later
// The Distil page by clicks and keys, on projects written without the engine. With
// WINNOW_SHOTS=FOLDER it leaves pictures of the window, light and dark, large and small, of few and
// many images.
#include "tests/ui/engine/engine_script.h"
#include "tests/ui/frame/window_test.h"
#include "tests/ui/pages/distil/distil_project.h"
#include "ui/charts/line_chart.h"
#include "ui/pages/distil/analysis_view.h"
#include "ui/pages/distil/distil_page.h"
#include "ui/pages/distil/distil_view.h"
#include "ui/pages/distil/distilled_table.h"
#include "ui/pages/distil/export_dialog.h"
#include "ui/pages/distil/gallery_panel.h"
#include "ui/pages/distil/image_dialog.h"
#include "ui/pages/distil/job_fate.h"
#include "ui/pages/distil/learning_view.h"
#include "ui/pages/distil/pixel_view.h"
#include "ui/pages/distil/step_bar.h"
#include "ui/pages/distil/transfer_view.h"
#include "ui/pages/distil/value_grid.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/labelled_slider.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/segments.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>
#include <nlohmann/json.hpp>

using namespace winnow;
using namespace winnow::ui;
using test::DistilProject;

namespace {

struct Bench {
    explicit Bench(const QString& folder) {
        session.open(folder);
        page = std::make_unique<DistilPage>(PageContext{&session, &jobs, nullptr});
        page->resize(1224, 788);
        page->show();
        view = page->view();
        gallery = view->gallery();
        sheet = gallery->sheet();
    }
    [[nodiscard]] QSlider* bar() const { return gallery->steps()->slider()->findChild<QSlider*>(); }
    [[nodiscard]] QString cell(int row, int column) const {
        return view->table()->model()->index(row, column).data().toString();
    }
    void showPart(int part) const {
        const auto buttons = view->parts()->findChildren<QAbstractButton*>();
        QTest::mouseClick(buttons[part], Qt::LeftButton);
    }
    [[nodiscard]] QAction* menuAction(const QString& name) const {
        for (QAction* action : gallery->viewMenu()->actions())
            if (action->objectName() == name || action->text() == name) return action;
        return nullptr;
    }
    [[nodiscard]] QString subtitle() const { return gallery->accessibleDescription(); }

    Session session;
    JobQueue jobs{&session};
    std::unique_ptr<DistilPage> page;
    DistilView* view;
    GalleryPanel* gallery;
    DistilSheet* sheet;
};

QStringList namesOf(const LineChart* chart) {
    QStringList names;
    for (const LineSeries& series : chart->data().series) names << series.name;
    return names;
}

QByteArray eventLine(const char* what, const QJsonObject& more) {
    QJsonObject whole = more;
    whole["event"] = what;
    return QJsonDocument(whole).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray metric(const char* name, int step, double value) {
    return eventLine("metric", {{"name", name}, {"step", step}, {"value", value}});
}

/// A request as the form makes it.
JobRequest distillation(const DistilProject& project) {
    return {QStringLiteral("distill"), QByteArray::fromStdString(project.fields().dump())};
}

/// Says these lines, writes its process's number to a file and goes on counting until it is
/// stopped.
QByteArray endless(const QByteArray& lines, const QString& pidFile) {
    return "trap 'exit 3' TERM\necho $$ > " + pidFile.toUtf8() + "\ncat <<'END'\n" + lines +
           "END\nwhile :; do sleep 0.1; echo '" +
           eventLine("progress", {{"stage", "steps"}, {"done", 2}, {"total", 1500}}).trimmed() +
           "'; done";
}

class PlainPage : public Page {
public:
    using Page::Page;
    QString title() const override { return QStringLiteral("Page"); }
    Icon icon() const override { return Icon::Data; }
};

}  // namespace

class TestDistilPage : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;

    void picture(const QString& name) {
        QTest::qWait(400);
        QVERIFY(m_window->grab().save(qEnvironmentVariable("WINNOW_SHOTS") + u'/' + name +
                                      QStringLiteral(".png")));
    }
    DistilPage* openWindow(const DistilProject& project) {
        shut();
        open([](PageId id, const PageContext& context, QWidget* parent) -> Page* {
            if (id == PageId::Distil) return new DistilPage(context, parent);
            return new PlainPage(id, context, parent);
        });
        m_window->openProject(project.folder());
        m_window->showPage(PageId::Distil);
        return static_cast<DistilPage*>(m_window->page(PageId::Distil));
    }

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        applyTheme(ThemeChoice::Light);
    }
    void cleanup() { shut(); }

    // ---- what is missing
    void leadsToDataWithoutADataSet() {
        Session session;
        JobQueue jobs(&session);
        DistilPage page({&session, &jobs, nullptr});
        page.show();
        QSignalSpy asked(&page, &Page::pageRequested);
        QTest::mouseClick(page.view()->emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(asked[0][0].value<PageId>(), PageId::Data);
        QVERIFY(!page.tasks()->isEnabled());
    }

    void withoutASetOneButtonMakesTenImagesPerClass() {
        const DistilProject project({.classes = 4, .side = 8});
        Bench bench(project.folder());
        if (!bench.jobs.engineTrouble().isEmpty()) QSKIP("winnow-engine is not there");
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        auto* button = bench.view->emptyPanel()->actionButton();
        QCOMPARE(button->text(), QString("Make ten images per class…"));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toString(), QString("distill"));
        const QJsonObject fields = QJsonDocument::fromJson(asked[0][1].toByteArray()).object();
        QCOMPARE(fields["dataset"].toString(), QString("dataset-1"));
        QCOMPARE(fields["images"].toInt(), 40);
        QVERIFY(!bench.page->exportButton()->isVisible());
    }

    void tasksLeadToForms() {
        DistilProject project({.classes = 4, .side = 8, .steps = {0, 5}});
        project.addDistilled("set");
        Bench bench(project.folder());
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        const auto actions = bench.page->tasks()->menu()->actions();
        const auto fieldsOf = [&](int i) {
            actions[i]->trigger();
            return QJsonDocument::fromJson(asked.last()[1].toByteArray()).object();
        };
        QCOMPARE(fieldsOf(0)["images"].toInt(), 4);
        QCOMPARE(fieldsOf(2)["method"].toString(), QString("label-solve"));
        QCOMPARE(fieldsOf(4)["distilled"].toArray().first().toString(), QString("distilled-1"));
        QCOMPARE(asked.last()[0].toString(), QString("transfer"));
        QCOMPARE(bench.view->parts()->currentIndex(), int(DistilView::Networks));
        QCOMPARE(fieldsOf(5)["dataset"].toString(), QString("dataset-1"));
        QCOMPARE(asked.last()[0].toString(), QString("kernel-curve"));
    }

    // ---- a stored set
    void aStoredSetIsShown() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
        QVERIFY(bench.view->isFilled());
        QCOMPARE(bench.gallery->accessibleName(), QString("10 images"));
        QVERIFY(bench.subtitle().contains("standardising undone for viewing, clipped"));
        QCOMPARE(bench.page->subtitle(),
                 QString("first: KIP, FC1 kernel, 10 images from 120, labels learned"));
        QCOMPARE(bench.gallery->step(), std::optional<std::int64_t>(1500));
        QCOMPARE(bench.page->exportButton()->text(), QString("Export 10…"));
        QVERIFY(bench.page->exportButton()->isEnabled());
        QVERIFY(bench.view->factsInWords().contains("ridge 1"));
        QVERIFY(bench.view->factsInWords().contains("worth 40 natural"));
        QVERIFY(!bench.view->warnings()->isVisible());
    }

    void theStepTurnsImagesChartsAndLabelsToIt() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
        const QImage last = bench.sheet->picturesOf(3, theme()).now;
        const double spread = bench.view->analysis()->labels()->data().values[1];
        bench.bar()->setFocus();
        QTest::keyClick(bench.bar(), Qt::Key_Home);
        QCOMPARE(bench.gallery->step(), std::optional<std::int64_t>(0));
        const auto pictures = bench.sheet->picturesOf(3, theme());
        QVERIFY(pictures.now != last);
        QCOMPARE(pictures.now, pictures.start);
        QVERIFY(bench.view->analysis()->labels()->data().values[1] != spread);
        QTest::keyClick(bench.bar(), Qt::Key_Right);
        QCOMPARE(bench.gallery->steps()->words(), QString("1 of 1\u202f500"));
    }

    void aPointOfACurveTurnsTheStepToIt() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
        LineChart* chart = bench.view->learning()->accuracy();
        chart->setFocus();
        for (const auto key : {Qt::Key_Down, Qt::Key_Down, Qt::Key_Home, Qt::Key_Return})
            QTest::keyClick(chart, key);
        QCOMPARE(bench.gallery->step(), std::optional<std::int64_t>(0));
    }

    void whatIsClippedIsTold() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
        QVERIFY(bench.gallery->clippedWords().contains("of values clipped"));
        bench.gallery->steps()->setCheckpoint(0);
        QCOMPARE(bench.gallery->clippedWords(), QString());
    }

    void imagesAreMadeViewableInFourWays() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
        QList<QImage> seen;
        const QStringList words{"clipped to 0 to 255",
                                "darkest to its lightest",
                                "least to its greatest",
                                "about zero"};
        for (int mode = 0; mode < kPictureModes; ++mode) {
            QAction* action = bench.gallery->viewMenu()->actions()[mode];
            QVERIFY(action->isEnabled());
            action->trigger();
            QVERIFY(action->isChecked());
            QVERIFY2(bench.subtitle().contains(words[mode]), qPrintable(bench.subtitle()));
            const QImage picture =
                bench.sheet->picturesOf(2, theme()).now.convertToFormat(QImage::Format_RGB32);
            if (mode != 2) QVERIFY(!seen.contains(picture));
            seen << picture;
        }
    }

    void rowsAreChosen() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
        const int before = bench.sheet->heightForWidth(1000);
        bench.menuAction("nearest")->trigger();
        QVERIFY(bench.sheet->heightForWidth(1000) > before + 50);
        bench.menuAction("difference")->trigger();
        bench.menuAction("labels")->trigger();
        bench.menuAction("start")->trigger();
        QVERIFY(bench.sheet->heightForWidth(1000) < before);
        const auto pictures = bench.sheet->picturesOf(0, theme());
        QCOMPARE(pictures.nearestId, 10);
        QCOMPARE(pictures.nearest.size(), QSize(28, 28));
    }

    void whatStaysNoiseIsTinted() {
        DistilProject project;
        project.addDistilled("frozen", project.fields(), {.frozen = true});
        Bench bench(project.folder());
        QVERIFY(bench.menuAction("frozen")->isEnabled());
        const QPoint inside = bench.sheet->nowRect(0).center();
        const QImage tinted = bench.sheet->grab().toImage();
        bench.menuAction("frozen")->trigger();
        QVERIFY(bench.sheet->grab().toImage() != tinted);
        Q_UNUSED(inside)
    }

    void oneScaleServesAllDifferences() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
        const double limit = bench.sheet->data().differenceLimit;
        QVERIFY(limit > 20);
        bench.gallery->steps()->setCheckpoint(2);
        QCOMPARE(bench.sheet->data().differenceLimit, limit);
    }

    void allImagesOrOnePerClass() {
        DistilProject project({.classes = 10, .perClass = 3, .steps = {0, 100}});
        project.addDistilled("thirty");
        Bench bench(project.folder());
        QCOMPARE(bench.sheet->data().order.size(), std::size_t(10));
        const auto buttons = bench.gallery->steps()->which()->findChildren<QAbstractButton*>();
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QCOMPARE(bench.sheet->data().order.size(), std::size_t(30));
    }

    void zoomGoesDownToPixels() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
        bench.sheet->setFocus();
        QTest::keyClick(bench.sheet, Qt::Key_Right);
        QTest::keyClick(bench.sheet, Qt::Key_Return);
        ImageDialog* dialog = bench.gallery->dialog();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        QVERIFY(dialog->windowTitle().startsWith("Trouser"));
        QTest::keyClick(dialog->now(), Qt::Key_Right);
        QTest::keyClick(dialog->now(), Qt::Key_Down);
        QCOMPARE(dialog->start()->pixel(), std::optional(QPoint(0, 1)));
        const double wanted = static_cast<double>(static_cast<float>(project.value(1, 1500, 28)));
        QVERIFY2(dialog->pixelWords().contains(numberText(wanted, 1)),
                 qPrintable(dialog->pixelWords()));
        QCOMPARE(dialog->label()->rows().size(), 10);
        QCOMPARE(dialog->label()->rows().first().key, QString("Trouser"));
        QCOMPARE(dialog->nearest()->rows().size(), 5);
        QCOMPARE(dialog->nearest()->rows().first().key, QString("Trouser #11"));
        QTest::keyClick(dialog, Qt::Key_PageDown);
        QVERIFY(dialog->windowTitle().startsWith("Pullover"));
        QCOMPARE(bench.sheet->current(), 2);
        // It follows the step.
        bench.gallery->steps()->setCheckpoint(0);
        QCOMPARE(dialog->now()->valueInWords(), dialog->start()->valueInWords());
    }

    void curvesHaveTheirReferences() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
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
        Bench bench(project.folder());
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
        Bench bench(project.folder());
        QVERIFY(
            bench.view->analysis()->dimensionPanel()->accessibleDescription().contains("left out"));
        QVERIFY(!bench.menuAction("nearest")->isEnabled());
        QCOMPARE(bench.view->analysis()->labels()->data().side, 10);
    }

    void warningsOfTheJobStandAtTheImages() {
        DistilProject project;
        project.addDistilled("first");
        const auto file = project.path() / "arrays/distilled-1/result.json";
        auto result = project.result(0.8);
        result["warnings"] = {"ridge raised to 1e-4"};
        QFile json(QString::fromStdString(file.string()));
        QVERIFY(json.open(QIODevice::WriteOnly));
        json.write(QByteArray::fromStdString(result.dump()));
        json.close();
        Bench bench(project.folder());
        QVERIFY(bench.view->warnings()->isVisible());
        QCOMPARE(bench.view->warnings()->sentence(), QString("Ridge raised to 1e-4."));
    }

    // ---- several sets
    void setsStandSideBySide() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        auto fields = project.fields();
        project.addDistilled("learned", fields, {.accuracy = 0.9});
        fields["learn-labels"] = false;
        fields["kernel"] = {"convnet"};
        project.addDistilled("fixed", fields, {.accuracy = 0.1});
        Bench bench(project.folder());
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
        Bench bench(project.folder());
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
        Bench bench(project.folder());
        bench.view->choice()->setFocus();
        QTest::keyClick(bench.view->choice(), Qt::Key_Down);
        QCOMPARE(bench.view->distilled()->id, QString("distilled-1"));
        const QModelIndexList rows = bench.view->table()->selectionModel()->selectedRows();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].data().toString(), QString("one"));
    }

    // ---- networks
    void networksAreComparedWithRandom() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addTransfer(project.addDistilled("set"));
        Bench bench(project.folder());
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
        Bench bench(project.folder());
        if (!bench.jobs.engineTrouble().isEmpty()) QSKIP("winnow-engine is not there");
        bench.showPart(DistilView::Networks);
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        QTest::mouseClick(bench.view->transfer()->emptyPanel()->actionButton(), Qt::LeftButton);
        QCOMPARE(asked[0][0].toString(), QString("transfer"));
        QVERIFY(asked[0][1].toByteArray().contains("distilled-1"));
    }

    // ---- export
    void anExportSaysWhatAndWhere() {
        const QTemporaryDir folder;
        const test::EngineScript engine("echo '{\"event\":\"done\",\"seconds\":1}'");
        DistilProject project({.side = 8, .steps = {0, 5, 9}});
        project.addDistilled("set");
        Bench bench(project.folder());
        bench.gallery->steps()->setCheckpoint(1);
        QTest::mouseClick(bench.page->exportButton(), Qt::LeftButton);
        DistilExportDialog* dialog = bench.page->exportDialog();
        QVERIFY(dialog != nullptr);
        QCOMPARE(dialog->stepField()->currentText(), QString("5"));
        QCOMPARE(dialog->formatField()->count(), 4);
        dialog->folderField()->setText(project.folder());
        QVERIFY(!dialog->folderSentence().isEmpty());
        QVERIFY(!dialog->exportButton()->isEnabled());
        dialog->folderField()->setText(folder.filePath("out"));
        QCOMPARE(dialog->folderSentence(), QString());
        QTest::keyClick(dialog->formatField(), Qt::Key_Down);
        QTest::mouseClick(dialog->exportButton(), Qt::LeftButton);
        QTRY_VERIFY(dialog->isDone());
        QCOMPARE(dialog->message()->sentence(),
                 QString("Wrote 10 images to %1.").arg(folder.filePath("out")));
        const Job* job = bench.jobs.latest("export");
        const QJsonObject fields = QJsonDocument::fromJson(job->request.fields).object();
        QCOMPARE(fields["distilled"].toString(), QString("distilled-1"));
        QCOMPARE(fields["checkpoint"].toInt(), 5);
        QCOMPARE(fields["format"].toString(), QString("png"));
        QCOMPARE(fields["to"].toString(), folder.filePath("out"));
    }

    // ---- jobs
    void aRunningDistillationIsWatched() {
        DistilProject project({.classes = 4, .side = 8});
        const QString pidFile = m_folder.filePath("pid");
        QFile::remove(pidFile);
        const test::EngineScript engine(
            endless(metric("train_loss", 1, 0.09) + metric("train_loss", 2, 0.08) +
                        metric("test_accuracy", 0, 0.4) + metric("ridge", 2, 1e-6) +
                        metric("checkpoint", 2, 2),
                    pidFile));
        Bench bench(project.folder());
        bench.jobs.start(distillation(project));
        QTRY_VERIFY(QFile::exists(pidFile) && QFileInfo(pidFile).size() > 1);
        QFile file(pidFile);
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto running = project.runJob();
        running.setProcess(file.readAll().trimmed().toLongLong());
        QTRY_COMPARE(bench.view->choice()->currentText(), QString("running now"));
        QVERIFY(bench.page->fate()->progress()->isVisible());
        QTRY_COMPARE(namesOf(bench.view->learning()->loss()),
                     (QStringList{"zero predictor", "train"}));
        QVERIFY(bench.page->subtitle().startsWith("running now: KIP, FC1 kernel"));
        // Images come with their files.
        project.writeLive(running.id(), 0);
        project.writeLive(running.id(), 2, false);
        bench.session.refresh();
        QTRY_VERIFY(bench.gallery->images() != nullptr);
        QCOMPARE(bench.gallery->images()->checkpoints.size(), std::size_t(2));
        QCOMPARE(bench.gallery->step(), std::optional<std::int64_t>(2));
        QCOMPARE(bench.gallery->steps()->words(), QString("2 of 1\u202f500"));
        QTRY_VERIFY(bench.view->factsInWords().contains("ridge"));
        QVERIFY(!bench.page->exportButton()->isEnabled());
        QTest::mouseClick(bench.page->fate()->cancelButton(), Qt::LeftButton);
        running.finish(store::JobState::Cancelled);
        QTRY_VERIFY(!bench.page->fate()->progress()->isVisible());
        QTRY_VERIFY(bench.page->fate()->card()->isVisible());
        QCOMPARE(bench.page->fate()->card()->actionButton()->text(), QString("Resume"));
    }

    void whatRunsIsCancelledBeforeWhatWaits() {
        DistilProject project({.classes = 4, .side = 8});
        const test::EngineScript engine(endless({}, m_folder.filePath("pid")));
        Bench bench(project.folder());
        const int first = bench.jobs.start(distillation(project));
        const int second = bench.jobs.start(distillation(project));
        const auto stateOf = [&](int number) { return bench.jobs.job(number)->state; };
        QTRY_COMPARE(stateOf(first), JobState::Running);
        QCOMPARE(stateOf(second), JobState::Queued);
        ProgressLine* progress = bench.page->fate()->progress();
        QTRY_COMPARE(progress->bar()->share(), 2.0 / 1500);
        QTRY_VERIFY(bench.page->subtitle().startsWith("running now: KIP"));
        QTest::mouseClick(bench.page->fate()->cancelButton(), Qt::LeftButton);
        QTRY_COMPARE(stateOf(first), JobState::Cancelled);
        // Then it is the turn of what waited.
        QTRY_COMPARE(stateOf(second), JobState::Running);
        QVERIFY(progress->isVisible());
        QTest::mouseClick(bench.page->fate()->cancelButton(), Qt::LeftButton);
        QTRY_COMPARE(stateOf(second), JobState::Cancelled);
    }

    void whatWaitsDoesNotSayThatItRuns() {
        DistilProject project({.classes = 4, .side = 8});
        const test::EngineScript engine(endless({}, m_folder.filePath("pid")));
        Bench bench(project.folder());
        const int other = bench.jobs.start({QStringLiteral("kernel-curve"), "{}"});
        QTRY_COMPARE(bench.jobs.job(other)->state, JobState::Running);
        const int waits = bench.jobs.start(distillation(project));
        QCOMPARE(bench.jobs.job(waits)->state, JobState::Queued);
        QTRY_VERIFY(bench.page->subtitle().startsWith("waiting: KIP"));
        bench.jobs.cancel(waits);
        bench.jobs.cancel(other);
        QTRY_COMPARE(bench.jobs.job(other)->state, JobState::Cancelled);
    }

    void aDistillationOfAnotherProgramIsWatchedToo() {
        DistilProject project({.classes = 4, .side = 8});
        auto running = project.runJob();
        project.writeLive(running.id(), 0);
        project.writeLive(running.id(), 10);
        Bench bench(project.folder());
        QTRY_VERIFY(bench.gallery->images() != nullptr);
        QVERIFY(bench.view->factsInWords().contains("Another program"));
        // As the kernel sees them: the files are there.
        bench.gallery->viewMenu()->actions()[2]->trigger();
        QVERIFY(bench.gallery->viewMenu()->actions()[2]->isEnabled());
        running.finish(store::JobState::Cancelled);
    }

    void aFailedDistillationSaysWhyAndLeadsOn() {
        const test::EngineScript engine(
            "echo '{\"event\":\"error\",\"code\":2,\"message\":\"target batch 5001 cannot be "
            "split evenly over 4 classes: use 5000 or 5004\"}'\nexit 2");
        DistilProject project({.classes = 4, .side = 8});
        Bench bench(project.folder());
        bench.jobs.start(distillation(project));
        MessageCard* card = bench.page->fate()->card();
        QTRY_VERIFY(card->isVisible());
        QCOMPARE(card->kind(), MessageCard::Kind::Error);
        QVERIFY(card->sentence().contains("use 5000 or 5004"));
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        QTest::mouseClick(card->actionButton(), Qt::LeftButton);
        QCOMPARE(asked[0][0].toString(), QString("distill"));
        QVERIFY(asked[0][1].toByteArray().contains("\"learn-labels\":true"));
        Q_EMIT card->dismissed();
        QVERIFY(!bench.page->fate()->isVisible());
    }

    void aDistillationThatDivergedGoesOnMoreSlowly() {
        DistilProject project({.classes = 4, .side = 8, .steps = {0, 5}});
        project.addDistilled("kept");
        const test::EngineScript engine(
            eventLine("artifact", {{"id", "distilled-1"}, {"kind", "distilled"}})
                .prepend("cat <<'END'\n") +
            eventLine("error", {{"code", 1}, {"message", "the loss grew at step 7, rate 0.03"}}) +
            "END\nexit 1");
        Bench bench(project.folder());
        bench.jobs.start(distillation(project));
        MessageCard* card = bench.page->fate()->card();
        QTRY_VERIFY(card->isVisible());
        QCOMPARE(card->actionButton()->text(), QString("Go on more slowly…"));
        QSignalSpy asked(bench.page.get(), &Page::jobFormRequested);
        QTest::mouseClick(card->actionButton(), Qt::LeftButton);
        const QJsonObject fields = QJsonDocument::fromJson(asked[0][1].toByteArray()).object();
        QCOMPARE(fields["from"].toString(), QString("distilled-1"));
        QCOMPARE(fields["rate"].toDouble(), 0.01);
    }

    void aReadOnlyProjectIsLookedAt() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addDistilled("set");
        QFile::setPermissions(project.folder(), QFile::ReadOwner | QFile::ExeOwner);
        {
            Bench bench(project.folder());
            if (bench.session.isWritable()) {
                QFile::setPermissions(project.folder(),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
                QSKIP("this user may write everywhere");
            }
            QVERIFY(bench.view->isFilled());
            QVERIFY(!bench.page->newButton()->isEnabled());
            QCOMPARE(bench.page->newButton()->toolTip(),
                     QString("This project can only be looked at."));
            QVERIFY(!bench.page->tasks()->isEnabled());
        }
        QFile::setPermissions(project.folder(),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void aDamagedSetIsASentence() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addDistilled("good");
        project.addDistilled("bad");
        std::filesystem::remove(project.path() / "arrays/distilled-2/label.npy");
        Bench bench(project.folder());
        QVERIFY(bench.view->message()->isVisible());
        QVERIFY(bench.view->message()->sentence().contains("label.npy"));
        QVERIFY(bench.view->distilled() == nullptr);
        bench.view->choice()->setFocus();
        QTest::keyClick(bench.view->choice(), Qt::Key_Down);
        QCOMPARE(bench.view->distilled()->id, QString("distilled-1"));
        QVERIFY(!bench.view->message()->isVisible());
    }

    // ---- the window around it
    void stateComesBack() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addDistilled("set");
        QByteArray state;
        {
            Bench bench(project.folder());
            bench.gallery->viewMenu()->actions()[3]->trigger();
            bench.menuAction("labels")->trigger();
            bench.menuAction("side56")->trigger();
            bench.showPart(DistilView::Sets);
            state = bench.page->saveState();
        }
        Bench again(project.folder());
        again.page->restoreState("damaged");
        QCOMPARE(again.view->parts()->currentIndex(), int(DistilView::Learning));
        again.page->restoreState(state);
        QCOMPARE(again.view->parts()->currentIndex(), int(DistilView::Sets));
        QCOMPARE(again.sheet->look().mode, PictureMode::AroundZero);
        QVERIFY(!again.sheet->look().labels);
        QCOMPARE(again.sheet->nowRect(0).width(), 56);
    }

    void anotherProjectIsShownAfterOpening() {
        DistilProject one({.side = 8, .steps = {0, 5}}), other({.side = 8, .steps = {0, 5}});
        one.addDistilled("set");
        Bench bench(one.folder());
        QVERIFY(bench.view->isFilled());
        bench.session.open(other.folder());
        QVERIFY(!bench.view->isFilled());
        QVERIFY(bench.gallery->images() == nullptr);
        QCOMPARE(bench.view->table()->model()->rowCount(), 0);
    }

    void everyControlIsReachedByTab() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
        QSet<QWidget*> reached;
        QWidget* first = bench.gallery->viewButton();
        first->setFocus();
        for (QWidget* at = first->nextInFocusChain(); at != first; at = at->nextInFocusChain())
            if ((at->focusPolicy() & Qt::TabFocus) != 0 && at->isVisible()) reached.insert(at);
        reached.insert(first);
        for (QWidget* wanted : std::initializer_list<QWidget*>{bench.sheet,
                                                               bench.bar(),
                                                               bench.gallery->steps()->playButton(),
                                                               bench.gallery->zoomButton(),
                                                               bench.view->learning()->accuracy(),
                                                               bench.view->learning()->loss(),
                                                               bench.page->exportButton(),
                                                               bench.page->tasks()}) {
            QVERIFY(!wanted->accessibleName().isEmpty() ||
                    !qobject_cast<QAbstractButton*>(wanted) ||
                    !static_cast<QAbstractButton*>(wanted)->text().isEmpty());
            QVERIFY2(reached.contains(wanted), wanted->metaObject()->className());
        }
    }

    void nothingIsCutOff_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("text");
        QTest::newRow("large") << QSize(1440, 900) << kBaseFontSize;
        QTest::newRow("small") << QSize(1024, 640) << kBaseFontSize;
        QTest::newRow("200 %") << QSize(1440, 900) << kMaximumFontSize;
        QTest::newRow("200 %, small") << QSize(1024, 640) << kMaximumFontSize;
    }
    void nothingIsCutOff() {
        QFETCH(QSize, size);
        QFETCH(int, text);
        applyTheme(ThemeChoice::Light, text);
        DistilProject project;
        project.addDistilled("first");
        DistilPage* page = openWindow(project);
        m_window->resize(size);
        QTest::qWait(50);
        // The page is never smaller than what is in it needs: its frame scrolls.
        QVERIFY(page->width() >= page->minimumSizeHint().width());
        QVERIFY(page->height() >= page->minimumSizeHint().height());
        const DistilSheet* sheet = page->view()->gallery()->sheet();
        for (std::int64_t i = 0; i < 10; ++i) QVERIFY(sheet->nowRect(i).right() < sheet->width());
        QVERIFY(sheet->height() >= sheet->heightForWidth(sheet->width()) - 1);
        applyTheme(ThemeChoice::Light);
    }

    void theSheetIsSaved() {
        DistilProject project;
        project.addDistilled("first");
        Bench bench(project.folder());
        const QTemporaryDir folder;
        bench.gallery->saveFigureTo(folder.filePath("sheet.png"));
        bench.gallery->saveFigureTo(folder.filePath("sheet.csv"));
        QVERIFY(!QImage(folder.filePath("sheet.png")).isNull());
        QFile csv(folder.filePath("sheet.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().split('\n').size(), 12);
    }

    void manyImagesAnswerAtOnce() {
        DistilProject project(
            {.classes = 100, .perClass = 5, .channels = 3, .side = 32, .steps = {0, 50, 100}});
        project.addDistilled("500");
        Bench bench(project.folder());
        bench.gallery->steps()->which()->setCurrentIndex(1);
        QCOMPARE(bench.sheet->data().order.size(), std::size_t(500));
        QElapsedTimer clock;
        clock.start();
        bench.gallery->steps()->setCheckpoint(0);
        QTest::qWait(0);
        qInfo("a step of 500 images of 3x32x32: %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(clock.elapsed() < 500);
    }

    void pictures() {
        if (qEnvironmentVariable("WINNOW_SHOTS").isEmpty()) QSKIP("WINNOW_SHOTS is not set");
        DistilProject few;
        few.addDistilled("distil-01", few.fields(), {.accuracy = 0.7});
        auto fields = few.fields();
        fields["kernel"] = {"convnet"};
        few.addTransfer(few.addDistilled("distil-02", fields, {}));
        few.addKernelCurve();
        DistilProject many({.classes = 100,
                            .perClass = 5,
                            .channels = 3,
                            .side = 32,
                            .steps = {0, 10, 100, 500, 1500}});
        many.addDistilled("many", many.fields(), {.frozen = true});
        const QStringList parts{"learning", "analysis", "sets", "networks"};
        DistilPage* page = openWindow(few);
        for (const bool dark : {false, true})
            for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
                applyTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
                m_window->resize(size);
                for (int part = 0; part < parts.size(); ++part) {
                    page->view()->parts()->setCurrentIndex(part);
                    picture(QStringLiteral("few-%1-%2-%3")
                                .arg(parts[part], dark ? "dark" : "light")
                                .arg(size.width()));
                }
            }
        page->view()->parts()->setCurrentIndex(0);
        applyTheme(ThemeChoice::Light, kMaximumFontSize);
        m_window->resize(1440, 900);
        picture("few-large-text");
        applyTheme(ThemeChoice::Light);
        page->view()->gallery()->open(6);
        QTest::qWait(300);
        page->view()->gallery()->dialog()->grab().save(qEnvironmentVariable("WINNOW_SHOTS") +
                                                       "/zoom.png");
        page = openWindow(many);
        for (const bool dark : {false, true}) {
            applyTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
            m_window->resize(1440, 900);
            page->view()->gallery()->steps()->which()->setCurrentIndex(dark ? 1 : 0);
            page->view()->parts()->setCurrentIndex(dark ? 1 : 0);
            picture(QStringLiteral("many-%1").arg(dark ? "dark" : "light"));
        }
        applyTheme(ThemeChoice::Light);
        const DistilProject none({.side = 8});
        openWindow(none);
        picture("empty");
    }
};

QTEST_MAIN(TestDistilPage)
#include "tst_distil_page.moc"
