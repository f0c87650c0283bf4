// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QTest>

using namespace winnow::ui;

namespace {

using Token = QColor Theme::*;

struct Pair {
    const char* name;
    Token text;
    Token ground;
    double light;  // least ratio
    double dark;
};

// The ratios of look.md, section 6.
const Pair kPairs[] = {
    {"text on bg", &Theme::text, &Theme::bg, 13, 10},
    {"text on surface", &Theme::text, &Theme::surface, 13, 10},
    {"text on raised", &Theme::text, &Theme::raised, 13, 10},
    {"text on well", &Theme::text, &Theme::well, 13, 10},
    {"text on hover", &Theme::text, &Theme::hover, 13, 10},
    {"text on accentSoft", &Theme::text, &Theme::accentSoft, 13, 10},
    {"text2 on bg", &Theme::text2, &Theme::bg, 4.9, 4.8},
    {"text2 on surface", &Theme::text2, &Theme::surface, 4.9, 4.8},
    {"text2 on raised", &Theme::text2, &Theme::raised, 4.9, 4.8},
    {"text2 on well", &Theme::text2, &Theme::well, 4.9, 4.8},
    {"text2 on hover", &Theme::text2, &Theme::hover, 4.9, 4.8},
    {"text2 on accentSoft", &Theme::text2, &Theme::accentSoft, 4.9, 4.8},
    {"text3 on bg", &Theme::text3, &Theme::bg, 4.9, 4.8},
    {"text3 on surface", &Theme::text3, &Theme::surface, 4.9, 4.8},
    {"text3 on raised", &Theme::text3, &Theme::raised, 4.9, 4.8},
    {"text3 on well", &Theme::text3, &Theme::well, 4.9, 4.8},
    {"text3 on accentSoft", &Theme::text3, &Theme::accentSoft, 4.9, 4.8},
    {"accentText on bg", &Theme::accentText, &Theme::bg, 4.9, 4.8},
    {"accentText on surface", &Theme::accentText, &Theme::surface, 4.9, 4.8},
    {"accentText on accentSoft", &Theme::accentText, &Theme::accentSoft, 4.9, 4.8},
    {"onAccent on accent", &Theme::onAccent, &Theme::accent, 5.8, 7.4},
    {"warn on its card", &Theme::warn, &Theme::warnSoft, 5.3, 5.3},
    {"danger on its card", &Theme::danger, &Theme::dangerSoft, 5.3, 5.3},
    {"danger on surface", &Theme::danger, &Theme::surface, 4.9, 4.8},
    {"warn on surface", &Theme::warn, &Theme::surface, 4.9, 4.8},
    {"input border on surface", &Theme::control, &Theme::surface, 3, 3},
    {"input border on bg", &Theme::control, &Theme::bg, 3, 3},
    {"focus ring on surface", &Theme::accent, &Theme::surface, 4.6, 4.6},
    {"focus ring on bg", &Theme::accent, &Theme::bg, 4.6, 4.6},
    {"context data on surface", &Theme::neutralData, &Theme::surface, 3, 3},
};

}  // namespace

class TestContrast : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheRatios_data() {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("least");
        for (const Pair& pair : kPairs)
            for (const Theme* t : {&lightTheme(), &darkTheme()})
                QTest::addRow("%s, %s", pair.name, t->dark ? "dark" : "light")
                    << t->*pair.text << t->*pair.ground << (t->dark ? pair.dark : pair.light);
    }
    void keepsTheRatios() {
        QFETCH(QColor, text);
        QFETCH(QColor, ground);
        QFETCH(double, least);
        const double ratio = contrastRatio(text, ground);
        // Ratios are stated to one decimal.
        QVERIFY2(ratio >= least - 0.05,
                 qPrintable(QStringLiteral("%1 < %2").arg(ratio).arg(least)));
    }

    void classMarksStandOutOnSurface_data() { addThemes(); }
    void classMarksStandOutOnSurface() {
        QFETCH(bool, dark);
        const Theme& t = dark ? darkTheme() : lightTheme();
        for (const QColor& colour : t.classes)
            QVERIFY2(contrastRatio(colour, t.surface) >= 2.95, qPrintable(colour.name()));
    }

    void ratioIsThatOfTheStandard_data() {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<double>("ratio");
        QTest::newRow("black and white") << "#000000"
                                         << "#ffffff" << 21.0;
        QTest::newRow("same") << "#777777"
                              << "#777777" << 1.0;
        QTest::newRow("order does not matter") << "#ffffff"
                                               << "#767676" << 4.5415;
    }
    void ratioIsThatOfTheStandard() {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(double, ratio);
        QVERIFY(std::abs(contrastRatio(QColor(a), QColor(b)) - ratio) < 1e-3);
        QVERIFY(std::abs(contrastRatio(QColor(b), QColor(a)) - ratio) < 1e-3);
    }

    void twoToneTextIsReadableOnEveryGrey() {
        for (int grey = 0; grey < 256; ++grey) {
            const QColor ground(grey, grey, grey);
            QVERIFY(contrastRatio(textColourOn(ground), ground) >= 4.5);
        }
    }

private:
    static void addThemes() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
};

QTEST_GUILESS_MAIN(TestContrast)
#include "tst_contrast.moc"
