// SPDX-License-Identifier: Apache-2.0
#include "engine/train/sampling.h"

#include "engine/store/error.h"
#include "engine/store/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace winnow::train {
namespace {

std::vector<std::vector<std::int64_t>> samplesByClass(std::span<const std::int64_t> labels,
                                                      std::int64_t classes) {
    std::vector<std::vector<std::int64_t>> byClass(static_cast<std::size_t>(classes));
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0 || labels[i] >= classes)
            throw badInput(fmt::format(
                "sample {} has the label {}; labels are 0 to {}", i, labels[i], classes - 1));
        byClass[static_cast<std::size_t>(labels[i])].push_back(static_cast<std::int64_t>(i));
    }
    return byClass;
}

}  // namespace

std::vector<std::uint8_t> fittedMask(std::span<const std::int64_t> labels,
                                     std::int64_t classes,
                                     double share,
                                     std::uint64_t seed) {
    std::vector<std::uint8_t> mask(labels.size(), 1);
    auto byClass = samplesByClass(labels, classes);
    if (share <= 0) return mask;
    std::int64_t heldOut = 0;
    for (std::size_t k = 0; k < byClass.size(); ++k) {
        auto& samples = byClass[k];
        const auto size = static_cast<std::int64_t>(samples.size());
        const std::int64_t wanted = std::llround(share * static_cast<double>(size));
        const std::int64_t count = std::max<std::int64_t>(0, std::min(wanted, size - 1));
        Random random({seed, Random::wordOf("validation"), k});
        random.shuffle(std::span(samples));
        for (std::int64_t i = 0; i < count; ++i)
            mask[static_cast<std::size_t>(samples[static_cast<std::size_t>(i)])] = 0;
        heldOut += count;
    }
    if (heldOut == 0)
        throw badInput(fmt::format(
            "validation is {} of {} samples, which holds out none of any class; give a larger "
            "share, or 0 for no validation",
            share,
            labels.size()));
    return mask;
}

std::vector<std::int64_t> stratifiedFolds(std::span<const std::int64_t> labels,
                                          std::int64_t classes,
                                          std::int64_t folds,
                                          std::uint64_t seed) {
    std::vector<std::int64_t> fold(labels.size());
    auto byClass = samplesByClass(labels, classes);
    std::int64_t next = 0;
    for (std::size_t k = 0; k < byClass.size(); ++k) {
        Random random({seed, Random::wordOf("folds"), k});
        random.shuffle(std::span(byClass[k]));
        for (const std::int64_t sample : byClass[k])
            fold[static_cast<std::size_t>(sample)] = next++ % folds;
    }
    return fold;
}

std::vector<std::int64_t> samplesWhere(std::span<const std::uint8_t> mask, std::uint8_t value) {
    std::vector<std::int64_t> samples;
    for (std::size_t i = 0; i < mask.size(); ++i)
        if (mask[i] == value) samples.push_back(static_cast<std::int64_t>(i));
    return samples;
}

std::vector<std::int64_t> epochOrder(std::vector<std::int64_t> fitted,
                                     std::uint64_t seed,
                                     std::int64_t epoch) {
    Random random({seed, Random::wordOf("order"), static_cast<std::uint64_t>(epoch)});
    random.shuffle(std::span(fitted));
    return fitted;
}

Shift shiftOf(Augmentation augmentation,
              std::uint64_t seed,
              std::int64_t epoch,
              std::int64_t sample) {
    if (augmentation == Augmentation::None) return {};
    Random random({seed,
                   Random::wordOf("augment"),
                   static_cast<std::uint64_t>(epoch),
                   static_cast<std::uint64_t>(sample)});
    constexpr auto kPositions = static_cast<std::uint64_t>(2 * kCropPadding + 1);
    Shift shift;
    shift.down = static_cast<std::int64_t>(random.below(kPositions)) - kCropPadding;
    shift.right = static_cast<std::int64_t>(random.below(kPositions)) - kCropPadding;
    shift.mirrored = (random.next() >> 63) != 0;
    return shift;
}

}  // namespace winnow::train
