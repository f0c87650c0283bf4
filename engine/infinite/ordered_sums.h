// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <vector>

namespace winnow::infinite {

/// Sums of equally long float64 arrays, one for each target, to which threads add parts in any
/// order: the parts of a target are added in the order of their numbers 0, 1, ... all the same, so
/// that the sums do not depend on the threads. A part that comes early waits.
class OrderedSums {
public:
    OrderedSums(std::int64_t targets, std::int64_t values)
        : m_values(static_cast<std::size_t>(values)),
          m_sums(static_cast<std::size_t>(targets * values)),
          m_targets(static_cast<std::size_t>(targets)) {}

    void add(std::int64_t target, std::int64_t number, std::span<const double> part) {
        const std::lock_guard lock(m_mutex);
        Target& to = m_targets[static_cast<std::size_t>(target)];
        if (number != to.next) {
            to.waiting.emplace(number, std::vector<double>(part.begin(), part.end()));
            return;
        }
        const std::span<double> sum = at(target);
        const auto take = [&](std::span<const double> values) {
            for (std::size_t i = 0; i < m_values; ++i) sum[i] += values[i];
            ++to.next;
        };
        take(part);
        while (!to.waiting.empty() && to.waiting.begin()->first == to.next) {
            take(to.waiting.begin()->second);
            to.waiting.erase(to.waiting.begin());
        }
    }
    [[nodiscard]] std::span<double> at(std::int64_t target) {
        return std::span(m_sums).subspan(static_cast<std::size_t>(target) * m_values, m_values);
    }

private:
    struct Target {
        std::int64_t next = 0;
        std::map<std::int64_t, std::vector<double>> waiting;
    };
    std::size_t m_values;
    std::vector<double> m_sums;
    std::vector<Target> m_targets;
    std::mutex m_mutex;
};

}  // namespace winnow::infinite
