// SPDX-License-Identifier: Apache-2.0
#include "engine/select/partner_lists.h"

#include "engine/store/error.h"
#include "engine/store/index.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

namespace winnow::select {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr std::uint32_t kSign = 0x80000000U;

}  // namespace

/// A float's bits rise with its value once the sign is turned round; a lower position counts more.
PartnerLists::Rank PartnerLists::rankOf(const Partner& partner) {
    const auto bits = std::bit_cast<std::uint32_t>(partner.key + 0.0F);  // -0 becomes 0
    const std::uint32_t rising = (bits & kSign) != 0 ? ~bits : bits | kSign;
    return Rank{rising} << 32 | ~static_cast<std::uint32_t>(partner.position);
}

Partner PartnerLists::partnerOf(Rank rank) {
    if (rank == 0) return {-kInfinity, -1};
    const auto rising = static_cast<std::uint32_t>(rank >> 32);
    const std::uint32_t bits = (rising & kSign) != 0 ? rising & ~kSign : ~rising;
    return {std::bit_cast<float>(bits),
            static_cast<std::int32_t>(~static_cast<std::uint32_t>(rank))};
}

PartnerLists::PartnerLists(std::int64_t rows, std::int64_t k)
    : m_rows(rows),
      m_k(k),
      m_ranks(at(rows * 2 * k), 0),
      m_count(at(rows), 0),
      m_worst(at(rows), 0) {}

std::span<PartnerLists::Rank> PartnerLists::slots(std::int64_t row) {
    return std::span(m_ranks).subspan(at(row * 2 * m_k), at(2 * m_k));
}

Entry PartnerLists::entry(std::int64_t row, std::int64_t firstPosition) const {
    if (m_k == 0) return {kInfinity, 0};
    const Partner worst = partnerOf(m_worst[at(row)]);
    // An equal key still enters when its position may be lower than the worst one's.
    return {firstPosition > worst.position ? worst.key : std::nextafter(worst.key, -kInfinity),
            m_k};
}

void PartnerLists::offer(std::int64_t row, std::span<const Partner> candidates) {
    if (m_k == 0) return;
    const std::span<Rank> held = slots(row);
    std::int32_t& count = m_count[at(row)];
    for (const Partner& candidate : candidates) {
        const Rank rank = rankOf(candidate);
        if (rank <= m_worst[at(row)]) continue;
        held[at(count++)] = rank;
        if (count == 2 * m_k) dropWorse(row);
    }
    // From the first moment on there is a limit, most of what follows is turned away unseen.
    if (m_worst[at(row)] == 0 && count >= m_k) dropWorse(row);
}

void PartnerLists::dropWorse(std::int64_t row) {
    const std::span<Rank> held = slots(row).first(at(m_count[at(row)]));
    const auto last = held.begin() + m_k - 1;
    std::nth_element(held.begin(), last, held.end(), std::greater<>{});
    m_worst[at(row)] = *last;
    m_count[at(row)] = static_cast<std::int32_t>(m_k);
}

void PartnerLists::settle() {
    for (std::int64_t row = 0; row < m_rows; ++row) {
        const std::span<Rank> held = slots(row);
        const auto end = held.begin() + m_count[at(row)];
        std::sort(held.begin(), end, std::greater<>{});
        std::fill(end, held.end(), Rank{0});
        if (m_count[at(row)] < m_k) continue;
        std::fill(held.begin() + m_k, held.end(), Rank{0});
        m_count[at(row)] = static_cast<std::int32_t>(m_k);
        if (m_k > 0) m_worst[at(row)] = held[at(m_k - 1)];
    }
}

Partner PartnerLists::partner(std::int64_t row, std::int64_t place) const {
    return partnerOf(m_ranks[at(row * 2 * m_k + place)]);
}

store::Array PartnerLists::keys() const {
    store::Array array(store::DType::Float32, {m_rows, m_k});
    const auto out = array.as<float>();
    for (std::int64_t i = 0; i < m_rows * m_k; ++i) out[at(i)] = partner(i / m_k, i % m_k).key;
    return array;
}

store::Array PartnerLists::positions() const {
    store::Array array(store::DType::Int32, {m_rows, m_k});
    const auto out = array.as<std::int32_t>();
    for (std::int64_t i = 0; i < m_rows * m_k; ++i) out[at(i)] = partner(i / m_k, i % m_k).position;
    return array;
}

void PartnerLists::restore(const store::Array& keys, const store::Array& positions) {
    const store::Shape shape{m_rows, m_k};
    if (keys.shape != shape || positions.shape != shape) {
        throw badInput("the saved partner lists have shape " + store::shapeText(keys.shape) +
                       " but this job needs " + store::shapeText(shape));
    }
    const auto key = keys.as<float>();
    const auto position = positions.as<std::int32_t>();
    *this = PartnerLists(m_rows, m_k);
    for (std::int64_t i = 0; i < m_rows * m_k; ++i) {
        const Partner partner{key[at(i)], position[at(i)]};
        if (partner.position >= 0) offer(i / m_k, {&partner, 1});
    }
    settle();
}

}  // namespace winnow::select
