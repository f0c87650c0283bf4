// SPDX-License-Identifier: GPL-3.0-or-later
// Distilling as a person does it: the real window and the real engine, from the button for the
// planted set to exported images, by clicks and keys alone. With WINNOW_SHOTS=FOLDER it leaves a
// picture of each step.
#include "engine/store/npz.h"
#include "tests/ui/frame/window_test.h"
#include "ui/charts/line_chart.h"
#include "ui/frame/field_editor.h"
#include "ui/frame/job_form.h"
#include "ui/frame/rail.h"
#include "ui/pages/distil/analysis_view.h"
#include "ui/pages/distil/distil_page.h"
#include "ui/pages/distil/distil_view.h"
#include "ui/pages/distil/export_dialog.h"
#include "ui/pages/distil/gallery_panel.h"
#include "ui/pages/distil/job_fate.h"
#include "ui/pages/distil/learning_view.h"
#include "ui/pages/distil/step_bar.h"
#include "ui/pages/distil/transfer_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cost_card.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/segments.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace winnow;
using namespace winnow::ui;

namespace {

constexpr int kPatience = 120'000;  // milliseconds, of one job

}  // namespace

class TestDistilWindow : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;
    int m_pictures = 0;

    void picture(const char* what) {
        const QString folder = qEnvironmentVariable("WINNOW_SHOTS");
        if (folder.isEmpty()) return;
        QTest::qWait(800);
        m_window->screen()
            ->grabWindow(m_window->winId())
            .save(QStringLiteral("%1/distil-%2-%3.png")
                      .arg(folder)
                      .arg(++m_pictures, 2, 10, QLatin1Char('0'))
                      .arg(QLatin1String(what)));
    }
    [[nodiscard]] DistilPage* page() const {
        return static_cast<DistilPage*>(m_window->page(PageId::Distil));
    }
    [[nodiscard]] DistilView* view() const { return page()->view(); }
    void type(const char* field, const QString& text) {
        auto* line = shown<JobForm>()->editor(QLatin1String(field))->findChild<QLineEdit*>();
        QVERIFY2(line != nullptr, field);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    /// Starts what the open form says.
    void start(const QString& kind) {
        JobForm* form = shown<JobForm>();
        QCOMPARE(QLatin1String(form->declaration().kind), kind);
        QTRY_VERIFY(form->startButton()->isEnabled());
        click(form->startButton());
        QTRY_VERIFY(m_jobs->latest(kind) != nullptr && isActive(m_jobs->latest(kind)->state));
    }
    void waitFor(const QString& kind) {
        QTRY_VERIFY_WITH_TIMEOUT(!isActive(m_jobs->latest(kind)->state), kPatience);
        const Job& job = *m_jobs->latest(kind);
        QVERIFY2(job.state == JobState::Done, qPrintable(job.sentence));
    }
    void openTask(int task) {
        page()->tasks()->menu()->actions().at(task)->trigger();
        QTRY_VERIFY(shown<JobForm>() != nullptr);
    }

    // ---- the steps
    void import() {
        startPlanted();
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen() && m_session->dataset() != nullptr, kPatience);
        click(m_window->rail()->row(PageId::Distil));
        QCOMPARE(m_window->currentPage(), PageId::Distil);
        picture("empty");
    }
    void distil() {
        click(view()->emptyPanel()->actionButton());
        QTRY_VERIFY(shown<JobForm>() != nullptr);
        type("images", QString::number(2 * m_session->classCount()));
        type("steps", "40");
        type("target-batch", QString::number(40 * m_session->classCount()));
        // The engine says what it would take before it is started.
        const auto* card = shown<CostCard>();
        QTRY_VERIFY_WITH_TIMEOUT(card->cost().memoryBytes.has_value() && card->cost().seconds > 0,
                                 kPatience);
        QVERIFY(card->cost().title.contains("40 steps"));
        picture("form");
        start("distill");
        // Images come while it runs, if it takes long enough to be seen.
        waitFor("distill");
        QTRY_VERIFY(view()->distilled() != nullptr);
        const Distilled& made = *view()->distilled();
        QCOMPARE(made.images->shape.images, 2 * m_session->classCount());
        QCOMPARE(made.images->checkpoints.back().step, 40);
        QVERIFY(made.figures.accuracy > 1.5 / static_cast<double>(m_session->classCount()));
        QVERIFY(made.nearest && made.spectrum && made.kernelSupport);
        QVERIFY(!view()->learning()->loss()->data().series.isEmpty());
        QVERIFY(view()->analysis()->dimension()->data().series.size() > 0);
        picture("distilled");
        view()->parts()->setCurrentIndex(DistilView::Analysis);
        picture("analysis");
    }
    void watchAndStop() {
        openTask(0);
        type("steps", "100000");
        type("checkpoint-every", "1");
        type("target-batch", QString::number(40 * m_session->classCount()));
        start("distill");
        GalleryPanel* gallery = view()->gallery();
        QTRY_VERIFY_WITH_TIMEOUT(view()->distilled() == nullptr && gallery->images() != nullptr &&
                                     gallery->images()->checkpoints.size() > 2,
                                 kPatience);
        const std::size_t before = gallery->images()->checkpoints.size();
        QTRY_VERIFY_WITH_TIMEOUT(gallery->images()->checkpoints.size() > before, kPatience);
        QCOMPARE(gallery->steps()->checkpoint() + 1, gallery->images()->checkpoints.size());
        QVERIFY(!view()->learning()->loss()->data().series.isEmpty());
        picture("running");
        click(page()->fate()->cancelButton());
        QTRY_VERIFY_WITH_TIMEOUT(page()->fate()->card()->isVisible(), kPatience);
        QCOMPARE(page()->fate()->card()->actionButton()->text(), QString("Resume"));
        const std::int64_t stopped = m_jobs->latest("distill")->done;
        picture("stopped");
        click(page()->fate()->card()->actionButton());
        QTRY_VERIFY_WITH_TIMEOUT(
            isActive(m_jobs->latest("distill")->state) && m_jobs->latest("distill")->done > stopped,
            kPatience);
        click(page()->fate()->cancelButton());
        QTRY_VERIFY_WITH_TIMEOUT(!isActive(m_jobs->latest("distill")->state), kPatience);
    }
    void solveLabels() {
        openTask(2);
        type("images", QString::number(4 * m_session->classCount()));
        start("distill");
        waitFor("distill");
        QTRY_VERIFY(view()->distilled() != nullptr &&
                    view()->distilled()->settings.method == u"label-solve");
        QCOMPARE(view()->distilled()->images->checkpoints.size(), std::size_t(2));
        view()->parts()->setCurrentIndex(DistilView::Sets);
        QCOMPARE(view()->table()->model()->rowCount(), 2);
        picture("sets");
    }
    void exportImages() {
        const QString target = m_folder.filePath("distilled");
        click(page()->exportButton());
        QTRY_VERIFY(shown<DistilExportDialog>() != nullptr);
        DistilExportDialog* dialog = shown<DistilExportDialog>();
        dialog->folderField()->selectAll();
        QTest::keyClicks(dialog->folderField(), target);
        click(dialog->exportButton());
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone(), kPatience);
        dialog->close();
        const DistilCheckpoint& last = view()->distilled()->images->checkpoints.back();
        const auto arrays = store::readNpz((target + "/distilled.npz").toStdString());
        QVERIFY(std::ranges::equal(arrays.at("images").as<float>(), last.support));
        QVERIFY(std::ranges::equal(arrays.at("labels").as<float>(), last.label));
    }
    void trainNetworks() {
        openTask(4);
        type("steps", "30");
        type("repeat", "2");
        type("lr", "1e-3");
        start("transfer");
        waitFor("transfer");
        QTRY_VERIFY(view()->transfer()->isFilled());
        QCOMPARE(view()->transfer()->table()->model()->rowCount(), 3);
        picture("networks");
    }

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        qputenv("HOME", m_folder.path().toUtf8());  // where new projects go
        applyTheme(ThemeChoice::Light);
        open(makePage);
    }
    void cleanupTestCase() {
        if (m_jobs) m_jobs->shutDown(kPatience);
        shut();
    }

    void fromADataSetToExportedImages() {
        for (const auto& step : {&TestDistilWindow::import,
                                 &TestDistilWindow::distil,
                                 &TestDistilWindow::watchAndStop,
                                 &TestDistilWindow::solveLabels,
                                 &TestDistilWindow::exportImages,
                                 &TestDistilWindow::trainNetworks}) {
            (this->*step)();
            if (QTest::currentTestFailed()) return;
        }
    }
};

QTEST_MAIN(TestDistilWindow)
#include "tst_distil_window.moc"
