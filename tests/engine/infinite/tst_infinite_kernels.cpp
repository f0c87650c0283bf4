// SPDX-License-Identifier: Apache-2.0
// Every published kernel value in fixtures/kernels, in both precisions.
#include "engine/infinite/kernel.h"
#include "engine/store/error.h"
#include "tests/engine/infinite/kernel_files.h"
#include "tests/support/silence.h"

#include <QTest>

#include <limits>
#include <set>
#include <string>

using namespace winnow;
using infinite::Kernel;
using infinite::KernelSpec;

namespace {

const test::Silence silence;
const jobs::JobContext& context = silence.context;

/// "conv3_std128_ntk" of the fixtures' file names.
KernelSpec specOf(const QStringList& words) {
    KernelSpec spec = infinite::parseKernel(words.front().toStdString());
    for (const QString& word : words.mid(1)) {
        if (word == "nngp") spec.type = infinite::KernelType::Nngp;
        const bool all = word.startsWith("allstd");
        if (!all && !word.startsWith("std")) continue;
        spec.parameterization = infinite::Parameterization::Standard;
        if (all) spec.readout = infinite::Parameterization::Standard;
        spec.width = word.mid(all ? 6 : 3).toInt();
    }
    return spec;
}

infinite::ImageShape shapeOf(const at::Tensor& images) {
    return {images.size(1), images.size(2), images.size(3)};
}

/// True where acos is singular (fixtures/kernels/README.md, "Tolerance").
at::Tensor parallelPairs(const at::Tensor& kernel, bool symmetric) {
    at::Tensor mask = at::zeros(kernel.sizes(), at::kBool);
    if (symmetric) return mask.fill_diagonal_(true);
    for (const std::int64_t i : {0, 1, 3})
        if (i < std::min(kernel.size(0), kernel.size(1))) mask[i][i] = true;
    return mask;
}

}  // namespace

