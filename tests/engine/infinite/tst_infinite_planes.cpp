// SPDX-License-Identifier: Apache-2.0
// The plane engine against a plain computation on whole tensors, and what must hold for any kernel.
#include "engine/infinite/cost.h"
#include "engine/infinite/kernel.h"
#include "engine/store/error.h"
#include "tests/engine/infinite/kernel_files.h"
#include "tests/support/silence.h"

#include <QTest>

#include <numbers>

using namespace winnow;
using infinite::Instructions;
using infinite::Kernel;
using infinite::KernelSpec;

namespace {

const test::Silence silence;
const jobs::JobContext& context = silence.context;

/// methods/kip-convnet.md, section 3, as it is written: [H,W,H',W'] of one pair, with the variances
/// of both images.
struct FullTensors {
    at::Tensor k, theta;    ///< [H,W,H',W']
    at::Tensor own1, own2;  ///< an image with itself, K alone
};

at::Tensor mean3x3(const at::Tensor& k) {
    const std::int64_t h = k.size(0), w = k.size(1), h2 = k.size(2), w2 = k.size(3);
    const at::Tensor padded = at::constant_pad_nd(k, {1, 1, 1, 1, 1, 1, 1, 1});
    at::Tensor sum = at::zeros_like(k);
    for (std::int64_t a = 0; a < 3; ++a)
        for (std::int64_t b = 0; b < 3; ++b)
            sum += padded.narrow(0, a, h).narrow(1, b, w).narrow(2, a, h2).narrow(3, b, w2);
    return sum / 9;
}

at::Tensor pooled(const at::Tensor& k) {
    at::Tensor out = k;
    for (int dimension = 0; dimension < 4; ++dimension) {
        const std::int64_t half = out.size(dimension) / 2;
        const at::Tensor even = out.narrow(dimension, 0, 2 * half).unflatten(dimension, {half, 2});
        out = even.mean(dimension + 1);
    }
    return out;
}

at::Tensor variances(const at::Tensor& own) {
    const std::int64_t n = own.size(0) * own.size(1);
    return own.reshape({n, n}).diagonal().reshape({own.size(0), own.size(1)});
}

/// (K, factor of Theta) behind a ReLU.
std::pair<at::Tensor, at::Tensor> rectified(const at::Tensor& k,
                                            const at::Tensor& q1,
                                            const at::Tensor& q2) {
    const at::Tensor product = q1.unsqueeze(-1).unsqueeze(-1) * q2;
    const at::Tensor sine = (product - k * k).clamp_min(0).sqrt();
    const at::Tensor kappa = 0.5 - at::atan2(sine, k) / (2 * std::numbers::pi);
    return {sine / (2 * std::numbers::pi) + kappa * k, kappa};
}

at::Tensor products(const at::Tensor& x1, const at::Tensor& x2) {
    return at::einsum("chw,cij->hwij", {x1, x2}) / x1.size(0);
}

/// Last entry: the readout's K and Theta, for NTK parameterisation and sigma_w^2 = 2.
std::pair<double, double> plainKernel(const infinite::Architecture& net,
                                      double bias,
                                      const at::Tensor& x1,
                                      const at::Tensor& x2) {
    FullTensors t{products(x1, x2), at::Tensor(), products(x1, x1), products(x2, x2)};
    t.theta = at::zeros_like(t.k);
    for (const infinite::Level& level : net.levels) {
        for (std::int64_t s = 0; s < level.convolutions; ++s) {
            const auto convolve = [&](at::Tensor& k) { k = 2 * mean3x3(k) + bias; };
            convolve(t.k);
            convolve(t.own1);
            convolve(t.own2);
            t.theta = 2 * mean3x3(t.theta) + t.k;
            const at::Tensor q1 = variances(t.own1), q2 = variances(t.own2);
            at::Tensor kappa;
            std::tie(t.k, kappa) = rectified(t.k, q1, q2);
            t.theta = t.theta * kappa;
            t.own1 = rectified(t.own1, q1, q1).first;
            t.own2 = rectified(t.own2, q2, q2).first;
        }
        if (!level.pooled) continue;
        for (at::Tensor* k : {&t.k, &t.theta, &t.own1, &t.own2}) *k = pooled(*k);
    }
    const auto top = [&](const at::Tensor& k) {
        return (net.globalPooling ? k.mean() : variances(k).mean()).item<double>();
    };
    const double k = 2 * top(t.k) + bias;
    return {k, 2 * top(t.theta) + k};
}

Kernel kernelOf(const char* name,
                const infinite::ImageShape& shape,
                const infinite::KernelOptions& options = {}) {
    return {infinite::parseKernel(name), shape, options};
}

}  // namespace

