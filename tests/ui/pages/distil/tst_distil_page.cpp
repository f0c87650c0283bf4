// SPDX-License-Identifier: GPL-3.0-or-later
// The Distil page by clicks and keys, on projects written without the engine: what it leads to,
// what it shows first, and the window around it. With WINNOW_SHOTS=FOLDER it leaves pictures of the
// window, light and dark, large and small, of few and many images, or of those in
// WINNOW_SHOTS_PROJECT=NAME.winnow.
#include "tests/ui/pages/distil/distil_bench.h"
#include "tests/ui/session/read_only_folder.h"
#include "ui/pages/distil/image_dialog.h"
#include "ui/pages/distil/learning_view.h"
#include "ui/pages/evaluate/experiment_choice.h"
#include "ui/theme/theme.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"

#include <QAccessible>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>
#include <nlohmann/json.hpp>

using namespace winnow;
using namespace winnow::ui;
using test::DistilBench;
using test::DistilProject;

class TestDistilPage : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;

    void picture(const QString& name) {
        QTest::qWait(400);
        QVERIFY(m_window->grab().save(qEnvironmentVariable("WINNOW_SHOTS") + u'/' + name +
                                      QStringLiteral(".png")));
    }
    DistilPage* openWindow(const QString& project) {
        shut();
        open([](PageId id, const PageContext& context, QWidget* parent) -> Page* {
            if (id == PageId::Distil) return new DistilPage(context, parent);
            return new test::PlainPage(id, context, parent);
        });
        m_window->openProject(project);
        m_window->showPage(PageId::Distil);
        return static_cast<DistilPage*>(m_window->page(PageId::Distil));
    }

    /// All images and what stands under them, light and dark, large and small.
    void shoot(const QString& project, const QString& name) {
        const QStringList parts{"learning", "analysis", "sets", "networks"};
        DistilPage* page = openWindow(project);
        page->view()->gallery()->steps()->which()->setCurrentIndex(1);
        for (const bool dark : {false, true})
            for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
                applyTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
                m_window->resize(size);
                for (int part = 0; part < parts.size(); ++part) {
                    page->view()->parts()->setCurrentIndex(part);
                    picture(QStringLiteral("%1-%2-%3-%4")
                                .arg(name, parts[part], dark ? "dark" : "light")
                                .arg(size.width()));
                }
            }
        applyTheme(ThemeChoice::Light);
    }

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        applyTheme(ThemeChoice::Light);
    }
    void cleanup() {
        shut();
        applyTheme(ThemeChoice::Light);
    }

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
        DistilBench bench(project.folder());
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
        DistilBench bench(project.folder());
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

    void aStoredSetIsShown() {
        DistilProject project;
        project.addDistilled("first");
        DistilBench bench(project.folder());
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

    void moreThanAnyNaturalSetIsSaidAsThat() {
        DistilProject project;
        project.addDistilled("first");
        project.changeResult({{"compression_at_least", true}});
        DistilBench bench(project.folder());
        QVERIFY(bench.view->factsInWords().contains("worth more than 40 natural"));
    }

    void warningsOfTheJobStandAtTheImages() {
        DistilProject project;
        project.addDistilled("first");
        project.changeResult({{"warnings", {"ridge raised to 1e-4"}}});
        DistilBench bench(project.folder());
        QVERIFY(bench.view->warnings()->isVisible());
        QCOMPARE(bench.view->warnings()->sentence(), QString("Ridge raised to 1e-4."));
    }

    void aReadOnlyProjectIsLookedAt() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addDistilled("set");
        const test::ReadOnlyFolder folder(project.folder());
        if (!folder.holds()) QSKIP("this user may write everywhere");
        DistilBench bench(project.folder());
        QVERIFY(bench.view->isFilled());
        QVERIFY(!bench.page->newButton()->isEnabled());
        QCOMPARE(bench.page->newButton()->toolTip(),
                 QString("This project can only be looked at."));
        QVERIFY(!bench.page->tasks()->isEnabled());
    }

    void aDamagedSetIsASentence() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addDistilled("good");
        project.addDistilled("bad");
        std::filesystem::remove(project.path() / "arrays/distilled-2/label.npy");
        DistilBench bench(project.folder());
        QVERIFY(bench.view->message()->isVisible());
        QVERIFY(bench.view->message()->sentence().contains("label.npy"));
        QVERIFY(bench.view->distilled() == nullptr);
        bench.view->choice()->setFocus();
        QTest::keyClick(bench.view->choice(), Qt::Key_Down);
        QCOMPARE(bench.view->distilled()->id, QString("distilled-1"));
        QVERIFY(!bench.view->message()->isVisible());
    }

    void stateComesBack() {
        DistilProject project({.side = 8, .steps = {0, 5}});
        project.addDistilled("set");
        QByteArray state;
        {
            DistilBench bench(project.folder());
            bench.gallery->viewMenu()->actions()[3]->trigger();
            bench.menuAction("labels")->trigger();
            bench.menuAction("side56")->trigger();
            bench.showPart(DistilView::Sets);
            state = bench.page->saveState();
        }
        DistilBench again(project.folder());
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
        DistilBench bench(one.folder());
        QVERIFY(bench.view->isFilled());
        bench.session.open(other.folder());
        QVERIFY(!bench.view->isFilled());
        QVERIFY(bench.gallery->images() == nullptr);
        QCOMPARE(bench.view->table()->model()->rowCount(), 0);
    }

    void everyControlIsReachedByTab() {
        DistilProject project;
        project.addDistilled("first");
        const DistilPage* page = openWindow(project.folder());
        const GalleryPanel* gallery = page->view()->gallery();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        gallery->viewButton()->setFocus();
        QSet<QWidget*> reached;
        for (QWidget* at = QApplication::focusWidget(); at != nullptr && !reached.contains(at);
             at = QApplication::focusWidget()) {
            reached.insert(at);
            QTest::keyClick(at, Qt::Key_Tab);
        }
        for (QWidget* wanted :
             std::initializer_list<QWidget*>{gallery->sheet(),
                                             gallery->steps()->slider()->findChild<QSlider*>(),
                                             gallery->steps()->playButton(),
                                             gallery->zoomButton(),
                                             page->view()->learning()->accuracy(),
                                             page->view()->learning()->loss(),
                                             page->exportButton(),
                                             page->tasks()}) {
            QVERIFY2(reached.contains(wanted), wanted->metaObject()->className());
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(wanted);
            QVERIFY2(spoken != nullptr && !spoken->text(QAccessible::Name).isEmpty(),
                     wanted->metaObject()->className());
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
        DistilPage* page = openWindow(project.folder());
        m_window->resize(size);
        QTest::qWait(50);
        // The page is never smaller than what is in it needs: its frame scrolls.
        QTRY_VERIFY(page->width() >= page->minimumSizeHint().width());
        QTRY_VERIFY(page->height() >= page->minimumSizeHint().height());
        const DistilSheet* sheet = page->view()->gallery()->sheet();
        for (std::int64_t i = 0; i < 10; ++i)
            QTRY_VERIFY(sheet->nowRect(i).right() < sheet->width());
        QTRY_VERIFY(sheet->height() >= sheet->heightForWidth(sheet->width()) - 1);
        // Of ten images there is one band, and its labels are not under the edge.
        if (text == kBaseFontSize) QTRY_VERIFY(sheet->parentWidget()->height() >= sheet->height());
    }

    void pictures() {
        if (qEnvironmentVariable("WINNOW_SHOTS").isEmpty()) QSKIP("WINNOW_SHOTS is not set");
        if (const QString project = qEnvironmentVariable("WINNOW_SHOTS_PROJECT");
            !project.isEmpty())
            return shoot(project, QStringLiteral("project"));
        DistilProject few;
        auto fields = few.fields();
        fields["kernel"] = {"convnet"};
        few.addDistilled("distil-01", fields, {.accuracy = 0.7});
        few.addTransfer(few.addDistilled("distil-02"));
        few.addKernelCurve();
        shoot(few.folder(), QStringLiteral("10"));
        DistilProject many(
            {.perClass = 10, .channels = 3, .side = 32, .steps = {0, 10, 100, 1500}});
        many.addDistilled("many", many.fields(), {.frozen = true});
        shoot(many.folder(), QStringLiteral("100"));
        applyTheme(ThemeChoice::Light, kMaximumFontSize);
        openWindow(few.folder());
        picture("large-text");
        applyTheme(ThemeChoice::Light);
        const DistilPage* page = openWindow(few.folder());
        page->view()->gallery()->open(6);
        QTest::qWait(300);
        QVERIFY(page->view()->gallery()->dialog()->grab().save(
            qEnvironmentVariable("WINNOW_SHOTS") + QStringLiteral("/zoom.png")));
        const DistilProject none({.side = 8});
        openWindow(none.folder());
        picture("empty");
    }
};

QTEST_MAIN(TestDistilPage)
#include "tst_distil_page.moc"
