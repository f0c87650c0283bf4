// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/gram.h"
#include "engine/empirical/joint_features.h"
#include "engine/empirical/sample_features.h"
#include "engine/empirical/sweep.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/store/random.h"
#include "tests/support/closeness.h"

#include <QTemporaryDir>
#include <QTest>
#include <torch/torch.h>

#include <algorithm>
#include <numeric>

using namespace winnow;
using empirical::KernelKind;

namespace {

constexpr std::int64_t kSamples = 90;
constexpr std::int64_t kClasses = 3;

/// Pixels and labels from a fixed seed; the last class is rare.
struct Data {
    std::vector<std::uint8_t> pixels;
    std::vector<std::int64_t> labels;

    Data() : pixels(kSamples * 36), labels(kSamples) {
        Random random(5);
        for (auto& pixel : pixels) pixel = static_cast<std::uint8_t>(random.below(256));
        for (auto& label : labels)
            label = random.uniform() < 0.1 ? 2 : static_cast<std::int64_t>(random.below(2));
    }
    [[nodiscard]] empirical::SampleSet set() const {
        empirical::SampleSet samples;
        samples.pixels = pixels;
        samples.imageShape = {1, 6, 6};
        samples.mean = {0.5};
        samples.deviation = {0.25};
        samples.ids.resize(kSamples);
        std::iota(samples.ids.begin(), samples.ids.end(), 0);
        samples.labels = labels;
        return samples;
    }
};

const std::vector<KernelKind> kAllKinds{KernelKind::LpNtk, KernelKind::PNtk, KernelKind::Centred};

models::Network smallNetwork() {
    return {models::buildArchitecture(
                {.kind = "mlp", .channels = 1, .height = 6, .width = 6, .classes = kClasses}),
            1};
}

empirical::SweepOptions smallTiles() {
    empirical::SweepOptions options;
    options.tile = 16;
    options.neighbours = 5;
    options.unrelated = 4;
    return options;
}

std::vector<float> wholeKernel(const models::Network& network,
                               const empirical::SampleSet& samples,
                               KernelKind kind = KernelKind::LpNtk) {
    empirical::SweepOptions options;
    options.kind = kind;
    const empirical::SampleFeatures features(network, samples, options);
    const empirical::Block block = features.at(0, kSamples);
    const at::Tensor k = empirical::gram(block, block);
    return {k.const_data_ptr<float>(), k.const_data_ptr<float>() + k.numel()};
}

std::vector<empirical::SweepResult> sweptTogether(const models::Network& network,
                                                  const empirical::SampleSet& samples,
                                                  const empirical::SweepOptions& options,
                                                  const std::vector<KernelKind>& kinds) {
    jobs::SilentReporter silent;
    return empirical::sweep(network, samples, options, kinds, {}, {std::stop_token{}, silent});
}

class Stopper final : public jobs::JobReporter {
public:
    Stopper(std::stop_source& stop, std::int64_t after) : m_stop(stop), m_after(after) {}
    void progress(std::string_view stage, std::int64_t done, std::int64_t) override {
        if (stage == "pairs" && done == m_after) m_stop.request_stop();
        if (stage == "pairs") ++tiles;
    }
    void metric(std::string_view, std::int64_t, double) override {}
    void warning(std::string_view) override {}
    void note(std::string_view) override {}
    void artifact(std::string_view, std::string_view) override {}
    std::int64_t tiles = 0;

private:
    std::stop_source& m_stop;
    std::int64_t m_after;
};

empirical::SweepResult swept(const models::Network& network,
                             const empirical::SampleSet& samples,
                             const empirical::SweepOptions& options) {
    jobs::SilentReporter silent;
    return empirical::sweep(network, samples, options, {}, {std::stop_token{}, silent});
}

bool counts(const store::Array& array) {
    return array.dtype == store::DType::Int64 || array.dtype == store::DType::UInt8;
}

/// Rounding may order two partners otherwise: `valuesAlone` looks at no ids and counts.
void requireEqual(const store::NamedArrays& got,
                  const store::NamedArrays& wanted,
                  bool valuesAlone = false) {
    QCOMPARE(got.size(), wanted.size());
    for (const auto& [name, array] : wanted) {
        QVERIFY2(got.at(name).shape == array.shape, name.c_str());
        if (valuesAlone && counts(array)) continue;
        const double tolerance = counts(array) ? 0 : 1e-5;
        const auto a = test::asDoubles(got.at(name));
        const auto b = test::asDoubles(array);
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY2((std::isnan(a[i]) && std::isnan(b[i])) ||
                         std::abs(a[i] - b[i]) <= tolerance * (1 + std::abs(b[i])),
                     name.c_str());
    }
}

}  // namespace