class TestInfinitePlanes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void planesAreTheWholeTensors_data() {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        for (const auto& [architecture, height, width] : {std::tuple{"convnet", 8, 8},
                                                          {"convnet", 17, 11},
                                                          {"convnet3", 16, 9},
                                                          {"conv3", 6, 7},
                                                          {"convvec8", 5, 5},
                                                          {"conv2", 1, 1},
                                                          {"conv2", 1, 9},
                                                          {"myrtle5", 8, 8},
                                                          {"myrtle5", 11, 6},
                                                          {"myrtle7", 9, 12},
                                                          {"myrtle10", 7, 9},
                                                          {"crp f D", 3, 2},
                                                          {"crp crp g D", 9, 8}})
            QTest::addRow("%s %dx%d", architecture, height, width)
                << architecture << height << width;
    }
    void planesAreTheWholeTensors() {
        QFETCH(QString, architecture);
        QFETCH(int, height);
        QFETCH(int, width);
        KernelSpec spec = infinite::parseKernel(architecture.toStdString());
        spec.sigmaB2 = 0.01;
        const infinite::ImageShape shape{2, height, width};
        const at::Tensor x1 = test::randomTensor({3, 2, height, width}, 1);
        const at::Tensor x2 = test::randomTensor({2, 2, height, width}, 2);
        const at::Tensor ntk = Kernel(spec, shape).matrix(x1, x2, context);
        spec.type = infinite::KernelType::Nngp;
        const at::Tensor nngp = Kernel(spec, shape).matrix(x1, x2, context);
        const auto net = infinite::parseArchitecture(spec.architecture);
        for (std::int64_t i = 0; i < 3; ++i)
            for (std::int64_t j = 0; j < 2; ++j) {
                const auto [k, theta] = plainKernel(net, spec.sigmaB2, x1[i], x2[j]);
                QVERIFY(std::abs(nngp[i][j].item<double>() - k) < 1e-12 * k);
                QVERIFY(std::abs(ntk[i][j].item<double>() - theta) < 1e-12 * theta);
            }
    }

    void convnetIsMyrtle5At8x8() {
        const at::Tensor x = test::randomTensor({6, 3, 8, 8}, 1);
        QVERIFY(test::relativeDifference(kernelOf("convnet", {3, 8, 8}).matrix(x, context),
                                         kernelOf("myrtle5", {3, 8, 8}).matrix(x, context)) <
                1e-14);
    }

    void ownLayersAreTheNamedOnes() {
        const at::Tensor x = test::randomTensor({5, 1, 8, 8}, 1);
        for (const auto& [name, layers] : {std::pair{"convnet", "cr crp crp crp f D"},
                                           {"conv2", "crcrfD"},
                                           {"myrtle5", "cr crp crp cr g D"},
                                           {"fc2", "f Dr Dr D"}})
            QVERIFY(at::equal(kernelOf(name, {1, 8, 8}).matrix(x, context),
                              kernelOf(layers, {1, 8, 8}).matrix(x, context)));
    }

    void symmetricMatrixIsPositive_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"rbf", "fc2", "conv3", "convnet", "myrtle5", "crp cr g Dr D"})
            QTest::addRow("%s", name) << name;
    }
    void symmetricMatrixIsPositive() {
        QFETCH(QString, name);
        at::Tensor x = test::randomTensor({30, 1, 8, 8}, 1);
        x[7] = x[3];                    // the same image twice: acos loses half of its digits
        x[9].zero_();                   // nothing at all
        x.narrow(2, 0, 4)[11].zero_();  // half of one
        const Kernel kernel = kernelOf(name.toUtf8().constData(), {1, 8, 8});
        const at::Tensor k = kernel.matrix(x, context);
        QVERIFY(at::isfinite(k).all().item<bool>());
        QVERIFY(at::equal(k, k.t()));
        const at::Tensor eigenvalues = at::linalg_eigvalsh(k);
        QVERIFY(eigenvalues.min().item<double>() > -1e-7 * eigenvalues.max().item<double>());
        const at::Tensor apart = at::ones({30, 30}, at::kBool).fill_diagonal_(false);
        QVERIFY(test::relativeDifference(k * apart, kernel.matrix(x, x, context) * apart) < 1e-8);
        const at::Tensor g = test::randomTensor({30, 30}, 2);
        QVERIFY(at::isfinite(kernel.vjpSymmetric(x, g + g.t(), context)).all().item<bool>());
        QVERIFY(at::isfinite(kernel.vjp(x, x, g, context)).all().item<bool>());
    }

    void noBiasScalesWithTheImage_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"fc3", "conv3", "convnet", "myrtle5"})
            QTest::addRow("%s", name) << name;
    }
    void noBiasScalesWithTheImage() {
        QFETCH(QString, name);
        KernelSpec spec = infinite::parseKernel(name.toStdString());
        spec.sigmaB2 = 0;
        const Kernel kernel(spec, {1, 8, 8});
        at::Tensor x1 = test::randomTensor({4, 1, 8, 8}, 1);
        x1[2].zero_();
        const at::Tensor x2 = test::randomTensor({3, 1, 8, 8}, 2);
        const at::Tensor k = kernel.matrix(x1, x2, context);
        QVERIFY(test::relativeDifference(kernel.matrix(2.5 * x1, x2, context), 2.5 * k) < 1e-12);
        QCOMPARE(k[2].abs().max().item<double>(), 0.0);
    }

    void threadsChangeNothing_data() { noBiasScalesWithTheImage_data(); }
    void threadsChangeNothing() {
        QFETCH(QString, name);
        const at::Tensor x1 = test::randomTensor({70, 1, 8, 8}, 1).to(at::kFloat);
        const at::Tensor x2 = test::randomTensor({37, 1, 8, 8}, 2).to(at::kFloat);
        const at::Tensor g = test::randomTensor({70, 37}, 3);
        const at::Tensor own = test::randomTensor({37, 37}, 3);
        const auto all = [&](int threads) {
            const Kernel kernel =
                kernelOf(name.toUtf8().constData(), {1, 8, 8}, {.threads = threads});
            return std::vector{kernel.matrix(x1, x2, context),
                               kernel.matrix(x2, context),
                               kernel.vjp(x1, x2, g, context),
                               kernel.vjpSymmetric(x2, own + own.t(), context)};
        };
        const auto one = all(1);
        for (const int threads : {2, 5}) {
            const auto several = all(threads);
            for (std::size_t i = 0; i < one.size(); ++i) QVERIFY(at::equal(one[i], several[i]));
        }
    }

    void instructionSetsAgree_data() { noBiasScalesWithTheImage_data(); }
    void instructionSetsAgree() {
        QFETCH(QString, name);
        const at::Tensor x1 = test::randomTensor({19, 3, 8, 8}, 1);
        const at::Tensor x2 = test::randomTensor({5, 3, 8, 8}, 2);
        const at::Tensor g = test::randomTensor({19, 5}, 3);
        for (const auto type : {at::kDouble, at::kFloat}) {
            const auto all = [&](Instructions instructions) {
                const Kernel kernel =
                    kernelOf(name.toUtf8().constData(), {3, 8, 8}, {.instructions = instructions});
                return std::vector{kernel.matrix(x1.to(type), x2.to(type), context),
                                   kernel.matrix(x2.to(type), context),
                                   kernel.vjp(x1.to(type), x2.to(type), g, context)};
            };
            const auto plain = all(Instructions::Plain);
            for (const Instructions instructions : infinite::runnableInstructions()) {
                const auto other = all(instructions);
                for (std::size_t i = 0; i < plain.size(); ++i)
                    QVERIFY(test::relativeDifference(other[i], plain[i]) <
                            (type == at::kDouble ? 1e-12 : 5e-6));
            }
        }
    }

    void environmentNamesTheInstructions() {
        const at::Tensor x = test::randomTensor({3, 1, 8, 8}, 1).to(at::kFloat);
        const at::Tensor plain =
            kernelOf("convnet", {1, 8, 8}, {.instructions = Instructions::Plain})
                .matrix(x, context);
        qputenv("WINNOW_INSTRUCTIONS", "plain");
        QVERIFY(at::equal(kernelOf("convnet", {1, 8, 8}).matrix(x, context), plain));
        qputenv("WINNOW_INSTRUCTIONS", "sse");
        QVERIFY_EXCEPTION_THROWN(kernelOf("convnet", {1, 8, 8}), Error);
        qunsetenv("WINNOW_INSTRUCTIONS");
    }

    /// Table of methods/kip-convnet.md, section 4.
    void entriesOfTheSheet_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("side");
        QTest::addColumn<double>("entries");
        QTest::addRow("ConvNet") << "convnet" << 32 << 370036.0;
        QTest::addRow("ConvNet3") << "convnet3" << 32 << 190260.0;
        QTest::addRow("ConvNet 28") << "convnet" << 28 << 272749.0;
        QTest::addRow("ConvNet3 28") << "convnet3" << 28 << 140253.0;
        QTest::addRow("ConvNet 16") << "convnet" << 16 << 69748.0;
        QTest::addRow("Conv-Vec 3") << "convvec3" << 32 << 3072.0;
        QTest::addRow("Conv-Vec 8") << "convvec8" << 32 << 8192.0;
        QTest::addRow("Myrtle-5") << "myrtle5" << 32 << 2166784.0;
        QTest::addRow("Myrtle-7") << "myrtle7" << 32 << 2236416.0;
        QTest::addRow("Myrtle-10") << "myrtle10" << 32 << 3354624.0;
        QTest::addRow("Myrtle-5 28") << "myrtle5" << 28 << 1270129.0;
        QTest::addRow("Myrtle-10 28") << "myrtle10" << 28 << 1966419.0;
    }
    void entriesOfTheSheet() {
        QFETCH(QString, name);
        QFETCH(int, side);
        QFETCH(double, entries);
        const auto spec = infinite::parseKernel(name.toStdString());
        const infinite::ImageShape shape{3, side, side};
        const infinite::Cost cost = infinite::cost(spec, shape, 100, 5000);
        QCOMPARE(cost.entries, entries);
        QCOMPARE(cost.pairs, 500000.0);
        QCOMPARE(infinite::symmetricCost(spec, shape, 100).pairs, 5050.0);
    }
};

QTEST_GUILESS_MAIN(TestInfinitePlanes)
#include "tst_infinite_planes.moc"
