// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/focus_ring.h"
#include "ui/theme/fonts.h"
#include "ui/theme/palette.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QTest>

using namespace winnow::ui;

class TestAppliedTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { applyTheme(ThemeChoice::Light); }

    void choiceSetsThemeAndPalette() {
        applyTheme(ThemeChoice::Dark);
        QVERIFY(theme().dark);
        QCOMPARE(themeChoice(), ThemeChoice::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), darkTheme().bg);
        applyTheme(ThemeChoice::Light);
        QVERIFY(!theme().dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), lightTheme().bg);
    }

    void systemFollowsTheDesktopAndNotOurself() {
        applyTheme(ThemeChoice::System);
        const bool dark = theme().dark;
        applyTheme(dark ? ThemeChoice::Light : ThemeChoice::Dark);
        applyTheme(ThemeChoice::System);
        QCOMPARE(theme().dark, dark);
    }

    void everyPaletteRoleIsOurs() {
        QList<QColor> ours;
        for (const ThemeToken& token : themeTokens()) ours << darkTheme().*token.colour;
        const QPalette palette = themePalette(darkTheme());
        for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled})
            for (int role = 0; role < QPalette::NColorRoles; ++role)
                if (role != QPalette::NoRole)
                    QVERIFY2(
                        ours.contains(palette.color(group, static_cast<QPalette::ColorRole>(role))),
                        qPrintable(QString::number(role)));
    }

    void tokensAreFilledLongestFirstAndLengthsScaled() {
        applyTheme(ThemeChoice::Light, 26);
        QCOMPARE(filledStyleSheet(
                     QStringLiteral("a: $accentSoft; b: $accent; c: 1px solid $line; d: 6px;"),
                     lightTheme()),
                 QStringLiteral("a: #d8ecea; b: #0a716d; c: 1px solid #d5dada; d: 12px;"));
        QVERIFY(!styleSheet(lightTheme()).contains(u'$'));
        QVERIFY(!styleSheet(lightTheme()).contains(u'%'));
    }

    void fontSizeIsClampedAndScalesControls() {
        applyTheme(ThemeChoice::Light, 26);
        QPushButton large(QStringLiteral("Export"));
        const int height = large.sizeHint().height();
        applyTheme(ThemeChoice::Light, 500);
        QCOMPARE(fontSize(), kMaximumFontSize);
        applyTheme(ThemeChoice::Light, 1);
        QCOMPARE(fontSize(), kMinimumFontSize);
        applyTheme(ThemeChoice::Light);
        QPushButton normal(QStringLiteral("Export"));
        QCOMPARE(normal.sizeHint().height(), 28);
        QCOMPARE(height, 56);
        QCOMPARE(QApplication::font().pixelSize(), kBaseFontSize);
    }

    void chosenFontHasEvenDigits() {
        const QFont body = textFont(TextStyle::Body);
        QVERIFY2(hasEvenDigits(body), qPrintable(body.family()));
        QVERIFY(textFont(TextStyle::PageTitle).weight() > QFont::Normal);
        QCOMPARE(textFont(TextStyle::Hero).pixelSize(), 26);
    }

    void unknownDesktopFontFallsBack() {
        const QString family = chosenFamily(QStringLiteral("No Such Family"));
        QVERIFY(QFontDatabase::families().contains(family));
    }

    void styleKeepsItsTimesAndMargins() {
        QCOMPARE(QApplication::style()->styleHint(QStyle::SH_ToolTip_WakeUpDelay), 400);
        QCOMPARE(QApplication::style()->styleHint(QStyle::SH_FocusFrame_AboveWidget), 1);
        QCOMPARE(QApplication::style()->pixelMetric(QStyle::PM_FocusFrameHMargin), 3);
        QVERIFY(!QApplication::isEffectEnabled(Qt::UI_FadeMenu));
    }

    void ringComesWithTheKeyboardOnly() {
        QWidget window;
        auto* layout = new QHBoxLayout(&window);
        auto* first = new QLineEdit(&window);
        auto* second = new QPushButton(QStringLiteral("Next"), &window);
        layout->addWidget(first);
        layout->addWidget(second);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const auto* ring = qApp->findChild<FocusRing*>();
        QVERIFY(ring);
        QTest::mouseClick(first, Qt::LeftButton);
        QCOMPARE(QApplication::focusWidget(), first);
        QCOMPARE(ring->ringed(), nullptr);
        QTest::keyClick(first, Qt::Key_Tab);
        QCOMPARE(ring->ringed(), second);
        QTest::keyClick(second, Qt::Key_Backtab);
        QCOMPARE(ring->ringed(), first);
        QTest::mouseClick(first, Qt::LeftButton);
        second->setFocus(Qt::OtherFocusReason);
        QCOMPARE(ring->ringed(), nullptr);
    }

    void primaryButtonIsPaintedInAccent() {
        QPushButton button;
        button.setProperty("kind", "primary");
        button.resize(80, 28);
        QCOMPARE(button.grab().toImage().pixelColor(40, 5), theme().accent);
        button.setEnabled(false);
        QCOMPARE(button.grab().toImage().pixelColor(40, 5), theme().surface);
    }
};

QTEST_MAIN(TestAppliedTheme)
#include "tst_applied_theme.moc"
