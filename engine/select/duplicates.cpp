// SPDX-License-Identifier: Apache-2.0
#include "engine/select/duplicates.h"

#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace winnow::select {
namespace {

using Ids = std::pair<std::int64_t, std::int64_t>;

/// NaN, "not known", comes after every number.
double order(double cosine) { return std::isnan(cosine) ? 2 : -cosine; }

}  // namespace

std::vector<DuplicatePair> equalPixels(std::span<const std::uint8_t> pixels,
                                       std::int64_t imageSize) {
    if (imageSize < 1 || pixels.size() % at(imageSize) != 0)
        throw badInput(fmt::format(
            "{} bytes are no whole number of images of {} bytes", pixels.size(), imageSize));
    const auto image = [&](std::int64_t id) {
        return std::string_view(reinterpret_cast<const char*>(pixels.data()) + id * imageSize,
                                at(imageSize));
    };
    std::vector<DuplicatePair> pairs;
    std::unordered_map<std::uint64_t, std::vector<std::int64_t>> seen;  // different images a hash
    for (std::int64_t id = 0; id < std::ssize(pixels) / imageSize; ++id) {
        std::vector<std::int64_t>& alike = seen[Random::wordOf(image(id))];
        const auto equal = std::ranges::find_if(
            alike, [&](std::int64_t earlier) { return image(earlier) == image(id); });
        if (equal == alike.end())
            alike.push_back(id);
        else
            pairs.push_back({*equal, id, std::numeric_limits<double>::quiet_NaN()});
    }
    return pairs;
}

std::vector<DuplicatePair> parallelGradients(const KernelPartners& kernel, double threshold) {
    kernel.check();
    std::map<Ids, double> found;
    for (std::size_t row = 0; row < kernel.samples.size(); ++row)
        for (std::size_t place = 0; place < kernel.width(); ++place) {
            const double cosine = kernel.cosine(row, place);
            if (!(cosine > threshold)) continue;
            const std::int64_t own = kernel.samples[row],
                               partner = kernel.partners[row * kernel.width() + place];
            found.emplace(std::minmax(own, partner), cosine);
        }
    std::vector<DuplicatePair> pairs;
    for (const auto& [ids, cosine] : found)
        pairs.push_back({ids.first, ids.second, cosine, DuplicateKind::Gradients});
    return pairs;
}

std::vector<DuplicatePair> mostAlikeFirst(std::vector<DuplicatePair> pixels,
                                          std::span<const DuplicatePair> gradients) {
    std::map<std::int64_t, DuplicatePair*> byCopy;
    for (DuplicatePair& pair : pixels) byCopy[pair.second] = &pair;
    const auto original = [&](std::int64_t id) {
        const auto copy = byCopy.find(id);
        return copy == byCopy.end() ? id : copy->second->first;
    };
    std::vector<DuplicatePair> others;
    for (const DuplicatePair& pair : gradients) {
        if (original(pair.first) != original(pair.second))
            others.push_back(pair);
        else if (pair.first == original(pair.second))
            byCopy.at(pair.second)->cosine = pair.cosine;
    }
    pixels.insert(pixels.end(), others.begin(), others.end());
    std::ranges::sort(pixels, {}, [](const DuplicatePair& pair) {
        return std::tuple(pair.kind, order(pair.cosine), pair.first, pair.second);
    });
    return pixels;
}

}  // namespace winnow::select
