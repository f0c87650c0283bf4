// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/schedule.h"
#include "engine/distill/support.h"
#include "engine/distill/targets.h"
#include "tests/engine/distill/small_problem.h"
#include "tests/support/closeness.h"
#include "tests/support/saying.h"

#include <QTest>

#include <set>

using namespace winnow;
using test::saying;
using Rows = std::vector<std::int64_t>;

class TestSupport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void drawsAreBalancedAndRepeatable() {
        const test::SmallDataset data(60, 3, 1, 4);
        const auto draw = [&](std::uint64_t seed, std::int64_t step) {
            return distill::balancedRows(data.labels, 3, 12, "target batch", seed, step);
        };
        const Rows rows = draw(1, 0);
        QCOMPARE(std::set(rows.begin(), rows.end()).size(), 12U);
        for (std::size_t i = 0; i < rows.size(); ++i)
            QCOMPARE(data.labels[static_cast<std::size_t>(rows[i])],
                     static_cast<std::int64_t>(i / 4));
        QCOMPARE(rows, draw(1, 0));
        QVERIFY(rows != draw(1, 1));
        QVERIFY(rows != draw(2, 0));
        // Every image is drawn sooner or later, about equally often.
        std::vector<int> count(60);
        for (std::int64_t step = 0; step < 500; ++step)
            for (const std::int64_t row : draw(1, step)) ++count[static_cast<std::size_t>(row)];
        const auto [least, most] = std::ranges::minmax(count);
        QVERIFY(least > 60 && most < 140);
    }
    void drawsAreRefused() {
        const test::SmallDataset data(25, 10, 1, 4);
        const std::vector<std::string> names{
            "airplane", "car", "bird", "cat", "deer", "dog", "frog", "horse"};
        const auto draw = [&](std::int64_t count) {
            return saying([&] {
                (void)distill::balancedRows(data.labels, 10, count, "target batch", 1, 0, names);
            });
        };
        QCOMPARE(draw(5001),
                 "target batch 5001 cannot be split evenly over 10 classes: use 5000 or 5010");
        QCOMPARE(draw(4), "target batch 4 cannot be split evenly over 10 classes: use 10");
        QCOMPARE(draw(30), "class 5 (dog) has 2 images, 3 per class asked");
    }
    void naturalImagesKeepTheirOrigin() {
        const test::SmallDataset data(30, 3, 1, 4);
        const distill::Preprocessing preprocessing(data.source);
        const auto support = distill::naturalSupport(
            data.source, 3, Rows{4, 8, 0}, preprocessing, models::Precision::Float32);
        QCOMPARE(support.startSample, (Rows{4, 8, 0}));
        QCOMPARE(support.startClass, (Rows{1, 2, 0}));
        WINNOW_CLOSE(support.labels.as<double>().first(3),
                     (std::vector<double>{-1.0 / 3, 2.0 / 3, -1.0 / 3}),
                     0,
                     1e-15);
        QVERIFY(distill::examine(support).empty());
    }
    void noiseIsUniformAndBalanced() {
        const auto support =
            distill::noiseSupport({3, 10, 10}, 5, 50, {0, 1}, models::Precision::Float64, 3);
        const auto values = support.images.as<double>();
        const auto [least, most] = std::ranges::minmax(values);
        QVERIFY(least >= -1 && least < -0.99 && most <= 1 && most > 0.99);
        QCOMPARE(std::ranges::count(support.startClass, 2), 10);
        QCOMPARE(std::ranges::count(support.startSample, -1), 50);
        QVERIFY(
            saying([] {
                (void)distill::noiseSupport({1, 2, 2}, 5, 51, {}, models::Precision::Float64, 3);
            }) == "images 51 cannot be split evenly over 5 classes: use 50 or 55");
    }
    void corruptionFreezesExactlyItsShare() {
        const auto start =
            distill::noiseSupport({3, 4, 4}, 2, 4, {}, models::Precision::Float32, 3);
        for (const bool whole : {false, true}) {
            distill::Support support = start;
            const auto frozen = distill::corrupt(
                support,
                {.rho = 0.9, .with = distill::CorruptWith::Zero, .wholePixels = whole, .seed = 2});
            const auto flags = frozen.as<std::uint8_t>();
            for (std::size_t image = 0; image < 4; ++image) {
                const auto own = flags.subspan(image * 48, 48);
                QCOMPARE(std::ranges::count(own, 1), whole ? 3 * 15 : 44);
                for (std::size_t p = 0; whole && p < 16; ++p)
                    QVERIFY(own[p] == own[16 + p] && own[p] == own[32 + p]);
            }
            for (std::size_t i = 0; i < flags.size(); ++i)
                QCOMPARE(support.images.as<float>()[i],
                         flags[i] != 0 ? 0.0F : start.images.as<float>()[i]);
            QVERIFY(!std::ranges::equal(flags.subspan(0, 48), flags.subspan(48, 48)));
        }
        distill::Support support = start;
        QCOMPARE(saying([&] { (void)distill::corrupt(support, {.rho = 1}); }),
                 "corrupt is 1; it is in [0,1)");
        QCOMPARE(saying([&] { (void)distill::corrupt(support, {.rho = 0.99}); }),
                 "corrupt is 0.99, which freezes all 48 coordinates of an image; give less");
    }
    void examineNamesWhatIsWrong() {
        auto support = distill::noiseSupport({2, 2, 2}, 2, 4, {}, models::Precision::Float64, 3);
        const auto values = support.images.as<double>();
        std::ranges::copy(values.first(8), values.begin() + 8);
        QCOMPARE(QString::fromStdString(distill::examine(support).at(0)),
                 "support images 0 and 1 are the same: only the ridge keeps K_ss regular");
        values[3 * 8 + 5] = std::numeric_limits<double>::infinity();
        QCOMPARE(saying([&] { (void)distill::examine(support); }),
                 "support image 3, channel 1 holds NaN or infinity; nothing can be computed from "
                 "it");
        values[3 * 8 + 5] = 0;
        support.labels.as<double>()[5] = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(saying([&] { (void)distill::examine(support); }),
                 "the label of support image 2 holds NaN or infinity");
    }
    void targetsRefuse() {
        test::SmallDataset data(30, 3, 1, 4);
        const distill::Preprocessing preprocessing(data.source);
        const auto make = [&](std::int64_t classes, distill::AugmentationOptions augmentation) {
            return saying([&] {
                (void)distill::DatasetTargets(data.source,
                                              classes,
                                              preprocessing,
                                              models::Precision::Float32,
                                              {},
                                              augmentation);
            });
        };
        QCOMPARE(make(1, {}), "the data has 1 class; a distillation tells at least two apart");
        QCOMPARE(make(2, {}), "sample 2 has the label 2; labels are 0 to 1");
        QCOMPARE(make(3, {.kind = distill::Augmentation::AutoAugment}),
                 "AutoAugment needs RGB and the images have 1 channel(s); use rotation and shift");
        QCOMPARE(make(3, {.share = 0}), "augment-share is 0; it is in (0,1]");
    }

    void checkpointsAreLogSpacedThenEven() {
        QCOMPARE(distill::checkpointSteps(20, 0), (Rows{0, 1, 2, 4, 6, 8, 12, 18, 20}));
        QCOMPARE(distill::checkpointSteps(0, 50), (Rows{0}));
        const auto many = distill::checkpointSteps(2100, 0);
        QCOMPARE((Rows(many.end() - 4, many.end())), (Rows{1000, 1500, 2000, 2100}));
        const auto every = distill::checkpointSteps(300, 50);
        for (const std::int64_t step : {50, 100, 112, 150, 233, 250, 300})
            QVERIFY(std::ranges::binary_search(every, step));
    }
    void stopsAfterPatience() {
        QVERIFY(!distill::stopsEarly(std::vector<double>{.1, .3, .2}, 2));
        QVERIFY(distill::stopsEarly(std::vector<double>{.1, .3, .2, .3}, 2));
        QVERIFY(!distill::stopsEarly(std::vector<double>{.3, .2, .1}, 0));
    }
    void lowestLossesAreFinite() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(distill::lowestLosses(std::vector<double>{3, nan, 1, 2}, 2),
                 (std::vector<std::size_t>{2, 3}));
        QCOMPARE(distill::lowestLosses(std::vector<double>{3, nan}).size(), 1U);
    }
};

QTEST_GUILESS_MAIN(TestSupport)
#include "tst_support.moc"
