// SPDX-License-Identifier: Apache-2.0
#include "engine/store/error.h"
#include "engine/train/optimizer.h"
#include "tests/support/closeness.h"

#include <ATen/ATen.h>
#include <QtTest>

#include <cmath>

using namespace winnow;

namespace {

/// Three steps of each rule on numbers, after torch.optim's documentation.
struct Plain {
    train::OptimizerOptions options;
    double momentum = 0, first = 0, second = 0;
    int steps = 0;

    double step(double w, double gradient, double rate) {
        const double decay = options.weightDecay;
        if (options.kind == train::OptimizerKind::Sgd) {
            gradient += decay * w;
            momentum = steps++ == 0 ? gradient : options.momentum * momentum + gradient;
            return w - rate * momentum;
        }
        if (options.kind == train::OptimizerKind::AdamW)
            w *= 1 - rate * decay;
        else
            gradient += decay * w;
        ++steps;
        first = 0.9 * first + 0.1 * gradient;
        second = 0.999 * second + 0.001 * gradient * gradient;
        const double corrected = first / (1 - std::pow(0.9, steps));
        return w - rate * corrected / (std::sqrt(second / (1 - std::pow(0.999, steps))) + 1e-8);
    }
};

double gradientAt(double w, int step) { return 3 * w - 0.5 * step; }

}  // namespace

class TestOptimizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stepsAreThoseOfTheRule_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("momentum");
        QTest::addColumn<double>("decay");
        QTest::newRow("sgd") << static_cast<int>(train::OptimizerKind::Sgd) << 0.0 << 0.0;
        QTest::newRow("sgd, momentum, decay")
            << static_cast<int>(train::OptimizerKind::Sgd) << 0.9 << 0.01;
        QTest::newRow("adam") << static_cast<int>(train::OptimizerKind::Adam) << 0.0 << 0.0;
        QTest::newRow("adam, decay") << static_cast<int>(train::OptimizerKind::Adam) << 0.0 << 0.05;
        QTest::newRow("adamw, decay")
            << static_cast<int>(train::OptimizerKind::AdamW) << 0.0 << 0.05;
    }
    void stepsAreThoseOfTheRule() {
        QFETCH(int, kind);
        QFETCH(double, momentum);
        QFETCH(double, decay);
        const train::OptimizerOptions options{
            static_cast<train::OptimizerKind>(kind), momentum, decay};
        std::vector<double> wanted{1.0, -2.0, 0.5};
        std::vector<Plain> plain(3, Plain{options});
        const at::Tensor w = at::tensor(wanted, at::kDouble);
        train::Optimizer optimizer(options, {w});
        for (int step = 0; step < 4; ++step) {
            optimizer.step({3 * w - 0.5 * step}, 0.1 / (step + 1));
            for (std::size_t i = 0; i < 3; ++i)
                wanted[i] = plain[i].step(wanted[i], gradientAt(wanted[i], step), 0.1 / (step + 1));
        }
        WINNOW_CLOSE((std::span<const double>(w.const_data_ptr<double>(), 3)), wanted, 1e-12, 0);
    }

    void restoredStateGoesOnAlike() {
        const train::OptimizerOptions options{train::OptimizerKind::AdamW, 0, 0.01};
        const at::Tensor a = at::ones({5}, at::kFloat);
        const at::Tensor b = at::ones({5}, at::kFloat);
        train::Optimizer first(options, {a});
        for (int step = 0; step < 3; ++step) first.step({a * a}, 0.1);
        b.copy_(a);
        train::Optimizer second(options, {b});
        second.restore(first.state());
        first.step({a * a}, 0.1);
        second.step({b * b}, 0.1);
        QVERIFY(at::equal(a, b));
    }

    void refusesTheStateOfAnother() {
        const at::Tensor w = at::ones({5}, at::kFloat);
        train::Optimizer sgd({train::OptimizerKind::Sgd, 0.9, 0}, {w});
        train::Optimizer adam({train::OptimizerKind::Adam, 0, 0}, {w});
        QVERIFY_THROWS_EXCEPTION(Error, sgd.restore(adam.state()));
        const at::Tensor longer = at::ones({6}, at::kFloat);
        train::Optimizer other({train::OptimizerKind::Sgd, 0.9, 0}, {longer});
        QVERIFY_THROWS_EXCEPTION(Error, other.restore(sgd.state()));
    }
};

QTEST_GUILESS_MAIN(TestOptimizer)
#include "tst_optimizer.moc"
