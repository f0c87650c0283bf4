// SPDX-License-Identifier: Apache-2.0
#include "engine/select/herding.h"

#include "engine/select/parallel.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>

#include <cmath>

namespace winnow::select {
namespace {

std::int64_t widthOf(const FeatureRows& rows) {
    const auto n = std::ssize(rows.labels);
    const auto numbers = std::ssize(rows.features);
    if (n == 0 ? numbers != 0 : numbers % n != 0)
        throw badInput(fmt::format(
            "{} features cannot belong to {} labelled samples; each needs as many", numbers, n));
    for (const std::int64_t label : rows.labels)
        if (label < 0 || label >= rows.classes)
            throw badInput(fmt::format("label {} is outside 0 to {}", label, rows.classes - 1));
    return n == 0 ? 0 : numbers / n;
}

std::vector<std::vector<std::int64_t>> membersOf(const FeatureRows& rows) {
    std::vector<std::vector<std::int64_t>> members(at(rows.classes));
    for (std::int64_t i = 0; i < std::ssize(rows.labels); ++i)
        members[at(rows.labels[at(i)])].push_back(i);
    return members;
}

/// Mean features of some samples, [p].
std::vector<double> centreOf(const FeatureRows& rows,
                             std::span<const std::int64_t> members,
                             std::int64_t width) {
    std::vector<double> centre(at(width));
    for (const std::int64_t i : members)
        for (std::int64_t f = 0; f < width; ++f) centre[at(f)] += rows.features[at(i * width + f)];
    for (double& value : centre) value /= static_cast<double>(members.size());
    return centre;
}

/// The members of one class that are not picked yet, feature by feature so that all of them are
/// compared in one go.
class Candidates {
public:
    Candidates(const FeatureRows& rows, std::vector<std::int64_t> members, std::int64_t width)
        : m_ids(std::move(members)),
          m_stride(m_ids.size()),
          m_left(m_ids.size()),
          m_features(at(width) * m_stride),
          m_squares(m_stride),
          m_distance(m_stride) {
        for (std::size_t i = 0; i < m_stride; ++i)
            for (std::size_t f = 0; f < at(width); ++f) {
                const double value = rows.features[at(m_ids[i]) * at(width) + f];
                m_features[f * m_stride + i] = value;
                m_squares[i] += value * value;
            }
    }

    /// Takes out argmin ||wanted - h||: its sample; `features` gets h.
    std::int64_t take(const std::vector<double>& wanted, std::vector<double>& features) {
        std::copy_n(m_squares.begin(), m_left, m_distance.begin());
        for (std::size_t f = 0; f < wanted.size(); ++f) {
            const double twice = 2 * wanted[f];
            const double* column = &m_features[f * m_stride];
            for (std::size_t i = 0; i < m_left; ++i) m_distance[i] -= twice * column[i];
        }
        std::size_t best = 0;
        for (std::size_t i = 1; i < m_left; ++i)
            if (m_distance[i] < m_distance[best]) best = i;
        for (std::size_t f = 0; f < wanted.size(); ++f)
            features[f] = m_features[f * m_stride + best];
        const std::int64_t id = m_ids[best];
        remove(best, wanted.size());
        return id;
    }

private:
    /// Those behind it move up: their order, which decides between equals, stays.
    void remove(std::size_t position, std::size_t width) {
        const auto close = [&](auto begin) {
            std::move(begin + static_cast<std::ptrdiff_t>(position) + 1,
                      begin + static_cast<std::ptrdiff_t>(m_left),
                      begin + static_cast<std::ptrdiff_t>(position));
        };
        close(m_ids.begin());
        close(m_squares.begin());
        for (std::size_t f = 0; f < width; ++f)
            close(m_features.begin() + static_cast<std::ptrdiff_t>(f * m_stride));
        --m_left;
    }

    std::vector<std::int64_t> m_ids;
    std::size_t m_stride, m_left;
    std::vector<double> m_features, m_squares, m_distance;
};

void matchClass(const FeatureRows& rows,
                const std::vector<std::int64_t>& members,
                std::int64_t width,
                const jobs::JobContext& job,
                std::vector<double>& scores) {
    if (members.empty()) return;
    const std::vector<double> centre = centreOf(rows, members, width);
    std::vector<double> wanted = centre, picked(at(width));
    Candidates candidates(rows, members, width);
    const auto size = static_cast<double>(members.size());
    for (std::size_t rank = 0; rank < members.size(); ++rank) {
        job.throwIfCancelled();
        scores[at(candidates.take(wanted, picked))] = (size - static_cast<double>(rank)) / size;
        for (std::size_t f = 0; f < wanted.size(); ++f) wanted[f] += centre[f] - picked[f];
    }
}

}  // namespace

std::vector<double> centreScores(const FeatureRows& rows) {
    const std::int64_t width = widthOf(rows);
    std::vector<double> scores(rows.labels.size());
    for (const auto& members : membersOf(rows)) {
        if (members.empty()) continue;
        const std::vector<double> centre = centreOf(rows, members, width);
        for (const std::int64_t i : members) {
            double square = 0;
            for (std::int64_t f = 0; f < width; ++f) {
                const double apart = rows.features[at(i * width + f)] - centre[at(f)];
                square += apart * apart;
            }
            scores[at(i)] = -std::sqrt(square);
        }
    }
    return scores;
}

std::vector<double> matchingScores(const FeatureRows& rows,
                                   unsigned threads,
                                   const jobs::JobContext& job) {
    const std::int64_t width = widthOf(rows);
    const auto members = membersOf(rows);
    std::vector<double> scores(rows.labels.size());
    parallelRanges(
        threads, rows.classes, [&](std::int64_t begin, std::int64_t end, std::size_t /*worker*/) {
            for (std::int64_t c = begin; c < end; ++c)
                matchClass(rows, members[at(c)], width, job, scores);
        });
    return scores;
}

}  // namespace winnow::select
