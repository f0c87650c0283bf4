// SPDX-License-Identifier: GPL-3.0-or-later
// The main job as a person does it: the real window, the real engine, real images; from a dropped
// folder to an exported file, by clicks and keys alone. What comes out is compared with the images
// that went in, number by number.
#include "engine/store/npz.h"
#include "tests/support/shared_data.h"
#include "tests/ui/frame/window_test.h"
#include "ui/frame/field_editor.h"
#include "ui/frame/job_form.h"
#include "ui/frame/rail.h"
#include "ui/frame/start_page.h"
#include "ui/pages/prune/export_dialog.h"
#include "ui/pages/prune/method_form.h"
#include "ui/pages/prune/prune_page.h"
#include "ui/pages/prune/save_bar.h"
#include "ui/pages/prune/share_panel.h"
#include "ui/pages/prune/task_list.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/labelled_slider.h"

#include <QComboBox>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QMultiHash>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>

#include <zlib.h>

using namespace winnow;
using namespace winnow::ui;

namespace {

constexpr int kPatience = 60'000;  // milliseconds, of one job
constexpr int kImages = 1200;
constexpr int kPixels = 28 * 28;

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

void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }

}  // namespace

class TestWindow : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;

    template <typename Widget>
    Widget* shown() const {
        for (Widget* widget : m_window->findChildren<Widget*>())
            if (widget->isVisible()) return widget;
        return nullptr;
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
    /// The empty page's button leads to the form of what it lacks.
    void openFormOf(PageId page) {
        goTo(page);
        QPushButton* action = nullptr;
        const auto offered = [&] {
            for (EmptyPanel* empty : m_window->page(page)->findChildren<EmptyPanel*>())
                if (empty->actionButton()->isVisible()) action = empty->actionButton();
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
        click(form->startButton());
        QTRY_VERIFY_WITH_TIMEOUT(
            m_jobs->latest(kind) != nullptr && !isActive(m_jobs->latest(kind)->state), kPatience);
        const Job& job = *m_jobs->latest(kind);
        QVERIFY2(job.state == JobState::Done, qPrintable(job.sentence));
    }

private Q_SLOTS:
    void initTestCase() {
        WINNOW_NEEDS_SHARED();
        QCoreApplication::setOrganizationName("WinnowTest");
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(
            QSettings::IniFormat, QSettings::UserScope, m_folder.filePath("settings"));
        QSettings().clear();
        applyTheme(ThemeChoice::Light);
        open(makePage);
    }
    void cleanupTestCase() {
        if (m_jobs) m_jobs->shutDown(kPatience);
        shut();
    }

    void aDroppedFolderBecomesAProject() {
        const QString source = QString::fromStdString(test::shared("data/fashion-mnist").string());
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
        QTest::keyClicks(project, m_folder.filePath("fashion.winnow"));
        type(form, "limit", QString::number(kImages));
        startAndWait("import");
        QTRY_VERIFY_WITH_TIMEOUT(m_session->isOpen(), kPatience);
        QCOMPARE(m_session->sampleCount(), std::int64_t{kImages});
        QTRY_VERIFY(!m_window->startPage()->isVisible());
    }

    void theNetworkIsTrained() {
        openFormOf(PageId::Train);
        type(shown<JobForm>(), "epochs", "2");
        startAndWait("train");
        QTRY_VERIFY(m_session->run().epochs() == 2);
    }

    void theKernelIsComputed() {
        openFormOf(PageId::Interactions);
        startAndWait("kernel");
        QTRY_COMPARE(m_session->kernel().diagonal.size(), std::int64_t{kImages});
    }

    void theSamplesAreClustered() {
        openFormOf(PageId::Clusters);
        startAndWait("cluster");
        QTRY_VERIFY(!m_session->artifacts(Part::Cluster).empty());
    }

    void aSelectionIsChosenAndSaved() {
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
    }

    void theExportHoldsTheImagesThatStay() {
        auto* page = static_cast<PrunePage*>(m_window->page(PageId::Prune));
        QTRY_VERIFY(page->bar()->exportButton()->isEnabled());
        click(page->bar()->exportButton());
        QTRY_VERIFY(shown<ExportDialog>() != nullptr);
        ExportDialog* dialog = shown<ExportDialog>();
        dialog->formatField()->setCurrentIndex(dialog->formatField()->findData("npz"));
        const QString target = m_folder.filePath("kept");
        dialog->folderField()->selectAll();
        QTest::keyClicks(dialog->folderField(), target);
        click(dialog->exportButton());
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isDone(), kPatience);
        dialog->close();

        const auto arrays = store::readNpz((target + "/dataset.npz").toStdString());
        const auto images = arrays.at("x_train").as<std::uint8_t>();
        const auto labels = arrays.at("y_train").as<std::int64_t>();
        const auto index = arrays.at("train_index").as<std::int64_t>();
        QCOMPARE(std::ssize(index), page->preview().total.stays());
        QVERIFY(std::ssize(index) < kImages);
        const auto bytes = reinterpret_cast<const char*>(images.data());
        const QByteArray project(
            reinterpret_cast<const char*>(m_session->dataset()->train.pixels().data()),
            kImages * kPixels);
        // The files that were dropped, not read by our own reader: the import takes some of each
        // class from them.
        const auto files = test::shared("data/fashion-mnist");
        const QByteArray pixels = originalOf(files / "train-images-idx3-ubyte.gz", 16);
        const QByteArray classes = originalOf(files / "train-labels-idx1-ubyte.gz", 8);
        QCOMPARE(pixels.size(), classes.size() * kPixels);
        QMultiHash<QByteArray, std::int64_t> original;
        for (qsizetype i = 0; i < classes.size(); ++i)
            original.insert(pixels.mid(i * kPixels, kPixels), classes.at(i));
        for (std::size_t i = 0; i < index.size(); ++i) {
            const QByteArray image(bytes + static_cast<std::ptrdiff_t>(i) * kPixels, kPixels);
            QVERIFY2(image == project.mid(index[i] * kPixels, kPixels),
                     qPrintable(QString("sample %1").arg(index[i])));
            QVERIFY2(original.contains(image, labels[i]),
                     qPrintable(QString("image %1 of the export").arg(i)));
        }
    }

    void closingAndOpeningShowsTheSame() {
        const QString saved =
            static_cast<PrunePage*>(m_window->page(PageId::Prune))->savedSelection();
        const auto keep = static_cast<PrunePage*>(m_window->page(PageId::Prune))->share()->keep();
        shut();
        open(makePage);
        m_window->reopenLast();
        QCOMPARE(m_window->currentPage(), PageId::Prune);
        QCOMPARE(m_session->sampleCount(), std::int64_t{kImages});
        auto* page = static_cast<PrunePage*>(m_window->page(PageId::Prune));
        QTRY_COMPARE(page->form()->method(), QStringLiteral("random"));
        QTRY_COMPARE(page->share()->keep(), keep);
        QTRY_COMPARE_WITH_TIMEOUT(page->savedSelection(), saved, 20'000);
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
