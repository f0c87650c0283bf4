// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/map_points.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace winnow::ui;

namespace {

/// Looks along -z at the square from -1 to 1.
Projection straight(int side) {
    Projection projection;
    projection.matrix = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    projection.size = {side, side};
    return projection;
}

}  // namespace

class TestMapPoints : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void coordinatesAreCentredAndFillTheUnitBall() {
        const std::vector<float> unit = unitCoordinates(std::vector<float>{1, 5, 3, 5, 5, 5}, 2);
        const std::vector<float> expected{-1, 0, 0, 0, 0, 0, 1, 0, 0};
        QCOMPARE(unit, expected);
    }

    void pointsFarFromTheOriginKeepTheirDistances() {
        const float far = 1e6F;
        const std::vector<float> unit =
            unitCoordinates(std::vector<float>{far, 0, 0, far + 1, 0, 0, far + 2, 0, 0}, 3);
        QCOMPARE(unit[0], -1.0F);
        QCOMPARE(unit[3], 0.0F);
        QCOMPARE(unit[6], 1.0F);
    }

    void dimensionsPastTheThirdAreLeftOut() {
        const std::vector<float> unit =
            unitCoordinates(std::vector<float>{0, 0, 0, 90, 0, 0, 2, 10}, 4);
        const std::vector<float> expected{0, 0, -1, 0, 0, 1};
        QCOMPARE(unit, expected);
    }

    void aRowWithoutNumbersMovesNoOther() {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const std::vector<float> unit = unitCoordinates(std::vector<float>{-2, nan, 2}, 1);
        QCOMPARE(unit[0], -1.0F);
        QVERIFY(std::isnan(unit[3]));
        QCOMPARE(unit[6], 1.0F);
    }

    void equalPointsLieInTheMiddle() {
        const std::vector<float> expected(6, 0.0F);
        QCOMPARE(unitCoordinates(std::vector<float>{7, 7}, 1), expected);
        QVERIFY(unitCoordinates({}, 3).empty());
    }

    void projectionTurnsYDownAndDropsWhatIsOutside() {
        const float points[] = {0.5F, 0.5F, 0, 2, 0, 0};
        const auto seen = projected(points, straight(100));
        QCOMPARE(seen[0].at, QPointF(75, 25));
        QVERIFY(seen[0].seen);
        QVERIFY(!seen[1].seen);
    }

    void theNearestPointWinsAndOfEqualOnesTheFrontOne() {
        const float points[] = {0, 0, 0.5F, 0, 0, -0.5F, 0.04F, 0, 0};
        const auto seen = projected(points, straight(100));
        const auto all = [](std::size_t) { return true; };
        QCOMPARE(nearestPoint(seen, {50, 50}, 8, all), 1);
        QCOMPARE(nearestPoint(seen, {52, 50}, 8, all), 2);
        QCOMPARE(nearestPoint(seen, {50, 50}, 8, [](std::size_t i) { return i != 1; }), 0);
        QCOMPARE(nearestPoint(seen, {70, 50}, 8, all), -1);
    }

    void aLassoHoldsWhatIsInsideItsLine() {
        const float points[] = {0, 0, 0, 0.5F, 0.5F, 0, -0.5F, 0.5F, 0, 0, -3, 0};
        const auto seen = projected(points, straight(100));
        QPainterPath triangle(QPointF(52, 60));
        triangle.lineTo(80, 60);
        triangle.lineTo(80, 5);
        triangle.closeSubpath();
        const std::vector<std::int64_t> expected{1};
        QCOMPARE(pointsInside(seen, triangle, {100, 100}), expected);
        QPainterPath all;
        all.addRect(0, 0, 100, 100);
        QCOMPARE(pointsInside(seen, all, {100, 100}).size(), 3);
    }
};

QTEST_MAIN(TestMapPoints)
#include "tst_map_points.moc"
