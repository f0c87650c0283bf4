// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/segments.h"

#include <QAbstractButton>
#include <QSignalSpy>
#include <QTest>

using namespace winnow::ui;

class TestSegments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void clicksAndArrowsChange() {
        Segments segments({QStringLiteral("List"), QStringLiteral("Link"), QStringLiteral("Copy")});
        segments.show();
        QVERIFY(QTest::qWaitForWindowActive(&segments));
        const auto buttons = segments.findChildren<QAbstractButton*>();
        QCOMPARE(buttons.size(), 3);
        QSignalSpy changed(&segments, &Segments::currentChanged);
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QCOMPARE(segments.currentIndex(), 1);
        QTest::keyClick(buttons[1], Qt::Key_Right);
        QCOMPARE(segments.currentIndex(), 2);
        QTest::mouseClick(buttons[2], Qt::LeftButton);
        QCOMPARE(changed.size(), 2);
    }

    void disabledSegmentSaysWhy() {
        Segments segments({QStringLiteral("All"), QStringLiteral("Class")});
        segments.setSegmentEnabled(1, false, QStringLiteral("One class only"));
        auto* button = segments.findChildren<QAbstractButton*>().at(1);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(segments.currentIndex(), 0);
        QCOMPARE(button->toolTip(), QStringLiteral("One class only"));
    }

    void wrongIndexIsIgnored() {
        Segments segments({QStringLiteral("One"), QStringLiteral("Two")});
        segments.setCurrentIndex(7);
        segments.setSegmentToolTip(-1, QStringLiteral("x"));
        QCOMPARE(segments.currentIndex(), 0);
    }
};

QTEST_MAIN(TestSegments)
#include "tst_segments.moc"