class TestInfiniteKernels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishedValues_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("wide");
        std::size_t rows = 0;
        std::error_code absent;
        const auto root = test::shared("fixtures/kernels");
        for (const auto& folder : std::filesystem::directory_iterator(root, absent)) {
            if (!folder.is_directory() || folder.path().filename() == "inputs") continue;
            for (const auto& file : std::filesystem::directory_iterator(folder.path()))
                for (const bool wide : {true, false}) {
                    const auto shape = QString::fromStdString(folder.path().filename().string());
                    const auto name = QString::fromStdString(file.path().stem().string());
                    QTest::addRow("%s %s %s",
                                  qPrintable(shape),
                                  qPrintable(name),
                                  wide ? "float64" : "float32")
                        << shape << name << wide;
                    ++rows;
                }
        }
        if (rows == 0)
            QTest::addRow("none") << QString() << QString() << true;  // no row would be no failure
    }
    void publishedValues() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, folder);
        QFETCH(QString, name);
        QFETCH(bool, wide);
        QVERIFY2(!name.isEmpty(), "../shared/fixtures/kernels holds no kernel");
        const std::string inputs = "kernels/inputs/" + folder.toStdString();
        const auto type = wide ? at::kDouble : at::kFloat;
        const at::Tensor x1 = test::fixtureTensor(inputs + "_x1.npy").to(type);
        const at::Tensor x2 = test::fixtureTensor(inputs + "_x2.npy").to(type);
        const at::Tensor wanted = test::fixtureTensor("kernels/" + folder.toStdString() + "/" +
                                                      name.toStdString() + ".npy");
        const bool symmetric = name.endsWith("_11");
        const Kernel kernel(specOf(name.split('_')), shapeOf(x1));
        const at::Tensor got =
            symmetric ? kernel.matrix(x1, context) : kernel.matrix(x1, x2, context);
        const at::Tensor error = (got - wanted).abs() / wanted.abs().max();
        const at::Tensor parallel = parallelPairs(wanted, symmetric);
        const double apart = error.masked_fill(parallel, 0).max().item<double>();
        const double close = error.masked_fill(parallel.logical_not(), 0).max().item<double>();
        QVERIFY2(apart <= (wide ? 1e-11 : 1e-5), qPrintable(QString::number(apart)));
        QVERIFY2(close <= (wide ? 1e-7 : 1e-4), qPrintable(QString::number(close)));
        if (symmetric) QVERIFY(at::equal(got, got.t()));
    }

    void linearKernel() {
        const at::Tensor x1 = test::randomTensor({4, 2, 3, 5}, 1);
        const at::Tensor x2 = test::randomTensor({3, 2, 3, 5}, 2);
        const Kernel kernel(infinite::parseKernel("linear"), {2, 3, 5});
        const at::Tensor wanted = at::mm(x1.flatten(1), x2.flatten(1).t()) / 30;
        QVERIFY(test::relativeDifference(kernel.matrix(x1, x2, context), wanted) < 1e-14);
    }

    void diagonalIsThatOfTheMatrix() {
        const at::Tensor x = test::randomTensor({37, 1, 8, 8}, 1);
        for (const char* name : {"linear", "rbf", "fc1", "fc3", "conv1", "crp f Dr D"})
            for (const auto type : {infinite::KernelType::Ntk, infinite::KernelType::Nngp}) {
                infinite::KernelSpec spec = infinite::parseKernel(name);
                spec.type = type;
                spec.sigmaB2 = 0.1;
                const Kernel kernel(spec, {1, 8, 8});
                const at::Tensor got = kernel.diagonal(x, context);
                QVERIFY2(
                    test::relativeDifference(got, kernel.matrix(x, context).diagonal()) < 1e-13,
                    name);
            }
        const Kernel kernel(infinite::parseKernel("fc1"), {1, 8, 8});
        QCOMPARE(kernel.diagonal(x.narrow(0, 0, 0), context).numel(), 0);
    }

    void manyTilesAreAsOne() {
        // More images than one tile of either engine.
        const at::Tensor x = test::randomTensor({1100, 1, 2, 3}, 1);
        for (const char* name : {"fc2", "rbf", "conv1"}) {
            const Kernel kernel(infinite::parseKernel(name), {1, 2, 3});
            const at::Tensor whole = kernel.matrix(x, x.narrow(0, 0, 1090), context);
            const at::Tensor corner =
                kernel.matrix(x.narrow(0, 1040, 60), x.narrow(0, 1030, 60), context);
            // An image that meets itself as another's equal has an angle that is the root of a
            // rounding error.
            const at::Tensor part = whole.narrow(0, 1040, 60).narrow(1, 1030, 60);
            const at::Tensor others = at::eye(60, at::kBool).roll(10, 1).logical_not();
            QVERIFY(test::relativeDifference(part * others, corner * others) < 1e-13);
            QVERIFY(test::relativeDifference(part, corner) < 1e-7);
            const at::Tensor own = kernel.matrix(x, context).narrow(1, 0, 1090);
            const at::Tensor apart = at::ones(own.sizes(), at::kBool).fill_diagonal_(false);
            QVERIFY(test::relativeDifference(own * apart, whole * apart) < 1e-13);
        }
    }

    void noImagesGiveAnEmptyMatrix() {
        const at::Tensor none = at::zeros({0, 1, 8, 8}, at::kDouble);
        const at::Tensor some = test::randomTensor({3, 1, 8, 8}, 1);
        for (const char* name : {"fc1", "rbf", "convnet"}) {
            const Kernel kernel(infinite::parseKernel(name), {1, 8, 8});
            QVERIFY(kernel.matrix(none, some, context).sizes() == at::IntArrayRef({0, 3}));
            QVERIFY(kernel.matrix(none, context).sizes() == at::IntArrayRef({0, 0}));
            const at::Tensor g = at::zeros({0, 3}, at::kDouble);
            QCOMPARE(kernel.vjp(none, some, g, context).abs().max().item<double>(), 0.0);
        }
    }

    void refusesWrongInput_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("sentence");
        QTest::addRow("shape") << 0 << "the second images are 1x8x6, the kernel is for 1x8x8";
        QTest::addRow("not finite")
            << 1 << "the first image 2 has a value in channel 0 that is not finite";
        QTest::addRow("types")
            << 2 << "the first images are Double, the second Float; both must be alike";
        QTest::addRow("integers") << 3
                                  << "the second images are Long; they must be float32 or float64";
    }
    void refusesWrongInput() {
        QFETCH(int, what);
        QFETCH(QString, sentence);
        at::Tensor x1 = test::randomTensor({3, 1, 8, 8}, 1);
        at::Tensor x2 = test::randomTensor({2, 1, 8, 8}, 2);
        if (what == 0) x2 = x2.narrow(3, 0, 6);
        if (what == 1) x1[2][0][4][4] = std::numeric_limits<double>::quiet_NaN();
        if (what == 2) x2 = x2.to(at::kFloat);
        if (what == 3) x2 = x2.to(at::kLong);
        const Kernel kernel(infinite::parseKernel("convnet"), {1, 8, 8});
        try {
            (void)kernel.matrix(x1, x2, context);
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(QString(error.what()), sentence);
            QVERIFY(error.kind() == ErrorKind::BadInput);
        }
    }

    void stopsWhenAsked() {
        std::stop_source source;
        source.request_stop();
        const jobs::JobContext stopped{source.get_token(), silence.reporter};
        const at::Tensor x = test::randomTensor({40, 1, 8, 8}, 1);
        for (const char* name : {"fc1", "convnet"}) {
            const Kernel kernel(infinite::parseKernel(name), {1, 8, 8});
            QVERIFY_EXCEPTION_THROWN((void)kernel.matrix(x, x, stopped), Cancelled);
        }
    }

    void progressIsOfAllPairs_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"fc1", "convnet"}) QTest::addRow("%s", name) << name;
    }
    void progressIsOfAllPairs() {
        QFETCH(QString, name);
        struct Recorder : jobs::ForwardingReporter {
            using ForwardingReporter::ForwardingReporter;
            std::set<std::string> stages;
            std::set<std::int64_t> totals;
            std::int64_t done = 0;
            bool falls = false;
            void progress(std::string_view stage, std::int64_t d, std::int64_t total) override {
                stages.emplace(stage);
                totals.insert(total);
                falls = falls || d < done;
                done = d;
            }
        };
        const Kernel kernel(infinite::parseKernel(name.toStdString()), {1, 8, 8});
        const at::Tensor x = test::randomTensor({37, 1, 8, 8}, 1);
        const at::Tensor few = x.narrow(0, 0, 21);
        const auto tells = [](auto work, const char* stage, std::int64_t pairs) {
            Recorder recorder(silence.reporter);
            work(jobs::JobContext{{}, recorder});
            return recorder.stages == std::set<std::string>{stage} &&
                   recorder.totals == std::set{pairs} && recorder.done == pairs && !recorder.falls;
        };
        QVERIFY(
            tells([&](const auto& told) { (void)kernel.matrix(x, few, told); }, "kernel", 37 * 21));
        QVERIFY(
            tells([&](const auto& told) { (void)kernel.matrix(x, told); }, "kernel", 37 * 38 / 2));
        const at::Tensor g = test::randomTensor({37, 37}, 2);
        QVERIFY(tells([&](const auto& told) { (void)kernel.vjp(x, few, g.narrow(1, 0, 21), told); },
                      "kernel gradient",
                      37 * 21));
        QVERIFY(tells([&](const auto& told) { (void)kernel.vjpSymmetric(x, g + g.t(), told); },
                      "kernel gradient",
                      37 * 38 / 2));
    }
};

QTEST_GUILESS_MAIN(TestInfiniteKernels)
#include "tst_infinite_kernels.moc"
