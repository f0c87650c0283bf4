// SPDX-License-Identifier: Apache-2.0
// Gradients of kernels by images: central differences, and those of fixtures/kip_step.
#include "engine/infinite/kernel.h"
#include "tests/engine/infinite/kernel_files.h"
#include "tests/support/kip_fixtures.h"
#include "tests/support/silence.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

using namespace winnow;
using infinite::Kernel;
using infinite::KernelSpec;
using infinite::KernelType;
using infinite::Parameterization;

namespace {

const test::Silence silence;
const jobs::JobContext& context = silence.context;

/// d f / d x in some coordinates by central differences, against `gradient` there; relative to the
/// largest entry.
template <typename Function>
double differenceError(const at::Tensor& x, const at::Tensor& gradient, const Function& f) {
    constexpr double kStep = 1e-5;
    const double scale = gradient.abs().max().item<double>();
    double worst = 0;
    for (std::int64_t probe = 0; probe < 10; ++probe) {
        const std::int64_t at = (probe * 7919 + 13) % x.numel();
        const auto moved = [&](double step) {
            at::Tensor y = x.clone();
            y.view(-1)[at] += step;
            return f(y);
        };
        const double wanted = (moved(kStep) - moved(-kStep)) / (2 * kStep);
        worst = std::max(worst, std::abs(wanted - gradient.reshape(-1)[at].item<double>()) / scale);
    }
    return worst;
}

/// Loss of kernel ridge regression and its gradient by the support: methods/kip.md, section 5.
at::Tensor supportGradient(const Kernel& kernel,
                           const at::Tensor& xs,
                           const at::Tensor& ys,
                           const at::Tensor& xt,
                           const at::Tensor& yt) {
    const at::Tensor kss = kernel.matrix(xs, context);
    const at::Tensor kts = kernel.matrix(xt, xs, context);
    const std::int64_t n = xs.size(0);
    const at::Tensor identity = at::eye(n, at::kDouble);
    const at::Tensor inverse = at::linalg_inv(kss + 1e-6 / double(n) * kss.trace() * identity);
    const at::Tensor alpha = inverse.mm(ys);
    const at::Tensor residual = kts.mm(alpha) - yt;
    const at::Tensor beta = inverse.mm(kts.t().mm(residual));
    const at::Tensor gss = -(beta.mm(alpha.t()) + alpha.mm(beta.t())) / 2 -
                           1e-6 / double(n) * (beta * alpha).sum() * identity;
    return kernel.vjp(xt, xs, residual.mm(alpha.t()), context) +
           kernel.vjpSymmetric(xs, gss, context);
}

}  // namespace

