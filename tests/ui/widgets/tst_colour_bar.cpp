// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/colour_bar.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

using namespace winnow::ui;

class TestColourBar : public QObject {
    Q_OBJECT

private:
    static void drag(QWidget& bar, int from, int to) {
        QTest::mousePress(&bar, Qt::LeftButton, {}, QPoint(from, 6));
        QTest::mouseMove(&bar, QPoint(to, 6));
        QTest::mouseRelease(&bar, Qt::LeftButton, {}, QPoint(to, 6));
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void divergingStaysSymmetric() {
        ColourBar bar(ColourMap::Diverging);
        bar.setLimits(-0.2, 0.8);
        QCOMPARE(bar.low(), -0.8);
        bar.setRange(-0.1, 0.4);
        QCOMPARE(bar.low(), -0.4);
        QCOMPARE(bar.high(), 0.4);
    }

    void dragClips_data() {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("high end") << 198 << 150 << 0.0 << 7.5;
        QTest::newRow("low end") << 2 << 40 << 2.0 << 10.0;
        QTest::newRow("beyond the limits") << 198 << 400 << 0.0 << 10.0;
        QTest::newRow("not from an end") << 100 << 150 << 0.0 << 10.0;
    }
    void dragClips() {
        QFETCH(int, from);
        QFETCH(int, to);
        ColourBar bar(ColourMap::Sequential);
        bar.resize(200, 30);
        bar.setLimits(0, 10);
        drag(bar, from, to);
        QTEST(bar.low(), "low");
        QTEST(bar.high(), "high");
    }

    void keysAndDoubleClick() {
        ColourBar bar(ColourMap::Diverging);
        bar.resize(200, 30);
        bar.setLimits(-1, 1);
        QSignalSpy changed(&bar, &ColourBar::rangeChanged);
        QTest::keyClick(&bar, Qt::Key_PageDown);
        QVERIFY(std::abs(bar.high() - 0.8) < 1e-12);
        QTest::keyClick(&bar, Qt::Key_Right);
        QVERIFY(std::abs(bar.high() - 0.82) < 1e-12);
        QTest::mouseDClick(&bar, Qt::LeftButton);
        QCOMPARE(bar.high(), 1.0);
        QCOMPARE(changed.size(), 3);
    }

    void endsNeverMeet() {
        ColourBar bar(ColourMap::Sequential);
        bar.setLimits(0, 10);
        bar.setRange(5, 5);
        QVERIFY(bar.high() > bar.low());
        bar.setRange(10, 10);
        QVERIFY(bar.high() > bar.low());
        QVERIFY(bar.high() <= 10);
    }

    void paintsTheTable() {
        ColourBar bar(ColourMap::Sequential);
        bar.setInteractive(false);
        bar.resize(256, 30);
        const QImage image = bar.grab().toImage();
        const auto& table = colourTable(ColourMap::Sequential);
        for (const int x : {0, 100, 255}) QCOMPARE(image.pixel(x, 6), table[x]);
    }

    void screenReaderHearsTheRange() {
        ColourBar bar(ColourMap::Diverging);
        bar.setLimits(-0.8, 0.8);
        bar.setWords(QStringLiteral("contradictory"), {}, QStringLiteral("interchangeable"));
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(&bar);
        QVERIFY(interface);
        QVERIFY(!interface->text(QAccessible::Name).isEmpty());
        QVERIFY(
            interface->text(QAccessible::Value).contains(QStringLiteral("0.8 interchangeable")));
    }
};

QTEST_MAIN(TestColourBar)
#include "tst_colour_bar.moc"