class TestSweep : public QObject {
    Q_OBJECT
    Data m_data;

private Q_SLOTS:
    void agreesWithTheWholeMatrix_data() {
        QTest::addColumn<bool>("perClass");
        QTest::addRow("all pairs") << false;
        QTest::addRow("per class") << true;
    }
    void agreesWithTheWholeMatrix() {
        QFETCH(bool, perClass);
        const auto network = smallNetwork();
        const auto samples = m_data.set();
        auto options = smallTiles();
        options.perClass = perClass;
        const auto result = swept(network, samples, options);
        const auto k = wholeKernel(network, samples);
        const auto best = result.arrays.at("best").as<float>();
        const auto witness = result.arrays.at("witness").as<std::int64_t>();
        const auto first = result.arrays.at("neighbours").as<std::int64_t>();
        const auto opposed = result.arrays.at("opposed_values").as<float>();
        for (std::int64_t i = 0; i < kSamples; ++i) {
            std::int64_t wanted = -1, lowest = -1;
            for (std::int64_t j = 0; j < kSamples; ++j) {
                if (j == i || (perClass && m_data.labels[i] != m_data.labels[j])) continue;
                if (wanted < 0 || k[i * kSamples + j] > k[i * kSamples + wanted]) wanted = j;
                if (lowest < 0 || k[i * kSamples + j] < k[i * kSamples + lowest]) lowest = j;
            }
            QCOMPARE(witness[i], wanted);
            QCOMPARE(first[i * 5], wanted);
            QVERIFY(std::abs(best[i] - k[i * kSamples + wanted]) < 1e-4);
            QVERIFY(std::abs(opposed[i * 5] - k[i * kSamples + lowest]) < 1e-4);
        }
        QVERIFY(result.smallestEigenvalue > -1e-5);
    }

    void float64GivesTheSameKernel() {
        const auto network = smallNetwork();
        const models::Network wide(
            network.architecture(), network.weights(), "weights", models::Precision::Float64);
        const auto samples = m_data.set();
        auto options = smallTiles();
        options.precision = models::Precision::Float64;
        requireEqual(swept(wide, samples, options).arrays,
                     swept(network, samples, smallTiles()).arrays,
                     true);
    }

    void panelsGiveWhatOneResidentBlockGives() {
        const auto network = smallNetwork();
        const auto samples = m_data.set();
        const auto whole = swept(network, samples, smallTiles());
        auto options = smallTiles();
        const empirical::SampleFeatures features(network, samples, options);
        options.memoryBytes = features.bytesPerSample() * 50;  // three tiles of 16, so panels of 32
        requireEqual(swept(network, samples, options).arrays, whole.arrays);
    }

