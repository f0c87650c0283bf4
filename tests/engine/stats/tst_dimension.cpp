// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/dimension.h"
#include "engine/store/random.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace winnow;
using Values = std::vector<double>;

class TestDimension : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ratiosOfAKnownLaw() {
        // mu = (1 - F)^(-1/D) at the very shares that are fitted: the slope is D.
        constexpr int kPoints = 1000;
        constexpr double kDimension = 3.5;
        Values first(kPoints, 1.0);
        Values second;
        for (int i = 1; i <= kPoints; ++i) {
            const double share = static_cast<double>(i) / kPoints;
            second.push_back(share < 1 ? std::pow(1 - share, -1 / kDimension) : 1e9);
        }
        const auto got = stats::twoNn(first, second);
        QCOMPARE(got.points, kPoints);
        QVERIFY(std::abs(got.dimension - kDimension) < 1e-9);
    }
    void unusablePointsAreLeftOut() {
        const Values first{0, 1, 1, 1}, second{1, 1, 2, 3};
        const auto got = stats::twoNn(first, second);
        QCOMPARE(got.points, 2);
        QVERIFY(std::isnan(got.dimension));
    }
    void kernelOfPointsGivesTheirDistances() {
        // Products of points on a line: Two-NN of the line.
        Random random(3);
        Values points;
        for (int i = 0; i < 300; ++i) points.push_back(random.normal());
        Values kernel;
        for (const double a : points)
            for (const double b : points) kernel.push_back(a * b);
        const auto got = stats::twoNnOfKernel(kernel, 300);
        QVERIFY(got.points > 290);
        QVERIFY2(got.dimension > 0.8 && got.dimension < 1.2,
                 qPrintable(QString::number(got.dimension)));
    }
    void componentsOfASpectrum() {
        QCOMPARE(stats::componentsFor(Values{6, 3, 1}, 0.9), 2);
        QCOMPARE(stats::componentsFor(Values{6, 2, 1, 1}, 0.9), 3);
        QCOMPARE(stats::componentsFor(Values{6, 3, 1, -1}, 1), 3);
        QCOMPARE(stats::componentsFor(Values{0, 0}, 0.9), 0);
    }
};

QTEST_GUILESS_MAIN(TestDimension)
#include "tst_dimension.moc"
