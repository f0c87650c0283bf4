// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/npz.h"
#include "tests/ui/pages/prune/engine_project.h"
#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/pages/prune/compare_dialog.h"
#include "ui/pages/prune/export_dialog.h"
#include "ui/pages/prune/method_form.h"
#include "ui/pages/prune/outcome_gallery.h"
#include "ui/pages/prune/prune_page.h"
#include "ui/pages/prune/save_bar.h"
#include "ui/pages/prune/share_panel.h"
#include "ui/pages/prune/stage_panel.h"
#include "ui/pages/prune/task_list.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labelled_slider.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/segments.h"

#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include <memory>

using namespace winnow;
using namespace winnow::ui;

namespace {

constexpr int kPatience = 60'000;  // milliseconds: an engine may have to start

}  // namespace

/// The whole way on a real project with the real engine: task, slider, preview, save, export.
class TestPrunePage : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    Session m_session;
    std::unique_ptr<JobQueue> m_jobs;
    ServeClient m_serve;
    std::unique_ptr<PrunePage> m_page;

    PageContext context() { return {&m_session, m_jobs.get(), &m_serve}; }

    void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
    TaskButton* task(const QString& method) {
        for (TaskButton* button : m_page->tasks()->buttons())
            if (button->task().method == method) return button;
        return nullptr;
    }
    bool previewCame(const QString& method) {
        return QTest::qWaitFor(
            [&] {
                return !m_page->isBusy() && m_page->preview().fields["method"].toString() == method;
            },
            kPatience);
    }
    std::int64_t keptOf(const QString& id) {
        const auto arrays =
            selectionArrays(m_session.project(), id.toStdString(), m_session.sampleCount());
        return std::ranges::count(arrays.kept.values(), 1);
    }

