// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/support.h"

#include "engine/store/error.h"
#include "engine/store/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace winnow::distill {
namespace {

/// Calls work(span of float or of double) for the images' numbers.
template <typename Array, typename Work>
void withValues(Array& images, Work work) {
    if (images.dtype == store::DType::Float64)
        work(images.template as<double>());
    else
        work(images.template as<float>());
}

void requireEvenSplit(std::int64_t count, std::int64_t classes, std::string_view what) {
    if (count >= classes && count % classes == 0) return;
    const std::int64_t below = count / classes * classes;
    const auto advice =
        below > 0 ? fmt::format("{} or {}", below, below + classes) : fmt::format("{}", classes);
    throw badInput(fmt::format(
        "{} {} cannot be split evenly over {} classes: use {}", what, count, classes, advice));
}

std::string className(std::int64_t k, std::span<const std::string> names) {
    return std::cmp_less(k, names.size())
               ? fmt::format("class {} ({})", k, names[static_cast<std::size_t>(k)])
               : fmt::format("class {}", k);
}

void requireFinite(const Support& support) {
    const auto& shape = support.images.shape;
    const auto perChannel = static_cast<std::size_t>(shape.at(2) * shape.at(3));
    const auto channels = static_cast<std::size_t>(shape.at(1));
    withValues(support.images, [&](auto values) {
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!std::isfinite(values[i]))
                throw badInput(
                    fmt::format("support image {}, channel {} holds NaN or infinity; nothing can "
                                "be computed from it",
                                i / perChannel / channels,
                                i / perChannel % channels));
    });
    const auto labels = support.labels.as<double>();
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (!std::isfinite(labels[i]))
            throw badInput(fmt::format("the label of support image {} holds NaN or infinity",
                                       i / static_cast<std::size_t>(support.classes())));
}

/// ceil(rho d) of d coordinates, or whole pixels of them, chosen for one image.
std::vector<std::uint8_t> frozenCoordinates(const infinite::ImageShape& shape,
                                            const Corruption& corruption,
                                            Random& random) {
    const std::int64_t pixels = shape.height * shape.width;
    const std::int64_t units = corruption.wholePixels ? pixels : shape.values();
    // Of 0.9 times ten units nine are meant, not the ten that rounding would make of it.
    constexpr double kSlack = 1e-9;
    const auto count =
        static_cast<std::int64_t>(std::ceil(corruption.rho * static_cast<double>(units) - kSlack));
    if (count >= units)
        throw badInput(
            fmt::format("corrupt is {:g}, which freezes all {} {} of an image; give less",
                        corruption.rho,
                        units,
                        corruption.wholePixels ? "pixels" : "coordinates"));
    std::vector<std::int64_t> order(static_cast<std::size_t>(units));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    random.shuffle(std::span(order));
    std::vector<std::uint8_t> frozen(static_cast<std::size_t>(shape.values()), 0);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t unit = order[static_cast<std::size_t>(i)];
        if (!corruption.wholePixels) frozen[static_cast<std::size_t>(unit)] = 1;
        for (std::int64_t c = 0; corruption.wholePixels && c < shape.channels; ++c)
            frozen[static_cast<std::size_t>(c * pixels + unit)] = 1;
    }
    return frozen;
}

}  // namespace

std::vector<std::int64_t> balancedRows(std::span<const std::int64_t> classOf,
                                       std::int64_t classes,
                                       std::int64_t count,
                                       std::string_view what,
                                       std::uint64_t seed,
                                       std::int64_t step,
                                       std::span<const std::string> classNames) {
    requireEvenSplit(count, classes, what);
    const std::int64_t perClass = count / classes;
    std::vector<std::vector<std::int64_t>> byClass(static_cast<std::size_t>(classes));
    for (std::size_t i = 0; i < classOf.size(); ++i)
        byClass.at(static_cast<std::size_t>(classOf[i])).push_back(static_cast<std::int64_t>(i));
    std::vector<std::int64_t> rows;
    rows.reserve(static_cast<std::size_t>(count));
    for (std::size_t k = 0; k < byClass.size(); ++k) {
        auto& members = byClass[k];
        if (std::ssize(members) < perClass)
            throw badInput(fmt::format("{} has {} images, {} per class asked",
                                       className(static_cast<std::int64_t>(k), classNames),
                                       members.size(),
                                       perClass));
        Random random({seed,
                       Random::wordOf(what),
                       static_cast<std::uint64_t>(step),
                       static_cast<std::uint64_t>(k)});
        // The first `perClass` of a shuffle, and no more of it.
        for (std::size_t i = 0; i < static_cast<std::size_t>(perClass); ++i) {
            std::swap(members[i], members[i + random.below(members.size() - i)]);
            rows.push_back(members[i]);
        }
    }
    return rows;
}

