// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/least_squares.h"
#include "engine/distill/ridge.h"
#include "tests/support/saying.h"

#include <QTest>
#include <torch/torch.h>

using namespace winnow;

namespace {

at::Tensor randomProducts(std::int64_t n, std::int64_t rank) {
    at::Tensor factor = at::empty({n, rank}, at::kDouble);
    at::Generator generator = at::detail::createCPUGenerator(3);
    factor.normal_(0, 1, generator);
    return at::mm(factor, factor.t()) / static_cast<double>(rank);
}

}  // namespace

class TestRidge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void solves() {
        const at::Tensor kernel = randomProducts(20, 30);
        const distill::RidgeFactor factor(kernel, {});
        const double mean = kernel.diagonal().mean().item<double>();
        QVERIFY(std::abs(factor.report().lambda - 1e-6 * mean) < 1e-18);
        QVERIFY(!factor.report().raised && factor.report().message().empty());
        const at::Tensor b = at::ones({20, 3}, at::kDouble);
        const at::Tensor m = kernel + factor.report().lambda * at::eye(20, at::kDouble);
        QVERIFY((at::mm(m, factor.solve(b)) - b).abs().max().item<double>() < 1e-12);
    }
    void conditionIsThatOfM() {
        const at::Tensor kernel = randomProducts(40, 45);
        const distill::RidgeFactor factor(kernel, {});
        const at::Tensor matrix = kernel + factor.report().lambda * at::eye(40, at::kDouble);
        const double exact = matrix.abs().sum({0}).max().item<double>() *
                             at::linalg_inv(matrix).abs().sum({0}).max().item<double>();
        QVERIFY(factor.report().condition <= exact * (1 + 1e-9));
        QVERIFY(factor.report().condition > exact / 3);
    }
    void raisesTheRidgeAndSaysSo() {
        // A repeated image and a tiny ridge: pivots of rounding size.
        at::Tensor kernel = randomProducts(10, 12);
        kernel.select(0, 9).copy_(kernel.select(0, 8).clone());
        kernel.select(1, 9).copy_(kernel.select(1, 8).clone());
        const distill::RidgeFactor factor(kernel, {.reg = 1e-17});
        QVERIFY(factor.report().raised);
        QVERIFY(factor.report().reg > 1e-15 && factor.report().reg < 1e-11);
        QCOMPARE(
            QString::fromStdString((distill::RidgeReport{.reg = 1e-4, .raised = true}).message()),
            "ridge raised to 1e-4");
        const distill::RidgeFactor fixed(kernel, {.reg = 1e-17, .fixed = true});
        QVERIFY(fixed.report().raised && fixed.report().lambda == fixed.report().reg);
    }
    void singularBeyondRepair() {
        // Not a kernel: a negative eigenvalue larger than any ridge allowed.
        at::Tensor kernel = randomProducts(6, 8);
        kernel[0][0] = -1.0;
        const QString says = test::saying([&] { const distill::RidgeFactor factor(kernel, {}); });
        QVERIFY2(says.startsWith("K_ss is singular (rank about 5 of 6)"), qPrintable(says));
    }
    void refusesBadInput() {
        const at::Tensor kernel = randomProducts(3, 4);
        QVERIFY_EXCEPTION_THROWN(distill::RidgeFactor(kernel, {.reg = -1}), Error);
        QVERIFY_EXCEPTION_THROWN(distill::RidgeFactor(kernel.narrow(0, 0, 2), {}), Error);
        kernel[1][1] = std::numeric_limits<double>::infinity();
        QVERIFY_EXCEPTION_THROWN(distill::RidgeFactor(kernel, {}), Error);
    }
    void streamedLeastSquaresAreThoseOfTheWhole() {
        at::Generator generator = at::detail::createCPUGenerator(5);
        const at::Tensor a = at::empty({50, 7}, at::kDouble).normal_(0, 1, generator);
        const at::Tensor y = at::empty({50, 2}, at::kDouble).normal_(0, 1, generator);
        distill::StreamedLeastSquares squares(7, 2);
        for (std::int64_t begin = 0; begin < 50; begin += 3) {
            const std::int64_t count = std::min<std::int64_t>(3, 50 - begin);
            squares.add(a.narrow(0, begin, count), y.narrow(0, begin, count));
        }
        const at::Tensor x = distill::pseudoSolve(squares.r(), squares.z());
        const at::Tensor wanted = at::mm(at::linalg_pinv(a), y);
        QVERIFY((x - wanted).abs().max().item<double>() < 1e-12);
        const double residual = (at::mm(a, wanted) - y).square().sum().item<double>();
        QVERIFY(std::abs(squares.residual() - residual) < 1e-12 * residual);
        QVERIFY(std::abs(squares.outside() - residual) < 1e-12 * residual);
    }
    void residualOfADeficientSystem() {
        at::Generator generator = at::detail::createCPUGenerator(6);
        const at::Tensor half = at::empty({20, 3}, at::kDouble).normal_(0, 1, generator);
        const at::Tensor y = at::empty({20, 2}, at::kDouble).normal_(0, 1, generator);
        distill::StreamedLeastSquares squares(6, 2);
        squares.add(at::cat({half, half}, 1), y);
        const double wanted =
            (at::mm(half, at::mm(at::linalg_pinv(half), y)) - y).square().sum().item<double>();
        QVERIFY(std::abs(squares.residual() - wanted) < 1e-10 * wanted);
    }
};

QTEST_GUILESS_MAIN(TestRidge)
#include "tst_ridge.moc"
