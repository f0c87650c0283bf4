// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/class_marks.h"

#include <QImage>
#include <QPainter>
#include <QSet>
#include <QTest>

using namespace winnow::ui;

namespace {

QImage painted(MarkShape shape, double size) {
    QImage image(32, 32, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintMark(painter, shape, {16, 16}, size, Qt::black);
    return image;
}

}  // namespace

class TestClassMarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shapesDifferAtTheirSmallestSize() {
        QSet<QByteArray> seen;
        for (int slot = 0; slot < kClassSlots; ++slot) {
            const QImage image = painted(static_cast<MarkShape>(slot), 7);
            seen.insert(
                QByteArray(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes()));
        }
        QCOMPARE(seen.size(), kClassSlots);
    }

    void shapesStayNearTheirSize_data() {
        QTest::addColumn<int>("slot");
        for (int slot = 0; slot < kClassSlots; ++slot) QTest::addRow("slot %d", slot) << slot;
    }
    void shapesStayNearTheirSize() {
        QFETCH(int, slot);
        const QRectF bounds = markPath(static_cast<MarkShape>(slot), {5, 5}, 8).boundingRect();
        QVERIFY(bounds.width() >= 0.85 * 8 && bounds.width() <= 1.35 * 8);
        QVERIFY(std::abs(bounds.center().x() - 5) < 0.5);
        QVERIFY(std::abs(bounds.center().y() - 5) < 1);
    }

    void upToTenClassesAllHaveTheirOwnMark() {
        ClassSlots slots10(10);
        slots10.request({}, {}, -1);
        for (int c = 0; c < 10; ++c) {
            QCOMPARE(slots10.slotOf(c), std::optional(c));
            QCOMPARE(slots10.colour(c, lightTheme()), lightTheme().classes.at(c));
            QCOMPARE(slots10.shape(c), static_cast<MarkShape>(c));
        }
        QVERIFY(!slots10.slotOf(10));
        QVERIFY(!slots10.slotOf(-1));
    }

    void aboveTenOnlyRequestedClassesAreColoured() {
        ClassSlots hundred(100);
        QVERIFY(!hundred.slotOf(3));
        QCOMPARE(hundred.colour(3, darkTheme()), darkTheme().edge);
        hundred.request({42}, {7, 42}, 99);
        QCOMPARE(hundred.slotOf(42), std::optional(0));
        QCOMPARE(hundred.slotOf(7), std::optional(1));
        QCOMPARE(hundred.slotOf(99), std::optional(2));
        hundred.request({42}, {}, -1);
        QVERIFY(!hundred.slotOf(7));
    }

    void aClassKeepsItsColour() {
        ClassSlots hundred(100);
        hundred.request({42}, {7}, -1);
        hundred.request({}, {50}, -1);
        hundred.request({}, {50, 7}, -1);
        QCOMPARE(hundred.slotOf(7), std::optional(1));
        ClassSlots reopened(100, hundred.slotClasses());
        reopened.request({}, {7}, -1);
        QCOMPARE(reopened.slotOf(7), std::optional(1));
    }

    void theEleventhRequestIsLeftOut() {
        ClassSlots hundred(100);
        QList<int> many;
        for (int c = 20; c < 40; ++c) many << c;
        hundred.request({99}, many, 5);
        int coloured = 0;
        for (int c = 0; c < 100; ++c) coloured += hundred.slotOf(c).has_value();
        QCOMPARE(coloured, kClassSlots);
        QVERIFY(hundred.slotOf(99));
        QVERIFY(!hundred.slotOf(5));
    }

    void damagedSlotsAreIgnored() {
        const ClassSlots slots100(100, {5, 5, -7, 100, 1});
        QCOMPARE(slots100.slotClasses(), QList<int>({5, -1, -1, -1, 1, -1, -1, -1, -1, -1}));
    }

    void bandsAlternateWithoutColour() {
        const ClassSlots hundred(100);
        QCOMPARE(hundred.bandColour(0, lightTheme()), lightTheme().edge);
        QCOMPARE(hundred.bandColour(1, lightTheme()), lightTheme().line);
    }
};

QTEST_GUILESS_MAIN(TestClassMarks)
#include "tst_class_marks.moc"
