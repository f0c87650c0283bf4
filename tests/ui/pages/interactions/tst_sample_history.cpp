// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/sample_history.h"
#include "ui/session/selection.h"

#include <QTest>
#include <QUndoStack>

using namespace winnow::ui;

class TestSampleHistory : public QObject {
    Q_OBJECT
    QUndoStack m_undo;

private Q_SLOTS:
    void goesBackAndForward() {
        Selection selection(&m_undo);
        selection.reset(10);
        SampleHistory history(&selection);
        QVERIFY(!history.canGoBack() && !history.canGoForward());
        for (const std::int64_t id : {3, 5, 7}) selection.setCurrent(id);
        history.goBack();
        QCOMPARE(selection.current(), 5);
        QVERIFY(history.canGoBack() && history.canGoForward());
        history.goBack();
        QCOMPARE(selection.current(), 3);
        QVERIFY(!history.canGoBack());
        history.goBack();
        QCOMPARE(selection.current(), 3);
        history.goForward();
        history.goForward();
        QCOMPARE(selection.current(), 7);
    }

    void lookingElsewhereForgetsWhatLayAhead() {
        Selection selection(&m_undo);
        selection.reset(10);
        SampleHistory history(&selection);
        for (const std::int64_t id : {3, 5, 7}) selection.setCurrent(id);
        history.goBack();
        history.goBack();
        selection.setCurrent(9);
        QVERIFY(!history.canGoForward());
        history.goBack();
        QCOMPARE(selection.current(), 3);
    }

    void anotherDataSetStartsAnew() {
        Selection selection(&m_undo);
        selection.reset(10);
        SampleHistory history(&selection);
        selection.setCurrent(3);
        selection.setCurrent(4);
        selection.reset(5);
        history.reset();
        QVERIFY(!history.canGoBack());
    }
};

QTEST_GUILESS_MAIN(TestSampleHistory)
#include "tst_sample_history.moc"