    void aCancelledSweepGoesOnWhereItStopped_data() {
        QTest::addColumn<int>("after");
        QTest::addColumn<bool>("panels");
        for (const int after : {1, 4, 9, 20}) {
            QTest::addRow("resident, tile %d", after) << after << false;
            QTest::addRow("panels, tile %d", after) << after << true;
        }
    }
    void aCancelledSweepGoesOnWhereItStopped() {
        QFETCH(int, after);
        QFETCH(bool, panels);
        const QTemporaryDir folder;
        const auto network = smallNetwork();
        const auto samples = m_data.set();
        auto options = smallTiles();
        const empirical::SampleFeatures features(network, samples, options);
        if (panels) options.memoryBytes = features.bytesPerSample() * 50;
        options.matrixFolder = folder.path().toStdString();
        std::stop_source stop;
        Stopper first(stop, after);
        QVERIFY_THROWS_EXCEPTION(
            Cancelled,
            (void)empirical::sweep(
                network, samples, options, folder.path().toStdString(), {stop.get_token(), first}));
        std::stop_source never;
        Stopper second(never, -1);
        const auto resumed = empirical::sweep(
            network, samples, options, folder.path().toStdString(), {never.get_token(), second});
        QVERIFY2(after < 2 || second.tiles < 21, "finished tiles were computed again");
        requireEqual(resumed.arrays, swept(network, samples, smallTiles()).arrays);
        const auto k = wholeKernel(network, samples);
        const store::Array matrix = store::readNpy(
            std::filesystem::path(folder.path().toStdString()) / "lpntk" / "matrix.npy");
        WINNOW_CLOSE(
            test::asDoubles(matrix), (std::vector<double>{k.begin(), k.end()}), 1e-5, 1e-4);
    }

    void severalKindsInOneSweepAreThoseOfTheirOwn_data() {
        QTest::addColumn<std::vector<KernelKind>>("kinds");
        QTest::addColumn<bool>("perClass");
        QTest::addColumn<std::int64_t>("projection");
        QTest::addColumn<bool>("panels");
        using Kinds = std::vector<KernelKind>;
        const Kinds two{KernelKind::PNtk, KernelKind::LpNtk};
        QTest::addRow("two, all pairs") << two << false << std::int64_t{0} << false;
        QTest::addRow("two, per class") << two << true << std::int64_t{0} << false;
        QTest::addRow("two, projected") << two << false << std::int64_t{64} << false;
        QTest::addRow("three, all pairs") << kAllKinds << false << std::int64_t{0} << false;
        QTest::addRow("three, per class") << kAllKinds << true << std::int64_t{0} << false;
        QTest::addRow("three, projected") << kAllKinds << false << std::int64_t{64} << false;
        QTest::addRow("three, panels") << kAllKinds << false << std::int64_t{0} << true;
    }
    void severalKindsInOneSweepAreThoseOfTheirOwn() {
        QFETCH(std::vector<KernelKind>, kinds);
        QFETCH(bool, perClass);
        QFETCH(std::int64_t, projection);
        QFETCH(bool, panels);
        const auto network = smallNetwork();
        const auto samples = m_data.set();
        auto options = smallTiles();
        options.perClass = perClass;
        options.projection = projection;
        auto joint = options;
        if (panels)  // three tiles of 16, so panels of 32
            joint.memoryBytes =
                empirical::JointFeatures(network, samples, options, kinds).bytesPerSample() * 50;
        const auto results = sweptTogether(network, samples, joint, kinds);
        QCOMPARE(results.size(), kinds.size());
        for (std::size_t k = 0; k < kinds.size(); ++k) {
            options.kind = kinds[k];
            const auto alone = swept(network, samples, options);
            // Only what follows from the two others is rounded otherwise.
            const bool derived = kinds.size() == 3 && kinds[k] == KernelKind::LpNtk;
            requireEqual(results[k].arrays, alone.arrays, derived);
            if (panels || derived) continue;
            for (const auto& [name, array] : alone.arrays)
                QVERIFY2(results[k].arrays.at(name).bytes == array.bytes, name.c_str());
            QCOMPARE(results[k].smallestEigenvalue, alone.smallestEigenvalue);
            QCOMPARE(results[k].projectionError.has_value(), projection > 0);
            if (projection > 0)
                QCOMPARE(results[k].projectionError->rms, alone.projectionError->rms);
        }
    }

