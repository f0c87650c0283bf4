// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/gram.h"

#include "engine/empirical/combine.h"

#include <torch/torch.h>

#include <algorithm>

namespace winnow::empirical {
namespace {

constexpr std::int64_t kLongestSum = 1 << 16;     // terms a float32 GEMM may add up
constexpr std::int64_t kGhostBytes = 64LL << 20;  // two position-by-position products, at most

/// Sum over chunks of columns in float64; a single chunk stays as the GEMM left it.
at::Tensor chunkedProduct(const at::Tensor& a, const at::Tensor& b) {
    const std::int64_t terms = a.size(1);
    if (terms <= kLongestSum || a.scalar_type() == at::kDouble) return at::mm(a, b.t());
    at::Tensor sum = at::zeros({a.size(0), b.size(0)}, a.options().dtype(at::kDouble));
    for (std::int64_t begin = 0; begin < terms; begin += kLongestSum) {
        const std::int64_t count = std::min(kLongestSum, terms - begin);
        sum += at::mm(a.narrow(1, begin, count), b.narrow(1, begin, count).t());
    }
    return sum;
}

/// Of every part sum_tt' (g_t . g'_t') (u_t . u'_t') for layer l, a convolution kept by positions:
/// u (n,T,c), g (n,T,o).
std::vector<at::Tensor> ghostProducts(const JointBlock& rows,
                                      const JointBlock& columns,
                                      std::size_t l) {
    const at::Tensor& uRows = rows.parts.front().ghostInputs[l];
    const at::Tensor& uColumns = columns.parts.front().ghostInputs[l];
    const std::int64_t n = uRows.size(0);
    const std::int64_t m = uColumns.size(0);
    const std::int64_t positions = uRows.size(1);
    const std::int64_t rowBytes = 2 * positions * positions * m * uRows.element_size();
    const std::int64_t step =
        std::clamp<std::int64_t>(kGhostBytes / std::max<std::int64_t>(rowBytes, 1), 1, n);
    const at::Tensor uT = uColumns.flatten(0, 1).t();
    std::vector<at::Tensor> results;
    for (std::size_t p = 0; p < rows.parts.size(); ++p)
        results.push_back(at::empty({n, m}, uRows.options().dtype(at::kDouble)));
    for (std::int64_t begin = 0; begin < n; begin += step) {
        const std::int64_t count = std::min(step, n - begin);
        const at::Tensor inputs = at::mm(uRows.narrow(0, begin, count).flatten(0, 1), uT);
        for (std::size_t p = 0; p < rows.parts.size(); ++p) {
            const at::Tensor& gRows = rows.parts[p].ghostGradients[l];
            const at::Tensor gT = columns.parts[p].ghostGradients[l].flatten(0, 1).t();
            const at::Tensor products =
                at::mm(gRows.narrow(0, begin, count).flatten(0, 1), gT).mul_(inputs);
            const at::Tensor byColumn = products.view({count, positions, m, positions}).sum({3});
            results[p].narrow(0, begin, count).copy_(byColumn.sum({1}, false, at::kDouble));
        }
    }
    return results;
}

/// What does not depend on the output vector, and by layer and part what a ghost layer adds.
struct InputProducts {
    std::vector<at::Tensor> outer;
    std::vector<std::vector<at::Tensor>> ghosts;
};

InputProducts inputProducts(const JointBlock& rows, const JointBlock& columns) {
    InputProducts products;
    const Block& first = rows.parts.front();
    for (std::size_t l = 0; l < first.outerInputs.size(); ++l)
        products.outer.push_back(
            at::mm(first.outerInputs[l], columns.parts.front().outerInputs[l].t()));
    for (std::size_t l = 0; l < first.ghostInputs.size(); ++l)
        products.ghosts.push_back(ghostProducts(rows, columns, l));
    return products;
}

/// Everything in float64, or on a device: tensor operations.
at::Tensor gramByTensors(const Block& rows,
                         const Block& columns,
                         const InputProducts& products,
                         std::size_t part) {
    const at::Tensor& any = *rows.all().front();
    at::Tensor sum = at::zeros({rows.size(), columns.size()}, any.options().dtype(at::kDouble));
    for (std::size_t l = 0; l < rows.formed.size(); ++l)
        sum += chunkedProduct(rows.formed[l], columns.formed[l]);
    for (std::size_t l = 0; l < rows.outerGradients.size(); ++l)
        sum += products.outer[l].to(at::kDouble) *
               at::mm(rows.outerGradients[l], columns.outerGradients[l].t());
    for (const std::vector<at::Tensor>& ghost : products.ghosts) sum += ghost[part];
    return sum.to(any.scalar_type());
}

/// float32 on the CPU: the shares are GEMMs, added up in one fused pass.
at::Tensor gramFused(const Block& rows,
                     const Block& columns,
                     const InputProducts& products,
                     std::size_t part) {
    std::vector<at::Tensor> kept;
    Shares shares;
    const auto keep = [&](at::Tensor tensor) {
        kept.push_back(std::move(tensor));
        return kept.back();
    };
    const auto addWhole = [&](const at::Tensor& share) {
        if (share.scalar_type() == at::kDouble)
            shares.wide.push_back(share.const_data_ptr<double>());
        else
            shares.plain.push_back(share.const_data_ptr<float>());
    };
    for (std::size_t l = 0; l < rows.formed.size(); ++l)
        addWhole(keep(chunkedProduct(rows.formed[l], columns.formed[l])));
    for (const std::vector<at::Tensor>& ghost : products.ghosts) addWhole(ghost[part]);
    for (std::size_t l = 0; l < rows.outerGradients.size(); ++l) {
        const at::Tensor g = keep(at::mm(rows.outerGradients[l], columns.outerGradients[l].t()));
        shares.outer.emplace_back(products.outer[l].const_data_ptr<float>(),
                                  g.const_data_ptr<float>());
    }
    at::Tensor tile = at::empty({rows.size(), columns.size()}, at::kFloat);
    const std::span<float> out{tile.data_ptr<float>(), static_cast<std::size_t>(tile.numel())};
    at::parallel_for(0, tile.numel(), 1 << 15, [&](std::int64_t begin, std::int64_t end) {
        combineShares(shares, out, begin, end);
    });
    return tile;
}

/// ||x_i||^2 of every row, in float64 on the CPU.
at::Tensor sumsOfSquares(const at::Tensor& rows) {
    if (!rows.is_cpu() || rows.scalar_type() != at::kFloat || rows.stride(1) != 1)
        return rows.to(at::kDouble).square().sum({1}).cpu();  // to() may give the rows themselves
    const auto length = static_cast<std::size_t>(rows.size(1));
    at::Tensor sums = at::empty({rows.size(0)}, at::kDouble);
    at::parallel_for(0, rows.size(0), 64, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i)
            sums.data_ptr<double>()[i] =
                sumOfSquares({rows.const_data_ptr<float>() + i * rows.stride(0), length});
    });
    return sums;
}

