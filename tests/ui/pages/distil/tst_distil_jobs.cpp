// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs as the Distil page starts, shows and ends them, with scripts in the place of the engine.
#include "tests/ui/engine/engine_script.h"
#include "tests/ui/pages/distil/distil_bench.h"
#include "ui/pages/distil/export_dialog.h"
#include "ui/pages/distil/job_fate.h"
#include "ui/pages/distil/learning_view.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_card.h"
#include "ui/widgets/progress_line.h"

#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

using namespace winnow;
using namespace winnow::ui;
using test::DistilBench;
using test::DistilProject;
using test::namesOf;

namespace {

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

}  // namespace

class TestDistilJobs : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        applyTheme(ThemeChoice::Light);
    }

    void anExportSaysWhatAndWhere() {
        const QTemporaryDir folder;
        const test::EngineScript engine("echo '{\"event\":\"done\",\"seconds\":1}'");
        DistilProject project({.side = 8, .steps = {0, 5, 9}});
        project.addDistilled("set");
        DistilBench bench(project.folder());
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

    void aRunningDistillationIsWatched() {
        DistilProject project({.classes = 4, .side = 8});
        const QString pidFile = m_folder.filePath("pid");
        QFile::remove(pidFile);
        const test::EngineScript engine(
            endless(metric("train_loss", 1, 0.09) + metric("train_loss", 2, 0.08) +
                        metric("test_accuracy", 0, 0.4) + metric("ridge", 2, 1e-6) +
                        metric("checkpoint", 2, 2),
                    pidFile));
        DistilBench bench(project.folder());
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
        DistilBench bench(project.folder());
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
        DistilBench bench(project.folder());
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
        DistilBench bench(project.folder());
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
        DistilBench bench(project.folder());
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
        DistilBench bench(project.folder());
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
};

QTEST_MAIN(TestDistilJobs)
#include "tst_distil_jobs.moc"
