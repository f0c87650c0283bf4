// SPDX-License-Identifier: Apache-2.0
#include "engine/store/error.h"
#include "engine/train/images.h"
#include "tests/engine/train/toy_set.h"

#include <QtTest>

#include <cmath>
#include <map>

using namespace winnow;

namespace {

/// Crop of the padded image, then mirrored: the definition, pixel by pixel.
double expected(const train::ImageSource& s,
                std::int64_t sample,
                std::int64_t c,
                std::int64_t y,
                std::int64_t x,
                const train::Shift& shift) {
    if (shift.mirrored) x = s.width - 1 - x;
    const std::int64_t row = y + shift.down;
    const std::int64_t column = x + shift.right;
    double pixel = 0;
    if (row >= 0 && row < s.height && column >= 0 && column < s.width)
        pixel = s.pixels[static_cast<std::size_t>(
            ((sample * s.channels + c) * s.height + row) * s.width + column)];
    const auto channel = static_cast<std::size_t>(c);
    return (pixel / 255.0 - s.mean[channel]) / s.deviation[channel];
}

}  // namespace

class TestAugment : public QObject {
    Q_OBJECT

private:
    std::vector<std::uint8_t> m_pixels;
    std::vector<std::int64_t> m_labels = std::vector<std::int64_t>(5, 0);
    train::ImageSource m_source;

private Q_SLOTS:
    void initTestCase() {
        Random random(3);
        for (int i = 0; i < 5 * 3 * 6 * 7; ++i)
            m_pixels.push_back(static_cast<std::uint8_t>(random.below(256)));
        m_source = {m_pixels, m_labels, 3, 6, 7, {0.4, 0.5, 0.6}, {0.2, 0.25, 0.3}};
    }

    void normalisesCropsAndMirrors_data() {
        QTest::addColumn<int>("down");
        QTest::addColumn<int>("right");
        QTest::addColumn<bool>("mirrored");
        for (const int down : {-4, 0, 3})
            for (const int right : {-2, 0, 4})
                for (const bool mirrored : {false, true})
                    QTest::addRow("%d %d %d", down, right, mirrored) << down << right << mirrored;
    }
    void normalisesCropsAndMirrors() {
        QFETCH(int, down);
        QFETCH(int, right);
        QFETCH(bool, mirrored);
        const std::vector<std::int64_t> samples{4, 1};
        const std::vector<train::Shift> shifts{{down, right, mirrored}, {0, 0, false}};
        std::vector<double> out(2 * 3 * 6 * 7);
        train::assemble<double>(
            m_source, train::normalisedValues<double>(m_source), samples, shifts, out);
        std::size_t at = 0;
        for (std::size_t i = 0; i < 2; ++i)
            for (std::int64_t c = 0; c < 3; ++c)
                for (std::int64_t y = 0; y < 6; ++y)
                    for (std::int64_t x = 0; x < 7; ++x, ++at)
                        QCOMPARE(out[at], expected(m_source, samples[i], c, y, x, shifts[i]));
    }

    void withoutShiftsImagesStayAsTheyAre() {
        const std::vector<std::int64_t> samples{2};
        std::vector<float> out(3 * 6 * 7);
        train::assemble<float>(
            m_source, train::normalisedValues<float>(m_source), samples, {}, out);
        QCOMPARE(out[8], static_cast<float>(expected(m_source, 2, 0, 1, 1, {})));
        QCOMPARE(out.back(), static_cast<float>(expected(m_source, 2, 2, 5, 6, {})));
    }

    void shiftsCoverAllPositionsEvenly() {
        std::map<std::pair<std::int64_t, std::int64_t>, int> positions;
        int mirrored = 0;
        constexpr int kDraws = 8100;
        for (int i = 0; i < kDraws; ++i) {
            const auto shift = train::shiftOf(train::Augmentation::CropFlip, 1, i / 100, i % 100);
            ++positions[{shift.down, shift.right}];
            mirrored += shift.mirrored ? 1 : 0;
        }
        QCOMPARE(positions.size(), std::size_t{81});
        for (const auto& [position, count] : positions)
            QVERIFY(count > 50 && count < 160);          // 100, sigma 10
        QVERIFY(std::abs(mirrored - kDraws / 2) < 250);  // sigma 45
        QVERIFY(!train::shiftOf(train::Augmentation::None, 1, 2, 3).mirrored);
    }

    void refusesImagesThatDoNotFit() {
        auto source = m_source;
        source.channels = 1;
        QVERIFY_THROWS_EXCEPTION(Error, train::check(source));
        source = m_source;
        source.deviation[1] = 0;
        QVERIFY_THROWS_EXCEPTION(Error, train::check(source));
    }
};

QTEST_GUILESS_MAIN(TestAugment)
#include "tst_augment.moc"
