// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/theorem_gap.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "engine/store/random.h"
#include "tests/support/closeness.h"

#include <QtTest>
#include <torch/torch.h>

#include <cmath>

using namespace winnow;

namespace {

constexpr std::int64_t kClasses = 3, kSide = 3;

models::Network fresh(std::vector<std::int64_t> hidden, std::uint64_t seed) {
    return empirical::theoremNetwork({.kind = "mlp",
                                      .channels = 1,
                                      .height = kSide,
                                      .width = kSide,
                                      .classes = kClasses,
                                      .hidden = std::move(hidden)},
                                     seed,
                                     models::Device::Cpu);
}

at::Tensor twoImages(std::uint64_t seed) {
    torch::manual_seed(seed);
    return at::randn({2, 1, kSide, kSide}, at::kDouble);
}

/// J of outputs (k) by some parameters, row by row with autograd: [k, P].
at::Tensor jacobian(const at::Tensor& outputs, const std::vector<at::Tensor>& parameters) {
    std::vector<at::Tensor> rows;
    for (std::int64_t k = 0; k < outputs.size(0); ++k) {
        std::vector<at::Tensor> parts;
        for (const at::Tensor& gradient :
             torch::autograd::grad({outputs[k]}, parameters, {}, /*retain_graph=*/true))
            parts.push_back(gradient.flatten());
        rows.push_back(at::cat(parts));
    }
    return at::stack(rows);
}

/// The features below the last layer.
at::Tensor features(const std::vector<at::Tensor>& parameters, const at::Tensor& image) {
    at::Tensor h = image.flatten();
    for (std::size_t l = 0; l + 2 < parameters.size(); l += 2)
        h = at::relu(parameters[l].mv(h) + parameters[l + 1]);
    return h;
}

struct Brute {
    at::Tensor block, featureKernel;
};
Brute brute(const models::Network& network, const at::Tensor& images) {
    std::vector<at::Tensor> parameters = network.parameters();
    for (at::Tensor& parameter : parameters) parameter.requires_grad_(true);
    const std::vector<at::Tensor> below(parameters.begin(), parameters.end() - 2);
    at::Tensor j[2], g[2];
    for (int i = 0; i < 2; ++i) {
        j[i] = jacobian(network.logits(images.narrow(0, i, 1), models::Mode::Evaluation)[0],
                        parameters);
        g[i] = jacobian(features(parameters, images[i]), below);
    }
    return {j[0].mm(j[1].t()), g[0].mm(g[1].t())};
}

}  // namespace

class TestTheoremGap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithAutograd_data() {
        QTest::addColumn<int>("depth");
        QTest::addColumn<int>("one");
        QTest::addColumn<int>("other");
        for (const int depth : {1, 2, 3}) {
            QTest::addRow("depth %d, one class", depth) << depth << 1 << 1;
            QTest::addRow("depth %d, two classes", depth) << depth << 2 << 0;
        }
    }
    void agreesWithAutograd() {
        QFETCH(int, depth);
        QFETCH(int, one);
        QFETCH(int, other);
        constexpr std::int64_t kWidth = 5;
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            const auto network = fresh(std::vector<std::int64_t>(std::size_t(depth), kWidth), seed);
            const at::Tensor images = twoImages(seed);
            const auto got = empirical::theoremGap(network, images, {one, other}, 0.05);
            const Brute wanted = brute(network, images);
            double kappa = 0, squares = 0;
            for (std::int64_t a = 0; a < kClasses; ++a)
                for (std::int64_t b = 0; b < kClasses; ++b)
                    kappa += (a == one ? 1 : -1) * (b == other ? 1 : -1) *
                             wanted.block[a][b].item<double>() / double(kClasses);
            for (std::int64_t a = 0; a < kClasses; ++a)
                for (std::int64_t b = 0; b < kClasses; ++b)
                    squares +=
                        std::pow((a == b ? kappa : 0) - wanted.block[a][b].item<double>(), 2);
            const std::vector<double> figures{got.gap, got.scaled, got.largest};
            const std::vector<double> references{std::sqrt(squares),
                                                 std::sqrt(squares / kWidth),
                                                 wanted.featureKernel.abs().max().item<double>()};
            WINNOW_CLOSE(figures, references, 1e-10, 1e-12);
            QCOMPARE(got.bound, empirical::theoremBound(kClasses, kWidth, got.largest, 0.05));
        }
    }

    /// 8 * 10 * 1.5 / 8 * max(2 sqrt(2 ln 16000), sqrt(2) ln 16000), by Python.
    void theBoundIsEquation20() {
        QVERIFY(std::abs(empirical::theoremBound(10, 64, 1.5, 0.05) - 205.35110662447607) < 1e-9);
    }

    void theBoundHolds() {
        for (const std::int64_t width : {16, 64, 256})
            for (std::uint64_t seed = 1; seed <= 20; ++seed) {
                const auto network = fresh({width, width}, seed);
                const auto label = std::int64_t(seed % 3);
                const auto got = empirical::theoremGap(
                    network, twoImages(seed), {label, seed % 2 ? 0 : label}, 0.05);
                QVERIFY(got.scaled > 0);
                QVERIFY2(got.scaled <= got.bound,
                         qPrintable(QString("%1 > %2").arg(got.scaled).arg(got.bound)));
            }
    }

    void weightsHaveTheTheoremsVariance() {
        const auto network = fresh({400, 400}, 3);
        for (const char* layer : {"fc2", "fc3"}) {
            const at::Tensor weight = network.tensor(std::string(layer) + ".weight");
            QVERIFY(std::abs(weight.square().mean().item<double>() * 400 - 1) < 0.1);
            QCOMPARE(network.tensor(std::string(layer) + ".bias").abs().max().item<double>(), 0.0);
        }
    }

    void pairsAreInTurnOfOneClassAndOfTwo() {
        const std::vector<std::int64_t> labels{0, 1, 2, 0, 1, 2, 2};
        const auto pairs = empirical::pairsOfBothSorts(labels, 40, 5);
        QCOMPARE(pairs.size(), std::size_t{40});
        for (std::size_t p = 0; p < pairs.size(); ++p) {
            const auto [one, other] = pairs[p];
            QVERIFY(one != other);
            QCOMPARE(labels[std::size_t(one)] == labels[std::size_t(other)], p % 2 == 0);
        }
        QVERIFY(pairs != empirical::pairsOfBothSorts(labels, 40, 6));
        for (const auto& [one, other] :
             empirical::pairsOfBothSorts(std::vector<std::int64_t>{4, 4}, 4, 1))
            QVERIFY(one != other);
        QVERIFY_EXCEPTION_THROWN(
            (void)empirical::pairsOfBothSorts(std::vector<std::int64_t>{4}, 4, 1), Error);
    }
};

QTEST_GUILESS_MAIN(TestTheoremGap)
#include "tst_theorem_gap.moc"
