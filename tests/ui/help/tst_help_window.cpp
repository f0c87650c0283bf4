// SPDX-License-Identifier: GPL-3.0-or-later
// The help by clicks and keys. With WINNOW_SHOTS=FOLDER it leaves pictures of pages, light and
// dark.
#include "tests/ui/frame/window_test.h"
#include "tests/ui/session/sample_project.h"
#include "ui/frame/page_frame.h"
#include "ui/help/help_pages.h"
#include "ui/help/help_window.h"
#include "ui/pages/evaluate/evaluate_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/segments.h"

#include <QAction>
#include <QLineEdit>
#include <QListWidget>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QTextTable>
#include <QToolButton>
#include <QtTest>

using namespace winnow;
using namespace winnow::ui;

namespace {

class HelpedPage : public test::PlainPage {
public:
    using PlainPage::PlainPage;
    QString helpFile() const override {
        return id() == PageId::Clusters ? QStringLiteral("clusters.md") : Page::helpFile();
    }
};

Page* makeOne(PageId id, const PageContext& context, QWidget* parent) {
    if (id == PageId::Evaluate) return new EvaluatePage(context, parent);
    return new HelpedPage(id, context, parent);
}

QPoint rowPlace(const QListWidget* list, int row) {
    return list->visualItemRect(list->item(row)).center();
}

}  // namespace