    void aCancelledSweepKeepsAllItsKinds_data() {
        QTest::addColumn<int>("after");
        for (const int after : {1, 9, 20}) QTest::addRow("tile %d", after) << after;
    }
    void aCancelledSweepKeepsAllItsKinds() {
        QFETCH(int, after);
        const QTemporaryDir folder;
        const auto network = smallNetwork();
        const auto samples = m_data.set();
        auto options = smallTiles();
        const std::filesystem::path work = folder.path().toStdString();
        options.matrixFolder = work;
        std::stop_source stop, never;
        Stopper first(stop, after), second(never, -1), third(never, -1);
        const auto sweepOn = [&](Stopper& reporter, const std::vector<KernelKind>& kinds) {
            return empirical::sweep(network,
                                    samples,
                                    options,
                                    kinds,
                                    work,
                                    {(&reporter == &first ? stop : never).get_token(), reporter});
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)sweepOn(first, kAllKinds));
        const auto resumed = sweepOn(second, kAllKinds);
        QCOMPARE(second.tiles, std::int64_t{21 - after});
        const auto whole = sweptTogether(network, samples, smallTiles(), kAllKinds);
        for (std::size_t k = 0; k < kAllKinds.size(); ++k) {
            requireEqual(resumed[k].arrays, whole[k].arrays);
            QCOMPARE(resumed[k].matrices.size(), std::size_t{1});
            options.kind = kAllKinds[k];
            const auto wanted = wholeKernel(network, samples, options.kind);
            WINNOW_CLOSE(test::asDoubles(store::readNpy(resumed[k].matrices.front())),
                         (std::vector<double>{wanted.begin(), wanted.end()}),
                         1e-5,
                         1e-4);
        }
        // As after a crash when the first of the kinds was stored already.
        const auto rest = sweepOn(third, {KernelKind::PNtk});
        QCOMPARE(third.tiles, std::int64_t{0});
        requireEqual(rest.front().arrays, whole[1].arrays);
    }

    void whatAnotherSweepLeftIsNotContinued() {
        const QTemporaryDir folder;
        const auto network = smallNetwork();
        const auto samples = m_data.set();
        const std::filesystem::path work = folder.path().toStdString();
        std::stop_source stop, never;
        Stopper first(stop, 9), second(never, -1);
        QVERIFY_THROWS_EXCEPTION(
            Cancelled,
            (void)empirical::sweep(
                network, samples, smallTiles(), work, {stop.get_token(), first}));
        (void)empirical::sweep(
            network, samples, smallTiles(), kAllKinds, work, {never.get_token(), second});
        QCOMPARE(second.tiles, std::int64_t{21});
    }

    void refusesWhatCannotFit() {
        const auto network = smallNetwork();
        auto options = smallTiles();
        options.memoryBytes = 100;
        try {
            (void)swept(network, m_data.set(), options);
            QFAIL("100 bytes were enough");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::OutOfResources);
        }
    }

    void tellsItsCost() {
        const auto network = smallNetwork();
        const auto costOf = [&](const std::vector<KernelKind>& kinds) {
            auto options = smallTiles();
            options.matrixFolder = ".";
            return empirical::sweepCost(network, m_data.set(), options, kinds);
        };
        const auto cost = costOf({KernelKind::LpNtk});
        QCOMPARE(cost.pairs, kSamples * (kSamples + 1) / 2);
        QCOMPARE(cost.parameters, 36 * 256 + 256 + 256 * 128 + 128 + 128 * 3 + 3);
        // Linear layers by their two factors: (in + 1 + out) multiply-adds a pair.
        QCOMPARE(cost.macsPerPair, (36 + 1 + 256) + (256 + 1 + 128) + (128 + 1 + 3));
        QCOMPARE(cost.matrixBytes, 4.0 * kSamples * kSamples);
        // What the layers are given is there once for all kinds; two backward passes give all
        // three.
        const auto all = costOf(kAllKinds);
        QCOMPARE(all.pairs, cost.pairs);
        QCOMPARE(all.macsPerPair, cost.macsPerPair + 2 * (256 + 128 + 3));
        QCOMPARE(all.numbersPerSample, all.macsPerPair);
        QCOMPARE(all.matrixBytes, 3 * cost.matrixBytes);
        QVERIFY(all.flops < 3 * cost.flops);
        const auto two = costOf({KernelKind::LpNtk, KernelKind::PNtk});
        const double pairs = 2.0 * static_cast<double>(cost.pairs) * (256 + 128 + 3);
        QCOMPARE(all.flops - two.flops, pairs);
    }
};

QTEST_GUILESS_MAIN(TestSweep)
#include "tst_sweep.moc"
