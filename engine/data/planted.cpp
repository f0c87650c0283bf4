// SPDX-License-Identifier: Apache-2.0
#include "engine/data/planted.h"

#include "engine/data/glyphs.h"
#include "engine/store/random.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace winnow::data {

namespace {

/// Frequencies of the styles in units of 1/2610: each 0.62 of the one before.
constexpr std::array<std::uint64_t, kPlantedStyles> kStyleWeights{
    1000, 620, 384, 238, 148, 92, 57, 35, 22, 14};
constexpr std::int64_t kExactPercent = 3, kNearPercent = 5, kWrongPercent = 3;

std::int64_t drawnStyle(Random& random) {
    const std::uint64_t sum =
        std::accumulate(kStyleWeights.begin(), kStyleWeights.end(), std::uint64_t{0});
    std::uint64_t at = random.below(sum);
    std::int64_t style = 0;
    for (; at >= kStyleWeights[static_cast<std::size_t>(style)]; ++style)
        at -= kStyleWeights[static_cast<std::size_t>(style)];
    return style;
}

std::vector<std::int64_t> shuffledRows(std::int64_t count,
                                       std::string_view purpose,
                                       std::uint64_t seed) {
    std::vector<std::int64_t> rows(static_cast<std::size_t>(count));
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    Random random{Random::wordOf(purpose), seed};
    random.shuffle<std::int64_t>(rows);
    return rows;
}

/// Glyphs with balanced digits in a random order; style per row.
void drawAll(std::int64_t count,
             std::string_view split,
             std::uint64_t seed,
             std::vector<std::uint8_t>& pixels,
             std::vector<std::int64_t>& digits,
             std::vector<std::int64_t>& styles) {
    digits = shuffledRows(count, split, seed);
    pixels.reserve(static_cast<std::size_t>(count) * kPlantedGeometry.size());
    for (std::int64_t row = 0; row < count; ++row) {
        Random random{Random::wordOf(split), seed, static_cast<std::uint64_t>(row)};
        std::int64_t& digit = digits[static_cast<std::size_t>(row)];
        digit %= 10;
        styles.push_back(drawnStyle(random));
        const GlyphPixels glyph =
            drawGlyph(static_cast<int>(digit), static_cast<int>(styles.back()), random);
        pixels.insert(pixels.end(), glyph.begin(), glyph.end());
    }
}

std::uint8_t clamped(std::int64_t value) {
    return static_cast<std::uint8_t>(std::clamp<std::int64_t>(value, 0, 255));
}

/// Moved by one pixel (the edge is repeated), given fresh noise, or made a little brighter or
/// darker.
GlyphPixels nearDuplicate(std::span<const std::uint8_t> original, Random& random) {
    GlyphPixels out{};
    const std::uint64_t way = random.below(3);
    const std::uint64_t direction = random.below(4);
    const std::int64_t moveX = direction == 0 ? 1 : direction == 1 ? -1 : 0;
    const std::int64_t moveY = direction == 2 ? 1 : direction == 3 ? -1 : 0;
    const std::int64_t gain = random.below(2) == 0 ? 230 : 282;  // of 256: 0.9 or 1.1
    for (std::int64_t y = 0; y < 28; ++y)
        for (std::int64_t x = 0; x < 28; ++x) {
            const std::int64_t fromX = way == 0 ? std::clamp<std::int64_t>(x - moveX, 0, 27) : x;
            const std::int64_t fromY = way == 0 ? std::clamp<std::int64_t>(y - moveY, 0, 27) : y;
            std::int64_t value = original[static_cast<std::size_t>(fromY * 28 + fromX)];
            if (way == 1) value += static_cast<std::int64_t>(random.below(25)) - 12;
            if (way == 2) value = value * gain / 256;
            out[static_cast<std::size_t>(y * 28 + x)] = clamped(value);
        }
    return out;
}

class Planter {
public:
    Planter(PlantedSet& set, std::uint64_t seed) : m_set(set), m_seed(seed) {}

    void plantFaults() {
        const auto rows = static_cast<std::int64_t>(m_set.trainLabels.size());
        const std::vector<std::int64_t> order = shuffledRows(rows, "planted faults", m_seed);
        const std::int64_t exact = rows * kExactPercent / 100, near = rows * kNearPercent / 100,
                           wrong = rows * kWrongPercent / 100, faults = exact + near + wrong;
        for (std::int64_t i = 0; i < faults; ++i) {
            const auto row = static_cast<std::size_t>(order[static_cast<std::size_t>(i)]);
            // Every duplicate has a plain original of its own.
            const auto original =
                static_cast<std::size_t>(order[static_cast<std::size_t>(faults + i)]);
            Random random{Random::wordOf("planted fault"), m_seed, row};
            if (i < exact + near)
                duplicate(row, original, i < exact, random);
            else
                mislabel(row, random);
        }
    }

private:
    void duplicate(std::size_t row, std::size_t original, bool exact, Random& random) {
        const std::size_t size = kPlantedGeometry.size();
        const std::span<std::uint8_t> all = m_set.trainPixels;
        const auto from = all.subspan(original * size, size);
        const auto to = all.subspan(row * size, size).begin();
        if (exact) {
            std::copy(from.begin(), from.end(), to);
        } else {
            const GlyphPixels made = nearDuplicate(from, random);
            std::copy(made.begin(), made.end(), to);
        }
        m_set.kind[row] = static_cast<std::uint8_t>(exact ? PlantedKind::ExactDuplicate
                                                          : PlantedKind::NearDuplicate);
        m_set.original[row] = static_cast<std::int64_t>(original);
        m_set.style[row] = m_set.style[original];
        m_set.trueLabel[row] = m_set.trainLabels[row] = m_set.trueLabel[original];
    }

    void mislabel(std::size_t row, Random& random) {
        m_set.kind[row] = static_cast<std::uint8_t>(PlantedKind::LabelError);
        m_set.trainLabels[row] =
            (m_set.trueLabel[row] + 1 + static_cast<std::int64_t>(random.below(9))) % 10;
    }

    PlantedSet& m_set;
    std::uint64_t m_seed;
};

}  // namespace

PlantedSet makePlanted(std::int64_t train, std::int64_t test, std::uint64_t seed) {
    PlantedSet set;
    std::vector<std::int64_t> testStyles;
    drawAll(train, "planted train", seed, set.trainPixels, set.trueLabel, set.style);
    drawAll(test, "planted test", seed, set.testPixels, set.testLabels, testStyles);
    set.trainLabels = set.trueLabel;
    set.kind.assign(set.trainLabels.size(), static_cast<std::uint8_t>(PlantedKind::Plain));
    set.original.assign(set.trainLabels.size(), -1);
    Planter(set, seed).plantFaults();
    return set;
}

}  // namespace winnow::data
