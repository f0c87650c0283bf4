// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/kip.h"
#include "engine/distill/krr.h"
#include "engine/models/device.h"
#include "engine/store/npz.h"
#include "tests/engine/distill/small_problem.h"
#include "tests/support/closeness.h"
#include "tests/support/saying.h"

#include <QTemporaryDir>
#include <QTest>

#include <numbers>

using namespace winnow;
using test::saying;

namespace {

/// A run on a small data set with everything random switched on.
struct Run {
    test::SmallDataset data{60, 3, 1, 8};
    distill::Preprocessing preprocessing{data.source};
    distill::DatasetTargets targets;
    distill::KipOptions options;
    test::Silence silence;

    Run()
        : targets(data.source,
                  3,
                  preprocessing,
                  models::Precision::Float32,
                  {},
                  {.kind = distill::Augmentation::ShiftRotate, .share = 0.5, .seed = 7}) {
        options.family = {infinite::parseKernel("fc1"), infinite::parseKernel("rbf")};
        options.rate = 0.04;
        options.learnLabels = true;
        options.learnGamma = true;
        options.targetBatch = 30;
        options.supportBatch = 6;
        options.seed = 7;
    }
    [[nodiscard]] distill::Support start() const {
        const auto rows = distill::balancedRows(data.labels, 3, 9, "images", 7);
        return distill::naturalSupport(
            data.source, 3, rows, preprocessing, models::Precision::Float32);
    }
    [[nodiscard]] distill::Kip kip(distill::Corruption corruption = {}) const {
        distill::Support support = start();
        store::Array frozen = distill::corrupt(support, corruption);
        return {std::move(support), std::move(frozen), targets, options};
    }
};

}  // namespace

