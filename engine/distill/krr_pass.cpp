// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/krr_pass.h"

#include "engine/distill/pair_progress.h"
#include "engine/distill/support.h"
#include "engine/store/error.h"
#include "engine/store/index.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace winnow::distill {
namespace {

/// Targets that pass at once.
constexpr std::int64_t kTileRows = 1024;

/// G_ss = dL/dK_ss; the last term because lambda depends on the trace.
at::Tensor supportCotangent(const at::Tensor& alpha,
                            const at::Tensor& beta,
                            const RidgeReport& report,
                            bool fixed) {
    const at::Tensor half = at::mm(beta, alpha.t());
    at::Tensor g = -0.5 * (half + half.t());
    if (!fixed) {
        const auto n = static_cast<double>(alpha.size(0));
        g.diagonal().sub_(report.reg / n * (beta * alpha).sum().item<double>());
    }
    return g;
}

/// dL/dK of some rows of K_ts: (K alpha - y) alpha^T. By loops, as threads call it for a few rows
/// at a time: the bits of a library's product may depend on both.
infinite::RowCotangent rowCotangent(const at::Tensor& alpha, const at::Tensor& labels) {
    const std::int64_t n = alpha.size(0), classes = alpha.size(1);
    return [alpha = alpha.contiguous(), labels = labels.contiguous(), n, classes](
               std::int64_t begin, std::span<const double> values, std::span<double> g) {
        const double* const a = alpha.const_data_ptr<double>();
        const double* y = labels.const_data_ptr<double>() + begin * classes;
        std::vector<double> residual(at(classes));
        for (std::size_t row = 0; row < values.size(); row += at(n), y += classes) {
            std::transform(y, y + classes, residual.begin(), std::negate<>());
            for (std::int64_t i = 0; i < n; ++i)
                for (std::int64_t c = 0; c < classes; ++c)
                    residual[at(c)] += values[row + at(i)] * a[i * classes + c];
            for (std::int64_t i = 0; i < n; ++i)
                g[row + at(i)] =
                    std::inner_product(residual.begin(), residual.end(), a + i * classes, 0.0);
        }
    };
}

}  // namespace

std::vector<std::int64_t> classesOf(const at::Tensor& prediction) {
    const at::Tensor rows = prediction.contiguous();
    return classesOf(std::span(rows.const_data_ptr<double>(), at(rows.numel())), rows.size(1));
}

std::int64_t rightOf(std::span<const std::int64_t> predicted, std::span<const std::int64_t> truth) {
    return std::inner_product(predicted.begin(),
                              predicted.end(),
                              truth.begin(),
                              std::int64_t{0},
                              std::plus<>(),
                              std::equal_to<>());
}

std::vector<std::int64_t> rowsOrAll(const Targets& targets, std::span<const std::int64_t> rows) {
    if (rows.empty()) return targets.allRows();
    return {rows.begin(), rows.end()};
}

void requireSameKind(const Targets& targets,
                     const infinite::ImageShape& support,
                     const store::Array& images,
                     std::int64_t supportClasses) {
    if (!(targets.shape() == support))
        throw badInput(
            fmt::format("support is {}, target is {}", support.text(), targets.shape().text()));
    if (targets.classes() != supportClasses)
        throw badInput(
            fmt::format("support labels have {} classes, target labels {}; both need the same",
                        supportClasses,
                        targets.classes()));
    const store::DType wanted = models::dtypeOf(targets.precision());
    if (images.dtype != wanted)
        throw badInput(fmt::format("support images are {}, target images {}; both need the same",
                                   store::dtypeName(images.dtype),
                                   store::dtypeName(wanted)));
}

