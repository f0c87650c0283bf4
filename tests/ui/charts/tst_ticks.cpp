// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ticks.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace winnow::ui;

namespace {

QString texts(const AxisTicks& axis) {
    QStringList result;
    for (const Tick& tick : axis.ticks)
        result << QString(tick.text).replace(QChar(0x202F), u'_').replace(QChar(0x2212), u'-');
    return result.join(u' ');
}

}  // namespace

class TestTicks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linearTicksAreRound_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<bool>("exact");
        QTest::addColumn<QString>("shown");
        QTest::newRow("unit") << 0.0 << 1.0 << false << "0.0 0.2 0.4 0.6 0.8 1.0";
        QTest::newRow("accuracy") << 84.6 << 91.1 << false << "84 86 88 90 92";
        QTest::newRow("epochs, exact") << 0.0 << 30.0 << true << "0 5 10 15 20 25 30";
        QTest::newRow("exact ends between ticks") << 0.5 << 29.5 << true << "5 10 15 20 25";
        QTest::newRow("quarters") << 0.0 << 1.2 << false << "0.00 0.25 0.50 0.75 1.00 1.25";
        QTest::newRow("counts") << 0.0 << 6000.0 << false << "0 2_000 4_000 6_000";
        QTest::newRow("negative") << -0.8 << 0.8 << false << "-1.0 -0.5 0.0 0.5 1.0";
        QTest::newRow("swapped") << 1.0 << 0.0 << false << "0.0 0.2 0.4 0.6 0.8 1.0";
    }
    void linearTicksAreRound() {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(bool, exact);
        QTEST(texts(linearTicks(low, high, exact)), "shown");
    }

    void anyRangeGivesAnAxis_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        const double nan = std::nan("");
        QTest::newRow("one value") << 5.0 << 5.0;
        QTest::newRow("zero") << 0.0 << 0.0;
        QTest::newRow("NaN") << nan << nan;
        QTest::newRow("infinite") << 0.0 << std::numeric_limits<double>::infinity();
        QTest::newRow("tiny") << 1e-12 << 3e-12;
        QTest::newRow("huge") << -1e200 << 1e200;
        QTest::newRow("a digit at the end") << 1e6 << 1e6 + 1e-6;
    }
    void anyRangeGivesAnAxis() {
        QFETCH(double, low);
        QFETCH(double, high);
        const AxisTicks axis = linearTicks(low, high);
        QVERIFY(axis.high > axis.low);
        QVERIFY(axis.ticks.size() >= 2 && axis.ticks.size() <= 8);
        if (std::isfinite(low) && std::isfinite(high)) {
            QVERIFY(axis.low <= low && axis.high >= high);
        }
    }

    void numberOfTicksIsFourToSeven() {
        for (double high = 1; high < 1000; high *= 1.07) {
            const auto count = linearTicks(0, high).ticks.size();
            QVERIFY2(count >= 4 && count <= 7, qPrintable(QString::number(high)));
        }
    }

    void logTicksArePowersOfTen_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<QString>("shown");
        QTest::newRow("counts") << 1.0 << 42000.0 << "1 10 100 1_000 10_000 100_000";
        QTest::newRow("one decade") << 2.0 << 3.0 << "1 10";
        QTest::newRow("thinned") << 1.0 << 1e12 << "1 100 10_000 1_×_10⁶ 1_×_10⁸ 1_×_10¹⁰ 1_×_10¹²";
        QTest::newRow("zero below") << 0.0 << 10.0 << "0.01 0.1 1 10";
    }
    void logTicksArePowersOfTen() {
        QFETCH(double, low);
        QFETCH(double, high);
        QTEST(texts(logTicks(low, high)), "shown");
    }

    void sharesRunFromZeroToOne() {
        const AxisTicks linear = linearTicks(0, 10);
        QCOMPARE(linear.share(5), 0.5);
        const AxisTicks log = logTicks(1, 100);
        QCOMPARE(log.share(10), 0.5);
        QCOMPARE(log.share(0), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestTicks)
#include "tst_ticks.moc"
