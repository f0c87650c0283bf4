// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/pages/data/range_histogram.h"
#include "ui/pages/data/score_range_editor.h"
#include "ui/session/filter.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <cmath>
#include <memory>

using namespace winnow;
using namespace winnow::ui;

class TestScoreRangeEditor : public QObject {
    Q_OBJECT

    test::SampleProject m_project;
    Session m_session;
    std::unique_ptr<ScoreRangeEditor> m_editor;

    void open(const QString& score) {
        m_editor = std::make_unique<ScoreRangeEditor>(&m_session, score);
        m_editor->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_editor.get()));
    }
    [[nodiscard]] RangeHistogram* histogram() const { return m_editor->histogram(); }
    void drag(bool high, double toX) {
        const QPoint from(static_cast<int>(std::round(histogram()->handleX(high))), 20);
        QTest::mousePress(histogram(), Qt::LeftButton, {}, from);
        QTest::mouseMove(histogram(), {static_cast<int>(toX), 20});
        QTest::mouseRelease(histogram(), Qt::LeftButton, {}, {static_cast<int>(toX), 20});
    }

private Q_SLOTS:
    void initTestCase() {
        applyTheme(ThemeChoice::Light);
        QVERIFY(m_session.open(m_project.folder()));
    }
    void init() { m_session.filter()->restore({}, Filter::Mode::Dim); }

    void draggingAHandleChoosesTheRange() {
        open("forgetting");
        const double low = histogram()->handleX(false), high = histogram()->handleX(true);
        // Five bars of one width, 0 to 4: to the middle of the third, which is inside.
        drag(false, low + (high - low) * 0.45);
        QCOMPARE(histogram()->low(), 2.0);
        QCOMPARE(histogram()->high(), 4.0);
        QCOMPARE(m_editor->applyButton()->text(), QString("Show 120"));
        QTest::mouseClick(m_editor->applyButton(), Qt::LeftButton);
        QCOMPARE(m_session.filter()->matches().count(), 120);
        const Condition made = m_session.filter()->conditions().front();
        QCOMPARE(made.low, 2.0);
        QVERIFY(std::isinf(made.high));
    }

    void keysMoveTheActiveHandle() {
        open("forgetting");
        QTest::keyClick(histogram(), Qt::Key_Right);
        QCOMPARE(histogram()->low(), 1.0);
        QTest::keyClick(histogram(), Qt::Key_Space);
        QTest::keyClick(histogram(), Qt::Key_Left);
        QCOMPARE(histogram()->high(), 3.0);
        QTest::keyClick(histogram(), Qt::Key_Home);
        QCOMPARE(histogram()->high(), 1.0);  // never beyond the other one
        QTest::keyClick(histogram(), Qt::Key_End);
        QCOMPARE(histogram()->high(), 4.0);
    }

    void takesTypedValues_data() {
        QTest::addColumn<QString>("low");
        QTest::addColumn<QString>("high");
        QTest::addColumn<int>("matches");  // -1: refused
        QTest::newRow("range") << "10"
                               << "20" << 11;
        QTest::newRow("comma") << "10,5"
                               << "20" << 10;
        QTest::newRow("all") << "0"
                             << "1000" << 200;
        QTest::newRow("turned round") << "20"
                                      << "10" << -1;
        QTest::newRow("no number") << "ten"
                                   << "20" << -1;
        QTest::newRow("empty") << ""
                               << "20" << -1;
    }
    void takesTypedValues() {
        QFETCH(QString, low);
        QFETCH(QString, high);
        QFETCH(int, matches);
        open("difficulty");
        m_editor->lowField()->setFocus();
        m_editor->lowField()->selectAll();
        QTest::keyClick(m_editor->lowField(), Qt::Key_Delete);
        QTest::keyClicks(m_editor->lowField(), low);
        m_editor->highField()->selectAll();
        QTest::keyClicks(m_editor->highField(), high);
        QTest::keyClick(m_editor->highField(), Qt::Key_Return);
        QCOMPARE(m_editor->isVisible(), matches < 0);
        QCOMPARE(m_session.filter()->matches().count(), matches < 0 ? 200 : matches);
        const bool marked = m_editor->lowField()->property("state") == QVariant("invalid") ||
                            m_editor->highField()->property("state") == QVariant("invalid");
        QCOMPARE(marked, matches < 0);
    }

    void startsFromTheFilter() {
        m_session.filter()->set(Condition::ofScore("difficulty", 10, 20));
        open("difficulty");
        QCOMPARE(histogram()->low(), 10.0);
        QCOMPARE(histogram()->high(), 20.0);
        // The whole range takes the condition away.
        histogram()->setFocus();
        QTest::keyClick(histogram(), Qt::Key_Home);
        QTest::keyClick(histogram(), Qt::Key_Space);
        QTest::keyClick(histogram(), Qt::Key_End);
        QTest::mouseClick(m_editor->applyButton(), Qt::LeftButton);
        QVERIFY(!m_session.filter()->isActive());
    }
};

QTEST_MAIN(TestScoreRangeEditor)
#include "tst_score_range_editor.moc"
