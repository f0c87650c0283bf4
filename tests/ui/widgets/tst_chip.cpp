// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"

#include <QSignalSpy>
#include <QTest>

using namespace winnow::ui;

class TestChip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void mouseEditsAndRemoves_data() {
        QTest::addColumn<bool>("onCross");
        QTest::addColumn<bool>("removable");
        QTest::addColumn<int>("edits");
        QTest::addColumn<int>("removals");
        QTest::newRow("text") << false << true << 1 << 0;
        QTest::newRow("cross") << true << true << 0 << 1;
        QTest::newRow("no cross there") << true << false << 1 << 0;
    }
    void mouseEditsAndRemoves() {
        QFETCH(bool, onCross);
        QFETCH(bool, removable);
        Chip chip(QStringLiteral("Class: Shirt"), Chip::Kind::Filter);
        chip.setRemovable(removable);
        chip.resize(chip.sizeHint());
        QSignalSpy edited(&chip, &Chip::clicked);
        QSignalSpy removed(&chip, &Chip::removeRequested);
        QTest::mouseClick(&chip, Qt::LeftButton, {}, QPoint(onCross ? chip.width() - 10 : 12, 13));
        QTEST(static_cast<int>(edited.size()), "edits");
        QTEST(static_cast<int>(removed.size()), "removals");
    }

    void leavingTheCrossKeepsTheChip() {
        Chip chip(QStringLiteral("Tag"), Chip::Kind::Tag);
        chip.resize(chip.sizeHint());
        QSignalSpy removed(&chip, &Chip::removeRequested);
        QTest::mousePress(&chip, Qt::LeftButton, {}, QPoint(chip.width() - 10, 13));
        QTest::mouseRelease(&chip, Qt::LeftButton, {}, QPoint(4, 13));
        QCOMPARE(removed.size(), 0);
    }

    void keysEditAndRemove_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("edits");
        QTest::addColumn<int>("removals");
        QTest::newRow("Delete") << int(Qt::Key_Delete) << 0 << 1;
        QTest::newRow("Backspace") << int(Qt::Key_Backspace) << 0 << 1;
        QTest::newRow("Return") << int(Qt::Key_Return) << 1 << 0;
        QTest::newRow("Space") << int(Qt::Key_Space) << 1 << 0;
    }
    void keysEditAndRemove() {
        QFETCH(int, key);
        Chip chip(QStringLiteral("review"), Chip::Kind::Tag);
        QSignalSpy edited(&chip, &Chip::clicked);
        QSignalSpy removed(&chip, &Chip::removeRequested);
        QTest::keyClick(&chip, static_cast<Qt::Key>(key));
        QTEST(static_cast<int>(edited.size()), "edits");
        QTEST(static_cast<int>(removed.size()), "removals");
    }

    void filterIsFilled() {
        Chip chip(QStringLiteral("Forgotten"), Chip::Kind::Filter);
        chip.resize(chip.sizeHint());
        QCOMPARE(chip.grab().toImage().pixelColor(chip.width() / 2, 3), theme().accentSoft);
    }
};

QTEST_MAIN(TestChip)
#include "tst_chip.moc"