class TestHelpWindow : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        applyTheme(ThemeChoice::Light);
    }
    void cleanup() { shut(); }

    void contentsShowThePageThatIsClicked() {
        HelpWindow help;
        help.show();
        QCOMPARE(help.currentPage(), QString("index.md"));
        QCOMPARE(help.contents()->count(), helpPages().size());
        for (int row = help.contents()->count() - 1; row >= 0; --row) {
            QTest::mouseClick(
                help.contents()->viewport(), Qt::LeftButton, {}, rowPlace(help.contents(), row));
            QCOMPARE(help.currentPage(), helpPages()[row].file);
            QVERIFY(help.browser()->toPlainText().startsWith(helpPages()[row].title));
            QVERIFY(help.windowTitle().startsWith(helpPages()[row].title));
        }
    }

    void backAndForwardGoThroughThePagesSeen() {
        HelpWindow help;
        help.show();
        QVERIFY(QTest::qWaitForWindowActive(&help));
        QVERIFY(!help.backButton()->isEnabled());
        help.showPage("pruning.md");
        help.showPage("theory.md");
        QTest::mouseClick(help.backButton(), Qt::LeftButton);
        QCOMPARE(help.currentPage(), QString("pruning.md"));
        QCOMPARE(help.contents()->currentItem()->text(), helpPage("pruning.md")->title);
        QTest::keyClick(&help, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(help.currentPage(), QString("index.md"));
        QTest::mouseClick(help.forwardButton(), Qt::LeftButton);
        QTest::keyClick(&help, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(help.currentPage(), QString("theory.md"));
        QVERIFY(!help.forwardButton()->isEnabled());
    }

    void aLinkLeadsToItsPage() {
        HelpWindow help;
        help.show();
        help.browser()->setFocus();
        // Tab goes to the first link, Enter follows it.
        QTest::keyClick(help.browser(), Qt::Key_Tab);
        QTest::keyClick(help.browser(), Qt::Key_Return);
        QCOMPARE(help.currentPage(), QString("forgetting.md"));
        QVERIFY(help.browser()->toPlainText().startsWith("Forgetting"));
    }

    void searchNarrowsTheContentsAndWalksThroughWhatItFinds() {
        HelpWindow help;
        help.show();
        QVERIFY(QTest::qWaitForWindowActive(&help));
        QTest::keyClick(&help, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(help.searchBox()->hasFocus());
        QTest::keyClicks(help.searchBox(), "frobenius");
        QStringList shown;
        for (int row = 0; row < help.contents()->count(); ++row)
            if (!help.contents()->item(row)->isHidden())
                shown << help.contents()->item(row)->text();
        QCOMPARE(shown, QStringList{helpPage("theory.md")->title});
        QTest::keyClick(help.searchBox(), Qt::Key_Return);
        QCOMPARE(help.currentPage(), QString("theory.md"));
        QCOMPARE(help.browser()->textCursor().selectedText().toLower(), QString("frobenius"));
        QVERIFY(help.browser()->extraSelections().size() >= 2);
        const int first = help.browser()->textCursor().position();
        QTest::keyClick(help.searchBox(), Qt::Key_Return);
        QVERIFY(help.browser()->textCursor().position() > first);
        QTest::keyClick(help.searchBox(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(help.browser()->textCursor().position(), first);
        QTest::keyClick(help.searchBox(), Qt::Key_Escape);
        QVERIFY(help.searchBox()->text().isEmpty());
        QVERIFY(!help.contents()->item(0)->isHidden());
        QVERIFY(help.isVisible());
        QTest::keyClick(help.searchBox(), Qt::Key_Escape);
        QVERIFY(!help.isVisible());
    }

    void whatIsOnNoPageIsSaid() {
        HelpWindow help;
        help.show();
        QTest::keyClicks(help.searchBox(), "zebra crossing");
        for (int row = 0; row < help.contents()->count(); ++row)
            QVERIFY(help.contents()->item(row)->isHidden());
        QTest::keyClick(help.searchBox(), Qt::Key_Return);
        QCOMPARE(help.currentPage(), QString("index.md"));
    }

    void tablesAndColoursFollowTheTheme() {
        HelpWindow help;
        help.show();
        const auto lineColour = [&] {
            for (QTextFrame* frame : help.browser()->document()->rootFrame()->childFrames())
                if (auto* table = qobject_cast<QTextTable*>(frame))
                    return table->format().borderBrush().color();
            return QColor();
        };
        QCOMPARE(lineColour(), lightTheme().line);
        applyTheme(ThemeChoice::Dark);
        QTRY_COMPARE(lineColour(), darkTheme().line);
        QCOMPARE(help.currentPage(), QString("index.md"));
        applyTheme(ThemeChoice::Light);
    }

    void f1OpensThePageThatBelongs() {
        const test::SampleProject project;
        open(makeOne);
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        QVERIFY(m_window->helpWindow() != nullptr);
        QVERIFY(m_window->helpWindow()->isVisible());
        QCOMPARE(m_window->helpWindow()->currentPage(), QString("index.md"));
        QVERIFY(m_window->openProject(project.folder()));
        m_window->showPage(PageId::Clusters);
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        QCOMPARE(m_window->helpWindow()->currentPage(), QString("clusters.md"));
        m_window->showPage(PageId::Evaluate);
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        QCOMPARE(m_window->helpWindow()->currentPage(), QString("pruning.md"));
        static_cast<EvaluatePage*>(m_window->page(PageId::Evaluate))
            ->showView(EvaluatePage::Theory);
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        QCOMPARE(m_window->helpWindow()->currentPage(), QString("theory.md"));
        m_window->action("helpContents")->trigger();
        QCOMPARE(m_window->helpWindow()->currentPage(), QString("index.md"));
    }

    void theButtonOfAPageOpensItsHelp() {
        const test::SampleProject project;
        open(makeOne);
        QVERIFY(m_window->openProject(project.folder()));
        m_window->showPage(PageId::Clusters);
        click(shown<PageFrame>()->helpButton());
        QCOMPARE(m_window->helpWindow()->currentPage(), QString("clusters.md"));
        QVERIFY(!m_window->helpWindow()->isModal());
    }

    void pictures() {
        const QString folder = qEnvironmentVariable("WINNOW_SHOTS");
        if (folder.isEmpty()) QSKIP("WINNOW_SHOTS is not set");
        HelpWindow help;
        help.show();
        for (const bool dark : {false, true}) {
            applyTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
            for (const char* file : {"index.md", "pruning.md", "difficulty.md"}) {
                help.showPage(QLatin1String(file));
                QTest::qWait(200);
                QVERIFY(help.grab().save(
                    QStringLiteral("%1/help-%2-%3.png")
                        .arg(folder, QLatin1String(file).chopped(3), dark ? "dark" : "light")));
            }
        }
        applyTheme(ThemeChoice::Light);
    }
};

QTEST_MAIN(TestHelpWindow)
#include "tst_help_window.moc"
