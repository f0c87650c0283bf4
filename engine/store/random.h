// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <numbers>
#include <span>
#include <string_view>
#include <utility>

/// Randomness that gives the same bits on every machine: nothing here depends on the standard library's distributions.
namespace winnow {

/// SplitMix64 (Steele, Lea, Flood 2014): one 64-bit word of state, every seed a good one.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    /// A stream of its own for each purpose: Random({seed, epoch, step}).
    Random(std::initializer_list<std::uint64_t> words) : m_state(0) {
        for (const std::uint64_t word : words) m_state = mixed(m_state ^ (word + kGamma));
    }

    std::uint64_t next() { return mixed(m_state += kGamma); }
    /// Uniform in [0, 1), 53 bits.
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    /// Uniform in [0, n), without bias worth mentioning (Lemire's multiply-shift). n >= 1.
    std::uint64_t below(std::uint64_t n) {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::uint64_t>((static_cast<Wide>(next()) * n) >> 64);
    }
    /// Standard normal (Box-Muller, one value a call).
    double normal() {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
        return radius * std::cos(2.0 * std::numbers::pi * uniform());
    }
    /// Fisher-Yates.
    template <typename T>
    void shuffle(std::span<T> values) {
        for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
    }
    /// A word for a name, to start a stream from (FNV-1a).
    [[nodiscard]] static std::uint64_t wordOf(std::string_view name) {
        std::uint64_t hash = 0xcbf29ce484222325U;
        for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
        return hash;
    }

private:
    static constexpr std::uint64_t kGamma = 0x9e3779b97f4a7c15U;
    static std::uint64_t mixed(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    std::uint64_t m_state;
};

}  // namespace winnow
