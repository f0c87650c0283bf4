// SPDX-License-Identifier: Apache-2.0
// The block programs of convolutional kernels, run on the CPU, against the CPU's own kernels.
#include "engine/cuda/plane_work.h"
#include "engine/infinite/device_convolution.h"
#include "engine/infinite/kernel.h"
#include "engine/infinite/kernel_tables.h"
#include "engine/store/error.h"
#include "tests/engine/cuda/host_machine.h"
#include "tests/engine/infinite/kernel_files.h"

#include <QTest>

using namespace winnow;
using infinite::ImageShape;
using infinite::KernelSpec;

namespace {

jobs::SilentReporter silent;
const jobs::JobContext context{{}, silent};

test::HostMachine* machine = nullptr;  // of the running test: the table's entries are functions

template <typename T>
infinite::DeviceKernels::Typed<T> typed() {
    return {[](const infinite::PlanePlan& plan, infinite::DevicePlanes<T>*& made) noexcept {
                return cuda::outcomeOf(
                    [&] { made = new cuda::PlaneWork<test::HostMachine, T>(*machine, plan); });
            },
            nullptr};
}
const infinite::DeviceKernels onHost{typed<float>(), typed<double>()};

struct Results {
    at::Tensor matrix, symmetric, vjp, vjpMatrix, vjpSymmetric;

    [[nodiscard]] std::vector<at::Tensor> all() const {
        return {matrix, symmetric, vjp, vjpMatrix, vjpSymmetric};
    }
};

struct Inputs {
    KernelSpec spec;
    ImageShape shape;
    at::Tensor x1, x2, g, own;

    Inputs(KernelSpec kernel, ImageShape images, std::int64_t n1, std::int64_t n2)
        : spec(std::move(kernel)), shape(images) {
        x1 = test::randomTensor({n1, shape.channels, shape.height, shape.width}, 1);
        x2 = test::randomTensor({n2, shape.channels, shape.height, shape.width}, 2);
        g = test::randomTensor({n1, n2}, 3);
        own = test::randomTensor({n2, n2}, 4);
        own = own + own.t();
    }

    [[nodiscard]] Results cpu(at::ScalarType type) const {
        const infinite::Kernel kernel(spec, shape);
        const at::Tensor a = x1.to(type), b = x2.to(type);
        Results r;
        r.matrix = kernel.matrix(a, b, context);
        r.symmetric = kernel.matrix(b, context);
        r.vjpMatrix = r.matrix;
        r.vjp = kernel.vjp(a, b, g, context);
        r.vjpSymmetric = kernel.vjpSymmetric(b, own, context);
        return r;
    }
    template <typename T>
    [[nodiscard]] Results programs() const {
        const auto kernel =
            infinite::deviceConvolution<T>(spec,
                                           infinite::parseArchitecture(spec.architecture),
                                           shape,
                                           infinite::kernelTables(infinite::Instructions::Best),
                                           onHost);
        const auto type = std::is_same_v<T, float> ? at::kFloat : at::kDouble;
        const at::Tensor a = x1.to(type).contiguous(), b = x2.to(type).contiguous();
        const auto images = [](const at::Tensor& x) {
            return infinite::ImageSpan<T>{x.data_ptr<T>(), x.size(0)};
        };
        const auto numbers = [](const at::Tensor& x) { return x.data_ptr<double>(); };
        const auto empty = [](at::IntArrayRef size) { return at::full(size, NAN, at::kDouble); };
        const std::int64_t n1 = x1.size(0), n2 = x2.size(0);
        Results r{empty({n1, n2}),
                  empty({n2, n2}),
                  empty(x2.sizes()),
                  empty({n1, n2}),
                  empty(x2.sizes())};
        const at::Tensor again = empty({n2, n2});
        kernel->rectangle(images(a), images(b), nullptr, nullptr, numbers(r.matrix), context);
        kernel->triangle(images(b), nullptr, nullptr, numbers(r.symmetric), context);
        kernel->rectangle(
            images(a), images(b), numbers(g), numbers(r.vjp), numbers(r.vjpMatrix), context);
        kernel->triangle(images(b), numbers(own), numbers(r.vjpSymmetric), numbers(again), context);
        return r;
    }
};

KernelSpec kernelOf(const char* architecture) {
    KernelSpec spec = infinite::parseKernel(architecture);
    spec.sigmaB2 = 0.01;
    return spec;
}

/// Largest relative difference of any result; NaN counts as one.
double difference(const Results& a, const Results& b) {
    double most = 0;
    for (std::size_t i = 0; i < a.all().size(); ++i) {
        const double one = test::relativeDifference(a.all()[i], b.all()[i]);
        most = std::isnan(one) ? 1e9 : std::max(most, one);
    }
    return most;
}

}  // namespace

