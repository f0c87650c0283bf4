// SPDX-License-Identifier: GPL-3.0-or-later
// The frame without an engine: pages, folding, state, projects that are none. Pages are plain ones.
#include "engine/store/project.h"
#include "tests/ui/frame/window_test.h"
#include "ui/frame/filter_bar.h"
#include "ui/frame/rail.h"
#include "ui/frame/start_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_card.h"

#include <QAction>
#include <QDialog>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace winnow;
using namespace winnow::ui;

namespace {

class VisitedPage : public test::PlainPage {
public:
    using PlainPage::PlainPage;
    bool opensInspector() const override { return id() != PageId::Train; }
    void activated() override { ++visits; }
    QByteArray saveState() const override { return QByteArray::number(visits); }
    void restoreState(const QByteArray& state) override { restored = state; }
    int visits = 0;
    QByteArray restored;
};

}  // namespace

class TestMainWindow : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString project(const char* name) const {
        const QString folder = m_folder.filePath(QLatin1String(name));
        (void)store::Project::create(folder.toStdString());
        return folder;
    }
    void open() {
        WindowTest::open([](PageId id, const PageContext& context, QWidget* parent) -> Page* {
            return new VisitedPage(id, context, parent);
        });
    }

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        applyTheme(ThemeChoice::Light);
    }
    void init() {
        QSettings().clear();
        open();
    }
    void cleanup() { shut(); }

    void withoutAProjectOnlyTheStartPageIsThere() {
        QVERIFY(m_window->startPage()->isVisible());
        QVERIFY(!m_window->rail()->row(PageId::Data)->isEnabled());
        QVERIFY(!m_window->action("train")->isEnabled());
        m_window->showPage(PageId::Train);
        QVERIFY(m_window->startPage()->isVisible());
    }

    void aProjectOpensOnItsFirstPageAndRailAndKeysChangeIt() {
        QVERIFY(m_window->openProject(project("a.winnow")));
        QVERIFY(!m_window->startPage()->isVisible());
        QCOMPARE(m_window->currentPage(), PageId::Data);
        QTest::mouseClick(m_window->rail()->row(PageId::Clusters), Qt::LeftButton);
        QCOMPARE(m_window->currentPage(), PageId::Clusters);
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), PageId::Interactions);
        QVERIFY(m_window->rail()->row(PageId::Interactions)->isChecked());
        QVERIFY(m_window->page(PageId::Interactions)->isVisible());
    }

    void theInspectorIsRememberedForEachPage() {
        QVERIFY(m_window->openProject(project("b.winnow")));
        QVERIFY(m_window->isInspectorOpen());
        m_window->showPage(PageId::Train);
        QVERIFY(!m_window->isInspectorOpen());
        QTest::keyClick(m_window.get(), Qt::Key_F4);
        QVERIFY(m_window->isInspectorOpen());
        m_window->showPage(PageId::Data);
        QTest::keyClick(m_window.get(), Qt::Key_F4);
        QVERIFY(!m_window->isInspectorOpen());
        m_window->showPage(PageId::Train);
        QVERIFY(m_window->isInspectorOpen());
    }

    void littleRoomFoldsInspectorThenRail() {
        QVERIFY(m_window->openProject(project("c.winnow")));
        m_window->resize(1200, 700);
        QTRY_VERIFY(!m_window->isInspectorOpen());
        QVERIFY(!m_window->rail()->isFolded());
        m_window->resize(1024, 640);
        QTRY_VERIFY(m_window->rail()->isFolded());
        QVERIFY(m_window->filterBar()->minimumSizeHint().width() <= m_window->filterBar()->width());
        m_window->resize(1440, 900);
        QTRY_VERIFY(m_window->isInspectorOpen());
        QVERIFY(!m_window->rail()->isFolded());
    }

    void closingAndOpeningShowsTheSame() {
        const QString folder = project("d.winnow");
        QVERIFY(m_window->openProject(folder));
        m_window->showPage(PageId::Clusters);
        m_window->setJobsOpen(true);
        shut();
        open();
        m_window->reopenLast();
        QCOMPARE(m_session->folder(), folder);
        QCOMPARE(m_window->currentPage(), PageId::Clusters);
        QVERIFY(m_window->areJobsOpen());
        QCOMPARE(static_cast<VisitedPage*>(m_window->page(PageId::Clusters))->restored,
                 QByteArray("1"));
        QCOMPARE(recentProjects(), QStringList{folder});
    }

    void aProjectThatEndedTheProgramIsNotOpenedAgainByItself() {
        const QString folder = project("f.winnow");
        {
            QSettings settings;
            settings.setValue("projects/last", folder.toUtf8());
            settings.setValue("projects/opening", folder.toUtf8());
        }
        m_window->reopenLast();
        QVERIFY(!m_session->isOpen());
        const auto* card = m_window->startPage()->findChild<MessageCard*>();
        QVERIFY(card->isVisible());
        QVERIFY2(card->sentence().contains(folder), qPrintable(card->sentence()));
        // Said once; the person may open it.
        shut();
        open();
        m_window->reopenLast();
        QCOMPARE(m_session->folder(), folder);
    }

    void whatWasInterruptedIsSaidAndResumed() {
        const QString folder = project("g.winnow");
        store::Project::open(folder.toStdString(), store::Access::Write)
            .setSetting("window/waiting-jobs",
                        "[{\"kind\":\"train\",\"fields\":\"{\\\"name\\\":\\\"mine\\\"}\","
                        "\"created\":\"2026-01-02T03:04:05.678Z\"}]");
        QVERIFY(m_window->openProject(folder));
        QCOMPARE(m_jobs->jobs().size(), std::size_t{1});
        auto* card = shown<MessageCard>();
        QVERIFY(card != nullptr);
        QCOMPARE(card->kind(), MessageCard::Kind::Interrupted);
        QVERIFY2(card->sentence().contains("mine"), qPrintable(card->sentence()));
        QTest::mouseClick(card->actionButton(), Qt::LeftButton);
        QTRY_VERIFY(!card->isVisible());
        QVERIFY(m_jobs->jobs().front().state != JobState::Interrupted);
    }

    void whatIsNoProjectIsSaidOnTheStartPage() {
        QVERIFY(!m_window->openProject(m_folder.filePath("none.winnow")));
        const auto* card = m_window->startPage()->findChild<MessageCard*>();
        QVERIFY(card->isVisible());
        QVERIFY(!card->sentence().isEmpty());
        QVERIFY(m_window->startPage()->isVisible());
    }

    void aDropOfImagesOpensTheImportForm() {
        QVERIFY(QDir(m_folder.path()).mkpath("images/cats"));
        m_window->openPath(m_folder.filePath("images"));
        const auto forms = m_window->findChildren<QDialog*>();
        QCOMPARE(forms.size(), 1);
        QVERIFY(forms.first()->isVisible());
        forms.first()->reject();
    }

    void f6GoesThroughThePartsOfTheWindow() {
        QVERIFY(m_window->openProject(project("e.winnow")));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        // It begins wherever the focus is.
        for (int i = 0; i < 5 && !m_window->rail()->isAncestorOf(m_window->focusWidget()); ++i)
            QTest::keyClick(m_window.get(), Qt::Key_F6);
        QVERIFY(m_window->rail()->isAncestorOf(m_window->focusWidget()));
        QTest::keyClick(m_window.get(), Qt::Key_F6);
        QVERIFY(m_window->filterBar()->isAncestorOf(m_window->focusWidget()));
        QTest::keyClick(m_window.get(), Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(m_window->rail()->isAncestorOf(m_window->focusWidget()));
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
