// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/projection.h"

#include "engine/empirical/gram.h"
#include "engine/stats/correlation.h"
#include "engine/store/error.h"
#include "engine/store/random.h"

#include <torch/torch.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace winnow::empirical {
namespace {

constexpr std::int64_t kPairs = 256;
constexpr std::int64_t kSignBits = 64;

/// slots[(offset + i) mod d] += sign_i x_i for one run of at most d numbers. The sign flips the
/// value's own sign bit.
template <typename Real, typename Word>
void addRun(
    const Real* run, std::int64_t count, std::int64_t dimensions, Random random, Real* slots) {
    const auto offset =
        static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(dimensions)));
    for (std::int64_t begin = 0; begin < count; begin += kSignBits) {
        const std::uint64_t signs = random.next();
        const std::int64_t n = std::min(kSignBits, count - begin);
        std::int64_t slot = (offset + begin) % dimensions;
        for (std::int64_t i = 0; i < n; ++i) {
            const Word flip = static_cast<Word>((signs >> i) & 1U) << (8 * sizeof(Word) - 1);
            slots[slot] += std::bit_cast<Real>(std::bit_cast<Word>(run[begin + i]) ^ flip);
            if (++slot == dimensions) slot = 0;
        }
    }
}

template <typename Real, typename Word>
at::Tensor projected(const at::Tensor& gradients, std::int64_t dimensions, std::uint64_t seed) {
    const std::int64_t parameters = gradients.size(1);
    at::Tensor result = at::zeros({gradients.size(0), dimensions}, gradients.options());
    const Real* source = gradients.const_data_ptr<Real>();
    Real* target = result.data_ptr<Real>();
    at::parallel_for(0, gradients.size(0), 1, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t row = first; row < last; ++row)
            for (std::int64_t begin = 0; begin < parameters; begin += dimensions)
                addRun<Real, Word>(source + row * parameters + begin,
                                   std::min(dimensions, parameters - begin),
                                   dimensions,
                                   Random({seed, static_cast<std::uint64_t>(begin)}),
                                   target + row * dimensions);
    });
    return result;
}

}  // namespace

Projection::Projection(std::int64_t parameters, std::int64_t dimensions, std::uint64_t seed)
    : m_parameters(parameters), m_dimensions(dimensions), m_seed(seed) {
    if (dimensions < 1 || dimensions > parameters)
        throw badInput("projection is " + std::to_string(dimensions) +
                       "; it is a number from 1 to the model's " + std::to_string(parameters) +
                       " parameters, or 0 for the exact kernel");
}

Block Projection::apply(const Block& gradients) const {
    const at::Tensor source = gradients.formed.at(0).cpu().contiguous();
    if (source.size(1) != m_parameters)
        throw internalError("a projection made for " + std::to_string(m_parameters) +
                            " parameters was given " + std::to_string(source.size(1)));
    Block result;
    result.formed.push_back(source.scalar_type() == at::kDouble
                                ? projected<double, std::uint64_t>(source, m_dimensions, m_seed)
                                : projected<float, std::uint32_t>(source, m_dimensions, m_seed));
    return result;
}

ProjectionError projectionError(const Block& exact, const Block& approximate) {
    const at::Tensor truth = gram(exact, exact).to(at::kDouble).cpu().contiguous();
    const at::Tensor guess = gram(approximate, approximate).to(at::kDouble).cpu().contiguous();
    const auto t = truth.accessor<double, 2>();
    const auto g = guess.accessor<double, 2>();
    std::vector<double> trueValues, guessedValues;
    double squares = 0;
    for (std::int64_t i = 0; i < truth.size(0); ++i)
        for (std::int64_t j = i + 1; j < truth.size(0); ++j) {
            if (static_cast<std::int64_t>(trueValues.size()) == kPairs) break;
            trueValues.push_back(t[i][j]);
            guessedValues.push_back(g[i][j]);
            const double scale = std::sqrt(t[i][i] * t[j][j]);
            if (scale > 0) squares += std::pow((g[i][j] - t[i][j]) / scale, 2);
        }
    ProjectionError error;
    error.pairs = static_cast<std::int64_t>(trueValues.size());
    if (error.pairs < 2) return error;
    error.rms = std::sqrt(squares / static_cast<double>(error.pairs));
    error.spearman = stats::spearman(trueValues, guessedValues);
    return error;
}

}  // namespace winnow::empirical
