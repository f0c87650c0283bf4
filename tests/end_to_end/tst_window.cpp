// SPDX-License-Identifier: GPL-3.0-or-later
// The main job as a person does it: the real window, the real engine, real images; from a dropped
// folder or a button to exported files, by clicks and keys alone. What comes out is compared with
// the images that went in, byte by byte. With WINNOW_SHOTS=FOLDER it leaves a picture of each step.
#include "engine/store/npz.h"
#include "tests/support/shared_data.h"
#include "tests/ui/frame/window_test.h"
#include "ui/frame/field_editor.h"
#include "ui/frame/job_form.h"
#include "ui/frame/rail.h"
#include "ui/frame/start_page.h"
#include "ui/pages/clusters/map_panel.h"
#include "ui/pages/prune/export_dialog.h"
#include "ui/pages/prune/method_form.h"
#include "ui/pages/prune/prune_page.h"
#include "ui/pages/prune/save_bar.h"
#include "ui/pages/prune/share_panel.h"
#include "ui/pages/prune/task_list.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cost_card.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/labelled_slider.h"

#include <QComboBox>
#include <QDirIterator>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QMultiHash>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <zlib.h>

using namespace winnow;
using namespace winnow::ui;

namespace {

constexpr int kPatience = 60'000;  // milliseconds, of one job

/// The numbers of a gzipped IDX file behind its header.
QByteArray originalOf(const std::filesystem::path& file, qsizetype header) {
    QByteArray bytes;
    gzFile in = gzopen(file.c_str(), "rb");
    QByteArray part(1 << 20, '\0');
    for (int read = 0; in != nullptr && (read = gzread(in, part.data(), 1 << 20)) > 0;)
        bytes.append(part.constData(), read);
    if (in != nullptr) gzclose(in);
    return bytes.mid(header);
}

/// The contents of all files below a folder, by the name of the folder they are in.
QMultiHash<QByteArray, QString> contentsOf(const QString& folder) {
    QMultiHash<QByteArray, QString> contents;
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            contents.insert(file.readAll(), files.fileInfo().dir().dirName());
    }
    return contents;
}

}  // namespace

