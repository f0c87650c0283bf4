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

/// sum_tt' (g_t . g'_t') (u_t . u'_t') for a convolution kept by positions: u (n,T,c), g (n,T,o).
at::Tensor ghostProduct(const at::Tensor& uRows,
                        const at::Tensor& gRows,
                        const at::Tensor& uColumns,
                        const at::Tensor& gColumns) {
    const std::int64_t n = uRows.size(0);
    const std::int64_t m = uColumns.size(0);
    const std::int64_t positions = uRows.size(1);
    const std::int64_t rowBytes = 2 * positions * positions * m * uRows.element_size();
    const std::int64_t step =
        std::clamp<std::int64_t>(kGhostBytes / std::max<std::int64_t>(rowBytes, 1), 1, n);
    const at::Tensor uT = uColumns.flatten(0, 1).t();
    const at::Tensor gT = gColumns.flatten(0, 1).t();
    at::Tensor result = at::empty({n, m}, uRows.options().dtype(at::kDouble));
    for (std::int64_t begin = 0; begin < n; begin += step) {
        const std::int64_t count = std::min(step, n - begin);
        at::Tensor products = at::mm(uRows.narrow(0, begin, count).flatten(0, 1), uT);
        products.mul_(at::mm(gRows.narrow(0, begin, count).flatten(0, 1), gT));
        const at::Tensor byColumn = products.view({count, positions, m, positions}).sum({3});
        result.narrow(0, begin, count).copy_(byColumn.sum({1}, false, at::kDouble));
    }
    return result;
}

/// Everything in float64, or on a device: tensor operations.
at::Tensor gramByTensors(const Block& rows, const Block& columns, at::ScalarType type) {
    at::Tensor sum =
        at::zeros({rows.size(), columns.size()}, rows.all().front()->options().dtype(at::kDouble));
    for (std::size_t l = 0; l < rows.formed.size(); ++l)
        sum += chunkedProduct(rows.formed[l], columns.formed[l]);
    for (std::size_t l = 0; l < rows.outerInputs.size(); ++l)
        sum += at::mm(rows.outerInputs[l], columns.outerInputs[l].t())
                   .to(at::kDouble)
                   .mul_(at::mm(rows.outerGradients[l], columns.outerGradients[l].t()));
    for (std::size_t l = 0; l < rows.ghostInputs.size(); ++l)
        sum += ghostProduct(rows.ghostInputs[l],
                            rows.ghostGradients[l],
                            columns.ghostInputs[l],
                            columns.ghostGradients[l]);
    return sum.to(type);
}

/// float32 on the CPU: the shares are GEMMs, added up in one fused pass.
at::Tensor gramFused(const Block& rows, const Block& columns) {
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
    for (std::size_t l = 0; l < rows.ghostInputs.size(); ++l)
        addWhole(keep(ghostProduct(rows.ghostInputs[l],
                                   rows.ghostGradients[l],
                                   columns.ghostInputs[l],
                                   columns.ghostGradients[l])));
    for (std::size_t l = 0; l < rows.outerInputs.size(); ++l) {
        const at::Tensor a = keep(at::mm(rows.outerInputs[l], columns.outerInputs[l].t()));
        const at::Tensor g = keep(at::mm(rows.outerGradients[l], columns.outerGradients[l].t()));
        shares.outer.emplace_back(a.const_data_ptr<float>(), g.const_data_ptr<float>());
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
        return rows.to(at::kDouble).square_().sum({1}).cpu();
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

/// The Gram matrix of a block with itself: the upper right quarter is computed and mirrored, the
/// two on the diagonal likewise.
void fillSymmetric(const Block& block, const at::Tensor& out) {
    const std::int64_t n = block.size();
    const std::int64_t half = n / 2;
    if (half < kSmallestHalf) {
        out.copy_(gram(block, block));
        return;
    }
    const Block first = block.rows(0, half);
    const Block second = block.rows(half, n - half);
    fillSymmetric(first, out.narrow(0, 0, half).narrow(1, 0, half));
    fillSymmetric(second, out.narrow(0, half, n - half).narrow(1, half, n - half));
    const at::Tensor across = gram(first, second);
    out.narrow(0, 0, half).narrow(1, half, n - half).copy_(across);
    out.narrow(0, half, n - half).narrow(1, 0, half).copy_(across.t());
}

}  // namespace

at::Tensor symmetricGram(const Block& block) {
    const at::NoGradGuard noGrad;
    at::Tensor out = at::empty({block.size(), block.size()}, block.all().front()->options());
    fillSymmetric(block, out);
    return out;
}

at::Tensor gram(const Block& rows, const Block& columns) {
    const at::NoGradGuard noGrad;
    const at::Tensor& any = *rows.all().front();
    return any.scalar_type() == at::kFloat && any.is_cpu()
               ? gramFused(rows, columns)
               : gramByTensors(rows, columns, any.scalar_type());
}

at::Tensor squaredNorms(const Block& block) {
    const at::NoGradGuard noGrad;
    at::Tensor norms = at::zeros({block.size()}, at::kDouble);
    for (const at::Tensor& formed : block.formed) norms += sumsOfSquares(formed);
    for (std::size_t l = 0; l < block.outerInputs.size(); ++l)
        norms += sumsOfSquares(block.outerInputs[l]) * sumsOfSquares(block.outerGradients[l]);
    for (std::size_t l = 0; l < block.ghostInputs.size(); ++l) {
        const at::Tensor& u = block.ghostInputs[l];
        const at::Tensor& g = block.ghostGradients[l];
        const at::Tensor products =
            at::bmm(u, u.transpose(1, 2)).mul_(at::bmm(g, g.transpose(1, 2)));
        norms += products.sum({1, 2}, false, at::kDouble).cpu();
    }
    return norms;
}

}  // namespace winnow::empirical
