// SPDX-License-Identifier: GPL-3.0-or-later
// What can go wrong, in the real window: one sentence at the place, nothing lost, and the window
// stays usable.
#include "tests/end_to_end/engine_program.h"
#include "tests/end_to_end/small_disk.h"
#include "tests/ui/engine/engine_script.h"
#include "tests/ui/frame/window_test.h"
#include "tests/ui/session/sample_project.h"
#include "ui/frame/job_form.h"
#include "ui/frame/rail.h"
#include "ui/frame/start_page.h"
#include "ui/pages/prune/export_dialog.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_card.h"

#include <QComboBox>
#include <QDir>
#include <QImage>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <csignal>

using namespace winnow;
using namespace winnow::ui;

namespace {

constexpr int kPatience = 20'000;  // milliseconds

SampleSet samples(std::int64_t universe, std::int64_t id) {
    return SampleSet::of(universe, std::array{id});
}

}  // namespace

class TestBadInput : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;

    /// The sentence on a visible card, whole and without what only a programmer reads.
    QString sentence() const {
        for (auto* card : m_window->findChildren<MessageCard*>()) {
            if (!card->isVisible()) continue;
            const QString text = card->sentence();
            const bool clear = text.endsWith('.') && !text.contains("exception") &&
                               !text.contains("std::") && !text.contains("errno");
            return clear ? text : "unclear: " + text;
        }
        return {};
    }
    void says(const QString& part) {
        QTRY_VERIFY_WITH_TIMEOUT(!sentence().isEmpty(), kPatience);
        QVERIFY2(
            sentence().contains(part, Qt::CaseInsensitive) && !sentence().startsWith("unclear"),
            qPrintable(sentence()));
    }
    /// Every page opens, and another project can be.
    void staysUsable() {
        if (m_session->isOpen())
            for (int page = 0; page < kPages; ++page) {
                click(m_window->rail()->row(static_cast<PageId>(page)));
                QTest::qWait(20);
            }
        const test::SampleProject good;
        QVERIFY(m_window->openProject(good.folder()));
        QTRY_COMPARE(m_session->run().id, QString("run-1"));
        m_session->annotations()->tag(samples(m_session->sampleCount(), 3), "fine");
        QCOMPARE(m_session->annotations()->tags(), QStringList{"fine"});
        m_window->closeProject();
    }
    ExportDialog* exportDialog(const SampleSet& picked) {
        m_session->selection()->select(picked);
        m_window->action("export")->trigger();
        (void)QTest::qWaitFor([this] { return shown<ExportDialog>() != nullptr; });
        return shown<ExportDialog>();
    }

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        qputenv("HOME", m_folder.path().toUtf8());
        applyTheme(ThemeChoice::Light);
    }
    void init() {
        QSettings().clear();
        open(makePage);
    }
    void cleanup() {
        if (m_jobs) m_jobs->shutDown(kPatience);
        shut();
    }

    void theEngineIsMissing() {
        const QByteArray before = qgetenv("WINNOW_ENGINE");
        qputenv("WINNOW_ENGINE", m_folder.filePath("nowhere/winnow-engine").toUtf8());
        startPlanted();
        says("winnow-engine");
        qputenv("WINNOW_ENGINE", before);
        staysUsable();
    }

    void theEngineEndsBadly_data() {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QString>("part");
        QTest::newRow("killed") << QByteArray("kill -9 $$") << "ended from outside";
        QTest::newRow("no memory") << QByteArray("exit 4") << "memory";
        QTest::newRow("unknown") << QByteArray("exit 77") << "77";
        QTest::newRow("nonsense") << QByteArray("echo '{broken'; exit 1") << "code 1";
    }
    void theEngineEndsBadly() {
        QFETCH(QByteArray, script);
        QFETCH(QString, part);
        const test::SampleProject project;
        QVERIFY(m_window->openProject(project.folder()));
        {
            const test::EngineScript engine(script);
            m_jobs->start({"train", "{\"dataset\":\"dataset-1\"}"});
            QTRY_VERIFY_WITH_TIMEOUT(!isActive(m_jobs->jobs().front().state), kPatience);
        }
        const Job& job = m_jobs->jobs().front();
        if (job.state == JobState::Failed) says(part);
        QVERIFY2(job.sentence.contains(part, Qt::CaseInsensitive) && job.sentence.endsWith('.'),
                 qPrintable(job.sentence));
        staysUsable();
    }

    void aProjectIsBad_data() {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("part");
        QTest::newRow("the catalogue is damaged") << "damaged"
                                                  << "project";
        QTest::newRow("an array is cut short") << "array"
                                               << "diagonal.npy";
        QTest::newRow("made by a newer version") << "newer"
                                                 << "newer";
        QTest::newRow("not there") << "absent"
                                   << "project";
    }
    void aProjectIsBad() {
        QFETCH(QString, how);
        QFETCH(QString, part);
        const test::SampleProject project;
        QString folder = project.folder();
        QFile catalogue(folder + "/project.db");
        if (how == "damaged") {
            QVERIFY(catalogue.open(QIODevice::WriteOnly));
            catalogue.write(QByteArray(4096, 'x'));
            catalogue.close();
        } else if (how == "array") {
            QVERIFY(QFile::resize(folder + "/arrays/kernel-1/diagonal.npy", 200));
        } else if (how == "newer") {
            // Bytes 60 to 63 of an SQLite file: the user version, which numbers the schema.
            QVERIFY(catalogue.open(QIODevice::ReadWrite));
            QVERIFY(catalogue.seek(60));
            catalogue.write(QByteArray("\0\0\x7f\xff", 4));
            catalogue.close();
        } else {
            folder += "-absent";
        }
        QCOMPARE(m_window->openProject(folder), how == "array");
        says(part);
        staysUsable();
    }

    void aProjectIsMovedWhileItIsOpen() {
        const test::SampleProject project;
        QVERIFY(m_window->openProject(project.folder()));
        QVERIFY(QDir().rename(project.folder(), project.folder() + "-moved"));
        says("not there any more");
        // What was loaded is shown on; marks are refused in words and not lost in silence.
        QCOMPARE(m_session->run().forgetting[8], std::int64_t{3});
        staysUsable();
    }

    void aProjectIsReadOnly() {
        const QString place = m_folder.filePath("readonly");
        QVERIFY(QDir().mkpath(place));
        test::SmallDisk disk(place, 20);
        if (!disk.mounted()) QSKIP("needs root: a file system of its own");
        const test::SampleProject project;
        const QString folder = place + "/copy.winnow";
        QCOMPARE(QProcess::execute("cp", {"-r", project.folder(), folder}), 0);
        QVERIFY(disk.makeReadOnly());
        QVERIFY(m_window->openProject(folder));
        QVERIFY(!m_session->isWritable());
        m_session->annotations()->tag(samples(m_session->sampleCount(), 1), "x");
        says("cannot be");
        QVERIFY(m_session->annotations()->tags().isEmpty());
        staysUsable();
    }

    void aDropIsNoDataSet() {
        const QString text = m_folder.filePath("letter.txt");
        QFile file(text);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Dear reader\n");
        file.close();
        m_window->openPath(text);
        JobForm* form = nullptr;
        const auto there = [&] { return (form = m_window->findChild<JobForm*>()) != nullptr; };
        QTRY_VERIFY(there());
        QTRY_VERIFY(form->startButton()->isEnabled());
        click(form->startButton());
        says("letter.txt");
        QVERIFY(!m_session->isOpen());
        staysUsable();
    }

    void anExportFolderIsNotEmpty() {
        const test::SampleProject project;
        QVERIFY(m_window->openProject(project.folder()));
        ExportDialog* dialog = exportDialog(samples(m_session->sampleCount(), 5));
        QVERIFY(dialog != nullptr);
        const QString target = m_folder.filePath("full");
        QVERIFY(QDir().mkpath(target + "/mine"));
        dialog->folderField()->selectAll();
        QTest::keyClicks(dialog->folderField(), target);
        QTRY_VERIFY2(dialog->folderSentence().contains("empty"),
                     qPrintable(dialog->folderSentence()));
        QVERIFY(!dialog->exportButton()->isEnabled());
        dialog->close();
        QCOMPARE(QDir(target).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 QStringList{"mine"});
        staysUsable();
    }

    void theSourceFilesAreGone() {
        const QString source = m_folder.filePath("pictures"), project = source + ".winnow";
        for (int i = 0; i < 16; ++i) {
            const QString folder = source + (i % 2 == 0 ? "/dark" : "/light");
            QVERIFY(QDir().mkpath(folder));
            QImage image(16, 16, QImage::Format_Grayscale8);
            image.fill(i * 15);
            QVERIFY(image.save(QStringLiteral("%1/%2.png").arg(folder).arg(i)));
        }
        QCOMPARE(test::engine({"import", project, source, "--name", "pictures"}).code, 0);
        QVERIFY(QDir(source).removeRecursively());
        QVERIFY(m_window->openProject(project));
        QCOMPARE(m_session->sampleCount(), std::int64_t{16});
        ExportDialog* dialog = exportDialog(SampleSet(16, true));
        QVERIFY(dialog != nullptr);
        const QString target = m_folder.filePath("from-gone");
        dialog->formatField()->setCurrentIndex(dialog->formatField()->findData("folder"));
        dialog->folderField()->selectAll();
        QTest::keyClicks(dialog->folderField(), target);
        QTRY_VERIFY(dialog->exportButton()->isEnabled());
        click(dialog->exportButton());
        QTRY_VERIFY_WITH_TIMEOUT(dialog->message()->isVisible(), kPatience);
        const QString said = dialog->message()->sentence();
        QVERIFY2(said.contains("no longer there") && said.contains("npz"), qPrintable(said));
        QVERIFY(!QFile::exists(target));
        dialog->close();
        staysUsable();
    }

    void theDiskFillsWhileExporting() {
        const QString place = m_folder.filePath("small");
        QVERIFY(QDir().mkpath(place));
        const test::SmallDisk disk(place, 8);
        if (!disk.mounted()) QSKIP("needs root: a file system of its own");
        const QString project = m_folder.filePath("planted.winnow");
        QCOMPARE(test::engine({"import", project, "planted", "--limit", "3000", "--name", "digits"})
                     .code,
                 0);
        QVERIFY(m_window->openProject(project));
        ExportDialog* dialog = exportDialog(SampleSet(m_session->sampleCount(), true));
        QVERIFY(dialog != nullptr);
        dialog->formatField()->setCurrentIndex(dialog->formatField()->findData("folder"));
        dialog->folderField()->selectAll();
        QTest::keyClicks(dialog->folderField(), place + "/out");
        QTRY_VERIFY(dialog->exportButton()->isEnabled());
        // Somebody else takes what was free.
        QFile other(place + "/other");
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write(QByteArray(7'500'000, 'x'));
        other.close();
        click(dialog->exportButton());
        QTRY_VERIFY_WITH_TIMEOUT(dialog->message()->isVisible(), kPatience);
        QVERIFY2(dialog->message()->sentence().contains("full") ||
                     dialog->message()->sentence().contains("space"),
                 qPrintable(dialog->message()->sentence()));
        QVERIFY(!dialog->isDone());
        // Now it is said before anything is begun.
        QVERIFY2(dialog->folderSentence().contains("free"), qPrintable(dialog->folderSentence()));
        QVERIFY(!dialog->exportButton()->isEnabled());
        dialog->close();
        QVERIFY(other.remove());
        QVERIFY2(
            QDir(place).isEmpty(),
            qPrintable(QDir(place).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).join(' ')));
        staysUsable();
    }

    void twoWindowsOnOneProject() {
        const test::SampleProject project;
        QVERIFY(m_window->openProject(project.folder()));
        Session session;
        JobQueue jobs(&session);
        ServeClient serve;
        MainWindow other({&session, &jobs, &serve}, makePage);
        other.show();
        QVERIFY(other.openProject(project.folder()));
        const std::int64_t n = session.sampleCount();
        m_session->annotations()->tag(samples(n, 1), "first");
        session.annotations()->tag(samples(n, 2), "second");
        const QStringList both{"first", "second"};
        QTRY_COMPARE(session.annotations()->tags(), both);
        QTRY_COMPARE(m_session->annotations()->tags(), both);
        QVERIFY2(sentence().isEmpty(), qPrintable(sentence()));
        other.close();
        staysUsable();
    }
};

QTEST_MAIN(TestBadInput)
#include "tst_bad_input.moc"
