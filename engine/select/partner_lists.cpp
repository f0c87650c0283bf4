// SPDX-License-Identifier: Apache-2.0
#include "engine/select/partner_lists.h"

#include "engine/store/error.h"

#include <algorithm>
#include <cmath>

namespace winnow::select {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Empty slots have key -infinity, so their position -1 never decides. A type, so that the sorts
/// inline it.
struct Better {
    bool operator()(const Partner& a, const Partner& b) const {
        return a.key > b.key || (a.key == b.key && a.position < b.position);
    }
};

/// Up to this many candidates are inserted one by one, which moves only what ranks below them.
constexpr std::size_t kFewCandidates = 8;

}  // namespace

PartnerLists::PartnerLists(std::int64_t rows, std::int64_t k)
    : m_rows(rows), m_k(k), m_partners(static_cast<std::size_t>(rows * k), {-kInfinity, -1}) {}

float PartnerLists::limit(std::int64_t row, std::int64_t firstPosition) const {
    if (m_k == 0) return kInfinity;
    const Partner& worst = m_partners[static_cast<std::size_t>((row + 1) * m_k - 1)];
    // An equal key still enters when its position may be lower than the worst one's.
    return firstPosition > worst.position ? worst.key : std::nextafter(worst.key, -kInfinity);
}

void PartnerLists::merge(std::int64_t row,
                         std::vector<Partner>& candidates,
                         std::vector<Partner>& scratch) {
    const auto k = static_cast<std::size_t>(m_k);
    const auto list = m_partners.begin() + row * m_k;
    if (candidates.size() <= kFewCandidates) {
        for (const Partner& candidate : candidates) {
            const auto place = std::upper_bound(list, list + m_k, candidate, Better{});
            if (place == list + m_k) continue;
            std::move_backward(place, list + m_k - 1, list + m_k);
            *place = candidate;
        }
        return;
    }
    if (candidates.size() > k) {
        std::nth_element(candidates.begin(), candidates.begin() + m_k, candidates.end(), Better{});
        candidates.resize(k);
    }
    std::sort(candidates.begin(), candidates.end(), Better{});
    scratch.resize(k + candidates.size());
    std::merge(list, list + m_k, candidates.begin(), candidates.end(), scratch.begin(), Better{});
    std::copy_n(scratch.begin(), k, list);
}

std::span<const Partner> PartnerLists::row(std::int64_t row) const {
    return std::span(m_partners)
        .subspan(static_cast<std::size_t>(row * m_k), static_cast<std::size_t>(m_k));
}

store::Array PartnerLists::keys() const {
    store::Array array(store::DType::Float32, {m_rows, m_k});
    std::ranges::transform(m_partners, array.as<float>().begin(), &Partner::key);
    return array;
}

store::Array PartnerLists::positions() const {
    store::Array array(store::DType::Int32, {m_rows, m_k});
    std::ranges::transform(m_partners, array.as<std::int32_t>().begin(), &Partner::position);
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
    for (std::size_t i = 0; i < m_partners.size(); ++i) m_partners[i] = {key[i], position[i]};
}

}  // namespace winnow::select