class TestInfiniteGradients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void centralDifferences_data() {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<bool>("nngp");
        QTest::addColumn<bool>("standard");
        for (const char* architecture : {"linear",
                                         "rbf",
                                         "fc1",
                                         "fc3",
                                         "conv1",
                                         "conv3",
                                         "convvec8",
                                         "convnet",
                                         "convnet3",
                                         "myrtle5",
                                         "myrtle10",
                                         "cr crp cr f Dr Dr D",
                                         "crp cr g Dr D",
                                         "crp crp g D"})
            for (const bool nngp : {false, true})
                for (const bool standard : {false, true}) {
                    if (standard && nngp) continue;
                    QTest::addRow(
                        "%s %s%s", architecture, nngp ? "NNGP" : "NTK", standard ? " standard" : "")
                        << architecture << nngp << standard;
                }
    }
    void centralDifferences() {
        QFETCH(QString, architecture);
        QFETCH(bool, nngp);
        QFETCH(bool, standard);
        KernelSpec spec = infinite::parseKernel(architecture.toStdString());
        spec.type = nngp ? KernelType::Nngp : KernelType::Ntk;
        spec.parameterization = standard ? Parameterization::Standard : Parameterization::Ntk;
        spec.readout = spec.parameterization;
        spec.width = 32;
        spec.sigmaB2 = 0.05;
        // Odd and unequal sides; three pools need eight rows.
        const bool deep = architecture.startsWith("convnet");
        const infinite::ImageShape shape{2, deep ? 8 : 5, deep ? 9 : 6};
        const Kernel kernel(spec, shape);
        const auto images = [&](std::int64_t n, std::int64_t seed) {
            return test::randomTensor({n, shape.channels, shape.height, shape.width}, seed);
        };
        const at::Tensor x = images(5, 2);
        // Few and many partners: the images take either side of the engine's pairs.
        for (const std::int64_t partners : {3, 16}) {
            const at::Tensor x1 = images(partners, 1);
            const at::Tensor g = test::randomTensor({partners, 5}, 3);
            const at::Tensor gradient = kernel.vjp(x1, x, g, context);
            const double error = differenceError(x, gradient, [&](const at::Tensor& y) {
                return (kernel.matrix(x1, y, context) * g).sum().item<double>();
            });
            QVERIFY2(error < 1e-6, qPrintable(QString::number(error)));
        }
        const at::Tensor half = test::randomTensor({5, 5}, 4);
        const at::Tensor g = half + half.t();
        const double error =
            differenceError(x, kernel.vjpSymmetric(x, g, context), [&](const at::Tensor& y) {
                return (kernel.matrix(y, context) * g).sum().item<double>();
            });
        QVERIFY2(error < 1e-6, qPrintable(QString::number(error)));
    }

    void onePassIsTwo_data() {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<int>("targets");
        QTest::addColumn<int>("support");
        for (const char* architecture :
             {"rbf", "fc1", "conv1", "convnet", "crp cr f Dr D", "crp crp g D"})
            for (const auto& [targets, support] : {std::pair{37, 5}, {3, 16}, {32, 16}})
                QTest::addRow("%s %d x %d", architecture, targets, support)
                    << architecture << targets << support;
    }
    /// Rows of the cotangent from rows of K, whichever way the kernel takes.
    void onePassIsTwo() {
        QFETCH(QString, architecture);
        QFETCH(int, targets);
        QFETCH(int, support);
        for (const auto type : {at::kFloat, at::kDouble}) {
            infinite::KernelOptions options;
            options.threads = 2;
            const Kernel kernel(
                infinite::parseKernel(architecture.toStdString()), {1, 8, 9}, options);
            const at::Tensor x1 = test::randomTensor({targets, 1, 8, 9}, 1).to(type);
            const at::Tensor x2 = test::randomTensor({support, 1, 8, 9}, 2).to(type);
            const at::Tensor factor = test::randomTensor({targets, support}, 3);
            std::vector<std::atomic<int>> asked(static_cast<std::size_t>(targets));
            const auto cotangent =
                [&](std::int64_t begin, std::span<const double> values, std::span<double> g) {
                    const double* const factors = factor.const_data_ptr<double>() + begin * support;
                    for (std::size_t i = 0; i < values.size(); ++i) g[i] = factors[i] * values[i];
                    const auto columns = static_cast<std::size_t>(support);
                    for (std::size_t row = 0; row < values.size() / columns; ++row)
                        ++asked[static_cast<std::size_t>(begin) + row];
                };
            at::Tensor matrix;
            double gamma = 0, wantedGamma = 0;
            const at::Tensor gradient =
                kernel.matrixAndVjp(x1, x2, cotangent, matrix, context, &gamma);
            const at::Tensor wanted = kernel.matrix(x1, x2, context);
            const at::Tensor wantedGradient =
                kernel.vjp(x1, x2, factor * wanted, context, &wantedGamma);
            // Which images take the lanes may differ, and with it the order of sums.
            const double within = type == at::kDouble ? 1e-13 : 1e-6;
            QVERIFY(test::relativeDifference(matrix, wanted) < within);
            QVERIFY(test::relativeDifference(gradient, wantedGradient) < within);
            QCOMPARE(gamma, wantedGamma);
            QVERIFY(std::ranges::all_of(asked, [](const auto& count) { return count == 1; }));
        }
    }

    void gradientByGamma() {
        const at::Tensor x1 = test::randomTensor({4, 1, 3, 3}, 1);
        const at::Tensor x2 = test::randomTensor({3, 1, 3, 3}, 2);
        Kernel kernel(infinite::parseKernel("rbf"), {1, 3, 3});
        const auto check = [&](const auto& vjp, const auto& value) {
            kernel.setGamma(0.7);
            double gradient = 0;
            vjp(&gradient);
            kernel.setGamma(0.7 + 1e-6);
            const double up = value();
            kernel.setGamma(0.7 - 1e-6);
            return std::abs((up - value()) / 2e-6 - gradient);
        };
        const at::Tensor g = test::randomTensor({4, 3}, 3);
        QVERIFY(check([&](double* gradient) { (void)kernel.vjp(x1, x2, g, context, gradient); },
                      [&] { return (g * kernel.matrix(x1, x2, context)).sum().item<double>(); }) <
                1e-8);
        const at::Tensor half = test::randomTensor({4, 4}, 4);
        const at::Tensor both = half + half.t();
        QVERIFY(
            check([&](double* gradient) { (void)kernel.vjpSymmetric(x1, both, context, gradient); },
                  [&] { return (both * kernel.matrix(x1, context)).sum().item<double>(); }) < 1e-8);
    }

    void publishedGradients_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("wide");
        for (const char* name : test::kKipFixtures)
            for (const bool wide : {true, false})
                QTest::addRow("%s %s", name, wide ? "float64" : "float32") << name << wide;
    }
    void publishedGradients() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, folder);
        QFETCH(bool, wide);
        const auto read = [&](const char* name) {
            return test::fixtureTensor("kip_step/" + folder.toStdString() + "/" + name);
        };
        const auto type = wide ? at::kDouble : at::kFloat;
        const at::Tensor xs = read("x_s.npy").to(type);
        const at::Tensor xt = read("x_t.npy").to(type);
        const Kernel kernel(infinite::parseKernel(folder.section('_', 0, 0).toStdString()),
                            {xs.size(1), xs.size(2), xs.size(3)});
        const at::Tensor kss = kernel.matrix(xs, context);
        const at::Tensor wanted = read("K_ss.npy");
        const at::Tensor diagonal = at::eye(xs.size(0), at::kBool);
        const double tolerance = wide ? 1e-10 : 1e-5;
        QVERIFY(test::relativeDifference(kernel.matrix(xt, xs, context), read("K_ts.npy")) <
                tolerance);
        QVERIFY(test::relativeDifference(kss.masked_fill(diagonal, 0),
                                         wanted.masked_fill(diagonal, 0)) < tolerance);
        QVERIFY(test::relativeDifference(kss.diagonal(), wanted.diagonal()) < (wide ? 1e-8 : 1e-5));
        const at::Tensor gradient =
            supportGradient(kernel, xs, read("y_s.npy"), xt, read("y_t.npy"));
        const double error = test::relativeDifference(gradient, read("grad_x_s.npy"));
        QVERIFY2(error < (wide ? 1e-6 : 1e-2), qPrintable(QString::number(error)));
    }

    void narrowGradientIsClose() {
        const at::Tensor x1 = test::randomTensor({5, 3, 16, 16}, 1);
        const at::Tensor x2 = test::randomTensor({4, 3, 16, 16}, 2);
        const at::Tensor g = test::randomTensor({5, 4}, 3);
        for (const char* name : {"fc3", "conv3", "convnet", "myrtle5"}) {
            const Kernel kernel(infinite::parseKernel(name), {3, 16, 16});
            const at::Tensor wide = kernel.vjp(x1, x2, g, context);
            const at::Tensor narrow = kernel.vjp(x1.to(at::kFloat), x2.to(at::kFloat), g, context);
            const double error = test::relativeDifference(narrow, wide);
            QVERIFY2(error < 1e-5, qPrintable(QString::number(error)));
        }
    }
};

QTEST_GUILESS_MAIN(TestInfiniteGradients)
#include "tst_infinite_gradients.moc"
