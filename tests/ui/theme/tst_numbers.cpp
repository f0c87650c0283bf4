// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/numbers.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace winnow::ui;

namespace {

// U+202F as _ and U+2212 as -, which an eye can tell apart.
QString readable(QString text) {
    return text.replace(QChar(0x202F), u'_').replace(QChar(0x2212), u'-');
}

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

class TestNumbers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAreGrouped_data() {
        QTest::addColumn<qint64>("count");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64(0) << "0";
        QTest::newRow("three digits") << qint64(999) << "999";
        QTest::newRow("four digits") << qint64(2418) << "2_418";
        QTest::newRow("a data set") << qint64(60000) << "60_000";
        QTest::newRow("negative") << qint64(-1234567) << "-1_234_567";
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min()
                                  << "-9_223_372_036_854_775_808";
    }
    void countsAreGrouped() {
        QFETCH(qint64, count);
        QTEST(readable(countText(count)), "text");
    }

    void decimalsAreFixed_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<QString>("text");
        QTest::newRow("leading zero") << 0.5 << 2 << "0.50";
        QTest::newRow("minus") << -0.31 << 2 << "-0.31";
        QTest::newRow("no minus before zero") << -0.001 << 2 << "0.00";
        QTest::newRow("grouped before the point") << 12345.678 << 1 << "12_345.7";
        QTest::newRow("none") << 1234.5 << 0 << "1_235";
        QTest::newRow("not a number") << std::nan("") << 2 << "–";
        QTest::newRow("infinity") << -kInfinity << 2 << "-∞";
    }
    void decimalsAreFixed() {
        QFETCH(double, value);
        QFETCH(int, decimals);
        QTEST(readable(numberText(value, decimals)), "text");
    }

    void signIsShownWhereItMatters() {
        QCOMPARE(readable(signedText(0.92, 2)), "+0.92");
        QCOMPARE(readable(signedText(-0.76, 2)), "-0.76");
        QCOMPARE(readable(signedText(0.001, 2)), "0.00");
    }

    void shortNumbers_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << "0";
        QTest::newRow("whole") << 20.0 << "20";
        QTest::newRow("no trailing zeros") << 0.5 << "0.5";
        QTest::newRow("rounded") << 38.26 << "38.3";
        QTest::newRow("grouped") << 12000.0 << "12_000";
        QTest::newRow("large") << 1.25e7 << "1.25_×_10⁷";
        QTest::newRow("small") << -1e-5 << "-1_×_10⁻⁵";
    }
    void shortNumbers() {
        QFETCH(double, value);
        QTEST(readable(shortNumberText(value)), "text");
    }

    void deviationsAndShares() {
        QCOMPARE(readable(plusMinusText(-0.19, 0.15, 2)), "-0.19 ± 0.15");
        QCOMPARE(readable(percentText(0.8, 1)), "80.0_%");
        QCOMPARE(readable(shortPercentText(0.8)), "80_%");
        QCOMPARE(readable(shortPercentText(0.025)), "2.5_%");
    }

    void durations_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("tenths") << 0.43 << "0.4_s";
        QTest::newRow("seconds") << 12.2 << "12_s";
        QTest::newRow("rounds up to a minute") << 59.7 << "1_min 00_s";
        QTest::newRow("minutes") << 185.0 << "3_min 05_s";
        QTest::newRow("hours") << 4800.0 << "1_h 20_min";
        QTest::newRow("days") << 183600.0 << "2_d 3_h";
        QTest::newRow("negative") << -3.0 << "0.0_s";
        QTest::newRow("unknown") << std::nan("") << "–";
    }
    void durations() {
        QFETCH(double, seconds);
        QTEST(readable(durationText(seconds)), "text");
    }

    void estimatesAreRough() {
        QCOMPARE(readable(roughDurationText(12.4)), "12_s");
        QCOMPARE(readable(roughDurationText(59.6)), "1_min");
        QCOMPARE(readable(roughDurationText(540)), "9_min");
        QCOMPARE(readable(roughDurationText(3569)), "59_min");
        QCOMPARE(readable(roughDurationText(3590)), "1_h 00_min");
        QCOMPARE(readable(roughDurationText(4800)), "1_h 20_min");
    }

    void bytes_data() {
        QTest::addColumn<double>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("bytes") << 812.0 << "812_B";
        QTest::newRow("kilobytes") << 4200.0 << "4.2_kB";
        QTest::newRow("no 1000.0 kB") << 999960.0 << "1.0_MB";
        QTest::newRow("gigabytes") << 28.8e9 << "28.8_GB";
        QTest::newRow("beyond the last unit") << 3e18 << "3_000.0_PB";
    }
    void bytes() {
        QFETCH(double, bytes);
        QTEST(readable(bytesText(bytes)), "text");
    }

    void readsWhatItWrites_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<double>("value");
        QTest::newRow("grouped") << numberText(-12345.5, 1) << true << -12345.5;
        QTest::newRow("percent") << percentText(0.8, 1) << true << 80.0;
        QTest::newRow("comma") << "0,5" << true << 0.5;
        QTest::newRow("spaces") << " 60 000 " << true << 60000.0;
        QTest::newRow("empty") << "" << false << 0.0;
        QTest::newRow("words") << "many" << false << 0.0;
        QTest::newRow("infinite") << "inf" << false << 0.0;
    }
    void readsWhatItWrites() {
        QFETCH(QString, text);
        QFETCH(bool, ok);
        QFETCH(double, value);
        const auto parsed = parseNumber(text);
        QCOMPARE(parsed.has_value(), ok);
        if (ok) QCOMPARE(*parsed, value);
    }
};

QTEST_GUILESS_MAIN(TestNumbers)
#include "tst_numbers.moc"