class TestWindow : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_row;
    int m_pictures = 0;

    void picture(const char* what) {
        const QString folder = qEnvironmentVariable("WINNOW_SHOTS");
        if (folder.isEmpty()) return;
        QTest::qWait(1500);
        m_window->screen()
            ->grabWindow(m_window->winId())
            .save(QStringLiteral("%1/%2-%3-%4.png")
                      .arg(folder, m_row)
                      .arg(++m_pictures, 2, 10, QLatin1Char('0'))
                      .arg(QLatin1String(what)));
    }
    void type(JobForm* form, const char* field, const QString& text) {
        auto* line = form->editor(QLatin1String(field))->findChild<QLineEdit*>();
        QVERIFY2(line != nullptr, field);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    void goTo(PageId page) {
        click(m_window->rail()->row(page));
        QCOMPARE(m_window->currentPage(), page);
    }
    /// The empty panel's button leads to the form of what is missing.
    void openFormOf(QWidget* part) {
        QPushButton* action = nullptr;
        const auto offered = [&] {
            for (EmptyPanel* empty : part->findChildren<EmptyPanel*>())
                if (empty->actionButton()->isVisible() && empty->actionButton()->isEnabled())
                    action = empty->actionButton();
            return action != nullptr;
        };
        QTRY_VERIFY(offered());
        click(action);
        QTRY_VERIFY(shown<JobForm>() != nullptr);
    }
    void startAndWait(const QString& kind) {
        JobForm* form = shown<JobForm>();
        QTRY_VERIFY(form->startButton()->isEnabled());
        QCOMPARE(QLatin1String(form->declaration().kind), kind);
        picture(qPrintable(kind + "-form"));
        click(form->startButton());
        waitFor(kind);
    }
    void waitFor(const QString& kind) {
        QTRY_VERIFY_WITH_TIMEOUT(
            m_jobs->latest(kind) != nullptr && !isActive(m_jobs->latest(kind)->state), kPatience);
        const Job& job = *m_jobs->latest(kind);
        QVERIFY2(job.state == JobState::Done, qPrintable(job.sentence));
    }

    // ---- the steps
    void drop(const QString& source, int limit) {
        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(source)});
        QDragEnterEvent enter(QPoint(700, 400), Qt::CopyAction, &dropped, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(700, 400), Qt::CopyAction, &dropped, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &drop);
        QTRY_VERIFY(shown<JobForm>() != nullptr);
        JobForm* form = shown<JobForm>();
        auto* project = form->findChild<QLineEdit*>(QStringLiteral("project"));
        QVERIFY(project != nullptr);
        project->selectAll();
        QTest::keyClicks(project, m_folder.filePath(m_row + ".winnow"));
        if (limit > 0) type(form, "limit", QString::number(limit));
        startAndWait("import");
    }
    void opened(int images) {
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen(), kPatience);
        QCOMPARE(m_session->sampleCount(), std::int64_t{images});
        QTRY_VERIFY(!m_window->startPage()->isVisible());
        picture("data");
    }
    void train() {
        goTo(PageId::Train);
        openFormOf(m_window->page(PageId::Train));
        type(shown<JobForm>(), "epochs", "2");
        startAndWait("train");
        QTRY_VERIFY_WITH_TIMEOUT(m_session->run().epochs() == 2, kPatience);
        picture("train");
    }
    void computeKernel(int images) {
        goTo(PageId::Interactions);
        openFormOf(m_window->page(PageId::Interactions));
        // The engine says what it would take before it is started.
        const auto* card = shown<CostCard>();
        QVERIFY(card != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(card->cost().memoryBytes.has_value(), kPatience);
        QVERIFY(*card->cost().memoryBytes > 0 && *card->cost().seconds > 0);
        startAndWait("kernel");
        QTRY_COMPARE_WITH_TIMEOUT(
            m_session->kernel().diagonal.size(), std::int64_t{images}, kPatience);
        picture("interactions");
    }
    void cluster() {
        goTo(PageId::Clusters);
        openFormOf(m_window->page(PageId::Clusters));
        startAndWait("cluster");
        QTRY_VERIFY(!m_session->artifacts(Part::Cluster).empty());
        openFormOf(shown<MapPanel>());
        startAndWait("embed");
        QTRY_VERIFY(!m_session->artifacts(Part::Embedding).empty());
        picture("clusters");
    }
    void select() {
        goTo(PageId::Prune);
        auto* page = static_cast<PrunePage*>(m_window->page(PageId::Prune));
        QTRY_VERIFY(!page->tasks()->buttons().isEmpty());
        TaskButton* random = nullptr;
        for (TaskButton* button : page->tasks()->buttons())
            if (button->task().method == QLatin1String("random")) random = button;
        QVERIFY(random != nullptr);
        click(random);
        const auto shownNow = [&] {
            return !page->isBusy() && page->preview().fields["method"].toString() == "random";
        };
        QTRY_VERIFY_WITH_TIMEOUT(shownNow(), kPatience);
        auto* slider = page->share()->slider()->findChild<QSlider*>();
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_PageDown);
        QTRY_VERIFY_WITH_TIMEOUT(shownNow(), kPatience);
        QVERIFY(page->preview().total.goes() > 0);
        QTRY_VERIFY(page->bar()->saveButton()->isEnabled());
        click(page->bar()->saveButton());
        QTRY_VERIFY_WITH_TIMEOUT(!page->savedSelection().isEmpty(), kPatience);
        picture("prune");
    }
    void exportTo(const QString& target, const char* format) {
        auto* page = static_cast<PrunePage*>(m_window->page(PageId::Prune));
        QTRY_VERIFY(page->bar()->exportButton()->isEnabled());
        click(page->bar()->exportButton());
        QTRY_VERIFY(shown<ExportDialog>() != nullptr);
        ExportDialog* dialog = shown<ExportDialog>();
        const int at = dialog->formatField()->findData(format);
        QVERIFY(at >= 0);
        dialog->formatField()->setCurrentIndex(at);
        dialog->folderField()->selectAll();
        QTest::keyClicks(dialog->folderField(), target);
        click(dialog->exportButton());
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone(), kPatience);
        picture("exported");
        dialog->close();
    }

    /// Images and labels as in the project; with `files`, as in Fashion-MNIST's own files, not read
    /// by our own reader.
    void compareNpz(const QString& target, const std::filesystem::path& files) {
        const auto arrays = store::readNpz((target + "/dataset.npz").toStdString());
        const auto images = arrays.at("x_train").as<std::uint8_t>();
        const auto labels = arrays.at("y_train").as<std::int64_t>();
        const auto index = arrays.at("train_index").as<std::int64_t>();
        const auto stored = m_session->dataset()->train.pixels();
        const qsizetype pixels = std::ssize(stored) / m_session->sampleCount();
        const QByteArray project(reinterpret_cast<const char*>(stored.data()), std::ssize(stored));
        auto* page = static_cast<PrunePage*>(m_window->page(PageId::Prune));
        QCOMPARE(std::ssize(index), page->preview().total.stays());
        QVERIFY(std::ssize(index) < m_session->sampleCount());
        QMultiHash<QByteArray, std::int64_t> original;
        if (!files.empty()) {
            const QByteArray all = originalOf(files / "train-images-idx3-ubyte.gz", 16);
            const QByteArray classes = originalOf(files / "train-labels-idx1-ubyte.gz", 8);
            QCOMPARE(all.size(), classes.size() * pixels);
            for (qsizetype i = 0; i < classes.size(); ++i)
                original.insert(all.mid(i * pixels, pixels), classes.at(i));
        }
        for (std::size_t i = 0; i < index.size(); ++i) {
            const QByteArray image(reinterpret_cast<const char*>(images.data()) +
                                       static_cast<std::ptrdiff_t>(i) * pixels,
                                   pixels);
            const auto said = [&] { return QStringLiteral("image %1 of the export").arg(i); };
            QVERIFY2(image == project.mid(index[i] * pixels, pixels), qPrintable(said()));
            QCOMPARE(labels[i], m_session->label(index[i]));
            QVERIFY2(files.empty() || original.contains(image, labels[i]), qPrintable(said()));
        }
    }
    /// Every file is one of the source's, byte by byte, in its class.
    void compareFolder(const QString& target, const QMultiHash<QByteArray, QString>& source) {
        auto* page = static_cast<PrunePage*>(m_window->page(PageId::Prune));
        const auto exported = contentsOf(target + "/train");
        QCOMPARE(std::int64_t{exported.size()}, page->preview().total.stays());
        for (auto it = exported.begin(); it != exported.end(); ++it)
            QVERIFY2(source.contains(it.key(), it.value()), qPrintable(it.value()));
    }
    void reopen(int images) {
        const QString saved =
            static_cast<PrunePage*>(m_window->page(PageId::Prune))->savedSelection();
        const auto keep = static_cast<PrunePage*>(m_window->page(PageId::Prune))->share()->keep();
        shut();
        open(makePage);
        m_window->reopenLast();
        QCOMPARE(m_window->currentPage(), PageId::Prune);
        QCOMPARE(m_session->sampleCount(), std::int64_t{images});
        auto* page = static_cast<PrunePage*>(m_window->page(PageId::Prune));
        QTRY_COMPARE(page->form()->method(), QStringLiteral("random"));
        QTRY_COMPARE(page->share()->keep(), keep);
        QTRY_COMPARE_WITH_TIMEOUT(page->savedSelection(), saved, 20'000);
    }

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        qputenv("HOME", m_folder.path().toUtf8());  // where new projects go
        applyTheme(ThemeChoice::Light);
    }
    void init() {
        QSettings().clear();
        m_row = QString::fromUtf8(QTest::currentDataTag());
        m_pictures = 0;
        open(makePage);
        picture("start");
    }
    void cleanup() {
        if (m_jobs) m_jobs->shutDown(kPatience);
        shut();
    }

    void fromImagesToAnExport_data() {
        QTest::addColumn<QString>("dropped");  // below ../shared; empty: the planted set's button
        QTest::addColumn<int>("limit");
        QTest::addColumn<int>("images");
        QTest::addColumn<QByteArray>("format");
        QTest::newRow("fashion-mnist") << "data/fashion-mnist" << 1200 << 1200 << QByteArray("npz");
        QTest::newRow("planted") << QString() << 0 << 2000 << QByteArray("npz");
        // 20 of each of ten classes, and the two of its hostile files that are images.
        QTest::newRow("image-folder") << "data/image-folder" << 0 << 202 << QByteArray("folder");
    }
    void fromImagesToAnExport() {
        QFETCH(QString, dropped);
        QFETCH(int, limit);
        QFETCH(int, images);
        QFETCH(QByteArray, format);
        if (!dropped.isEmpty()) WINNOW_NEEDS_SHARED();
        const std::filesystem::path source = test::shared(dropped.toStdString());
        const bool isFolder = format == "folder";
        const auto before = isFolder ? contentsOf(QString::fromStdString(source.string()))
                                     : QMultiHash<QByteArray, QString>();
        const QString target = m_folder.filePath(m_row + "-kept");
        const std::vector<std::function<void()>> steps{
            [&] {
                dropped.isEmpty() ? startPlanted()
                                  : drop(QString::fromStdString(source.string()), limit);
            },
            [&] { opened(images); },
            [&] { train(); },
            [&] { computeKernel(images); },
            [&] { cluster(); },
            [&] { select(); },
            [&] { exportTo(target, format); },
            [&] {
                if (isFolder)
                    compareFolder(target, before);
                else
                    compareNpz(target, dropped.isEmpty() ? std::filesystem::path() : source);
            },
            [&] { reopen(images); }};
        for (const auto& step : steps) {
            step();
            if (QTest::currentTestFailed()) return;
        }
        // What computes is in other processes.
        QFile maps("/proc/self/maps");
        QVERIFY(maps.open(QIODevice::ReadOnly));
        const QByteArray loaded = maps.readAll();
        QVERIFY(loaded.contains("libQt6Widgets") && !loaded.contains("libtorch"));
        // The source was only read.
        if (isFolder) QCOMPARE(contentsOf(QString::fromStdString(source.string())), before);
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
