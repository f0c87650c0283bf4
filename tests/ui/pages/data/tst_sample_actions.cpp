// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/pages/data/sample_actions.h"
#include "ui/pages/data/tag_keys.h"
#include "ui/pages/data/tag_keys_editor.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace winnow;
using namespace winnow::ui;

class TestSampleActions : public QObject {
    Q_OBJECT

    std::unique_ptr<test::SampleProject> m_project;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QWidget> m_gallery;
    SampleActions* m_actions = nullptr;

    void select(const std::vector<std::int64_t>& ids) {
        m_session->selection()->select(SampleSet::of(200, ids));
    }
    QAction* item(QMenu& menu, const QString& text, const QString& submenu = {}) {
        QMenu* where = &menu;
        if (!submenu.isEmpty()) {
            QAction* opener = item(menu, submenu);
            if (opener == nullptr) return nullptr;
            where = opener->menu();
        }
        for (QAction* action : where->actions())
            if (action->text().section(QLatin1Char('\t'), 0, 0) == text) return action;
        return nullptr;
    }

private Q_SLOTS:
    void init() {
        m_project = std::make_unique<test::SampleProject>();
        m_session = std::make_unique<Session>();
        QVERIFY(m_session->open(m_project->folder()));
        m_gallery = std::make_unique<QWidget>();
        m_gallery->show();
        m_actions =
            new SampleActions(PageContext{m_session.get(), nullptr, nullptr}, m_gallery.get());
    }
    void cleanup() {
        m_gallery.reset();
        m_session.reset();
    }

    void concernsTheSelectionOrTheOneSample() {
        select({3, 4, 5});
        m_session->selection()->setCurrent(9);
        QCOMPARE(m_actions->targets(4).count(), 3);
        QCOMPARE(m_actions->targets(9).ids(), std::vector<std::int64_t>{9});
        QCOMPARE(m_actions->targets().count(), 3);
        m_session->selection()->clear();
        QCOMPARE(m_actions->targets().ids(), std::vector<std::int64_t>{9});
    }

    void keysToggle() {
        select({3, 4});
        m_session->annotations()->tag(SampleSet::of(200, std::vector<std::int64_t>{3}), "review");
        QVERIFY(m_actions->type("2"));  // not all have it: it is given
        QCOMPARE(m_session->annotations()->tagged("review").count(), 2);
        QVERIFY(m_actions->type("2"));
        QVERIFY(m_session->annotations()->tags().isEmpty());
        QVERIFY(m_actions->type("x"));
        QVERIFY(m_actions->type("u"));
        QCOMPARE(m_session->annotations()->excluded().count(), 0);
        QVERIFY(!m_actions->type("q"));
    }
    void withoutASampleAKeySaysSo() {
        QSignalSpy hints(m_actions, &SampleActions::hint);
        m_session->selection()->setCurrent(-1);
        QVERIFY(m_actions->type("1"));
        QCOMPARE(hints.size(), 1);
        QVERIFY(m_session->annotations()->tags().isEmpty());
    }

    void menuActsOnWhatWasClicked() {
        select({3, 4});
        QMenu menu;
        m_actions->fillMenu(&menu, 3);
        item(menu, "Exclude")->trigger();
        QCOMPARE(m_session->annotations()->excluded().count(), 2);
        item(menu, "cat", "Relabel as")->trigger();
        QCOMPARE(m_session->label(3), 2);
        item(menu, "Copy numbers")->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QString("3\n4"));
        item(menu, "review", "Tag")->trigger();
        QCOMPARE(m_session->annotations()->tagged("review").count(), 2);
        QSignalSpy pages(m_actions, &SampleActions::pageRequested);
        item(menu, "Open in Interactions")->trigger();
        QCOMPARE(pages.size(), 1);
        QCOMPARE(m_session->selection()->current(), 3);
        item(menu, "Only cluster 3")->trigger();
        QCOMPARE(m_session->filter()->matches().count(), 13);
    }
    void menuNamesWhatUndoTakesBack() {
        select({3, 4});
        m_actions->type("x");
        QMenu menu;
        m_actions->fillMenu(&menu, 3);
        QVERIFY(item(menu, "Restore"));
        const auto actions = menu.actions();
        QVERIFY(actions.back()->text().startsWith("Undo Exclude"));
        actions.back()->trigger();
        QCOMPARE(m_session->annotations()->excluded().count(), 0);
    }

    void keysHaveNamesAPersonGives() {
        QCOMPARE(tagKeys(*m_session)[1], QString("review"));
        auto* editor = TagKeysEditor::popUp(m_session.get(), m_gallery.get(), {});
        editor->fields()[1]->selectAll();
        QTest::keyClicks(editor->fields()[1], "blurred");
        QTest::keyClick(editor->fields()[1], Qt::Key_Return);
        QCOMPARE(tagKeys(*m_session)[1], QString("blurred"));
        // A tag without a key takes the first free one.
        m_session->annotations()->tag(SampleSet::of(200, std::vector<std::int64_t>{1}), "other");
        QCOMPARE(tagKeys(*m_session)[5], QString("other"));
        QCOMPARE(tagKeys(*m_session).size(), kTagKeys);
    }
    void escapeKeepsTheOldNames() {
        auto* editor = TagKeysEditor::popUp(m_session.get(), m_gallery.get(), {});
        QTest::keyClicks(editor->fields()[0], "nonsense");
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(tagKeys(*m_session)[0], QString("mislabelled?"));
    }
};

QTEST_MAIN(TestSampleActions)
#include "tst_sample_actions.moc"
