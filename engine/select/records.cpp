// SPDX-License-Identifier: Apache-2.0
#include "engine/select/records.h"

#include "engine/store/error.h"
#include "engine/store/index.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace winnow::select {
namespace {

void requireShape(std::int64_t values, std::int64_t epochs, std::int64_t samples) {
    if (epochs >= 0 && samples >= 0 && values == epochs * samples) return;
    throw badInput("the records hold " + std::to_string(values) + " numbers; " +
                   std::to_string(epochs) + " epochs of " + std::to_string(samples) +
                   " samples need another number");
}

void requireCorrect(std::span<const std::uint8_t> correct,
                    std::int64_t epochs,
                    std::int64_t samples) {
    requireShape(std::ssize(correct), epochs, samples);
    const auto odd = std::ranges::find_if(correct, [](std::uint8_t c) { return c > 1; });
    if (odd == correct.end()) return;
    const std::int64_t where = odd - correct.begin();
    throw badInput("the record of epoch " + std::to_string(where / samples) + ", sample " +
                   std::to_string(where % samples) + " is " + std::to_string(*odd) +
                   "; it must be 0 or 1");
}

}  // namespace

std::vector<std::int64_t> forgettingEvents(std::span<const std::uint8_t> correct,
                                           std::int64_t epochs,
                                           std::int64_t samples) {
    requireCorrect(correct, epochs, samples);
    std::vector<std::int64_t> events(at(samples));
    for (std::int64_t t = 0; t + 1 < epochs; ++t) {
        for (std::int64_t i = 0; i < samples; ++i) {
            const bool right = correct[at(t * samples + i)] != 0;
            const bool rightNext = correct[at((t + 1) * samples + i)] != 0;
            events[at(i)] += right && !rightNext ? 1 : 0;
        }
    }
    return events;
}

std::vector<std::int64_t> firstLearned(std::span<const std::uint8_t> correct,
                                       std::int64_t epochs,
                                       std::int64_t samples) {
    requireCorrect(correct, epochs, samples);
    std::vector<std::int64_t> first(at(samples), -1);
    for (std::int64_t t = epochs - 1; t >= 0; --t) {
        for (std::int64_t i = 0; i < samples; ++i) {
            if (correct[at(t * samples + i)] != 0) first[at(i)] = t;
        }
    }
    return first;
}

std::vector<std::uint8_t> neverLearned(std::span<const std::uint8_t> correct,
                                       std::int64_t epochs,
                                       std::int64_t samples) {
    const std::vector<std::int64_t> first = firstLearned(correct, epochs, samples);
    std::vector<std::uint8_t> never(first.size());
    std::ranges::transform(first, never.begin(), [](std::int64_t t) { return t < 0 ? 1 : 0; });
    return never;
}

std::vector<std::int64_t> forgettingOrder(std::span<const std::uint8_t> correct,
                                          std::int64_t epochs,
                                          std::int64_t samples) {
    const std::vector<std::int64_t> events = forgettingEvents(correct, epochs, samples);
    const std::vector<std::uint8_t> never = neverLearned(correct, epochs, samples);
    std::vector<std::int64_t> order(at(samples));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    std::ranges::stable_sort(order, [&](std::int64_t a, std::int64_t b) {
        if (never[at(a)] != never[at(b)]) return never[at(a)] > never[at(b)];
        return events[at(a)] > events[at(b)];
    });
    return order;
}

template <typename T>
std::vector<double> learningDifficulty(std::span<const T> losses,
                                       std::int64_t epochs,
                                       std::int64_t samples) {
    requireShape(std::ssize(losses), epochs, samples);
    std::vector<double> difficulty(at(samples));
    for (std::int64_t t = 0; t < epochs; ++t) {
        for (std::int64_t i = 0; i < samples; ++i) {
            const T loss = losses[at(t * samples + i)];
            if (!std::isfinite(loss)) {
                throw badInput("the loss of epoch " + std::to_string(t) + ", sample " +
                               std::to_string(i) + " is not a finite number");
            }
            difficulty[at(i)] += static_cast<double>(loss);
        }
    }
    return difficulty;
}

template std::vector<double> learningDifficulty<float>(std::span<const float>,
                                                       std::int64_t,
                                                       std::int64_t);
template std::vector<double> learningDifficulty<double>(std::span<const double>,
                                                        std::int64_t,
                                                        std::int64_t);

}  // namespace winnow::select
