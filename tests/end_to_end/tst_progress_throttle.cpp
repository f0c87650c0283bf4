// SPDX-License-Identifier: Apache-2.0
#include "app/engine/progress_throttle.h"

#include <QTest>

using namespace winnow::app;
using namespace std::chrono_literals;

/// Times are given, not measured.
class TestProgressThrottle : public QObject {
    Q_OBJECT

    const ProgressThrottle::Clock::time_point m_start{1h};

private Q_SLOTS:
    void showsTheFirstReportAndThenOnePerInterval() {
        ProgressThrottle throttle(100ms);
        int shown = 0;
        for (int i = 0; i <= 1000; ++i)  // one second, a report every millisecond
            shown += static_cast<int>(throttle.add("tiles", i, 1000, m_start + i * 1ms).size());
        QCOMPARE(shown, 11);
    }

    void holdsTheLastReportForTheEnd() {
        ProgressThrottle throttle(100ms);
        QCOMPARE(throttle.add("tiles", 1, 3, m_start).size(), 1U);
        QVERIFY(throttle.add("tiles", 2, 3, m_start + 1ms).empty());
        QVERIFY(throttle.add("tiles", 3, 3, m_start + 2ms).empty());
        const auto last = throttle.flush();
        QCOMPARE(last.size(), 1U);
        QCOMPARE(last[0].done, 3);
        QVERIFY(throttle.flush().empty());
    }

    void aNewStageBringsTheLastReportOfTheOneBefore() {
        ProgressThrottle throttle(100ms);
        (void)throttle.add("features", 1, 2, m_start);
        (void)throttle.add("features", 2, 2, m_start + 1ms);
        const auto shown = throttle.add("pairs", 0, 9, m_start + 2ms);
        QCOMPARE(shown.size(), 2U);
        QCOMPARE(shown[0].stage, std::string("features"));
        QCOMPARE(shown[0].done, 2);
        QCOMPARE(shown[1].stage, std::string("pairs"));
    }

    void stagesThatTakeTurnsStayUnderTheRate() {
        ProgressThrottle throttle(100ms);
        int shown = 0;
        for (int epoch = 0; epoch < 500; ++epoch) {
            shown +=
                static_cast<int>(throttle.add("train", epoch, 500, m_start + epoch * 2ms).size());
            shown += static_cast<int>(
                throttle.add("evaluate", 1, 1, m_start + epoch * 2ms + 1ms).size());
        }
        QVERIFY2(shown <= 13, qPrintable(QString::number(shown)));
    }

    void tellsTheTimeLeftFromTheRateSoFar() {
        ProgressThrottle throttle(100ms);
        const auto first = throttle.add("train", 10, 50, m_start);  // a resumed job begins at 10
        QVERIFY(!first.at(0).secondsLeft);
        const auto later = throttle.add("train", 20, 50, m_start + 2s);
        QCOMPARE(later.at(0).secondsLeft.value(), 6.0);
        QCOMPARE(later.at(0).secondsSpent, 2.0);
    }

    void knowsNoTimeLeftWithoutATotal() {
        ProgressThrottle throttle(100ms);
        (void)throttle.add("files", 1, 0, m_start);
        QVERIFY(!throttle.add("files", 2, 0, m_start + 1s).at(0).secondsLeft);
    }

    void aStageThatStartsOverIsTimedAnew() {
        ProgressThrottle throttle(100ms);
        (void)throttle.add("train", 50, 50, m_start);
        const auto again = throttle.add("train", 1, 50, m_start + 10s);
        QCOMPARE(again.at(0).secondsSpent, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestProgressThrottle)
#include "tst_progress_throttle.moc"
