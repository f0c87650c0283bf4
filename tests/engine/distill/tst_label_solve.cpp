// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/label_solve.h"
#include "tests/engine/distill/small_problem.h"
#include "tests/support/closeness.h"
#include "tests/support/kip_fixtures.h"
#include "tests/support/saying.h"

#include <QTest>

using namespace winnow;

namespace {

distill::SolvedLabels solved(const infinite::KernelSpec& spec,
                             const distill::RidgeOptions& ridge,
                             const store::Array& images,
                             const distill::Targets& targets,
                             distill::LabelSolver solver) {
    const test::Silence silence;
    const infinite::Kernel kernel(spec, targets.shape());
    return distill::solveLabels(kernel, ridge, images, targets, {}, solver, silence.context);
}

}  // namespace

class TestLabelSolve : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fixtures_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : test::kKipFixtures) QTest::newRow(name) << name;
    }
    void fixtures() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, name);
        const test::KipFixture fixture{name.toStdString()};
        const distill::ArrayTargets targets(fixture("x_t"), fixture("y_t"));
        const auto got =
            solved(fixture.spec(), {}, fixture("x_s"), targets, distill::LabelSolver::Qr);
        const store::Array wanted = fixture("label_solve");
        WINNOW_CLOSE(got.labels, wanted, 0, 1e-6 * test::largest(wanted));
        const double loss = fixture("label_solve_loss").as<double>()[0];
        const auto numbers = static_cast<double>(targets.size() * targets.classes());
        QVERIFY(std::abs(got.loss * numbers - loss) <= 1e-6 * loss + 1e-20);
        QCOMPARE(got.warnings.size(), name.endsWith("t4") ? 1U : 0U);
        if (name.endsWith("t4"))
            QCOMPARE(QString::fromStdString(got.warnings[0]),
                     "4 targets for 6 support images: the labels interpolate the targets");
    }
    void bothSolversAgree() {
        WINNOW_NEEDS_SHARED();
        const test::KipFixture fixture{"fc1_8x8x3_s6_t8"};
        const distill::ArrayTargets targets(fixture("x_t"), fixture("y_t"));
        const auto qr =
            solved(fixture.spec(), {}, fixture("x_s"), targets, distill::LabelSolver::Qr);
        const auto normal = solved(
            fixture.spec(), {}, fixture("x_s"), targets, distill::LabelSolver::NormalEquations);
        WINNOW_CLOSE(normal.labels, qr.labels, 0, 1e-5 * test::largest(qr.labels));
        QVERIFY(std::abs(normal.loss - qr.loss) < 1e-8);
        QVERIFY(std::isnan(normal.labelFloor) && qr.labelFloor <= qr.loss * (1 + 1e-9));
    }
    void normalEquationsNeedEnoughTargets() {
        const distill::ArrayTargets targets(test::normalArray({3, 1, 2, 2}, 1),
                                            test::normalArray({3, 2}, 2));
        QCOMPARE(test::saying([&] {
                     (void)solved(infinite::parseKernel("rbf"),
                                  {},
                                  test::normalArray({4, 1, 2, 2}, 3),
                                  targets,
                                  distill::LabelSolver::NormalEquations);
                 }),
                 "3 targets for 4 support images: the normal equations need at least as many; take "
                 "more targets or the solver qr");
    }
    /// Theorem 2: with a linear kernel, no ridge and full ranks the labels are X_s w_0, w_0 the
    /// least-squares solution on the targets.
    void theorem2() {
        constexpr std::size_t kValues = 4;
        constexpr std::size_t kTargets = 30;
        const auto x = test::normalArray({kTargets, 1, 1, kValues}, 1);
        const auto w = test::normalArray({kValues, 2}, 2);
        store::Array y(store::DType::Float64, {kTargets, 2});
        const auto timesW = [&](const store::Array& images, std::size_t row, std::size_t k) {
            double sum = 0;
            for (std::size_t j = 0; j < kValues; ++j)
                sum += images.as<double>()[row * kValues + j] * w.as<double>()[j * 2 + k];
            return sum;
        };
        for (std::size_t i = 0; i < kTargets; ++i)
            for (std::size_t k = 0; k < 2; ++k) y.as<double>()[i * 2 + k] = timesW(x, i, k);
        const auto images = test::normalArray({kValues, 1, 1, kValues}, 3);
        const auto got = solved(infinite::parseKernel("linear"),
                                {.reg = 1e-12},
                                images,
                                distill::ArrayTargets(x, y),
                                distill::LabelSolver::Qr);
        std::vector<double> wanted;
        for (std::size_t i = 0; i < kValues; ++i)
            for (std::size_t k = 0; k < 2; ++k) wanted.push_back(timesW(images, i, k));
        WINNOW_CLOSE(got.labels.as<double>(), wanted, 1e-8, 1e-8);
    }
    /// 2,300 targets pass in three tiles: the labels are those of the whole system, at whose
    /// minimum the gradient by the labels vanishes.
    void tilesDoNotMatter() {
        const test::Silence silence;
        const infinite::Kernel kernel(infinite::parseKernel("rbf"), {1, 2, 2});
        const auto images = test::normalArray({5, 1, 2, 2}, 1);
        const distill::ArrayTargets targets(test::normalArray({2300, 1, 2, 2}, 3),
                                            test::normalArray({2300, 2}, 4));
        const auto got = distill::solveLabels(
            kernel, {}, images, targets, {}, distill::LabelSolver::Qr, silence.context);
        const auto loss = distill::krrLoss(kernel,
                                           {},
                                           images,
                                           got.labels,
                                           targets,
                                           {},
                                           {},
                                           {.prediction = false, .gradient = true},
                                           silence.context);
        QVERIFY(test::largest(loss.labelGradient) < 1e-6);
        QVERIFY(std::abs(loss.mean - got.loss) < 1e-12);
    }
    void namesOfSolvers() {
        QVERIFY(distill::labelSolver("normal-equations") == distill::LabelSolver::NormalEquations);
        QVERIFY_EXCEPTION_THROWN((void)distill::labelSolver("svd"), Error);
    }
};

QTEST_GUILESS_MAIN(TestLabelSolve)
#include "tst_label_solve.moc"
