// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QTest>

using namespace winnow::ui;

class TestIcons : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pathsFillTheirGridAndStayInIt_data() {
        QTest::addColumn<int>("icon");
        for (int i = 0; i < static_cast<int>(Icon::Count); ++i) QTest::addRow("icon %d", i) << i;
    }
    void pathsFillTheirGridAndStayInIt() {
        QFETCH(int, icon);
        const QRectF bounds = iconPath(static_cast<Icon>(icon)).boundingRect();
        QVERIFY(QRectF(0.7, 0.7, 14.6, 14.6).contains(bounds));
        QVERIFY(std::max(bounds.width(), bounds.height()) >= 7);
    }

    void everyIconIsItsOwn() {
        for (int i = 0; i < static_cast<int>(Icon::Count); ++i)
            for (int j = 0; j < i; ++j)
                QVERIFY(iconPath(static_cast<Icon>(i)) != iconPath(static_cast<Icon>(j)));
    }

    void colourFollowsTheTheme() {
        const QIcon stop = icon(Icon::Stop);
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            applyTheme(choice);
            const QImage image = stop.pixmap(160, 160).toImage();
            QCOMPARE(image.pixelColor(38, 80), theme().text2);
            const QImage disabled = stop.pixmap(160, 160, QIcon::Disabled).toImage();
            QCOMPARE(disabled.pixelColor(38, 80), theme().edge);
            const QImage checked = stop.pixmap(160, 160, QIcon::Normal, QIcon::On).toImage();
            QCOMPARE(checked.pixelColor(38, 80), theme().accentText);
        }
    }
};

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
