// SPDX-License-Identifier: Apache-2.0
#include "engine/select/column_block.h"

#include <algorithm>

namespace winnow::select {
namespace {

constexpr std::int64_t kFirstGuess = 8;

}  // namespace

template <typename T>
ColumnBlock<T>::ColumnBlock(BasicKernelColumns<T>& columns) : m_columns(columns) {}

template <typename T>
std::span<T> ColumnBlock<T>::slot(std::size_t index) {
    const auto n = static_cast<std::size_t>(m_columns.size());
    return std::span(m_values).subspan(index * n, n);
}

template <typename T>
void ColumnBlock<T>::keepOnly(const std::vector<std::int64_t>& wanted) {
    std::size_t kept = 0;
    for (std::size_t s = 0; s < m_held.size(); ++s) {
        if (std::ranges::find(wanted, m_held[s]) == wanted.end()) continue;
        if (s != kept) std::ranges::copy(slot(s), slot(kept).begin());
        m_held[kept++] = m_held[s];
    }
    m_held.resize(kept);
}

template <typename T>
std::span<const T> ColumnBlock<T>::column(std::int64_t member,
                                          const FpcCandidates<T>& candidates,
                                          bool exceeding) {
    if (const std::span<const T> view = m_columns.view(member); !view.empty()) return view;
    const auto held = std::ranges::find(m_held, member);
    if (held != m_held.end()) return slot(static_cast<std::size_t>(held - m_held.begin()));

    const std::int64_t most = std::clamp<std::int64_t>(m_columns.batch(), 1, m_columns.size());
    const std::int64_t batch = std::min(m_next, most);
    m_next = std::min(most, std::max(kFirstGuess, 2 * batch));
    std::vector<std::int64_t> wanted{member};
    if (batch > 1) {
        for (const std::int64_t next : candidates.farthest(batch)) {
            if (next != member && std::ssize(wanted) < batch) wanted.push_back(next);
        }
    }
    m_values.resize(static_cast<std::size_t>(most * m_columns.size()));
    keepOnly(wanted);
    const std::size_t kept = m_held.size();
    for (const std::int64_t next : wanted) {
        if (std::find(m_held.begin(), m_held.begin() + static_cast<std::ptrdiff_t>(kept), next) ==
            m_held.begin() + static_cast<std::ptrdiff_t>(kept)) {
            m_held.push_back(next);
        }
    }
    const auto n = static_cast<std::size_t>(m_columns.size());
    const std::span<const std::int64_t> missing = std::span(m_held).subspan(kept);
    const std::span<T> out = std::span(m_values).subspan(kept * n, missing.size() * n);
    if (exceeding) {
        m_columns.columnsAbove(missing, candidates.own(), out);
    } else {
        m_columns.columns(missing, out);
    }
    return slot(static_cast<std::size_t>(std::ranges::find(m_held, member) - m_held.begin()));
}

template class ColumnBlock<float>;
template class ColumnBlock<double>;

}  // namespace winnow::select
