// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace winnow::ui {

/// How a gesture joins what is selected already: click, Shift, Ctrl, Ctrl-click.
enum class Combine { Replace, Add, Subtract, Toggle };

/// A set of sample ids 0 .. universe-1 as bits with their count. Set operations over 60,000
/// samples take microseconds. Ids outside the universe are never contained and never inserted.
class SampleSet {
public:
    SampleSet() = default;
    explicit SampleSet(std::int64_t universe, bool full = false);
    [[nodiscard]] static SampleSet of(std::int64_t universe, std::span<const std::int64_t> ids);

    [[nodiscard]] std::int64_t universe() const { return m_universe; }
    [[nodiscard]] std::int64_t count() const { return m_count; }
    [[nodiscard]] bool empty() const { return m_count == 0; }
    [[nodiscard]] bool contains(std::int64_t id) const {
        return id >= 0 && id < m_universe &&
               (m_words[static_cast<std::size_t>(id) / 64] >> (id % 64) & 1U) != 0;
    }
    void set(std::int64_t id, bool inside);
    void insert(std::int64_t id) { set(id, true); }
    void erase(std::int64_t id) { set(id, false); }
    void clear();

    /// The result of `how` with `other`; both of the same universe.
    [[nodiscard]] SampleSet combined(const SampleSet& other, Combine how) const;
    SampleSet& operator&=(const SampleSet& other);
    SampleSet& operator|=(const SampleSet& other);
    SampleSet& operator-=(const SampleSet& other);
    [[nodiscard]] SampleSet complement() const;

    /// Ascending.
    [[nodiscard]] std::vector<std::int64_t> ids() const;
    /// The smallest id >= `from`, or -1.
    [[nodiscard]] std::int64_t next(std::int64_t from = 0) const;

    /// 64 ids to a word, the smallest in the lowest bit; unused bits are 0.
    [[nodiscard]] std::span<const std::uint64_t> words() const { return m_words; }

    bool operator==(const SampleSet&) const = default;

private:
    void recount();
    std::int64_t m_universe = 0;
    std::int64_t m_count = 0;
    std::vector<std::uint64_t> m_words;
};

}  // namespace winnow::ui