constexpr std::int64_t kSmallestHalf = 192;  // below, a GEMM loses more than the symmetry saves

/// The Gram matrices of a block with itself: the upper right quarter is computed and mirrored, the
/// two on the diagonal likewise.
void fillSymmetric(const JointBlock& block, const std::vector<at::Tensor>& outs) {
    const std::int64_t n = block.size();
    const std::int64_t half = n / 2;
    if (half < kSmallestHalf) {
        const std::vector<at::Tensor> whole = gram(block, block);
        for (std::size_t p = 0; p < outs.size(); ++p) outs[p].copy_(whole[p]);
        return;
    }
    const auto quarters = [&](std::int64_t row, std::int64_t column) {
        std::vector<at::Tensor> views;
        for (const at::Tensor& out : outs)
            views.push_back(out.narrow(0, row, row == 0 ? half : n - half)
                                .narrow(1, column, column == 0 ? half : n - half));
        return views;
    };
    const JointBlock first = block.rows(0, half);
    const JointBlock second = block.rows(half, n - half);
    fillSymmetric(first, quarters(0, 0));
    fillSymmetric(second, quarters(half, half));
    const std::vector<at::Tensor> across = gram(first, second);
    const std::vector<at::Tensor> above = quarters(0, half), below = quarters(half, 0);
    for (std::size_t p = 0; p < outs.size(); ++p) {
        above[p].copy_(across[p]);
        below[p].copy_(across[p].t());
    }
}

/// ||phi_i||^2 from the squared norms of the outer layers' inputs.
at::Tensor squaredNorms(const Block& block, const std::vector<at::Tensor>& inputs) {
    at::Tensor norms = at::zeros({block.size()}, at::kDouble);
    for (const at::Tensor& formed : block.formed) norms += sumsOfSquares(formed);
    for (std::size_t l = 0; l < block.outerInputs.size(); ++l)
        norms += inputs[l] * sumsOfSquares(block.outerGradients[l]);
    for (std::size_t l = 0; l < block.ghostInputs.size(); ++l) {
        const at::Tensor& u = block.ghostInputs[l];
        const at::Tensor& g = block.ghostGradients[l];
        const at::Tensor products =
            at::bmm(u, u.transpose(1, 2)).mul_(at::bmm(g, g.transpose(1, 2)));
        norms += products.sum({1, 2}, false, at::kDouble).cpu();
    }
    return norms;
}

}  // namespace

std::vector<at::Tensor> symmetricGram(const JointBlock& block) {
    const at::NoGradGuard noGrad;
    std::vector<at::Tensor> outs;
    for (const Block& part : block.parts)
        outs.push_back(at::empty({block.size(), block.size()}, part.all().front()->options()));
    fillSymmetric(block, outs);
    return outs;
}

std::vector<at::Tensor> gram(const JointBlock& rows, const JointBlock& columns) {
    const at::NoGradGuard noGrad;
    const at::Tensor& any = *rows.parts.front().all().front();
    const bool fused = any.scalar_type() == at::kFloat && any.is_cpu();
    const InputProducts products = inputProducts(rows, columns);
    std::vector<at::Tensor> grams;
    for (std::size_t p = 0; p < rows.parts.size(); ++p)
        grams.push_back(
            (fused ? gramFused : gramByTensors)(rows.parts[p], columns.parts[p], products, p));
    return grams;
}

std::vector<at::Tensor> squaredNorms(const JointBlock& block) {
    const at::NoGradGuard noGrad;
    std::vector<at::Tensor> inputs, norms;
    for (const at::Tensor& input : block.parts.front().outerInputs)
        inputs.push_back(sumsOfSquares(input));
    for (const Block& part : block.parts) norms.push_back(squaredNorms(part, inputs));
    return norms;
}

at::Tensor symmetricGram(const Block& block) { return symmetricGram(JointBlock{{block}}).front(); }

at::Tensor gram(const Block& rows, const Block& columns) {
    return gram(JointBlock{{rows}}, JointBlock{{columns}}).front();
}

at::Tensor squaredNorms(const Block& block) { return squaredNorms(JointBlock{{block}}).front(); }

}  // namespace winnow::empirical
