// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/parts_window.h"

#include <QHash>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

using namespace winnow::ui;

namespace {

QHash<QRgb, int> pixelsByColour(const QImage& image) {
    QHash<QRgb, int> counts;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) ++counts[image.pixel(x, y) | 0xFF000000];
    return counts;
}

}  // namespace

class TestPartsWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyColourIsSeen_data() {
        QTest::addColumn<int>("choice");
        QTest::addColumn<int>("fontSize");
        QTest::newRow("light") << int(ThemeChoice::Light) << 13;
        QTest::newRow("dark") << int(ThemeChoice::Dark) << 13;
        QTest::newRow("light, twice the size") << int(ThemeChoice::Light) << 26;
        QTest::newRow("dark, twice the size") << int(ThemeChoice::Dark) << 26;
    }
    void everyColourIsSeen() {
        QFETCH(int, choice);
        QFETCH(int, fontSize);
        applyTheme(static_cast<ThemeChoice>(choice), fontSize);
        PartsWindow window;
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const auto* scroll = window.findChild<QScrollArea*>();
        const QImage image = scroll->widget()->grab().toImage();
        const auto counts = pixelsByColour(image);
        for (const ThemeToken& token : themeTokens())
            QVERIFY2(counts.value((theme().*token.colour).rgb()) >= 100, token.name);
        for (const QColor& colour : theme().classes)
            QVERIFY2(counts.value(colour.rgb()) >= 100, qPrintable(colour.name()));
        QVERIFY2(counts.size() > 500,
                 "pictures, text and colour maps give many more colours than the tokens");
        if (fontSize == kBaseFontSize) QCOMPARE(scroll->horizontalScrollBar()->maximum(), 0);
    }

    void openWindowFollowsTheTheme() {
        applyTheme(ThemeChoice::Light);
        PartsWindow window;
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        applyTheme(ThemeChoice::Dark);
        const auto counts = pixelsByColour(window.grab().toImage());
        QVERIFY(counts.value(darkTheme().surface.rgb()) > 100000);
        QVERIFY(counts.value(darkTheme().bg.rgb()) > 10000);
        QVERIFY(counts.value(lightTheme().bg.rgb()) < 1000);
    }
};

QTEST_MAIN(TestPartsWindow)
#include "tst_parts_window.moc"
