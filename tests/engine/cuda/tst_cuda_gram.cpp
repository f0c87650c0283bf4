// SPDX-License-Identifier: Apache-2.0
// The block programs of kernels made of products of images, run on the CPU, against the CPU's own.
#include "engine/cuda/gram_work.h"
#include "engine/infinite/gram_kernel.h"
#include "engine/infinite/kernel_tables.h"
#include "engine/store/error.h"
#include "tests/engine/cuda/host_machine.h"
#include "tests/engine/infinite/kernel_files.h"

#include <QTest>

using namespace winnow;
using infinite::GramKernel;
using infinite::KernelSpec;

namespace {

jobs::SilentReporter silent;
const jobs::JobContext context{{}, silent};

test::HostMachine* machine = nullptr;  // of the running test: the table's entries are functions

template <typename T>
infinite::DeviceKernels::Typed<T> typed() {
    return {nullptr,
            [](infinite::GramForm form,
               const infinite::DensePlan& plan,
               std::int64_t values,
               double gamma,
               infinite::DeviceGrams<T>*& made) noexcept {
                return cuda::outcomeOf([&] {
                    made = new cuda::GramWork<test::HostMachine, T>(
                        *machine, form, plan, values, gamma);
                });
            }};
}
const infinite::DeviceKernels onHost{typed<float>(), typed<double>()};

struct Results {
    at::Tensor matrix, gradient;
    double gamma = 0;
};

/// K and its gradient; x2 undefined: the symmetric kernel.
Results results(const KernelSpec& spec,
                const at::Tensor& x1,
                const at::Tensor& x2,
                const at::Tensor& g,
                const infinite::DeviceKernels* device) {
    const bool symmetric = !x2.defined();
    const at::Tensor& columns = symmetric ? x1 : x2;
    const GramKernel kernel(spec,
                            infinite::parseArchitecture(spec.architecture),
                            {1, 1, x1.size(1)},
                            infinite::kernelTables(infinite::Instructions::Best),
                            1,
                            device);
    const auto normsOf = [](const at::Tensor& x) {
        const at::Tensor sums = x.to(at::kDouble).square().sum(1).contiguous();
        return std::vector<double>(sums.data_ptr<double>(), sums.data_ptr<double>() + sums.numel());
    };
    const std::vector<double> norms1 = normsOf(x1), norms2 = normsOf(columns);
    Results r{at::zeros({x1.size(0), columns.size(0)}, at::kDouble),
              at::zeros(columns.sizes(), at::kDouble)};
    kernel.run(
        {.x1 = x1, .x2 = columns, .norms1 = norms1, .norms2 = norms2, .symmetric = symmetric},
        r.matrix,
        context);
    const at::Tensor again = at::zeros_like(r.matrix);
    kernel.run({.x1 = x1,
                .x2 = columns,
                .norms1 = norms1,
                .norms2 = norms2,
                .symmetric = symmetric,
                .g = &g,
                .gradient = &r.gradient,
                .gamma = &r.gamma},
               again,
               context);
    if (!at::equal(again, r.matrix)) r.matrix.fill_(NAN);
    return r;
}

double difference(const Results& a, const Results& b) {
    const double most = std::max(test::relativeDifference(a.matrix, b.matrix),
                                 test::relativeDifference(a.gradient, b.gradient));
    const double gamma = std::abs(a.gamma - b.gamma) / std::max(std::abs(b.gamma), 1.0);
    return std::isnan(most) ? 1e9 : std::max(most, gamma);
}

}  // namespace

class TestCudaGram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { machine = new test::HostMachine; }
    void cleanup() {
        delete machine;
        machine = nullptr;
    }

    void programsAreTheCpuTwin_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("values");
        for (const char* name : {"linear", "rbf", "fc1", "fc3"})
            for (const auto& [n1, n2, d] : {std::tuple{1, 1, 1}, {5, 7, 3}, {65, 130, 33}})
                QTest::addRow("%s %dx%d of %d", name, n1, n2, d) << name << "ntk" << n1 << n2 << d;
        for (const char* kind : {"nngp", "standard"})
            QTest::addRow("fc2 %s", kind) << "fc2" << kind << 9 << 66 << 20;
        QTest::addRow("more tiles than one") << "fc1"
                                             << "ntk" << 3 << 2100 << 9;
    }
    void programsAreTheCpuTwin() {
        QFETCH(QString, name);
        QFETCH(QString, kind);
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(int, values);
        KernelSpec spec = infinite::parseKernel(name.toStdString());
        if (kind == "nngp") spec.type = infinite::KernelType::Nngp;
        if (kind == "standard")
            spec.parameterization = spec.readout = infinite::Parameterization::Standard;
        const at::Tensor x1 = test::randomTensor({rows, values}, 1);
        const at::Tensor x2 = test::randomTensor({columns, values}, 2);
        const at::Tensor g = test::randomTensor({rows, columns}, 3);
        at::Tensor own = test::randomTensor({columns, columns}, 4);
        own = own + own.t();
        for (const auto type : {at::kDouble, at::kFloat}) {
            const at::Tensor a = x1.to(type), b = x2.to(type);
            const double pairs =
                difference(results(spec, a, b, g, &onHost), results(spec, a, b, g, nullptr));
            const double symmetric = columns > 1000
                                         ? 0
                                         : difference(results(spec, b, at::Tensor(), own, &onHost),
                                                      results(spec, b, at::Tensor(), own, nullptr));
            qInfo("%s: largest relative difference %.1e, symmetric %.1e",
                  type == at::kFloat ? "float" : "double",
                  pairs,
                  symmetric);
            QVERIFY(std::max(pairs, symmetric) < (type == at::kFloat ? 2e-5 : 1e-12));
        }
    }

    void symmetricTilesServeBothSides() {
        const KernelSpec spec = infinite::parseKernel("fc1");
        const at::Tensor x = test::randomTensor({2060, 9}, 1);
        at::Tensor g = test::randomTensor({2060, 2060}, 4);
        g = g + g.t();
        QVERIFY(difference(results(spec, x, at::Tensor(), g, &onHost),
                           results(spec, x, at::Tensor(), g, nullptr)) < 1e-11);
    }

    void machineChangesNothing() {
        const KernelSpec spec = infinite::parseKernel("fc3");
        const at::Tensor x1 = test::randomTensor({70, 40}, 1).to(at::kFloat);
        const at::Tensor x2 = test::randomTensor({90, 40}, 2).to(at::kFloat);
        const at::Tensor g = test::randomTensor({70, 90}, 3);
        const Results usual = results(spec, x1, x2, g, &onHost);
        for (const int threads : {1, 7}) {
            machine->threads = threads;
            machine->backwards = !machine->backwards;
            machine->sideBySide += 3;
            const Results other = results(spec, x1, x2, g, &onHost);
            QVERIFY(at::equal(usual.matrix, other.matrix));
            QVERIFY(at::equal(usual.gradient, other.gradient));
        }
    }

    void tooLittleMemoryIsSaid() {
        machine->free = 1000;
        const at::Tensor x = test::randomTensor({30, 5}, 1);
        QVERIFY_THROWS_EXCEPTION(
            Error,
            (void)results(
                infinite::parseKernel("fc1"), x, x, at::zeros({30, 30}, at::kDouble), &onHost));
    }
};

QTEST_GUILESS_MAIN(TestCudaGram)
#include "tst_cuda_gram.moc"