class TestCudaPlanes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { machine = new test::HostMachine; }
    void cleanup() {
        delete machine;
        machine = nullptr;
    }

    void programsAreTheCpuTwin_data() {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char* name, int c, int h, int w, const char* kind) {
            QTest::addRow("%s %dx%dx%d %s", name, c, h, w, kind) << name << c << h << w << kind;
        };
        for (const char* kind : {"ntk", "nngp", "standard"}) {
            row("convnet", 2, 8, 8, kind);
            row("convnet", 1, 17, 11, kind);
            row("conv3", 3, 6, 7, kind);
            row("myrtle5", 2, 8, 8, kind);
            row("crp cr g Dr D", 1, 5, 6, kind);
        }
        row("convnet", 1, 28, 28, "ntk");
        row("convvec8", 3, 5, 5, "ntk");
        row("conv2", 2, 1, 1, "ntk");
        row("conv2", 2, 1, 9, "ntk");
        row("myrtle10", 1, 7, 9, "ntk");
        row("crp f D", 2, 3, 2, "ntk");
        row("crp crp g D", 2, 9, 8, "nngp");
        row("cr crp f Dr Dr D", 2, 6, 6, "standard");
    }
    void programsAreTheCpuTwin() {
        QFETCH(QString, architecture);
        QFETCH(int, channels);
        QFETCH(int, height);
        QFETCH(int, width);
        QFETCH(QString, kind);
        KernelSpec spec = kernelOf(architecture.toUtf8().constData());
        if (kind == "nngp") spec.type = infinite::KernelType::Nngp;
        if (kind == "standard")
            spec.parameterization = spec.readout = infinite::Parameterization::Standard;
        const Inputs inputs(spec, {channels, height, width}, 5, 4);
        const double wide = difference(inputs.programs<double>(), inputs.cpu(at::kDouble));
        const double narrow = difference(inputs.programs<float>(), inputs.cpu(at::kFloat));
        qInfo("largest relative difference: double %.1e, float %.1e", wide, narrow);
        QVERIFY(wide < 1e-12);
        QVERIFY(narrow < 2e-5);
    }

    /// Threads, their order, where scratch memory lies and how many pairs a launch has change no
    /// bit.
    void machineChangesNothing_data() {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("little");  // bytes that hold a few pairs
        QTest::addRow("convnet") << "convnet" << 12 << 150'000;
        QTest::addRow("myrtle5") << "myrtle5" << 8 << 60'000;
        QTest::addRow("conv3") << "conv3" << 7 << 15'000;
    }
    void machineChangesNothing() {
        QFETCH(QString, architecture);
        QFETCH(int, side);
        QFETCH(int, little);
        const Inputs inputs(kernelOf(architecture.toUtf8().constData()), {3, side, side}, 6, 5);
        const Results usual = inputs.programs<float>();
        const std::int64_t usualShared = machine->mostShared;
        const std::int64_t usualLaunches = machine->launches;
        const auto again = [&](auto change) {
            cleanup();
            init();
            change(*machine);
            const Results other = inputs.programs<float>();
            for (std::size_t i = 0; i < usual.all().size(); ++i)
                QVERIFY(at::equal(usual.all()[i], other.all()[i]));
        };
        for (const int threads : {1, 7, 1024})
            again([&](test::HostMachine& m) { m.threads = threads; });
        again([](test::HostMachine& m) { m.backwards = true; });
        again([](test::HostMachine& m) { m.processor = 0; });
        QVERIFY2(machine->mostShared < usualShared, "images and maps were copied all the same");
        again([](test::HostMachine& m) { m.shared = cuda::kSumBytes; });
        QCOMPARE(machine->mostShared, cuda::kSumBytes);
        again([](test::HostMachine& m) { m.sideBySide = 4; });
        again([](test::HostMachine& m) {
            m.sideBySide = 4;
            m.shared = cuda::kSumBytes;
        });
        again([&](test::HostMachine& m) { m.told = little; });
        QVERIFY2(machine->launches > usualLaunches, "all pairs were one launch all the same");
    }

    /// The same image twice, and one of zeros.
    void odd() {
        Inputs inputs(kernelOf("convnet"), {1, 8, 8}, 4, 5);
        inputs.spec.sigmaB2 = 0;
        inputs.x2[3] = inputs.x2[1];
        inputs.x2[4].zero_();
        inputs.x1[2] = inputs.x2[1];
        const Results programs = inputs.programs<double>();
        const Results cpu = inputs.cpu(at::kDouble);
        for (std::size_t i = 0; i < cpu.all().size(); ++i) {
            QVERIFY(at::isfinite(programs.all()[i]).all().item<bool>());
            QVERIFY(test::relativeDifference(programs.all()[i], cpu.all()[i]) < 1e-6);
        }
    }

    void tooLittleMemoryIsSaid() {
        machine->told = 5'000;
        const Inputs inputs(kernelOf("myrtle5"), {1, 12, 12}, 2, 2);
        try {
            (void)inputs.programs<float>();
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::OutOfResources);
            QVERIFY2(QByteArray(error.what()).contains("GB free"), error.what());
            QVERIFY2(QByteArray(error.what()).contains("device cpu"), error.what());
        }
    }

    void stopEndsBetweenLaunches() {
        machine->told = 150'000;
        const Inputs inputs(kernelOf("convnet"), {3, 12, 12}, 20, 20);
        std::stop_source stop;
        struct Stopper : jobs::ForwardingReporter {
            using ForwardingReporter::ForwardingReporter;
            std::stop_source* source = nullptr;
            std::int64_t last = 0;
            void progress(std::string_view, std::int64_t done, std::int64_t) override {
                last = done;
                source->request_stop();
            }
        } stopper(silent);
        stopper.source = &stop;
        const auto kernel =
            infinite::deviceConvolution<float>(inputs.spec,
                                               infinite::parseArchitecture("convnet"),
                                               inputs.shape,
                                               infinite::kernelTables(infinite::Instructions::Best),
                                               onHost);
        const at::Tensor x = inputs.x1.to(at::kFloat);
        std::vector<double> out(400);
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 kernel->rectangle({x.data_ptr<float>(), 20},
                                                   {x.data_ptr<float>(), 20},
                                                   nullptr,
                                                   nullptr,
                                                   out.data(),
                                                   {stop.get_token(), stopper}));
        QVERIFY(stopper.last > 0 && stopper.last < 400);
    }
};

QTEST_GUILESS_MAIN(TestCudaPlanes)
#include "tst_cuda_planes.moc"
