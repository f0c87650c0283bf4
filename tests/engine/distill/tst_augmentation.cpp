// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/augmentation.h"
#include "engine/distill/auto_augment.h"
#include "engine/distill/targets.h"
#include "engine/distill/tile.h"
#include "tests/engine/distill/small_problem.h"

#include <QTest>

using namespace winnow;
using distill::ByteImage;
using Bytes = std::vector<std::uint8_t>;

namespace {

constexpr std::int64_t kSide = 12;

std::vector<float> ramp(std::int64_t channels) {
    std::vector<float> image;
    for (std::int64_t i = 0; i < channels * kSide * kSide; ++i)
        image.push_back(static_cast<float>((i * 37 + i / 7) % 256));
    return image;
}

std::vector<float> augmented(const distill::AugmentationOptions& options,
                             std::int64_t channels,
                             std::int64_t step,
                             std::int64_t sample) {
    auto image = ramp(channels);
    distill::augment(image, channels, kSide, kSide, options, step, sample);
    return image;
}

/// An RGB image of one row with these values in every channel.
ByteImage row(const Bytes& values) {
    ByteImage image(1, std::ssize(values));
    for (std::size_t c = 0; c < 3; ++c) std::ranges::copy(values, image.plane(c).begin());
    return image;
}

Bytes firstPlane(const ByteImage& image) { return {image.plane(0).begin(), image.plane(0).end()}; }

}  // namespace