class TestKip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Matrices are tiny here: a second thread would only be waited for.
    void initTestCase() { models::useThreads(1); }

    void fixtures_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("series");
        for (const char* name : {"fc1_28x28x1_s6_t8",
                                 "fc1_8x8x3_s6_t8",
                                 "rbf_8x8x3_s6_t8",
                                 "conv3_8x8x3_s6_t8",
                                 "convnet_8x8x3_s6_t8"})
            for (const char* series :
                 {"adam_lr0.04", "adam_lr0.04_labels", "adam_lr0.01", "adam_lr0.01_labels"})
                QTest::addRow("%s %s", name, series) << name << series;
        for (const char* name : {"fc1_28x28x1_s6_t8", "fc1_8x8x3_s6_t8"})
            QTest::addRow("%s rho", name) << name << "rho_adam_lr0.04";
    }
    void fixtures() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, name);
        QFETCH(QString, series);
        const test::KipFixture fixture{name.toStdString()};
        const std::string prefix = series.toStdString();
        distill::KipOptions options;
        options.family = {fixture.spec()};
        options.rate = series.contains("0.04") ? 0.04 : 0.01;
        options.learnLabels = series.contains("labels");
        store::Array frozen;
        if (series.startsWith("rho")) {
            frozen = fixture("rho_mask_trainable");
            for (auto& flag : frozen.as<std::uint8_t>()) flag = flag == 0;
        }
        const distill::ArrayTargets targets(fixture("x_t"), fixture("y_t"));
        const store::Array start = fixture("x_s");
        distill::Kip kip(test::givenSupport(start, fixture("y_s")), frozen, targets, options);
        const test::Silence silence;
        const store::Array wantedLoss = fixture(prefix + "_loss");
        const store::Array wanted = fixture(prefix + "_x_s");
        const std::size_t numbers = start.as<double>().size();
        for (std::size_t step = 0; step < 5; ++step) {
            const auto done = kip.step(silence.context);
            const double loss = wantedLoss.as<double>()[step];
            QVERIFY(std::abs(done.lossSum - loss) <= 1e-6 * loss);
            const auto got = kip.support().images.as<double>();
            std::size_t off = 0;
            for (std::size_t i = 0; i < numbers; ++i) {
                const double gap = std::abs(got[i] - wanted.as<double>()[step * numbers + i]);
                QVERIFY(gap < 1e-2);
                off += gap > 1e-5;
            }
            QVERIFY2(static_cast<double>(off) <= 1e-3 * static_cast<double>(numbers),
                     qPrintable(QString("%1 coordinates are off").arg(off)));
        }
        if (!options.learnLabels) {
            QVERIFY(kip.support().labels.bytes == fixture("y_s").bytes);
            return;
        }
        const store::Array labels = fixture(prefix + "_y_s");
        const auto last = labels.as<double>().subspan(4 * kip.support().labels.as<double>().size());
        WINNOW_CLOSE(kip.support().labels.as<double>(), last, 0, 1e-5);
    }

    void frozenCoordinatesStayBitForBit_data() {
        QTest::addColumn<bool>("zero");
        QTest::addColumn<bool>("wholePixels");
        QTest::addRow("noise") << false << false;
        QTest::addRow("zero, whole pixels") << true << true;
    }
    void frozenCoordinatesStayBitForBit() {
        QFETCH(bool, zero);
        QFETCH(bool, wholePixels);
        Run run;
        distill::Kip kip =
            run.kip({.rho = 0.6,
                     .with = zero ? distill::CorruptWith::Zero : distill::CorruptWith::Noise,
                     .wholePixels = wholePixels,
                     .seed = 7});
        const store::Array before = kip.support().images;
        const auto frozen = kip.state().at("frozen");
        for (int step = 0; step < 20; ++step) (void)kip.step(run.silence.context);
        const auto flags = frozen.as<std::uint8_t>();
        const auto was = before.as<float>();
        const auto is = kip.support().images.as<float>();
        std::size_t moved = 0;
        for (std::size_t i = 0; i < flags.size(); ++i) {
            const bool same = std::memcmp(&was[i], &is[i], sizeof(float)) == 0;
            if (flags[i] != 0) QVERIFY(same);
            moved += !same;
        }
        QCOMPARE(std::ranges::count(flags, 1), 9 * 39);  // ceil(0.6 * 64) of each
        QVERIFY(moved > flags.size() / 5);
    }

    void resumesBitForBit() {
        Run run;
        const distill::Corruption corruption{.rho = 0.25, .seed = 7};
        distill::Kip through = run.kip(corruption);
        for (int step = 0; step < 8; ++step) (void)through.step(run.silence.context);
        distill::Kip first = run.kip(corruption);
        for (int step = 0; step < 3; ++step) (void)first.step(run.silence.context);
        const QTemporaryDir folder;
        const auto file = folder.filePath("state.npz").toStdString();
        store::writeNpz(file, first.state());
        distill::Kip second = run.kip(corruption);
        second.restore(store::readNpz(file));
        QCOMPARE(second.steps(), 3);
        for (int step = 0; step < 5; ++step) (void)second.step(run.silence.context);
        const auto wanted = through.state();
        const auto got = second.state();
        QCOMPARE(got.size(), wanted.size());
        for (const auto& [name, array] : wanted)
            QVERIFY2(got.at(name).bytes == array.bytes, name.c_str());
        QCOMPARE(second.family(), through.family());
        QVERIFY(second.family()[1].gamma != 1);
    }
    void refusesAnotherRunsState() {
        Run run;
        const auto state = run.kip().state();
        run.options.seed = 8;
        QCOMPARE(saying([&] { run.kip().restore(state); }),
                 "the checkpoint belongs to another run: its seed is not 8");
        run.options.seed = 7;
        QVERIFY(saying([&] {
                    run.kip({.rho = 0.5}).restore(state);
                }).contains("other coordinates are frozen"));
        auto spoiled = state;
        spoiled.at("images").as<float>()[64 * 4] = std::numeric_limits<float>::quiet_NaN();
        distill::Kip kip = run.kip();
        const auto before = kip.support().images.bytes;
        QCOMPARE(saying([&] { kip.restore(spoiled); }),
                 "support image 4, channel 0 holds NaN or infinity; nothing can be computed from "
                 "it");
        QVERIFY(kip.support().images.bytes == before);
    }

    void onlyDrawnRowsMove() {
        Run run;
        distill::Kip kip = run.kip();
        const auto before = kip.support().images;
        (void)kip.step(run.silence.context);
        const auto steps = kip.state().at("image_steps");
        std::int64_t drawn = 0;
        for (std::size_t row = 0; row < 9; ++row) {
            const auto count = steps.as<std::int64_t>()[row];
            drawn += count;
            const bool same =
                std::ranges::equal(before.as<float>().subspan(row * 64, 64),
                                   kip.support().images.as<float>().subspan(row * 64, 64));
            QCOMPARE(same, count == 0);
        }
        QCOMPARE(drawn, 6);
    }

    void lossFalls() {
        Run run;
        run.options.supportBatch = 0;
        run.options.family = {infinite::parseKernel("fc1")};
        run.options.learnGamma = false;
        distill::Kip kip = run.kip();
        const double first = kip.step(run.silence.context).loss;
        double last = first;
        for (int step = 0; step < 40; ++step) last = kip.step(run.silence.context).loss;
        QVERIFY2(last < 0.7 * first, qPrintable(QString("%1 %2").arg(first).arg(last)));
    }

    void clippedPixelsStayInRange() {
        Run run;
        run.options.clip = true;
        run.options.rate = 0.5;
        distill::Support support = run.start();
        const auto scales = support.scales;
        distill::Kip kip(std::move(support), {}, run.targets, run.options, &run.preprocessing);
        for (int step = 0; step < 10; ++step) (void)kip.step(run.silence.context);
        QCOMPARE(distill::shareOutOfRange(run.preprocessing.shown(kip.support().images, scales)),
                 0.0);
        run.options.clip = false;
        distill::Kip free = run.kip();
        for (int step = 0; step < 10; ++step) (void)free.step(run.silence.context);
        QVERIFY(distill::shareOutOfRange(run.preprocessing.shown(free.support().images, scales)) >
                0);
    }

    void divergenceKeepsTheState() {
        Run run;
        run.options.rate = 1e7;
        run.options.clip = true;  // the labels alone run away
        run.options.supportBatch = 0;
        distill::Kip kip(run.start(), {}, run.targets, run.options, &run.preprocessing);
        QString sentence;
        std::vector<std::byte> before;
        for (int step = 0; step < 20 && sentence.isEmpty(); ++step) {
            before = kip.support().images.bytes;
            const auto said = saying([&] { (void)kip.step(run.silence.context); });
            if (said != "nothing") sentence = said;
        }
        QVERIFY2(sentence.startsWith("the loss "), qPrintable(sentence));
        QVERIFY(sentence.contains("with rate 1e+07"));
        QVERIFY(kip.support().images.bytes == before);
    }

    void rateFalls_data() {
        QTest::addColumn<int>("step");
        QTest::addColumn<double>("share");
        QTest::addRow("first") << 0 << 1.0;
        QTest::addRow("quarter") << 1 << 0.5 + std::numbers::sqrt2 / 4;  // no straight line
        QTest::addRow("middle") << 2 << 0.5;
        QTest::addRow("behind the last") << 4 << 0.0;
    }
    /// Half a cosine over four steps.
    void rateFalls() {
        QFETCH(int, step);
        QFETCH(double, share);
        Run run;
        auto earlier = run.kip();
        while (earlier.steps() < step) (void)earlier.step(run.silence.context);
        const auto imagesAfter = [&](double rate, std::int64_t cosineSteps) {
            run.options.rate = rate;
            run.options.cosineSteps = cosineSteps;
            auto kip = run.kip();
            kip.restore(earlier.state());
            (void)kip.step(run.silence.context);
            return kip.support().images.bytes;
        };
        const double rate = run.options.rate;
        const auto wanted =
            share > 0 ? imagesAfter(share * rate, 0) : earlier.support().images.bytes;
        QVERIFY(imagesAfter(rate, 4) == wanted);
    }

    /// A linear kernel and as many images as classes: the support becomes a least-squares
    /// classifier of the targets.
    void theorem1() {
        const test::Silence silence;
        const distill::ArrayTargets targets(test::normalArray({40, 1, 1, 5}, 11),
                                            test::normalArray({40, 3}, 12));
        distill::KipOptions options;
        options.family = {infinite::parseKernel("linear")};
        options.ridge.reg = 1e-8;
        options.cosineSteps = 20000;
        const auto start =
            test::givenSupport(test::normalArray({3, 1, 1, 5}, 13), test::normalArray({3, 3}, 14));
        distill::Kip kip(start, {}, targets, options);
        while (kip.steps() < options.cosineSteps) (void)kip.step(silence.context);
        const store::Array images = kip.support().images;
        const infinite::Kernel kernel(options.family[0], {1, 1, 5});
        const double reached =
            distill::krrLoss(
                kernel, options.ridge, images, start.labels, targets, {}, {}, {}, silence.context)
                .sum;
        // Five images in general position span all linear functions of five numbers.
        const auto spanning = test::normalArray({5, 1, 1, 5}, 15);
        const double best = 120 * distill::evaluate(kernel,
                                                    options.ridge,
                                                    spanning,
                                                    test::normalArray({5, 3}, 16),
                                                    targets,
                                                    {},
                                                    true,
                                                    silence.context)
                                      .labelFloor;
        QVERIFY2(reached - best < 1e-9, qPrintable(QString::number(reached - best)));
    }

    void refuses_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("says");
        QTest::addRow("rate") << "rate"
                              << "rate is 0; it is above 0";
        QTest::addRow("schedule") << "schedule"
                                  << "a rate falls over 0 steps (constant) or more";
        QTest::addRow("reg") << "reg"
                             << "reg is 0; a ridge is above 0";
        QTest::addRow("target batch")
            << "targets"
            << "target batch 31 cannot be split evenly over 3 classes: use 30 or 33";
        QTest::addRow("too many") << "many"
                                  << "class 0 has 20 images, 30 per class asked";
        QTest::addRow("support batch")
            << "support"
            << "support batch 2 cannot be split evenly over 3 classes: use 3";
        QTest::addRow("gamma") << "gamma"
                               << "learn-gamma needs the kernel rbf: no other has a gamma";
        QTest::addRow("clip")
            << "clip"
            << "clip needs standard preprocessing: whitened pixels have no range of their own";
        QTest::addRow("kernels") << "kernels"
                                 << "kernel names no kernel; give at least one";
        QTest::addRow("pools") << "pools"
                               << "convnet needs at least 8x8, images are 4x4";
    }
    void refuses() {
        QFETCH(QString, field);
        QFETCH(QString, says);
        Run run;
        if (field == "pools") {
            const distill::ArrayTargets targets(test::normalArray({4, 1, 4, 4}, 1),
                                                test::normalArray({4, 2}, 2));
            run.options = {};
            run.options.family = {infinite::parseKernel("convnet")};
            QCOMPARE(saying([&] {
                         (void)distill::Kip(test::givenSupport(test::normalArray({2, 1, 4, 4}, 3),
                                                               test::normalArray({2, 2}, 4)),
                                            {},
                                            targets,
                                            run.options);
                     }),
                     says);
            return;
        }
        if (field == "rate") run.options.rate = 0;
        if (field == "schedule") run.options.cosineSteps = -1;
        if (field == "reg") run.options.ridge.reg = 0;
        if (field == "targets") run.options.targetBatch = 31;
        if (field == "many") run.options.targetBatch = 90;
        if (field == "support") run.options.supportBatch = 2;
        if (field == "gamma") run.options.family.pop_back();
        if (field == "clip") run.options.clip = true;
        if (field == "kernels") {
            run.options.learnGamma = false;
            run.options.family.clear();
        }
        QCOMPARE(saying([&] { (void)run.kip(); }), says);
    }
    void tellsOfRepeatedImages() {
        Run run;
        distill::Support support = run.start();
        const auto values = support.images.as<float>();
        std::ranges::copy(values.subspan(0, 64), values.begin() + 3 * 64);
        run.options.supportBatch = 0;
        run.options.family = {infinite::parseKernel("fc1")};
        run.options.learnGamma = false;
        distill::Kip kip(support, {}, run.targets, run.options);
        QCOMPARE(kip.warnings().size(), 1U);
        QCOMPARE(QString::fromStdString(kip.warnings()[0]),
                 "support images 0 and 3 are the same with different labels: only the ridge keeps "
                 "K_ss regular");
        QVERIFY(kip.step(run.silence.context).loss > 0);
    }
};

QTEST_GUILESS_MAIN(TestKip)
#include "tst_kip.moc"
