// SPDX-License-Identifier: Apache-2.0
// Kernels on a GPU against the CPU's. Without a GPU: what is said then.
#include "engine/infinite/device_library.h"
#include "engine/infinite/kernel.h"
#include "engine/store/error.h"
#include "tests/engine/infinite/kernel_files.h"

#include <QTest>

#include <string>

using namespace winnow;
using infinite::Kernel;

namespace {

jobs::SilentReporter silent;
const jobs::JobContext context{{}, silent};

/// Empty where a GPU can be used.
std::string whyNoGpu() {
    try {
        (void)infinite::cudaKernels();
        return {};
    } catch (const Error& error) {
        return error.what();
    }
}

std::vector<at::Tensor> results(const Kernel& kernel, const at::Tensor& x1, const at::Tensor& x2) {
    const at::Tensor g = test::randomTensor({x1.size(0), x2.size(0)}, 3);
    const at::Tensor own = test::randomTensor({x2.size(0), x2.size(0)}, 4);
    return {kernel.matrix(x1, x2, context),
            kernel.matrix(x2, context),
            kernel.vjp(x1, x2, g, context),
            kernel.vjpSymmetric(x2, own + own.t(), context)};
}

}  // namespace

class TestCudaDevice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutGpuTheSentenceSaysWhatWorks() {
        const std::string why = whyNoGpu();
        if (why.empty()) QSKIP("this machine has a GPU");
        QVERIFY2(QByteArray::fromStdString(why).startsWith("device cuda: "), why.c_str());
        QVERIFY2(QByteArray::fromStdString(why).endsWith("device cpu works everywhere"),
                 why.c_str());
        QVERIFY_THROWS_EXCEPTION(
            Error,
            (void)Kernel(
                infinite::parseKernel("fc1"), {1, 2, 2}, {.device = models::Device::Cuda}));
    }

    void gpuIsTheCpuTwin_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("side");
        for (const auto& [name, channels, side] : {std::tuple{"linear", 1, 28},
                                                   {"rbf", 1, 28},
                                                   {"fc1", 3, 32},
                                                   {"fc3", 1, 28},
                                                   {"conv3", 3, 32},
                                                   {"conv8", 3, 32},
                                                   {"convnet", 1, 28},
                                                   {"convnet", 3, 32},
                                                   {"myrtle5", 3, 16},
                                                   {"crp cr g Dr D", 3, 9}})
            QTest::addRow("%s %dx%dx%d", name, channels, side, side) << name << channels << side;
    }
    void gpuIsTheCpuTwin() {
        const std::string why = whyNoGpu();
        if (!why.empty()) QSKIP(why.c_str());
        QFETCH(QString, name);
        QFETCH(int, channels);
        QFETCH(int, side);
        const auto spec = infinite::parseKernel(name.toStdString());
        const infinite::ImageShape shape{channels, side, side};
        const Kernel gpu(spec, shape, {.device = models::Device::Cuda});
        const Kernel cpu(spec, shape);
        for (const auto type : {at::kDouble, at::kFloat}) {
            const at::Tensor x1 = test::randomTensor({21, channels, side, side}, 1).to(type);
            const at::Tensor x2 = test::randomTensor({10, channels, side, side}, 2).to(type);
            const auto there = results(gpu, x1, x2), again = results(gpu, x1, x2);
            const auto here = results(cpu, x1, x2);
            for (std::size_t i = 0; i < here.size(); ++i) {
                const double difference = test::relativeDifference(there[i], here[i]);
                QVERIFY2(difference < (type == at::kDouble ? 1e-11 : 5e-5),
                         std::to_string(difference).c_str());
                QVERIFY2(at::equal(there[i], again[i]), "the GPU's results do not repeat");
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestCudaDevice)
#include "tst_cuda_device.moc"