void forEachTile(
    const Targets& targets,
    std::span<const std::int64_t> rows,
    std::optional<std::int64_t> step,
    const jobs::JobContext& context,
    const std::function<void(const Tile&, std::span<const std::int64_t>, std::int64_t)>& use) {
    for (std::int64_t begin = 0; begin < std::ssize(rows); begin += kTileRows) {
        context.throwIfCancelled();
        const auto part =
            rows.subspan(at(begin), at(std::min(kTileRows, std::ssize(rows) - begin)));
        use(targets.tile(part, step), part, begin);
    }
}

void forEachKernelTile(
    const infinite::Kernel& kernel,
    const at::Tensor& supportImages,
    const Targets& targets,
    std::span<const std::int64_t> rows,
    const jobs::JobContext& context,
    const std::function<void(const at::Tensor&, const at::Tensor&, std::int64_t)>& use) {
    const std::int64_t n = supportImages.size(0);
    PairProgress progress(context, "kernel", std::ssize(rows) * n);
    forEachTile(targets, rows, {}, context, [&](const Tile& tile, auto part, std::int64_t begin) {
        use(kernel.matrix(tile.images, supportImages, progress.part(std::ssize(part) * n)),
            tile.labels,
            begin);
    });
}

KrrPass krrPass(const infinite::Kernel& kernel,
                const RidgeOptions& ridge,
                const at::Tensor& supportImages,
                const at::Tensor& supportLabels,
                const Targets& targets,
                std::span<const std::int64_t> rows,
                std::optional<std::int64_t> step,
                KrrWanted wanted,
                const jobs::JobContext& context) {
    const at::NoGradGuard noGrad;
    const std::int64_t n = supportImages.size(0);
    const auto count = static_cast<std::int64_t>(rows.size());
    const std::int64_t own = n * (n + 1) / 2;
    const std::int64_t passes = wanted.gradient ? 2 : 1;
    PairProgress progress(context, "pairs of images", passes * (own + count * n));

    const RidgeFactor factor(kernel.matrix(supportImages, progress.part(own)), ridge);
    const at::Tensor alpha = factor.solve(supportLabels);
    KrrPass pass{.ridge = factor.report()};
    at::Tensor cross = at::zeros_like(alpha);  // K_ts^T R
    if (wanted.gradient) pass.imageGradient = at::zeros(supportImages.sizes(), at::kDouble);
    std::vector<at::Tensor> predictions;
    std::int64_t right = 0;
    forEachTile(targets, rows, step, context, [&](const Tile& tile, auto part, std::int64_t) {
        const std::int64_t pairs = std::ssize(part) * n;
        at::Tensor values;
        if (wanted.gradient) {
            double gammaGradient = 0;
            pass.imageGradient += kernel.matrixAndVjp(tile.images,
                                                      supportImages,
                                                      rowCotangent(alpha, tile.labels),
                                                      values,
                                                      progress.part(2 * pairs),
                                                      &gammaGradient);
            pass.gammaGradient += gammaGradient;
        } else {
            values = kernel.matrix(tile.images, supportImages, progress.part(pairs));
        }
        const at::Tensor prediction = at::mm(values, alpha);
        const at::Tensor residual = prediction - tile.labels;
        pass.sum += 0.5 * residual.square().sum().item<double>();
        right += rightOf(classesOf(prediction), targets.classesOf(part));
        if (wanted.prediction) predictions.push_back(prediction);
        if (wanted.gradient) cross += at::mm(values.t(), residual);
    });
    pass.accuracy = count > 0 ? static_cast<double>(right) / static_cast<double>(count) : 0.0;
    if (wanted.prediction) pass.prediction = at::cat(predictions, 0);
    if (wanted.gradient) {
        pass.labelGradient = factor.solve(cross);
        double gammaGradient = 0;
        pass.imageGradient += kernel.vjpSymmetric(
            supportImages,
            supportCotangent(alpha, pass.labelGradient, pass.ridge, ridge.fixed),
            progress.part(own),
            &gammaGradient);
        pass.gammaGradient += gammaGradient;
    }
    return pass;
}

}  // namespace winnow::distill
