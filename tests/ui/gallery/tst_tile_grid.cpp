// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/tile_grid.h"

#include <QTest>

using namespace winnow::ui;

class TestTileGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTileIsFoundWhereItLies_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("width");
        QTest::addRow("none") << 0 << 500;
        QTest::addRow("one") << 1 << 500;
        QTest::addRow("full rows") << 50 << 930;
        QTest::addRow("a rest") << 53 << 931;
        QTest::addRow("narrower than a tile") << 7 << 30;
        QTest::addRow("many") << 60000 << 2017;
    }
    void everyTileIsFoundWhereItLies() {
        QFETCH(int, count);
        QFETCH(int, width);
        const TileGrid grid{count, width, 84, 20, 4};
        QCOMPARE(grid.rows(), (count + grid.columns() - 1) / grid.columns());
        for (int i = 0; i < count; i += 1 + count / 500) {
            const QRect picture = grid.pictureRect(i);
            QCOMPARE(picture.size(), QSize(84, 84));
            if (width >= 92) {
                QVERIFY(picture.left() >= 4 && picture.right() + 4 < width);
                QCOMPARE(grid.at(picture.center()), i);
            }
            QVERIFY(grid.cellRect(i).bottom() < grid.height());
            if ((i + 1) % grid.columns() != 0 && i + 1 < count)
                QVERIFY(!grid.cellRect(i).intersects(grid.cellRect(i + 1)));
        }
        QCOMPARE(grid.at({width / 2, grid.height() + 1}), -1);
        QCOMPARE(grid.at({-1, 5}), -1);
    }

    void rowsFillTheWidth() {
        const TileGrid grid{20, 930, 84, 20, 4};
        QCOMPARE(grid.columns(), 10);
        const int left = grid.pictureRect(0).left();
        const int right = 930 - 1 - grid.pictureRect(9).right();
        QVERIFY(qAbs(left - right) <= 1);
    }
};

QTEST_GUILESS_MAIN(TestTileGrid)
#include "tst_tile_grid.moc"
