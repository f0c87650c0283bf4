// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/frame/window_test.h"
#include "ui/help/help_pages.h"
#include "ui/theme/theme.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace winnow;
using namespace winnow::ui;

class TestPageHelp : public test::WindowTest {
    Q_OBJECT
    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() {
        test::useSettingsIn(m_folder.filePath("settings"));
        applyTheme(ThemeChoice::Light);
    }
    void cleanup() { shut(); }

    void everyPageOfTheWindowHasHelpThatIsThere() {
        open(makePage);
        for (int i = 0; i < kPages; ++i) {
            const Page* page = m_window->page(static_cast<PageId>(i));
            QVERIFY(page != nullptr);
            QVERIFY2(helpPage(page->helpFile()) != nullptr, qPrintable(page->helpFile()));
        }
    }
};

QTEST_MAIN(TestPageHelp)
#include "tst_page_help.moc"