class TestAugmentation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsSeedStepAndSample() {
        for (const auto kind :
             {distill::Augmentation::ShiftRotate, distill::Augmentation::AutoAugment}) {
            const distill::AugmentationOptions options{
                .kind = kind, .seed = 3, .border = {120, 120, 120}};
            int same = 0;
            for (std::int64_t sample = 0; sample < 40; ++sample) {
                const auto image = augmented(options, 3, 5, sample);
                QCOMPARE(image, augmented(options, 3, 5, sample));
                same += image == augmented(options, 3, 6, sample);
                for (const float value : image) QVERIFY(value >= 0 && value <= 255);
            }
            QVERIFY(same < 10);
        }
    }
    void shareIsThatOfTheImages() {
        const distill::AugmentationOptions options{
            .kind = distill::Augmentation::ShiftRotate, .share = 0.25, .seed = 3};
        int moved = 0;
        for (std::int64_t sample = 0; sample < 400; ++sample)
            moved += augmented(options, 1, 0, sample) != ramp(1);
        QVERIFY2(moved > 70 && moved < 130, qPrintable(QString::number(moved)));
    }
    void greyImagesAreNotMirroredAndKeepTheirRange() {
        // A constant image stays as it is: edges repeat.
        std::vector<float> flat(kSide * kSide, 77);
        const distill::AugmentationOptions options{.kind = distill::Augmentation::ShiftRotate};
        distill::augment(flat, 1, kSide, kSide, options, 1, 1);
        for (const float value : flat) QVERIFY(std::abs(value - 77) < 1e-4F);
        // A vertical edge moves by at most a tenth of the width and ten degrees.
        for (std::int64_t sample = 0; sample < 50; ++sample) {
            std::vector<float> edge(kSide * kSide);
            for (std::size_t i = 0; i < edge.size(); ++i) edge[i] = i % kSide < 6 ? 0 : 200;
            distill::augment(edge, 1, kSide, kSide, options, 2, sample);
            for (std::size_t y = 3; y < 9; ++y) {
                QVERIFY(edge[y * kSide + 2] < 1);
                QVERIFY(edge[y * kSide + 10] > 199);
            }
        }
    }
    void colourOffsetsStayWithinTheImage() {
        const distill::AugmentationOptions options{.kind = distill::Augmentation::ShiftRotate};
        for (std::int64_t sample = 0; sample < 30; ++sample) {
            std::vector<float> image(3 * kSide * kSide, 100);
            image[5] = 110;
            distill::augment(image, 3, kSide, kSide, options, 1, sample);
            for (const float value : image) QVERIFY(value >= 99.99F && value <= 110.01F);
        }
    }

    // What Pillow gives for the same images.
    void tonesAreMappedLikePillow() {
        ByteImage image = row({10, 20, 30, 250});
        distill::invert(image);
        QCOMPARE(firstPlane(image), (Bytes{245, 235, 225, 5}));
        image = row({10, 204, 205, 250});
        distill::solarise(image, 205);
        QCOMPARE(firstPlane(image), (Bytes{10, 204, 50, 5}));
        image = row({63, 64, 130, 255});
        distill::posterise(image, 2);
        QCOMPARE(firstPlane(image), (Bytes{0, 64, 128, 192}));
        image = row({50, 100, 150});
        distill::autoContrast(image);
        QCOMPARE(firstPlane(image), (Bytes{0, 127, 255}));
        image = row({50, 50});
        distill::autoContrast(image);
        QCOMPARE(firstPlane(image), (Bytes{50, 50}));
    }
    void equalisationSpreadsLikePillow() {
        // 512 pixels of four tones: steps of (512 - 128) / 255 = 1.
        Bytes values;
        for (const int tone : {10, 11, 12, 13})
            values.insert(values.end(), 128, std::uint8_t(tone));
        ByteImage image = row(values);
        distill::equalise(image);
        QCOMPARE(firstPlane(image)[0], std::uint8_t{0});
        QCOMPARE(firstPlane(image)[128], std::uint8_t{128});
        QCOMPARE(firstPlane(image)[256], std::uint8_t{255});
        QCOMPARE(firstPlane(image)[384], std::uint8_t{255});
    }
    void factorsBlendLikePillow() {
        ByteImage image = row({0, 100, 200});
        distill::brightness(image, 0.5);
        QCOMPARE(firstPlane(image), (Bytes{0, 50, 100}));
        distill::brightness(image, 9);
        QCOMPARE(firstPlane(image), (Bytes{0, 255, 255}));
        image = row({0, 100, 200});
        distill::contrast(image, 0);
        QCOMPARE(firstPlane(image), (Bytes{100, 100, 100}));
        image = row({0, 100, 200});
        distill::contrast(image, 2);
        QCOMPARE(firstPlane(image), (Bytes{0, 100, 255}));
        image = row({0, 100, 200});  // grey already
        distill::saturation(image, 3);
        QCOMPARE(firstPlane(image), (Bytes{0, 100, 200}));
        ByteImage spot(3, 3);
        spot.plane(0)[4] = 130;
        distill::sharpness(spot, 0);
        QCOMPARE(firstPlane(spot), (Bytes{0, 0, 0, 0, 50, 0, 0, 0, 0}));
    }
    void warpsFillTheBorder() {
        const std::vector<double> border{9, 8, 7};
        ByteImage image = row({1, 2, 3, 4});
        distill::warp(image, {1, 0, 2, 0, 1, 0}, border);
        QCOMPARE(firstPlane(image), (Bytes{3, 4, 9, 9}));
        QCOMPARE(image.plane(2)[3], std::uint8_t{7});
        ByteImage square(3, 3);
        std::ranges::copy(Bytes{1, 2, 3, 4, 5, 6, 7, 8, 9}, square.plane(0).begin());
        distill::warp(square, distill::rotation(square, 90), border);
        QCOMPARE(firstPlane(square), (Bytes{3, 6, 9, 2, 5, 8, 1, 4, 7}));
    }
    void everyRuleOfBothPoliciesRuns() {
        Random random(4);
        const std::vector<double> border{125, 123, 114};
        for (const auto policy : {distill::AutoPolicy::Cifar, distill::AutoPolicy::Svhn}) {
            int changed = 0;
            for (int i = 0; i < 500; ++i) {
                ByteImage image(8, 8);
                for (std::uint8_t& value : image.values)
                    value = static_cast<std::uint8_t>(random.below(256));
                const Bytes before = image.values;
                distill::autoAugment(image, policy, border, random);
                changed += image.values != before;
            }
            QVERIFY2(changed > 250, qPrintable(QString::number(changed)));
        }
    }

    void targetsAreVariedBeforePreprocessing() {
        const test::SmallDataset data(20, 2, 3, 8);
        const distill::Preprocessing preprocessing(data.source);
        const distill::DatasetTargets plain(
            data.source, 2, preprocessing, models::Precision::Float32);
        const distill::DatasetTargets varied(
            data.source,
            2,
            preprocessing,
            models::Precision::Float32,
            {},
            {.kind = distill::Augmentation::AutoAugment, .seed = 1, .border = {120, 120, 120}});
        const std::vector<std::int64_t> rows{3, 5, 7}, other{9, 5};
        const auto a = varied.tile(rows, 4).images;
        QVERIFY(!a.equal(plain.tile(rows, 4).images));
        // By sample and step, not by the company it is in.
        QVERIFY(a.select(0, 1).equal(varied.tile(other, 4).images.select(0, 1)));
        QVERIFY(!a.equal(varied.tile(rows, 5).images));
        QVERIFY(varied.tile(rows, {}).images.equal(plain.tile(rows, {}).images));
    }
};

QTEST_GUILESS_MAIN(TestAugmentation)
#include "tst_augmentation.moc"
