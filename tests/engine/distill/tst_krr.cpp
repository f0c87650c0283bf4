// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/krr.h"
#include "engine/distill/label_solve.h"
#include "engine/models/device.h"
#include "tests/engine/distill/small_problem.h"
#include "tests/support/closeness.h"
#include "tests/support/kip_fixtures.h"
#include "tests/support/saying.h"

#include <QTest>

#include <algorithm>

using namespace winnow;
using test::saying;

namespace {

constexpr std::int64_t kSupport = 4;
constexpr std::int64_t kTargets = 9;
constexpr std::int64_t kClasses = 3;

/// Loss and gradients of a small random problem.
struct Problem {
    test::Silence silence;
    infinite::KernelSpec spec;
    distill::RidgeOptions ridge;
    store::Array images, labels;
    distill::ArrayTargets targets;
    infinite::Kernel kernel;

    Problem(infinite::KernelSpec kernelSpec, distill::RidgeOptions options)
        : spec(std::move(kernelSpec)),
          ridge(options),
          images(test::normalArray({kSupport, 2, 4, 4}, 1)),
          labels(test::normalArray({kSupport, kClasses}, 2)),
          targets(test::normalArray({kTargets, 2, 4, 4}, 3),
                  test::normalArray({kTargets, kClasses}, 4)),
          kernel(spec, {2, 4, 4}) {}

    [[nodiscard]] distill::KrrLoss loss(distill::KrrWanted wanted = {}) const {
        return distill::krrLoss(
            kernel, ridge, images, labels, targets, {}, {}, wanted, silence.context);
    }
    /// Central difference by one number of images or labels.
    double slope(double& number) const {
        constexpr double kStep = 1e-5;
        const double middle = number;
        number = middle + kStep;
        const double above = loss().sum;
        number = middle - kStep;
        const double below = loss().sum;
        number = middle;
        return (above - below) / (2 * kStep);
    }
};

}  // namespace

