// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <array>

using namespace winnow::ui;

using Ids = std::vector<std::int64_t>;

class TestSelection : public QObject {
    Q_OBJECT

    QUndoStack m_history;
    Selection m_selection{&m_history};

    void select(const Ids& ids, Combine how = Combine::Replace, int gesture = 0) {
        m_selection.select(SampleSet::of(100, ids), how, gesture);
    }

private Q_SLOTS:
    void init() {
        m_selection.reset(100);
        m_history.clear();
    }

    void everyChangeIsAStep() {
        const QSignalSpy changed(&m_selection, &Selection::changed);
        select({1, 2, 3});
        select({2}, Combine::Toggle);
        QCOMPARE(m_selection.samples().ids(), (Ids{1, 3}));
        QCOMPARE(m_history.undoText(), QString("Select 2 samples"));
        m_history.undo();
        QCOMPARE(m_selection.count(), std::int64_t{3});
        m_selection.clear();
        QCOMPARE(m_history.undoText(), QString("Clear selection"));
        m_history.undo();
        m_history.undo();
        QVERIFY(m_selection.samples().empty());
        m_history.redo();
        QCOMPARE(m_selection.samples().ids(), (Ids{1, 2, 3}));
        QCOMPARE(changed.count(), 7);
    }

    void theSameSetAgainIsNoStep() {
        select({1});
        select({1}, Combine::Add);
        QCOMPARE(m_history.count(), 1);
    }

    void aGestureIsOneStep() {
        select({50});
        const int gesture = m_selection.newGesture();
        select({1}, Combine::Replace, gesture);
        select({1, 2}, Combine::Replace, gesture);
        select({1, 2, 3}, Combine::Replace, gesture);
        QCOMPARE(m_history.count(), 2);
        QCOMPARE(m_history.undoText(), QString("Select 3 samples"));
        select({7}, Combine::Replace, m_selection.newGesture());
        QCOMPARE(m_history.count(), 3);
        m_history.undo();
        m_history.undo();
        QCOMPARE(m_selection.samples().ids(), Ids{50});
    }

    void aGestureThatComesBackLeavesNoStep() {
        const int gesture = m_selection.newGesture();
        select({1}, Combine::Replace, gesture);
        select({}, Combine::Replace, gesture);
        QCOMPARE(m_history.count(), 0);
    }

    void lookingIsNoStep() {
        const QSignalSpy moved(&m_selection, &Selection::currentChanged);
        m_selection.setCurrent(4);
        m_selection.setCurrent(4);
        m_selection.setCurrent(100);
        QCOMPARE(m_selection.current(), std::int64_t{-1});
        QCOMPARE(moved.count(), 2);
        QCOMPARE(m_history.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSelection)
#include "tst_selection.moc"
