// SPDX-License-Identifier: Apache-2.0
#include "engine/models/device.h"
#include "engine/store/error.h"

#include <QtTest>

#include <filesystem>

using namespace winnow;

class TestDevice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cpuIsAlwaysThere() { QCOMPARE(models::chooseDevice("cpu"), models::Device::Cpu); }

    void autoFindsADeviceAndCudaAgrees() {
        const models::Device chosen = models::chooseDevice("auto");
        if (chosen == models::Device::Cuda) {
            QCOMPARE(models::chooseDevice("cuda"), models::Device::Cuda);
            return;
        }
        try {
            (void)models::chooseDevice("cuda");
            QFAIL("cuda was given although auto found none");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY2(std::string_view(error.what()).starts_with("device cuda: "), error.what());
        }
    }

    void withoutAGpuTheReasonIsNamed() {
        if (std::filesystem::exists("/dev/nvidia0") || std::filesystem::exists("/dev/dxg"))
            QSKIP("a GPU is there");
        try {
            (void)models::chooseDevice("cuda");
            QFAIL("no GPU, no complaint");
        } catch (const Error& error) {
            QVERIFY2(std::string_view(error.what()).find("no NVIDIA GPU") != std::string_view::npos,
                     error.what());
        }
    }

    void anotherWordIsRefused() {
        QVERIFY_THROWS_EXCEPTION(Error, (void)models::chooseDevice("gpu"));
    }

    void threadsAreAsAskedFor() {
        QCOMPARE(models::useThreads(3), 3);
        QVERIFY(models::useThreads(0) >= 1);
    }
};

QTEST_GUILESS_MAIN(TestDevice)
#include "tst_device.moc"
