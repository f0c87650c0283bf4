// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/pages/data/condition_menu.h"
#include "ui/pages/data/score_range_editor.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"

#include <QPushButton>
#include <QTest>

using namespace winnow;
using namespace winnow::ui;

class TestConditionMenu : public QObject {
    Q_OBJECT

    test::SampleProject m_project;
    Session m_session;

    static QAction* find(const QMenu& menu, const QString& text) {
        for (QAction* action : menu.actions())
            if (action->text().section(QLatin1Char('\t'), 0, 0) == text) return action;
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_session.open(m_project.folder()));
        m_session.annotations()->tag(SampleSet::of(200, std::vector<std::int64_t>{1, 2, 3}), "odd");
        m_session.selection()->setCurrent(12);
    }
    void init() { m_session.filter()->restore({}, Filter::Mode::Dim); }

    void choicesBecomeConditions_data() {
        QTest::addColumn<QString>("submenu");
        QTest::addColumn<QString>("item");
        QTest::addColumn<int>("matches");
        QTest::newRow("class") << "Class"
                               << "bee" << 50;
        QTest::newRow("tag") << "Tag"
                             << "odd" << 3;
        QTest::newRow("untagged") << "Tag"
                                  << "No tag" << 197;
        QTest::newRow("redundant") << ""
                                   << "Redundant" << 67;
        QTest::newRow("not redundant") << ""
                                       << "Not redundant" << 133;
        QTest::newRow("wrong") << ""
                               << "Predicted wrong" << 20;
        QTest::newRow("held out") << ""
                                  << "Held out for validation" << 20;
        QTest::newRow("excluded") << ""
                                  << "Excluded" << 0;
        QTest::newRow("cluster of the current") << "Cluster"
                                                << "That of sample #12" << 12;
        QTest::newRow("largest cluster") << "Cluster"
                                         << "0, ant" << 13;
        QTest::newRow("kept") << "Selection"
                              << "Kept by selection-1" << 100;
        QTest::newRow("removed") << "Selection"
                                 << "Removed by selection-1" << 100;
    }
    void choicesBecomeConditions() {
        QFETCH(QString, submenu);
        QFETCH(QString, item);
        QFETCH(int, matches);
        QPushButton anchor;
        ConditionMenu menu(&m_session, &anchor);
        Q_EMIT menu.aboutToShow();
        const QMenu* where = &menu;
        if (!submenu.isEmpty()) {
            QVERIFY(find(menu, submenu));
            where = find(menu, submenu)->menu();
        }
        QAction* action = find(*where, item);
        QVERIFY(action);
        QVERIFY(action->isEnabled());
        action->trigger();
        QCOMPARE(m_session.filter()->matches().count(), matches);
        QCOMPARE(m_session.filter()->conditions().size(), std::size_t{1});
    }

    void classesAddUp() {
        QPushButton anchor;
        ConditionMenu menu(&m_session, &anchor);
        for (const char* name : {"ant", "dog"}) {
            Q_EMIT menu.aboutToShow();
            find(*find(menu, "Class")->menu(), name)->trigger();
        }
        QCOMPARE(m_session.filter()->matches().count(), 100);
        Q_EMIT menu.aboutToShow();
        find(*find(menu, "Class")->menu(), "ant")->trigger();
        QCOMPARE(m_session.filter()->matches().count(), 50);
        Q_EMIT menu.aboutToShow();
        find(menu, "Clear all filters")->trigger();
        QVERIFY(!m_session.filter()->isActive());
    }

    void aScoreOpensItsRange() {
        QPushButton anchor;
        anchor.show();
        ConditionMenu menu(&m_session, &anchor);
        Q_EMIT menu.aboutToShow();
        find(*find(menu, "Range of a score")->menu(), QString::fromUtf8("Difficulty…"))->trigger();
        const auto* editor = anchor.findChild<ScoreRangeEditor*>();
        QVERIFY(editor && editor->isVisible());
    }
    void editsOnlyWhatHasAnEditor() {
        QPushButton anchor;
        anchor.show();
        QVERIFY(ConditionMenu::edit(&m_session, Condition::ofScore("difficulty", 1, 2), &anchor));
        QVERIFY(!ConditionMenu::edit(&m_session, Condition::ofScore("gone", 1, 2), &anchor));
        QVERIFY(!ConditionMenu::edit(&m_session, Condition::ofTag("odd"), &anchor));
    }

    void saysWhatIsMissing() {
        test::SampleProject bare(50, false);
        Session session;
        QVERIFY(session.open(bare.folder()));
        QPushButton anchor;
        ConditionMenu menu(&session, &anchor);
        Q_EMIT menu.aboutToShow();
        for (const char* text : {"Redundant", "Predicted wrong", "Cluster", "Selection"}) {
            QVERIFY2(!find(menu, text)->isEnabled(), text);
            QVERIFY2(find(menu, text)->toolTip().endsWith("first."), text);
        }
    }
};

QTEST_MAIN(TestConditionMenu)
#include "tst_condition_menu.moc"
