// SPDX-License-Identifier: GPL-3.0-or-later
// Order of rows, pieces of the matrix, and which part is seen where.
#include "ui/scene/matrix_cache.h"
#include "ui/scene/matrix_frame.h"
#include "ui/scene/matrix_order.h"
#include "ui/scene/matrix_tile.h"

#include <QTest>

#include <limits>

using namespace winnow::ui;

namespace {

using Ids = std::vector<std::int64_t>;

TilePointer constantTile(std::int64_t side, float value) {
    return std::make_shared<const MatrixTile>(
        MatrixTile{side, side, std::vector<float>(static_cast<std::size_t>(side * side), value)});
}

}  // namespace

class TestMatrixGeometry : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void samplesAreOrderedByClassThenBySizeOfCluster() {
        const Ids labels{1, 0, 1, 1, 0, 1};
        const Ids clusters{5, 2, 3, 3, 2, -1};
        const MatrixOrder order = matrixOrder({0, 1, 2, 3, 4, 5}, labels, clusters);
        QCOMPARE(order.samples, (Ids{1, 4, 2, 3, 0, 5}));
        QCOMPARE(order.bands.size(), 2);
        QCOMPARE(order.bands[1].classIndex, 1);
        QCOMPARE(order.bands[1].begin, 2);
        QCOMPARE(order.bands[1].count, 4);
        QCOMPARE(order.classAt(1), 0);
        QCOMPARE(order.classAt(2), 1);
        QCOMPARE(order.positionOf(3), 3);
        QCOMPARE(order.positionOf(9), -1);
        QCOMPARE(matrixOrder({5, 4, 3}, labels).samples, (Ids{4, 3, 5}));
    }

    void membersOfATileStandForItsBlocks() {
        const TileMembers exact = tileMembers(1000, 1, 0, 4);
        QCOMPARE(exact.cells, 128);
        QCOMPARE(exact.members, 2);
        QVERIFY(!exact.sampled);
        QCOMPARE(exact.positions.front(), 0);
        QCOMPARE(exact.positions.back(), 255);

        const TileMembers sampled = tileMembers(1000, 4, 0, 4);
        QCOMPARE(sampled.cells, 63);
        QVERIFY(sampled.sampled);
        QCOMPARE(Ids(sampled.positions.begin(), sampled.positions.begin() + 4),
                 (Ids{2, 6, 10, 14}));
        // The last block has 8 of 16 values.
        QCOMPARE(Ids(sampled.positions.end() - 4, sampled.positions.end()),
                 (Ids{993, 995, 997, 999}));
        QCOMPARE(tileMembers(1000, 1, 3, 4).cells, 116);
        QCOMPARE(tileMembers(1000, 1, 4, 4).cells, 0);
    }

    void theFrameKeepsWhatIsUnderThePointer() {
        MatrixFrame frame;
        frame.setPlot({20, 10, 400, 400});
        frame.setSize(60000);
        QCOMPARE(frame.level(), 8);
        QVERIFY(frame.isFit());
        const QPointF at(120, 260);
        const QPointF before = frame.toPosition(at);
        frame.zoom(50, at);
        QVERIFY(QLineF(frame.toPosition(at), before).length() < 1e-6);
        frame.pan({30, -20});
        QVERIFY(QLineF(frame.toPosition(at + QPointF(30, -20)), before).length() < 1e-6);
        frame.setScale(1, at);
        QCOMPARE(frame.level(), 0);
        frame.zoom(1e9, at);
        QCOMPARE(frame.scale(), MatrixFrame::kLargestCell);
        frame.zoom(1e-9, at);
        QVERIFY(frame.isFit());
        QCOMPARE(frame.toPosition({20, 10}), QPointF(0, 0));
    }

    void theMatrixNeverLeavesThePlot() {
        MatrixFrame frame;
        frame.setPlot({0, 0, 100, 100});
        frame.setSize(1000);
        frame.setScale(1, {0, 0});
        frame.pan({500, 500});
        QCOMPARE(frame.toPosition({0, 0}), QPointF(0, 0));
        frame.pan({-5000, -5000});
        QCOMPARE(frame.toPosition({100, 100}), QPointF(1000, 1000));
        QCOMPARE(frame.cellAt({99.5, 0.5}).value(), QPoint(999, 900));
        QVERIFY(!frame.cellAt({100.5, 50}));
        frame.show({10, 990});
        QVERIFY(frame.seen().contains(10, 990));
    }

    void aSmallMatrixFillsNoMoreThanItsCells() {
        MatrixFrame frame;
        frame.setPlot({0, 0, 400, 400});
        frame.setSize(5);
        QCOMPARE(frame.scale(), MatrixFrame::kLargestCell);
        QCOMPARE(frame.covered(), QRectF(0, 0, 160, 160));
        QVERIFY(!frame.cellAt({161, 10}));
        frame.setSize(0);
        QVERIFY(!frame.cellAt({1, 1}));
    }

    void coarseTilesStandInForMissingOnes() {
        MatrixCache cache;
        const QRect cells(QPoint(100, 300), QPoint(200, 310));
        const std::vector<TileKey> first = cache.missing(1, cells, 60000);
        QCOMPARE(first.front().level, 3);
        QVERIFY(std::find(first.begin(), first.end(), TileKey{1, 0, 2}) != first.end());
        QVERIFY(std::find(first.begin(), first.end(), TileKey{1, 1, 2}) != first.end());
        QCOMPARE(first.size(), 3);

        cache.insert({3, 0, 0}, constantTile(128, 7));
        QCOMPARE(cache.missing(1, cells, 60000).size(), 2);
        const auto standIn = cache.value(1, 300, 100);
        QVERIFY(standIn);
        QCOMPARE(standIn->value, 7.0F);
        QCOMPARE(standIn->level, 3);
        cache.insert({1, 0, 2}, constantTile(128, 3));
        QCOMPARE(cache.value(1, 300, 100)->value, 3.0F);  // below the diagonal
        QCOMPARE(cache.value(1, 100, 300)->value, 3.0F);
        QCOMPARE(cache.value(1, 300, 100)->level, 1);
        QVERIFY(!cache.value(1, 9999, 0));
        QCOMPARE(cache.usualSize(), 7.0);
    }

    void thePictureIsTheTilesAndTheirMirror() {
        MatrixCache cache;
        MatrixTile tile{128, 128, std::vector<float>(128 * 128, 0)};
        tile.values[3] = 1;  // row 0, column 128 + 3
        cache.insert({0, 0, 1}, std::make_shared<const MatrixTile>(tile));
        QList<QRgb> table(256, qRgb(0, 0, 0));
        table[255] = qRgb(255, 0, 0);
        table[128] = table[127] = qRgb(0, 255, 0);
        const QRgb none = qRgb(0, 0, 255);
        const QImage right = cache.picture(0, {126, 0, 10, 2}, 1, table, none);
        QCOMPARE(right.pixel(5, 0), table[255]);
        QCOMPARE(right.pixel(6, 0), table[128]);
        QCOMPARE(right.pixel(0, 0), none);
        const QImage below = cache.picture(0, {0, 126, 2, 10}, 1, table, none);
        QCOMPARE(below.pixel(0, 5), table[255]);
        QCOMPARE(below.pixel(1, 5), table[128]);
    }

    void tilesNotSeenForLongestAreGivenUp() {
        MatrixCache cache;
        const auto tile = constantTile(1, 0);
        for (int i = 0; i < static_cast<int>(MatrixCache::kMostTiles) + 10; ++i) {
            cache.insert({0, 0, i}, tile);
            (void)cache.picture(0, {0, 0, 1, 1}, 1, QList<QRgb>(256), 0);  // looks at the first
        }
        QVERIFY(cache.value(0, 0, 0));
        QVERIFY(!cache.value(0, 0, 5 * kTileEdge));
    }
};

QTEST_MAIN(TestMatrixGeometry)
#include "tst_matrix_geometry.moc"