class TestKrr : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Matrices are tiny here: a second thread would only be waited for.
    void initTestCase() { models::useThreads(1); }

    void fixtures_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : test::kKipFixtures) QTest::newRow(name) << name;
    }
    void fixtures() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, name);
        const test::KipFixture fixture{name.toStdString()};
        const test::Silence silence;
        const infinite::Kernel kernel(fixture.spec(), fixture.shape());
        const distill::ArrayTargets targets(fixture("x_t"), fixture("y_t"));
        const auto got = distill::krrLoss(kernel,
                                          {},
                                          fixture("x_s"),
                                          fixture("y_s"),
                                          targets,
                                          {},
                                          {},
                                          {.prediction = true, .gradient = true},
                                          silence.context);
        const double loss = fixture("loss").as<double>()[0];
        QVERIFY2(std::abs(got.sum - loss) <= 1e-6 * loss, qPrintable(QString::number(got.sum)));
        for (const auto& [value, wanted] : {std::pair{got.prediction, fixture("prediction")},
                                            std::pair{got.imageGradient, fixture("grad_x_s")},
                                            std::pair{got.labelGradient, fixture("grad_y_s")}})
            WINNOW_CLOSE(value, wanted, 0, 1e-6 * test::largest(wanted));
        QCOMPARE(got.mean * static_cast<double>(targets.size() * targets.classes()), got.sum);
    }

    void gradientsAreSlopes_data() {
        QTest::addColumn<QString>("kernel");
        QTest::addColumn<bool>("fixed");
        for (const char* kernel : {"linear", "rbf", "fc2", "conv1"})
            for (const bool fixed : {false, true})
                QTest::addRow("%s %s", kernel, fixed ? "fixed" : "trace") << kernel << fixed;
    }
    void gradientsAreSlopes() {
        QFETCH(QString, kernel);
        QFETCH(bool, fixed);
        // A large ridge: its share of the gradient must be seen.
        Problem problem(infinite::parseKernel(kernel.toStdString()), {.reg = 1e-2, .fixed = fixed});
        const auto gradient = problem.loss({.prediction = false, .gradient = true});
        const auto check = [&](store::Array& numbers, const store::Array& analytic) {
            std::vector<double> slopes;
            for (double& number : numbers.as<double>()) slopes.push_back(problem.slope(number));
            return test::differs(slopes, analytic.as<double>(), 0, 1e-6 * test::largest(analytic));
        };
        const auto images = check(problem.images, gradient.imageGradient);
        QVERIFY2(images.empty(), images.c_str());
        const auto labels = check(problem.labels, gradient.labelGradient);
        QVERIFY2(labels.empty(), labels.c_str());
    }
    void gammaHasItsSlope() {
        Problem problem(infinite::parseKernel("rbf"), {});
        const double analytic = problem.loss({.prediction = false, .gradient = true}).gammaGradient;
        constexpr double kStep = 1e-5;
        problem.kernel.setGamma(1 + kStep);
        const double above = problem.loss().sum;
        problem.kernel.setGamma(1 - kStep);
        const double slope = (above - problem.loss().sum) / (2 * kStep);
        QVERIFY2(std::abs(slope - analytic) < 1e-6 * std::abs(analytic),
                 qPrintable(QString("%1 %2").arg(slope).arg(analytic)));
    }

    void scaleOfTheKernelIsIrrelevant() {
        // A linear kernel of images a hundred times as bright is ten thousand times as large.
        const test::Silence silence;
        const infinite::Kernel kernel(infinite::parseKernel("linear"), {1, 2, 3});
        const auto lossOf = [&](double scale) {
            auto support = test::normalArray({4, 1, 2, 3}, 1);
            auto targets = test::normalArray({9, 1, 2, 3}, 2);
            for (double& value : support.as<double>()) value *= scale;
            for (double& value : targets.as<double>()) value *= scale;
            return distill::krrLoss(kernel,
                                    {},
                                    support,
                                    test::normalArray({4, 2}, 3),
                                    distill::ArrayTargets(targets, test::normalArray({9, 2}, 4)),
                                    {},
                                    {},
                                    {},
                                    silence.context)
                .sum;
        };
        QVERIFY(std::abs(lossOf(100) - lossOf(1)) < 1e-9 * lossOf(1));
    }

    void tilesDoNotMatter() {
        // 2,500 targets are three tiles; in parts of 500 each is one.
        test::Silence silence;
        const infinite::Kernel kernel(infinite::parseKernel("rbf"), {1, 2, 2});
        const auto images = test::normalArray({3, 1, 2, 2}, 1);
        const auto labels = test::normalArray({3, 2}, 2);
        const distill::ArrayTargets targets(test::normalArray({2500, 1, 2, 2}, 3),
                                            test::normalArray({2500, 2}, 4));
        const distill::KrrWanted wanted{.prediction = false, .gradient = true};
        const auto all =
            distill::krrLoss(kernel, {}, images, labels, targets, {}, {}, wanted, silence.context);
        double sum = 0;
        std::vector<double> gradient(12, 0.0);
        for (std::int64_t begin = 0; begin < 2500; begin += 500) {
            std::vector<std::int64_t> rows;
            for (std::int64_t i = 0; i < 500; ++i) rows.push_back(begin + i);
            const auto part = distill::krrLoss(
                kernel, {}, images, labels, targets, rows, {}, wanted, silence.context);
            sum += part.sum;
            for (std::size_t i = 0; i < gradient.size(); ++i)
                gradient[i] += part.imageGradient.as<double>()[i];
        }
        QVERIFY(std::abs(all.sum - sum) < 1e-10 * sum);
        WINNOW_CLOSE(all.imageGradient.as<double>(), gradient, 1e-8, 1e-10);
    }

    void progressNeverFalls() {
        struct Recorder : jobs::ForwardingReporter {
            using ForwardingReporter::ForwardingReporter;
            std::vector<std::int64_t> done;
            std::int64_t total = 0;
            void progress(std::string_view, std::int64_t now, std::int64_t all) override {
                done.push_back(now);
                total = all;
            }
        };
        const Problem problem(infinite::parseKernel("conv1"), {});
        test::Silence silence;
        Recorder recorder(silence.reporter);
        (void)distill::krrLoss(problem.kernel,
                               {},
                               problem.images,
                               problem.labels,
                               problem.targets,
                               {},
                               {},
                               {.prediction = false, .gradient = true},
                               {{}, recorder});
        QCOMPARE(recorder.total, 2 * (kSupport * (kSupport + 1) / 2 + kTargets * kSupport));
        QCOMPARE(recorder.done.back(), recorder.total);
        QVERIFY(std::ranges::is_sorted(recorder.done));
    }

    /// Theorem 3: the labels of Label Solve reach the floor, no others go below it.
    void labelFloorIsTheProjection() {
        Problem problem(infinite::parseKernel("fc1"), {});
        const auto evaluated = [&] {
            return distill::evaluate(problem.kernel,
                                     problem.ridge,
                                     problem.images,
                                     problem.labels,
                                     problem.targets,
                                     {},
                                     true,
                                     problem.silence.context);
        };
        const auto before = evaluated();
        QVERIFY(before.labelFloor < before.loss);
        problem.labels = distill::solveLabels(problem.kernel,
                                              problem.ridge,
                                              problem.images,
                                              problem.targets,
                                              {},
                                              distill::LabelSolver::Qr,
                                              problem.silence.context)
                             .labels;
        const auto solved = evaluated();
        QVERIFY(std::abs(solved.loss - before.labelFloor) < 1e-9 * before.labelFloor);
        QCOMPARE(solved.labelFloor, before.labelFloor);
        for (double& label : problem.labels.as<double>()) {
            label += 1e-3;
            QVERIFY(evaluated().loss > before.labelFloor);
            label -= 1e-3;
        }
    }

    void approximations() {
        const std::vector<std::int64_t> truth{0, 1, 2, 0}, a{0, 1, 0, 0}, b{0, 2, 2, 0};
        const auto both = distill::approximation(a, b, truth);
        QCOMPARE(both.weak, 0.0);
        QCOMPARE(both.strong, 0.5);
        QVERIFY_EXCEPTION_THROWN((void)distill::approximation(a, b, {}), Error);
    }
    void compressionIsReadOffTheCurve() {
        const std::vector<std::int64_t> sizes{10, 100, 1000};
        const std::vector<double> accuracies{.5, .7, .9};
        const auto within = distill::compression(sizes, accuracies, .8, 10);
        QVERIFY(std::abs(within.ratio - std::sqrt(100.0 * 1000) / 10) < 1e-9);
        QVERIFY(!within.atLeast);
        const auto above = distill::compression(sizes, accuracies, .95, 10);
        QCOMPARE(above.ratio, 100.0);
        QVERIFY(above.atLeast);
        for (const auto& unknown : {distill::compression(sizes, accuracies, .4, 10),
                                    distill::compression({}, {}, .4, 10)}) {
            QVERIFY(std::isnan(unknown.ratio));
            QVERIFY(!unknown.atLeast);
        }
    }
    void zeroPredictorsLoss() { QCOMPARE(distill::zeroLoss(10), 0.045); }

    void refuses() {
        Problem problem(infinite::parseKernel("fc1"), {});
        const distill::ArrayTargets other(test::normalArray({2, 1, 4, 4}, 1),
                                          test::normalArray({2, kClasses}, 2));
        QCOMPARE(saying([&] {
                     (void)distill::krrLoss(problem.kernel,
                                            {},
                                            problem.images,
                                            problem.labels,
                                            other,
                                            {},
                                            {},
                                            {},
                                            problem.silence.context);
                 }),
                 "support is 2x4x4, target is 1x4x4");
        QCOMPARE(saying([&] {
                     (void)distill::ArrayTargets(test::normalArray({2, 1, 4, 4}, 1),
                                                 test::normalArray({2, 1}, 2));
                 }),
                 "the data has 1 class; a distillation tells at least two apart");
        problem.ridge.reg = 0;
        QCOMPARE(saying([&] { (void)problem.loss(); }), "reg is 0; a ridge is above 0");
    }
};

QTEST_GUILESS_MAIN(TestKrr)
#include "tst_krr.moc"
