// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/sample_set.h"

#include <algorithm>
#include <bit>

namespace winnow::ui {
namespace {

constexpr std::int64_t kBits = 64;

/// Bits of the last word that stand for samples.
std::uint64_t lastMask(std::int64_t universe) {
    const std::int64_t used = universe % kBits;
    return used == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << used) - 1;
}

}  // namespace

SampleSet::SampleSet(std::int64_t universe, bool full)
    : m_universe(universe),
      m_count(full ? universe : 0),
      m_words(static_cast<std::size_t>((universe + kBits - 1) / kBits),
              full ? ~std::uint64_t{0} : 0) {
    if (full && !m_words.empty()) m_words.back() &= lastMask(universe);
}

SampleSet SampleSet::of(std::int64_t universe, std::span<const std::int64_t> ids) {
    SampleSet set(universe);
    for (const std::int64_t id : ids) set.insert(id);
    return set;
}

void SampleSet::set(std::int64_t id, bool inside) {
    if (id < 0 || id >= m_universe || contains(id) == inside) return;
    m_words[static_cast<std::size_t>(id / kBits)] ^= std::uint64_t{1} << id % kBits;
    m_count += inside ? 1 : -1;
}

void SampleSet::clear() {
    std::ranges::fill(m_words, 0);
    m_count = 0;
}

void SampleSet::recount() {
    m_count = 0;
    for (const std::uint64_t word : m_words) m_count += std::popcount(word);
}

SampleSet SampleSet::combined(const SampleSet& other, Combine how) const {
    if (how == Combine::Replace) return other;
    SampleSet result = *this;
    if (how == Combine::Add) result |= other;
    if (how == Combine::Subtract) result -= other;
    if (how == Combine::Toggle) {
        const std::size_t words = std::min(m_words.size(), other.m_words.size());
        for (std::size_t i = 0; i < words; ++i) result.m_words[i] ^= other.m_words[i];
        result.recount();
    }
    return result;
}

SampleSet& SampleSet::operator&=(const SampleSet& other) {
    for (std::size_t i = 0; i < m_words.size(); ++i)
        m_words[i] &= i < other.m_words.size() ? other.m_words[i] : 0;
    recount();
    return *this;
}

SampleSet& SampleSet::operator|=(const SampleSet& other) {
    const std::size_t words = std::min(m_words.size(), other.m_words.size());
    for (std::size_t i = 0; i < words; ++i) m_words[i] |= other.m_words[i];
    if (!m_words.empty()) m_words.back() &= lastMask(m_universe);
    recount();
    return *this;
}

SampleSet& SampleSet::operator-=(const SampleSet& other) {
    const std::size_t words = std::min(m_words.size(), other.m_words.size());
    for (std::size_t i = 0; i < words; ++i) m_words[i] &= ~other.m_words[i];
    recount();
    return *this;
}

SampleSet SampleSet::complement() const {
    SampleSet result(m_universe, true);
    result -= *this;
    return result;
}

std::vector<std::int64_t> SampleSet::ids() const {
    std::vector<std::int64_t> ids;
    ids.reserve(static_cast<std::size_t>(m_count));
    for (std::size_t i = 0; i < m_words.size(); ++i)
        for (std::uint64_t word = m_words[i]; word != 0; word &= word - 1)
            ids.push_back(static_cast<std::int64_t>(i) * kBits + std::countr_zero(word));
    return ids;
}

std::int64_t SampleSet::next(std::int64_t from) const {
    if (from < 0) from = 0;
    if (from >= m_universe) return -1;
    auto i = static_cast<std::size_t>(from / kBits);
    std::uint64_t word = m_words[i] & ~std::uint64_t{0} << from % kBits;
    while (word == 0) {
        if (++i == m_words.size()) return -1;
        word = m_words[i];
    }
    return static_cast<std::int64_t>(i) * kBits + std::countr_zero(word);
}

}  // namespace winnow::ui
