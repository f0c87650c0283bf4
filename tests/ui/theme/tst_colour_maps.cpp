// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colour_maps.h"
#include "ui/theme/oklab.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace winnow::ui;

namespace {

double distance(const QColor& a, const QColor& b) { return okLabDistance(toOkLab(a), toOkLab(b)); }

void addThemes() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

const Theme& fetchTheme() {
    QFETCH(bool, dark);
    return dark ? darkTheme() : lightTheme();
}

}  // namespace

class TestColourMaps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void okLabOfKnownColours_data() {
        QTest::addColumn<QString>("colour");
        QTest::addColumn<double>("lightness");
        QTest::addColumn<double>("a");
        QTest::addColumn<double>("b");
        // Ottosson 2020 and CSS Color 4.
        QTest::newRow("white") << "#ffffff" << 1.0 << 0.0 << 0.0;
        QTest::newRow("black") << "#000000" << 0.0 << 0.0 << 0.0;
        QTest::newRow("red") << "#ff0000" << 0.62796 << 0.22486 << 0.12585;
        QTest::newRow("blue") << "#0000ff" << 0.45201 << -0.03246 << -0.31153;
    }
    void okLabOfKnownColours() {
        QFETCH(QString, colour);
        QFETCH(double, lightness);
        QFETCH(double, a);
        QFETCH(double, b);
        const OkLab lab = toOkLab(QColor(colour));
        QVERIFY(std::abs(lab.lightness - lightness) < 2e-4);
        QVERIFY(std::abs(lab.a - a) < 2e-4);
        QVERIFY(std::abs(lab.b - b) < 2e-4);
        QCOMPARE(fromOkLab(lab).name(), colour);
    }

    void sequentialStopsAreEven_data() { addThemes(); }
    void sequentialStopsAreEven() {
        const Theme& t = fetchTheme();
        for (std::size_t i = 1; i < t.sequential.size(); ++i) {
            const double step = distance(t.sequential.at(i - 1), t.sequential.at(i));
            QVERIFY2(std::abs(step - 9.0) <= 0.35, qPrintable(QString::number(step)));
        }
    }

    void sequentialTableIsEvenAndMonotone_data() { addThemes(); }
    void sequentialTableIsEvenAndMonotone() {
        const Theme& t = fetchTheme();
        const QList<QRgb>& table = colourTable(ColourMap::Sequential, t);
        QCOMPARE(table.size(), kColourMapSize);
        QCOMPARE(QColor(table.first()), t.sequential.front());
        QCOMPARE(QColor(table.last()), t.sequential.back());
        const double sign = t.dark ? 1 : -1;  // away from the background
        constexpr int kStride = 15;
        const double even = 8 * 9.0 * kStride / (kColourMapSize - 1);
        for (int i = kStride; i < kColourMapSize; i += kStride) {
            const OkLab before = toOkLab(QColor(table[i - kStride]));
            const OkLab here = toOkLab(QColor(table[i]));
            QVERIFY(sign * (here.lightness - before.lightness) > 0);
            // Rounding to 8 bits moves an entry by up to about 0.4; corners at stops shorten a step
            // a little.
            QVERIFY2(std::abs(okLabDistance(before, here) - even) < 0.8,
                     qPrintable(QString::number(i)));
        }
        QVERIFY(std::abs(toOkLab(t.sequential.at(t.dark ? 8 : 0)).lightness - 0.96) < 0.015);
        QVERIFY(std::abs(toOkLab(t.sequential.at(t.dark ? 0 : 8)).lightness - 0.28) < 0.015);
    }

    void divergingArmsHaveEqualLightness_data() { addThemes(); }
    void divergingArmsHaveEqualLightness() {
        const Theme& t = fetchTheme();
        const QList<QRgb>& table = colourTable(ColourMap::Diverging, t);
        QCOMPARE(QColor(table.first()), t.diverging.front());
        QCOMPARE(QColor(table.last()), t.diverging.back());
        for (int i = 0; i < kColourMapSize / 2; ++i) {
            const double negative = toOkLab(QColor(table[i])).lightness;
            const double positive = toOkLab(QColor(table[kColourMapSize - 1 - i])).lightness;
            QVERIFY2(std::abs(negative - positive) < 0.025,
                     qPrintable(QStringLiteral("%1: %2 %3").arg(i).arg(negative).arg(positive)));
        }
    }

    void zeroIsNearlyTheBackground_data() { addThemes(); }
    void zeroIsNearlyTheBackground() {
        const Theme& t = fetchTheme();
        QVERIFY(distance(mapColour(ColourMap::Diverging, 0, -1, 1, t), t.surface) < 5);
    }

    void classColoursAreFarApart_data() { addThemes(); }
    void classColoursAreFarApart() {
        const Theme& t = fetchTheme();
        double least = std::numeric_limits<double>::max();
        for (std::size_t i = 0; i < t.classes.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                least = std::min(least, distance(t.classes.at(i), t.classes.at(j)));
        QVERIFY2(least >= (t.dark ? 12.55 : 13.25), qPrintable(QString::number(least)));
    }

    void aRowShowsTheTable_data() { addThemes(); }
    void aRowShowsTheTable() {
        const Theme& t = fetchTheme();
        const QImage row = colourRow(ColourMap::Sequential, t);
        QCOMPARE(row.size(), QSize(kColourMapSize, 1));
        for (int i = 0; i < kColourMapSize; ++i)
            QCOMPARE(row.pixel(i, 0), colourTable(ColourMap::Sequential, t)[i]);
    }

    void indexClipsAndCoversTheTable_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<int>("index");
        QTest::newRow("low end") << -1.0 << -1.0 << 1.0 << 0;
        QTest::newRow("high end") << 1.0 << -1.0 << 1.0 << 255;
        QTest::newRow("below") << -9.0 << -1.0 << 1.0 << 0;
        QTest::newRow("far above") << 1e300 << -1.0 << 1.0 << 255;
        QTest::newRow("zero of a symmetric range") << 0.0 << -1.0 << 1.0 << 128;
        QTest::newRow("infinity") << std::numeric_limits<double>::infinity() << 0.0 << 1.0 << 255;
        QTest::newRow("not a number")
            << std::numeric_limits<double>::quiet_NaN() << 0.0 << 1.0 << 0;
        QTest::newRow("empty range") << 2.0 << 2.0 << 2.0 << 0;
    }
    void indexClipsAndCoversTheTable() {
        QFETCH(double, value);
        QFETCH(double, low);
        QFETCH(double, high);
        QTEST(colourIndex(value, low, high), "index");
    }
};

QTEST_GUILESS_MAIN(TestColourMaps)
#include "tst_colour_maps.moc"