private Q_SLOTS:
    void initTestCase() {
        applyTheme(ThemeChoice::Light);
        const QString project = m_folder.filePath("prune.winnow");
        const QString trouble = test::makePlantedProject(project);
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        m_jobs = std::make_unique<JobQueue>(&m_session);
        QVERIFY(m_session.open(project));
        m_serve.setProject(m_session.folder());
        m_page = std::make_unique<PrunePage>(context());
        m_page->resize(1224, 716);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void cleanupTestCase() {
        m_page.reset();
        m_jobs->shutDown(kPatience);
    }

    void theFirstTaskIsShownByItsRule() {
        QVERIFY(previewCame("redundant"));
        QVERIFY(task("redundant")->isChecked());
        QVERIFY(!m_page->share()->keep());
        const auto flags = m_session.kernel().redundant.values();
        const auto& total = m_page->preview().total;
        QVERIFY(total.of(Stage::Redundant) > 0);
        QVERIFY(total.of(Stage::Redundant) <= std::ranges::count(flags, 1));
        QCOMPARE(total.total(), m_session.sampleCount());
        QCOMPARE(m_page->goes()->model()->rowCount(), static_cast<int>(total.goes()));
        QCOMPARE(m_page->stays()->model()->rowCount(), static_cast<int>(total.stays()));
    }

    void aTaskAndTheSliderDecideHowMuchStays() {
        click(task("random"));
        QVERIFY(previewCame("random"));
        auto* slider = m_page->share()->slider()->findChild<QSlider*>();
        slider->setFocus();
        QSignalSpy shown(m_page.get(), &PrunePage::previewShown);
        QTest::keyClick(slider, Qt::Key_PageDown);
        QTest::keyClick(slider, Qt::Key_PageDown);
        QVERIFY(m_page->isBusy());
        QVERIFY(QTest::qWaitFor([&] { return !m_page->isBusy(); }, kPatience));
        QCOMPARE(shown.size(), 1);  // of quick steps only the last is asked
        const double keep = *m_page->share()->keep();
        QVERIFY(keep > 0.55 && keep < 0.65);
        const SelectionPreview& preview = m_page->preview();
        const auto open = static_cast<double>(preview.allOpen());
        QCOMPARE(preview.allOpen() - preview.total.goes(), std::llround(keep * open));
        QCOMPARE(m_page->share()->figures()[2], countText(preview.total.goes()));
        std::int64_t stays = 0;
        for (const StageRow& row : m_page->classes()->bars()->rows()) {
            stays += row.counts.stays();
            QVERIFY(row.random.deviation > 0);
        }
        QCOMPARE(stays, preview.total.stays());
    }

    void whatIsExcludedByHandGoes() {
        const std::vector<std::int64_t> ids{7, 8, 9};
        const auto told = [&] {
            return m_page->preview().warnings.join(' ').contains("excluded by hand");
        };
        QVERIFY(!told());
        m_session.annotations()->exclude(SampleSet::of(m_session.sampleCount(), ids));
        QTRY_VERIFY_WITH_TIMEOUT(told(), kPatience);
        for (const std::int64_t id : ids)
            QCOMPARE(m_page->preview().stages[static_cast<std::size_t>(id)], Stage::LeftOut);
        QCOMPARE(m_page->preview().total.goes(), m_page->preview().goesByRule() + 3);
        m_session.undoStack()->undo();
        QTRY_VERIFY_WITH_TIMEOUT(!told(), kPatience);
    }

    void aClassLimitsTheGalleries() {
        StageBars* bars = m_page->classes()->bars();
        QTest::mouseClick(bars, Qt::LeftButton, {}, bars->rowRect(2).center());
        const auto& row = bars->rows()[2];
        QCOMPARE(m_page->goes()->model()->rowCount(), static_cast<int>(row.counts.goes()));
        for (const std::int64_t id : m_page->goes()->model()->order())
            QCOMPARE(m_session.labels()[static_cast<std::size_t>(id)], std::int64_t{2});
        bars->setFocus();
        QTest::keyClick(bars, Qt::Key_Space);
        QVERIFY(!bars->chosen());
        QCOMPARE(m_page->goes()->model()->rowCount(),
                 static_cast<int>(m_page->preview().total.goes()));
    }

    /// Their scores are computed for the preview and stay for the next share.
    void methodsByFeaturesArePreviewed_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("field");
        QTest::newRow("herding") << "herding"
                                 << "Herding"
                                 << "herding";
        QTest::newRow("influence") << "influence-score"
                                   << "Highest influence"
                                   << "refit";
    }
    void methodsByFeaturesArePreviewed() {
        QFETCH(QString, method);
        QFETCH(QString, title);
        QFETCH(QString, field);
        MethodForm* form = m_page->form();
        form->setMethod(method);
        QCOMPARE(qobject_cast<QComboBox*>(form->input("method"))->currentText(), title);
        QVERIFY(previewCame(method));
        const auto stays = m_page->preview().stages;
        QVERIFY(m_page->preview().total.of(Stage::LeftOut) > 0);
        auto* choice = qobject_cast<QComboBox*>(form->input(field));
        QVERIFY(choice != nullptr);
        QSignalSpy shown(m_page.get(), &PrunePage::previewShown);
        choice->setCurrentIndex(1);
        QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 1, kPatience);
        QCOMPARE(m_page->preview().fields[field].toString(), choice->itemText(1));
        QVERIFY(m_page->preview().stages != stays);
        form->setMethod("random");
        QVERIFY(previewCame("random"));
    }

    void aWrongFieldSaysSoAndAsksNothing() {
        auto* seed = qobject_cast<QLineEdit*>(m_page->form()->input("seed"));
        QVERIFY(seed != nullptr);
        seed->setFocus();
        seed->selectAll();
        QTest::keyClicks(seed, "x");
        QVERIFY(m_page->form()->sentence("seed").startsWith("Seed is"));
        QVERIFY(!m_page->isBusy());
        QVERIFY(!m_page->bar()->saveButton()->isEnabled());
        seed->selectAll();
        QTest::keyClicks(seed, "4");
        QVERIFY(m_page->form()->sentence("seed").isEmpty());
        QVERIFY(previewCame("random"));
    }

    void aSavedSelectionIsWhatWasShown() {
        SaveBar* bar = m_page->bar();
        QVERIFY(!bar->exportButton()->isEnabled());
        bar->nameField()->setFocus();
        QTest::keyClicks(bar->nameField(), "by chance");
        click(bar->saveButton());
        QTRY_VERIFY_WITH_TIMEOUT(!m_page->savedSelection().isEmpty(), kPatience);
        const QString id = m_page->savedSelection();
        QCOMPARE(m_session.title(id), QString("by chance"));
        QVERIFY(bar->exportButton()->isEnabled());
        QVERIFY(!bar->saveButton()->isEnabled());
        const auto arrays =
            selectionArrays(m_session.project(), id.toStdString(), m_session.sampleCount());
        const auto& stages = m_page->preview().stages;
        for (std::size_t i = 0; i < stages.size(); ++i)
            QCOMPARE(arrays.stage[static_cast<std::int64_t>(i)],
                     static_cast<std::uint8_t>(stages[i]));
    }

    void anExclusionMakesItAnotherSelection() {
        const QString saved = m_page->savedSelection();
        QVERIFY(!saved.isEmpty());
        m_session.annotations()->exclude(
            SampleSet::of(m_session.sampleCount(), std::vector<std::int64_t>{7, 8, 9}));
        const auto another = [&] {
            return !m_page->isBusy() && m_page->savedSelection().isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(another(), kPatience);
        QVERIFY(m_page->bar()->saveButton()->isEnabled());
        m_session.undoStack()->undo();
        QTRY_COMPARE_WITH_TIMEOUT(m_page->savedSelection(), saved, kPatience);
    }

    void anExportHoldsTheKeptImages() {
        const QString id = m_page->savedSelection();
        ExportDialog dialog(context(), id);
        dialog.show();
        QCOMPARE(dialog.exportButton()->text(), QString("Export %1").arg(countText(keptOf(id))));
        QVERIFY(!dialog.filesField()->isVisible());
        dialog.formatField()->setCurrentIndex(dialog.formatField()->findData("npz"));
        const QString target = m_folder.filePath("out");
        dialog.folderField()->selectAll();
        QTest::keyClicks(dialog.folderField(), target);
        QCOMPARE(dialog.folderSentence(), QString());
        click(dialog.exportButton());
        QTRY_VERIFY_WITH_TIMEOUT(dialog.isDone(), kPatience);
        QVERIFY(dialog.message()->sentence().contains(target));
        const auto arrays = store::readNpz((target + "/dataset.npz").toStdString());
        const auto index = arrays.at("train_index").as<std::int64_t>();
        QCOMPARE(std::ssize(index), keptOf(id));
        const auto& stages = m_page->preview().stages;
        for (const std::int64_t row : index) {
            const Stage stage = stages[static_cast<std::size_t>(row)];
            QVERIFY(stage == Stage::Kept || stage == Stage::Validation);
        }
        const auto labels = arrays.at("y_train").as<std::int64_t>();
        for (std::size_t i = 0; i < index.size(); ++i)
            QCOMPARE(labels[i], m_session.labels()[static_cast<std::size_t>(index[i])]);
    }

    void aFolderInUseIsRefusedAtItsField_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("says");
        QTest::newRow("used") << m_folder.filePath("out") << "new or an empty";
        QTest::newRow("in the project") << m_session.folder() + "/out"
                                        << "inside the project";
        QTest::newRow("relative") << "out"
                                  << "whole path";
        QTest::newRow("none") << ""
                              << "Choose the folder";
        QTest::newRow("a file") << m_folder.filePath("out/winnow.json") << "file";
    }
    void aFolderInUseIsRefusedAtItsField() {
        QFETCH(QString, folder);
        QFETCH(QString, says);
        ExportDialog dialog(context(), m_page->savedSelection());
        dialog.folderField()->setText(folder);
        QVERIFY2(dialog.folderSentence().contains(says), qPrintable(dialog.folderSentence()));
        QVERIFY(!dialog.exportButton()->isEnabled());
    }

    void tabGoesThroughAnExportFromTopToBottom() {
        const std::vector<std::int64_t> picked{7};
        ExportDialog dialog(context(), SampleSet::of(m_session.sampleCount(), picked));
        dialog.show();
        QList<QWidget*> chain{dialog.nameField()};
        QCOMPARE(dialog.focusWidget(), chain.first());
        for (QWidget* at = chain.first()->nextInFocusChain(); at != chain.first();
             at = at->nextInFocusChain())
            if ((at->focusPolicy() & Qt::TabFocus) != 0 && at->isVisible()) chain << at;
        QCOMPARE(chain.indexOf(dialog.formatField()), 1);
        const auto files = dialog.filesField()->findChildren<QAbstractButton*>();
        const bool linked = dialog.filesField()->isVisible();
        if (linked) QCOMPARE(chain.indexOf(files.first()), 2);
        QCOMPARE(chain.indexOf(dialog.folderField()), linked ? 2 + files.size() : 2);
        QCOMPARE(chain.last(), dialog.exportButton());
    }

    void pickedSamplesBecomeASelectionAndAreExported() {
        const std::vector<std::int64_t> picked{7, 3, 250};
        ExportDialog dialog(context(), SampleSet::of(m_session.sampleCount(), picked));
        dialog.show();
        QCOMPARE(dialog.exportButton()->text(), QString("Export 3"));
        dialog.formatField()->setCurrentIndex(dialog.formatField()->findData("npz"));
        const QString target = m_folder.filePath("picked");
        dialog.folderField()->setText(target);
        click(dialog.exportButton());
        QTRY_VERIFY_WITH_TIMEOUT(dialog.isDone(), kPatience);
        const auto arrays = store::readNpz((target + "/dataset.npz").toStdString());
        const auto index = arrays.at("train_index").as<std::int64_t>();
        QCOMPARE(std::vector<std::int64_t>(index.begin(), index.end()),
                 (std::vector<std::int64_t>{3, 7, 250}));
        const auto rows = m_session.artifacts(Part::Selection);
        QCOMPARE(rows.back().name, std::string("picked-3"));
    }

    void twoSelectionsAreCompared() {
        const auto rows = m_session.artifacts(Part::Selection);
        QVERIFY(rows.size() >= 2);
        const QString first = QString::fromStdString(rows.front().id);
        const QString second = QString::fromStdString(rows.back().id);
        CompareDialog dialog(&m_session);
        dialog.setSelections(first, second);
        const int all = dialog.table()->rowCount() - 1;
        QCOMPARE(all, static_cast<int>(m_session.classCount()));
        QCOMPARE(dialog.table()->item(all, 2)->text(), countText(keptOf(first)));
        QCOMPARE(dialog.table()->item(all, 3)->text(), QString("3"));
        const auto a = selectionArrays(m_session.project(), first.toStdString(), 300);
        const std::int64_t both = a.kept[3] + a.kept[7] + a.kept[250];
        QCOMPARE(dialog.table()->item(all, 4)->text(), countText(both));
        dialog.setSelections(first, first);
        QCOMPARE(dialog.table()->item(all, 6)->text(), QString("1.000"));
    }

    void aTaskWithoutItsPartsLeadsToTheForm() {
        QSignalSpy asked(m_page.get(), &Page::jobFormRequested);
        QList<PruneTask> tasks{
            {PruneTask::Kind::Needs, "t", "l", {}, {}, "kernel", R"({"run":"run-1"})"}};
        m_page->tasks()->setTasks(tasks);
        click(m_page->tasks()->buttons().first());
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), QString("kernel"));
        m_page->activated();
        QVERIFY(task("random") != nullptr);
    }

    void theStateComesBack() {
        click(task("forgetting"));
        QVERIFY(previewCame("forgetting"));
        const QByteArray state = m_page->saveState();
        PrunePage other(context());
        other.restoreState(state);
        QCOMPARE(other.form()->method(), QString("forgetting"));
        QCOMPARE(other.share()->keep(), m_page->share()->keep());
    }
};

QTEST_MAIN(TestPrunePage)
#include "tst_prune_page.moc"
