// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/label_solve.h"

#include "engine/distill/krr_pass.h"
#include "engine/distill/least_squares.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <limits>

namespace winnow::distill {
namespace {

struct Input {
    const infinite::Kernel& kernel;
    at::Tensor images;
    const Targets& targets;
    std::vector<std::int64_t> rows;
    const jobs::JobContext& context;

    [[nodiscard]] double numbers() const {
        return static_cast<double>(rows.size()) * static_cast<double>(targets.classes());
    }
};

void byQr(const Input& input, const RidgeFactor& factor, SolvedLabels& result) {
    StreamedLeastSquares squares(input.images.size(0), input.targets.classes());
    forEachKernelTile(input.kernel,
                      input.images,
                      input.targets,
                      input.rows,
                      input.context,
                      [&](const at::Tensor& tile, const at::Tensor& labels, std::int64_t) {
                          squares.add(tile, labels);
                      });
    // K_ts M^-1 = Q (R M^-1), and M is symmetric.
    const at::Tensor map = factor.solve(squares.r().t().contiguous()).t();
    const at::Tensor labels = pseudoSolve(map, squares.z());
    const double inside = (at::mm(map, labels) - squares.z()).square().sum().item<double>();
    result.labels = models::toArray(labels);
    result.loss = 0.5 * (squares.outside() + inside) / input.numbers();
    result.labelFloor = 0.5 * squares.residual() / input.numbers();
}

/// The authors' program: (K_st K_ts + e/n I) z = K_st y_t, labels (K_ss + e/n I) z.
void byNormalEquations(const Input& input,
                       const at::Tensor& kss,
                       const RidgeFactor& factor,
                       SolvedLabels& result) {
    constexpr double kProgramsRidge = 1e-6;
    const std::int64_t n = input.images.size(0);
    const at::Tensor ridge = (kProgramsRidge / static_cast<double>(n)) * at::eye(n, at::kDouble);
    at::Tensor gram = at::zeros({n, n}, at::kDouble);
    at::Tensor right = at::zeros({n, input.targets.classes()}, at::kDouble);
    double squares = 0;
    forEachKernelTile(input.kernel,
                      input.images,
                      input.targets,
                      input.rows,
                      input.context,
                      [&](const at::Tensor& tile, const at::Tensor& labels, std::int64_t) {
                          gram += at::mm(tile.t(), tile);
                          right += at::mm(tile.t(), labels);
                          squares += labels.square().sum().item<double>();
                      });
    const auto [solution, info] = at::linalg_solve_ex(gram + ridge, right);
    if (info.item<int>() != 0 || !at::isfinite(solution).all().item<bool>())
        throw badInput(
            "the normal equations are singular: images may repeat; the solver qr can still solve "
            "them");
    const at::Tensor labels = at::mm(kss + ridge, solution);
    const at::Tensor alpha = factor.solve(labels);
    const double fitted = squares - 2 * (alpha * right).sum().item<double>() +
                          (alpha * at::mm(gram, alpha)).sum().item<double>();
    result.labels = models::toArray(labels);
    result.loss = 0.5 * fitted / input.numbers();
    result.labelFloor = std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

LabelSolver labelSolver(std::string_view name) {
    if (name == "qr") return LabelSolver::Qr;
    if (name == "normal-equations") return LabelSolver::NormalEquations;
    throw badInput(fmt::format("solver is {}; it is qr or normal-equations", name));
}

SolvedLabels solveLabels(const infinite::Kernel& kernel,
                         const RidgeOptions& ridge,
                         const store::Array& supportImages,
                         const Targets& targets,
                         std::span<const std::int64_t> rows,
                         LabelSolver solver,
                         const jobs::JobContext& context) {
    const at::NoGradGuard noGrad;
    requireSameKind(targets, kernel.shape(), supportImages, targets.classes());
    const Input input{
        kernel, models::toTensor(supportImages), targets, rowsOrAll(targets, rows), context};
    const std::int64_t n = input.images.size(0);
    const auto count = static_cast<std::int64_t>(input.rows.size());
    SolvedLabels result;
    if (count < n) {
        const auto numbers = fmt::format("{} targets for {} support images", count, n);
        if (solver == LabelSolver::NormalEquations)
            throw badInput(numbers +
                           ": the normal equations need at least as many; take more targets or "
                           "the solver qr");
        result.warnings.push_back(numbers + ": the labels interpolate the targets");
    }
    const at::Tensor kss = kernel.matrix(input.images, context);
    const RidgeFactor factor(kss, ridge);
    result.ridge = factor.report();
    if (result.ridge.raised) result.warnings.push_back(result.ridge.message());
    if (solver == LabelSolver::Qr)
        byQr(input, factor, result);
    else
        byNormalEquations(input, kss, factor, result);
    return result;
}

}  // namespace winnow::distill