store::Array centredLabels(std::span<const std::int64_t> classOf, std::int64_t classes) {
    store::Array labels(store::DType::Float64, {std::ssize(classOf), classes});
    const auto values = labels.as<double>();
    std::ranges::fill(values, -1.0 / static_cast<double>(classes));
    for (std::size_t i = 0; i < classOf.size(); ++i)
        values[i * static_cast<std::size_t>(classes) + static_cast<std::size_t>(classOf[i])] += 1;
    return labels;
}

Support naturalSupport(const train::ImageSource& source,
                       std::int64_t classes,
                       std::span<const std::int64_t> samples,
                       const Preprocessing& preprocessing,
                       models::Precision precision) {
    Support support{.images = preprocessing.apply(source, samples, precision),
                    .labels = {},
                    .startSample = {samples.begin(), samples.end()},
                    .startClass = {},
                    .scales = preprocessing.scales(source, samples)};
    for (const std::int64_t sample : samples)
        support.startClass.push_back(source.labels[static_cast<std::size_t>(sample)]);
    support.labels = centredLabels(support.startClass, classes);
    return support;
}

Support noiseSupport(infinite::ImageShape shape,
                     std::int64_t classes,
                     std::int64_t count,
                     ImageScale scale,
                     models::Precision precision,
                     std::uint64_t seed) {
    requireEvenSplit(count, classes, "images");
    const auto size = static_cast<std::size_t>(count);
    Support support{.images = store::Array(models::dtypeOf(precision),
                                           {count, shape.channels, shape.height, shape.width}),
                    .labels = {},
                    .startSample = std::vector<std::int64_t>(size, -1),
                    .startClass = {},
                    .scales = std::vector<ImageScale>(size, scale)};
    Random random({seed, Random::wordOf("noise images")});
    withValues(support.images, [&](auto values) {
        using T = typename decltype(values)::value_type;
        for (T& value : values) value = static_cast<T>(2 * random.uniform() - 1);
    });
    for (std::int64_t i = 0; i < count; ++i) support.startClass.push_back(i / (count / classes));
    support.labels = centredLabels(support.startClass, classes);
    return support;
}

store::Array corrupt(Support& support, const Corruption& corruption) {
    if (!(corruption.rho >= 0 && corruption.rho < 1))
        throw badInput(fmt::format("corrupt is {:g}; it is in [0,1)", corruption.rho));
    store::Array frozen(store::DType::UInt8, support.images.shape);
    if (corruption.rho == 0) return frozen;
    const auto flags = frozen.as<std::uint8_t>();
    const auto numbers = static_cast<std::size_t>(support.shape().values());
    for (std::int64_t i = 0; i < support.size(); ++i) {
        Random random(
            {corruption.seed, Random::wordOf("corruption"), static_cast<std::uint64_t>(i)});
        const auto own = frozenCoordinates(support.shape(), corruption, random);
        const std::size_t offset = static_cast<std::size_t>(i) * numbers;
        std::ranges::copy(own, flags.begin() + static_cast<std::ptrdiff_t>(offset));
        withValues(support.images, [&](auto values) {
            using T = typename decltype(values)::value_type;
            for (std::size_t j = 0; j < numbers; ++j)
                if (own[j] != 0)
                    values[offset + j] = corruption.with == CorruptWith::Zero
                                             ? T{0}
                                             : static_cast<T>(2 * random.uniform() - 1);
        });
    }
    return frozen;
}

std::vector<std::string> examine(const Support& support) {
    if (support.images.shape.size() != 4 || support.labels.shape.size() != 2 ||
        support.labels.shape[0] != support.images.shape[0] || support.images.shape[0] == 0)
        throw badInput(
            fmt::format("support images are {} and labels {}; they are [n,C,H,W] and "
                        "[n,K] with the same n, at least 1",
                        store::shapeText(support.images.shape),
                        store::shapeText(support.labels.shape)));
    requireFinite(support);
    std::vector<std::string> warnings;
    const std::size_t bytes =
        support.images.bytes.size() / static_cast<std::size_t>(support.size());
    const std::string_view all{reinterpret_cast<const char*>(support.images.bytes.data()),
                               support.images.bytes.size()};
    const auto labels = support.labels.as<double>();
    const auto classes = static_cast<std::size_t>(support.classes());
    std::unordered_map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < static_cast<std::size_t>(support.size()); ++i) {
        const auto [found, isNew] = seen.try_emplace(all.substr(i * bytes, bytes), i);
        if (isNew) continue;
        const std::size_t first = found->second;
        const bool sameLabel = std::ranges::equal(labels.subspan(first * classes, classes),
                                                  labels.subspan(i * classes, classes));
        warnings.push_back(
            fmt::format("support images {} and {} are the same{}: only the ridge "
                        "keeps K_ss regular",
                        first,
                        i,
                        sameLabel ? "" : " with different labels"));
    }
    return warnings;
}

}  // namespace winnow::distill
