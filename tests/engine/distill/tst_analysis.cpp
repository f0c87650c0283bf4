// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/analysis.h"
#include "tests/engine/distill/small_problem.h"
#include "tests/support/closeness.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace winnow;

namespace {

store::Array fixture(const std::string& name) {
    return store::readNpy(test::shared("fixtures/analysis/" + name + ".npy"));
}

/// A support, a kernel and test images of a small data set.
struct Small {
    test::Silence silence;
    test::SmallDataset data{80, 4, 1, 6};
    distill::Preprocessing preprocessing{data.source};
    distill::DatasetTargets targets{data.source, 4, preprocessing, models::Precision::Float64};
    infinite::Kernel kernel{infinite::parseKernel("fc1"), {1, 6, 6}};
    distill::Support support =
        distill::naturalSupport(data.source,
                                4,
                                distill::balancedRows(data.labels, 4, 20, "images", 1),
                                preprocessing,
                                models::Precision::Float64);
    store::Array kss = distill::kernelMatrix(kernel, support.images, silence.context);
    store::Array kts = distill::kernelAgainst(kernel, support.images, targets, {}, silence.context);
};

}  // namespace

class TestAnalysis : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dimensionFixtures_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"linear3_in12", "swiss_roll2", "sphere7_in8", "gauss20", "images", "duplicates"})
            QTest::newRow(name) << name;
    }
    void dimensionFixtures() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, name);
        const std::string folder = name.toStdString() + "/";
        const store::Array points = fixture(folder + "X");
        const auto got = distill::imageDimensions(points);
        const double intrinsic = fixture(folder + "twonn").as<double>()[0];
        QVERIFY2(std::abs(got.intrinsic - intrinsic) <= 1e-9 * intrinsic,
                 qPrintable(QString::number(got.intrinsic, 'g', 12)));
        QCOMPARE(got.linear, static_cast<double>(fixture(folder + "pca90").as<std::int64_t>()[0]));
        const store::Array spectrum = fixture(folder + "pca_spectrum");
        const auto values = distill::imageSpectrum(points);
        WINNOW_CLOSE(std::span(values).first(spectrum.as<double>().size()),
                     spectrum.as<double>(),
                     1e-9,
                     1e-9 * test::largest(spectrum));
    }
    void gradientDimensionFixtures() {
        WINNOW_NEEDS_SHARED();
        const store::Array kernel = fixture("gradient_fc1/ntk");
        const auto centred = distill::gradientDimensions(kernel);
        const double intrinsic = fixture("gradient_fc1/twonn").as<double>()[0];
        QVERIFY(std::abs(centred.intrinsic - intrinsic) <= 1e-6 * intrinsic);
        QCOMPARE(centred.linear,
                 static_cast<double>(fixture("gradient_fc1/pca90_centred").as<std::int64_t>()[0]));
        QCOMPARE(
            distill::gradientDimensions(kernel, false).linear,
            static_cast<double>(fixture("gradient_fc1/pca90_uncentred").as<std::int64_t>()[0]));
        const store::Array spectrum = fixture("gradient_fc1/spectrum_centred");
        const auto values = distill::spectrum(kernel, true);
        WINNOW_CLOSE(std::span(values).first(50),
                     spectrum.as<double>(),
                     1e-9,
                     1e-9 * test::largest(spectrum));
    }
    void tooFewPointsHaveNoDimension() {
        const auto few = distill::imageDimensions(test::normalArray({6, 1, 2, 2}, 1));
        QVERIFY(std::isnan(few.intrinsic));
        QVERIFY(few.linear >= 1 && few.linear <= 4);
        QVERIFY(std::isnan(distill::imageDimensions(test::normalArray({2, 1, 2, 2}, 1)).intrinsic));
    }

    void bandsAddUpToTheWhole() {
        const Small small;
        const auto bands = distill::bandAccuracy(
            small.kss, small.kts, small.support.labels, small.targets.classOf());
        const auto whole = distill::evaluate(small.kernel,
                                             {.reg = 1e-12},
                                             small.support.images,
                                             small.support.labels,
                                             small.targets,
                                             {},
                                             false,
                                             small.silence.context);
        QVERIFY(std::abs(bands.all - whole.accuracy) < 1e-9);
        QVERIFY(bands.all > 0.5);
        // Natural images: what is told apart is told by the largest eigenvalues.
        QCOMPARE(std::ranges::max_element(bands.band) - bands.band.begin(), 0);
        const auto values = distill::spectrum(small.kss);
        QVERIFY(std::ranges::is_sorted(values, std::greater<>()));
        double trace = 0;
        for (std::size_t i = 0; i < 20; ++i) trace += small.kss.as<double>()[i * 21];
        QVERIFY(std::abs(std::accumulate(values.begin(), values.end(), 0.0) - trace) <
                1e-10 * trace);
    }
    void subsamplingFalls() {
        const Small small;
        const auto curve = distill::subsampling(small.kss,
                                                small.kts,
                                                small.support.labels,
                                                small.targets.classOf(),
                                                {},
                                                1,
                                                small.silence.context,
                                                30);
        QVERIFY(curve[0].mean > curve[4].mean + 0.1);
        QVERIFY(curve[4].deviation > 0);
        const auto again = distill::subsampling(small.kss,
                                                small.kts,
                                                small.support.labels,
                                                small.targets.classOf(),
                                                {},
                                                1,
                                                small.silence.context,
                                                30);
        QCOMPARE(again[2].mean, curve[2].mean);
    }
    void nearestTargetOfAnImageIsItself() {
        const Small small;
        const auto nearest = distill::nearestTargets(
            small.kernel, small.support.images, small.targets, {}, 3, small.silence.context);
        const auto rows = nearest.rows.as<std::int64_t>();
        const auto distance = nearest.distance.as<double>();
        for (std::size_t i = 0; i < 20; ++i) {
            QCOMPARE(rows[i * 3], small.support.startSample[i]);
            QVERIFY(distance[i * 3] < 1e-3);
            QVERIFY(distance[i * 3] < distance[i * 3 + 1] &&
                    distance[i * 3 + 1] <= distance[i * 3 + 2]);
        }
        // By hand: the second nearest of image 0.
        const auto kss = small.kss.as<double>();
        const auto own = distill::kernelMatrix(
            small.kernel,
            small.preprocessing.apply(
                small.data.source, {rows.data() + 1, 1}, models::Precision::Float64),
            small.silence.context);
        const double across = small.kts.as<double>()[static_cast<std::size_t>(rows[1]) * 20];
        QVERIFY(std::abs(distance[1] - std::sqrt(kss[0] + own.as<double>()[0] - 2 * across)) <
                1e-9);
    }
    void fewerTargetsThanAsked() {
        const Small small;
        const std::vector<std::int64_t> two{5, 6};
        const auto nearest = distill::nearestTargets(
            small.kernel, small.support.images, small.targets, two, 3, small.silence.context);
        QCOMPARE(nearest.rows.as<std::int64_t>()[2], -1);
        QVERIFY(std::isnan(nearest.distance.as<double>()[2]));
        QVERIFY(nearest.rows.as<std::int64_t>()[0] >= 5);
    }
};

QTEST_GUILESS_MAIN(TestAnalysis)
#include "tst_analysis.moc"
