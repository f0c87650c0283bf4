// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/features.h"
#include "engine/empirical/full_ntk.h"
#include "engine/empirical/gram.h"
#include "engine/empirical/kind.h"
#include "engine/empirical/projection.h"
#include "engine/models/builders.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "tests/support/closeness.h"
#include "tests/support/shared_data.h"

#include <QTest>
#include <torch/torch.h>

#include <numeric>

using namespace winnow;
using empirical::KernelKind;

namespace {

/// A network and labelled images of tests/fixtures, in one precision.
struct Case {
    std::unique_ptr<models::Network> network;
    at::Tensor images;
    std::vector<std::int64_t> labels;
};

Case openCase(const QString& name, models::Precision precision) {
    const auto folder = test::shared("fixtures/lpntk") / name.toStdString();
    const store::Array images = store::readNpy(folder / "images.npy");
    const store::Array labels = store::readNpy(folder / "labels.npy");
    const store::NamedArrays weights = models::readWeights(folder / "weights.npz");
    const std::string kind = name == "lenet5" ? "lenet5" : "resnet18";
    const store::Shape shape{images.shape[1], images.shape[2], images.shape[3]};
    Case c;
    c.network = std::make_unique<models::Network>(
        models::architectureFor(kind, weights, shape, "weights.npz"),
        weights,
        "weights.npz",
        precision);
    c.images = models::toTensor(images).to(models::scalarType(precision));
    c.labels.assign(labels.as<std::int64_t>().begin(), labels.as<std::int64_t>().end());
    return c;
}

at::Tensor vectorsOf(const Case& c, KernelKind kind) {
    const auto values = empirical::outputVectors(kind, c.labels, c.network->classes());
    return at::tensor(values, at::kDouble)
        .view({c.images.size(0), c.network->classes()})
        .to(c.images.scalar_type());
}

store::Array asFloat64(const at::Tensor& tensor) { return models::toArray(tensor.to(at::kDouble)); }

/// The published numbers of one kernel kind.
store::Array fixture(const QString& name, const char* file) {
    return store::readNpy(test::shared("fixtures/lpntk") / name.toStdString() / file);
}

/// The plain definition: one backward per sample, whole gradients, one matrix product.
at::Tensor plainKernel(const models::Model& model,
                       const at::Tensor& images,
                       const at::Tensor& vectors) {
    std::vector<at::Tensor> rows;
    for (std::int64_t i = 0; i < images.size(0); ++i) {
        const at::Tensor z = model.logits(images.narrow(0, i, 1), models::Mode::Evaluation);
        const auto gradients =
            torch::autograd::grad({(z * vectors.narrow(0, i, 1)).sum()}, model.parameters());
        std::vector<at::Tensor> flat;
        for (const auto& g : gradients) flat.push_back(g.flatten());
        rows.push_back(at::cat(flat));
    }
    const at::Tensor phi = at::stack(rows);
    return at::mm(phi, phi.t());
}

/// Hides that a Network is one, so that the general path is taken.
class Opaque final : public models::Model {
public:
    explicit Opaque(models::Network& network) : m_network(network) { network.requireGrad(true); }
    at::Tensor logits(const at::Tensor& images, models::Mode mode) const override {
        return m_network.logits(images, mode);
    }
    std::vector<at::Tensor> parameters() const override { return m_network.parameters(); }
    std::vector<std::string> parameterNames() const override { return m_network.parameterNames(); }
    std::int64_t classes() const override { return m_network.classes(); }
    store::NamedArrays weights() const override { return m_network.weights(); }
    void load(const store::NamedArrays& weights, std::string_view source) override {
        m_network.load(weights, source);
    }

private:
    models::Network& m_network;
};

/// A small network with every kind of layer: strided, biased convolutions few positions and many,
/// norm, residual, shared.
models::Architecture everyLayer() {
    models::ArchitectureOptions options;
    options.kind = "test";
    options.channels = 2;
    options.height = options.width = 8;
    options.classes = 4;
    models::GraphBuilder g(options);
    g.convolution("stem", 6, 3, 1, 1, true).batchNorm("norm").relu();
    const int branch = g.at();
    g.convolution("wide", 6, 3, 1, 1, false).relu();
    g.add(g.at(), branch).maxPool(2);
    g.convolution("few", 24, 3, 2, 1, true).relu();
    g.convolution("point", 24, 1, 1, 0, true).relu();
    g.flatten().linear("same", 96).relu().linear("last", 4);
    return g.finish();
}

/// One layer applied twice; the second application brings no parameters of its own.
models::Architecture sharedLayers(bool convolution) {
    models::ArchitectureOptions options;
    options.kind = "test";
    options.channels = 3;
    options.height = options.width = 4;
    options.classes = 2;
    models::GraphBuilder g(options);
    if (convolution) {
        g.convolution("in", 6, 3, 1, 1, true).relu();
        g.convolution("twice", 6, 3, 1, 1, true).relu();
        g.convolution("twice", 6, 3, 1, 1, true).relu().flatten();
    } else {
        g.flatten().linear("in", 6).relu().linear("twice", 6).relu();
        g.linear("twice", 6).relu();
    }
    models::Architecture architecture = g.linear("out", 2).finish();
    architecture.parameters.erase(architecture.parameters.begin() + 4,
                                  architecture.parameters.begin() + 6);
    return architecture;
}

models::Precision precisionOf(bool wide) {
    return wide ? models::Precision::Float64 : models::Precision::Float32;
}

/// The plain definition in float64, whatever the network's own precision.
store::Array wantedKernel(const models::Network& network,
                          const at::Tensor& images,
                          const at::Tensor& vectors) {
    models::Network exact(network.architecture(), 1, models::Precision::Float64);
    const std::vector<at::Tensor> to = exact.parameters(), from = network.parameters();
    for (std::size_t p = 0; p < to.size(); ++p) to[p].detach().copy_(from[p]);
    exact.requireGrad(true);
    return asFloat64(plainKernel(exact, images, vectors));
}

at::Tensor randomImages(std::int64_t n,
                        std::int64_t channels,
                        std::int64_t side,
                        at::ScalarType type) {
    torch::manual_seed(7);
    return at::randn({n, channels, side, side}, type);
}

}  // namespace

class TestKernels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reproducesTheFixtures_data() {
        QTest::addColumn<QString>("network");
        QTest::addColumn<bool>("wide");
        QTest::addColumn<double>("tolerance");
        QTest::addRow("lenet5 float64") << "lenet5" << true << 1e-10;
        QTest::addRow("lenet5 float32") << "lenet5" << false << 1e-4;
        QTest::addRow("resnet18 float64") << "resnet18_w8" << true << 1e-10;
        QTest::addRow("resnet18 float32") << "resnet18_w8" << false << 1e-3;
    }
    void reproducesTheFixtures() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, network);
        QFETCH(bool, wide);
        QFETCH(double, tolerance);
        const Case c = openCase(network, precisionOf(wide));
        const empirical::FeatureExtractor extractor(*c.network);
        for (const auto& [kind, file] : {std::pair{KernelKind::LpNtk, "lpntk.npy"},
                                         std::pair{KernelKind::PNtk, "pntk.npy"},
                                         std::pair{KernelKind::Centred, "centred.npy"}}) {
            const empirical::Block block = extractor.features(c.images, vectorsOf(c, kind));
            const store::Array wanted = fixture(network, file);
            WINNOW_CLOSE(asFloat64(empirical::gram(block, block)),
                         wanted,
                         0,
                         tolerance * test::largest(wanted));
        }
        const at::NoGradGuard noGrad;
        const store::Array logits = fixture(network, "logits.npy");
        WINNOW_CLOSE(asFloat64(c.network->logits(c.images, models::Mode::Evaluation)),
                     logits,
                     0,
                     tolerance * test::largest(logits));
    }

    void reproducesFullBlocksAndPredictedChange_data() { reproducesTheFixtures_data(); }
    void reproducesFullBlocksAndPredictedChange() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, network);
        QFETCH(bool, wide);
        QFETCH(double, tolerance);
        Case c = openCase(network, precisionOf(wide));
        const store::Array wanted = fixture(network, "entk.npy");
        const at::Tensor images = c.images.narrow(0, 0, wanted.shape[0]);
        c.labels.resize(static_cast<std::size_t>(wanted.shape[0]));
        const at::Tensor blocks = empirical::fullNtk(*c.network, images);
        WINNOW_CLOSE(asFloat64(blocks), wanted, 0, tolerance * test::largest(wanted));
        const at::NoGradGuard noGrad;
        const store::Array change = fixture(network, "delta_q.npy");
        WINNOW_CLOSE(asFloat64(empirical::predictedChange(
                         blocks, c.network->logits(images, models::Mode::Evaluation), c.labels)),
                     change,
                     0,
                     tolerance * test::largest(change));
    }

    void everyFormOfEveryLayerAgreesWithPlainGradients_data() {
        QTest::addColumn<bool>("formed");
        QTest::addColumn<bool>("wide");
        for (const bool wide : {true, false})
            for (const bool formed : {false, true})
                QTest::addRow(
                    "%s, %s", formed ? "formed" : "cheapest forms", wide ? "float64" : "float32")
                    << formed << wide;
    }
    void everyFormOfEveryLayerAgreesWithPlainGradients() {
        QFETCH(bool, formed);
        QFETCH(bool, wide);
        const models::Network network(everyLayer(), 3, precisionOf(wide));
        const at::Tensor images = randomImages(5, 2, 8, at::kDouble);
        const at::Tensor vectors = at::randn({5, 4}, at::kDouble);
        const store::Array wanted = wantedKernel(network, images, vectors);
        const at::ScalarType type = models::scalarType(precisionOf(wide));
        const empirical::FeatureExtractor extractor(network, formed);
        const empirical::Block block = extractor.features(images.to(type), vectors.to(type));
        QCOMPARE(block.ghostInputs.empty(), formed);  // the cheapest forms do include a ghost here
        WINNOW_CLOSE(asFloat64(empirical::gram(block, block)),
                     wanted,
                     0,
                     (wide ? 1e-11 : 1e-5) * test::largest(wanted));
        std::vector<double> squares;
        for (const double norm :
             empirical::gradientNorms(network, images.to(type), vectors.to(type)))
            squares.push_back(norm * norm);
        WINNOW_CLOSE(squares,
                     test::asDoubles(asFloat64(models::toTensor(wanted).diagonal().contiguous())),
                     wide ? 1e-10 : 1e-4,
                     0);
    }

    void sharedWeightsAddTheirGradients_data() {
        QTest::addColumn<bool>("convolution");
        QTest::addColumn<bool>("wide");
        for (const bool wide : {true, false})
            for (const bool convolution : {false, true})
                QTest::addRow(
                    "%s, %s", convolution ? "convolution" : "linear", wide ? "float64" : "float32")
                    << convolution << wide;
    }
    void sharedWeightsAddTheirGradients() {
        QFETCH(bool, convolution);
        QFETCH(bool, wide);
        const models::Network network(sharedLayers(convolution), 5, precisionOf(wide));
        const at::Tensor images = randomImages(4, 3, 4, at::kDouble);
        const at::Tensor vectors = at::randn({4, 2}, at::kDouble);
        const store::Array wanted = wantedKernel(network, images, vectors);
        const at::ScalarType type = models::scalarType(precisionOf(wide));
        const empirical::Block block =
            empirical::FeatureExtractor(network).features(images.to(type), vectors.to(type));
        WINNOW_CLOSE(asFloat64(empirical::gram(block, block)),
                     wanted,
                     0,
                     (wide ? 1e-12 : 1e-5) * test::largest(wanted));
    }

    void theGeneralPathAgreesWithTheClosedForms() {
        models::Network network(everyLayer(), 3, models::Precision::Float64);
        const at::Tensor images = randomImages(4, 2, 8, at::kDouble);
        const at::Tensor vectors = at::randn({4, 4}, at::kDouble);
        const empirical::Block fast =
            empirical::FeatureExtractor(network).features(images, vectors);
        const Opaque opaque(network);
        const empirical::Block general =
            empirical::FeatureExtractor(opaque).features(images, vectors);
        const store::Array wanted = asFloat64(empirical::gram(general, general));
        WINNOW_CLOSE(
            asFloat64(empirical::gram(fast, fast)), wanted, 0, 1e-12 * test::largest(wanted));
    }

    void aChainByHandAgreesWithAutograd_data() {
        QTest::addColumn<int>("samples");
        QTest::addColumn<bool>("formed");
        // Vectors hold 4, 8 or 16 samples: full ones and a rest; several chunks of 256.
        for (const int samples : {1, 21, 300})
            for (const bool formed : {false, true})
                QTest::addRow("%d samples%s", samples, formed ? ", all formed" : "")
                    << samples << formed;
    }
    void aChainByHandAgreesWithAutograd() {
        QFETCH(int, samples);
        QFETCH(bool, formed);
        const models::ArchitectureOptions options{
            .kind = "lenet5", .channels = 3, .height = 20, .width = 24, .classes = 7};
        const models::Architecture architecture = models::buildArchitecture(options);
        const models::Network narrow(architecture, 9);
        const models::Network wide(
            architecture, narrow.weights(), "weights", models::Precision::Float64);
        torch::manual_seed(7);
        const at::Tensor images = at::randn({samples, 3, 20, 24});
        const at::Tensor vectors = at::randn({samples, 7});
        const empirical::Block mine =
            empirical::FeatureExtractor(narrow, formed).features(images, vectors);
        const empirical::Block wanted =
            empirical::FeatureExtractor(wide, formed)
                .features(images.to(at::kDouble), vectors.to(at::kDouble));
        // Two pixels that are equal but for rounding can send a maximum's gradient either way.
        const int mayDiffer = samples / 100;
        const auto compare = [&](const std::vector<at::Tensor>& a,
                                 const std::vector<at::Tensor>& b) {
            QCOMPARE(a.size(), b.size());
            for (std::size_t i = 0; i < a.size(); ++i) {
                QCOMPARE(a[i].sizes().vec(), b[i].sizes().vec());
                const at::Tensor differing =
                    (a[i].to(at::kDouble) - b[i]).abs().amax(1) > 1e-5 * b[i].abs().max();
                QVERIFY(differing.sum().item<std::int64_t>() <= mayDiffer);
            }
        };
        compare(mine.formed, wanted.formed);
        compare(mine.outerInputs, wanted.outerInputs);
        compare(mine.outerGradients, wanted.outerGradients);
    }

    void aChainSaysWhichSamplesHaveNoFiniteGradient() {
        const models::Network network(
            models::buildArchitecture(
                {.kind = "lenet5", .channels = 1, .height = 28, .width = 28, .classes = 10}),
            1);
        at::Tensor images = randomImages(300, 1, 28, at::kFloat);
        images[280][0][3].fill_(std::numeric_limits<float>::quiet_NaN());
        try {
            (void)empirical::FeatureExtractor(network).features(images, at::ones({300, 10}), 10);
            QFAIL("NaN was accepted");
        } catch (const Error& error) {
            QVERIFY2(std::string(error.what()).find("sample 290 ") != std::string::npos,
                     error.what());
        }
    }

    void severalVectorsShareOneForwardPass_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("wide");
        for (const bool wide : {false, true}) {
            const char* type = wide ? "float64" : "float32";
            QTest::addRow("a chain, %s", type) << "chain" << wide;
            QTest::addRow("every layer, %s", type) << "layers" << wide;
            QTest::addRow("any model, %s", type) << "opaque" << wide;
        }
    }
    void severalVectorsShareOneForwardPass() {
        QFETCH(QString, path);
        QFETCH(bool, wide);
        const models::Precision precision = precisionOf(wide);
        const at::ScalarType type = models::scalarType(precision);
        const bool chain = path == "chain";
        models::Network network(
            chain ? models::buildArchitecture(
                        {.kind = "lenet5", .channels = 2, .height = 20, .width = 20, .classes = 4})
                  : everyLayer(),
            3,
            precision);
        const Opaque opaque(network);
        network.requireGrad(path == "opaque");
        const empirical::FeatureExtractor extractor(
            path == "opaque" ? static_cast<const models::Model&>(opaque) : network);
        const at::Tensor images = randomImages(9, 2, chain ? 20 : 8, type);
        const std::vector<at::Tensor> vectors{at::randn({9, 4}, type), at::randn({9, 4}, type)};
        const empirical::JointBlock joint = extractor.features(images, vectors);
        const std::vector<at::Tensor> grams = empirical::gram(joint, joint);
        const std::vector<at::Tensor> symmetric = empirical::symmetricGram(joint);
        const std::vector<at::Tensor> norms = empirical::squaredNorms(joint);
        for (std::size_t v = 0; v < vectors.size(); ++v) {
            const empirical::Block alone = extractor.features(images, vectors[v]);
            const auto mine = joint.parts[v].all(), wanted = alone.all();
            QCOMPARE(mine.size(), wanted.size());
            for (std::size_t i = 0; i < mine.size(); ++i) QVERIFY(at::equal(*mine[i], *wanted[i]));
            QVERIFY(at::equal(grams[v], empirical::gram(alone, alone)));
            QVERIFY(at::equal(symmetric[v], empirical::symmetricGram(alone)));
            QVERIFY(at::equal(norms[v], empirical::squaredNorms(alone)));
        }
        const empirical::JointBlock picked = joint.pick(std::vector<std::int64_t>{7, 0, 3});
        for (const auto& block : {joint, joint.rows(2, 5), picked, joint.emptyLike(4)})
            for (std::size_t l = 0; l < block.parts[0].outerInputs.size(); ++l)
                QCOMPARE(block.parts[1].outerInputs[l].const_data_ptr(),
                         block.parts[0].outerInputs[l].const_data_ptr());
        QVERIFY(at::equal(*picked.parts[1].all().front(),
                          *joint.parts[1].pick(std::vector<std::int64_t>{7, 0, 3}).all().front()));
        QCOMPARE(joint.bytes(),
                 extractor.numbersPerSample(2) * 9 * static_cast<std::int64_t>(wide ? 8 : 4));
    }

    void lpntkFollowsFromTheOtherTwo() {
        // phi_lp = 2 phi_centred + (2/K - 1) phi_p (methods/lpntk.md, section 2).
        models::Network network(
            models::buildArchitecture(
                {.kind = "mlp", .channels = 1, .height = 6, .width = 6, .classes = 10}),
            1,
            models::Precision::Float64);
        const at::Tensor images = randomImages(6, 1, 6, at::kDouble);
        const std::vector<std::int64_t> labels{0, 3, 9, 9, 1, 0};
        const empirical::FeatureExtractor extractor(network, true);
        const auto phi = [&](KernelKind kind) {
            const auto values = empirical::outputVectors(kind, labels, 10);
            return extractor.features(images, at::tensor(values, at::kDouble).view({6, 10}))
                .formed.at(0);
        };
        const at::Tensor combined =
            2 * phi(KernelKind::Centred) + (2.0 / 10 - 1) * phi(KernelKind::PNtk);
        const store::Array wanted = asFloat64(phi(KernelKind::LpNtk));
        WINNOW_CLOSE(asFloat64(combined), wanted, 0, 1e-13 * test::largest(wanted));
    }

    void oppositeLabelsOfTwoClassesAreExactlyOpposed() {
        models::Network network(
            models::buildArchitecture(
                {.kind = "mlp", .channels = 1, .height = 5, .width = 5, .classes = 2}),
            2,
            models::Precision::Float64);
        const at::Tensor one = randomImages(1, 1, 5, at::kDouble);
        const std::vector<std::int64_t> labels{0, 1};
        const auto values = empirical::outputVectors(KernelKind::LpNtk, labels, 2);
        const empirical::Block block = empirical::FeatureExtractor(network).features(
            at::cat({one, one}), at::tensor(values, at::kDouble).view({2, 2}));
        const at::Tensor k = empirical::gram(block, block);
        QCOMPARE(k[0][1].item<double>(), -k[0][0].item<double>());
    }

    void aBlockWithItselfIsExactlySymmetric() {
        models::Network network(
            models::buildArchitecture(
                {.kind = "mlp", .channels = 1, .height = 5, .width = 5, .classes = 4}),
            3,
            models::Precision::Float32);
        constexpr std::int64_t kSamples = 901;  // halves twice, unevenly
        const empirical::Block block = empirical::FeatureExtractor(network).features(
            randomImages(kSamples, 1, 5, at::kFloat), at::randn({kSamples, 4}, at::kFloat));
        const at::Tensor symmetric = empirical::symmetricGram(block);
        QVERIFY(at::equal(symmetric, symmetric.t()));
        const store::Array wanted = asFloat64(empirical::gram(block, block));
        WINNOW_CLOSE(asFloat64(symmetric), wanted, 0, 1e-6 * test::largest(wanted));
    }

    void layerSharesAddUpToTheKernel() {
        models::Network network(everyLayer(), 3, models::Precision::Float64);
        const at::Tensor images = randomImages(2, 2, 8, at::kDouble);
        const at::Tensor vectors = at::randn({2, 4}, at::kDouble);
        const empirical::Block block =
            empirical::FeatureExtractor(network).features(images, vectors);
        double sum = 0;
        const auto shares =
            empirical::pairShares(empirical::FeatureExtractor(network, true), images, vectors);
        for (const auto& share : shares) sum += share.value;
        QCOMPARE(shares.size(), std::size_t{7});
        WINNOW_CLOSE(std::vector<double>{sum},
                     std::vector<double>{empirical::gram(block, block)[0][1].item<double>()},
                     1e-10,
                     1e-10);
    }

    void aProjectionIsRightOnAverageAndSaysItsError() {
        models::Network network(
            models::buildArchitecture(
                {.kind = "lenet5", .channels = 1, .height = 28, .width = 28, .classes = 10}),
            4);
        const at::Tensor images = randomImages(24, 1, 28, at::kFloat);
        const at::Tensor vectors = at::randn({24, 10});
        const empirical::FeatureExtractor extractor(network, true);
        const empirical::Block exact = extractor.features(images, vectors);
        const auto error = [&](std::int64_t dimensions) {
            return empirical::projectionError(
                exact,
                empirical::Projection(extractor.parameterCount(), dimensions, 11).apply(exact));
        };
        QCOMPARE(error(4096).pairs, std::int64_t{256});
        // About 1/sqrt(d): within a factor of two of it at both sizes.
        for (const std::int64_t d : {512, 4096}) {
            const double expected = 1.0 / std::sqrt(static_cast<double>(d));
            QVERIFY(error(d).rms < 2 * expected);
            QVERIFY(error(d).rms > 0.3 * expected);
        }
        QVERIFY(error(4096).spearman > error(64).spearman);
    }

    void theFullKernelOfFewIsThatOfMany_data() {
        QTest::addColumn<bool>("opaque");
        QTest::newRow("closed forms") << false;
        QTest::newRow("any model") << true;
    }
    void theFullKernelOfFewIsThatOfMany() {
        QFETCH(bool, opaque);
        models::Network network(everyLayer(), 3, models::Precision::Float64);
        const Opaque hidden(network);
        network.requireGrad(opaque);
        const models::Model& model = opaque ? static_cast<const models::Model&>(hidden) : network;
        // 33 images go through logit by logit, 20 three logits at a time, 2 all at once.
        const at::Tensor images = randomImages(33, 2, 8, at::kDouble);
        const at::Tensor many = empirical::fullNtk(model, images);
        for (const std::int64_t count : {2, 20}) {
            const at::Tensor few = empirical::fullNtk(model, images.narrow(0, 0, count));
            WINNOW_CLOSE(asFloat64(few),
                         asFloat64(many.narrow(0, 0, count).narrow(1, 0, count)),
                         1e-10,
                         1e-10);
        }
    }

    void theFullKernelNamesEachSampleOnce() {
        const models::Network network(
            models::buildArchitecture(
                {.kind = "lenet5", .channels = 1, .height = 28, .width = 28, .classes = 10}),
            1);
        at::Tensor images = randomImages(3, 1, 28, at::kFloat);
        images[1].fill_(std::numeric_limits<float>::quiet_NaN());
        try {
            (void)empirical::fullNtk(network, images);
            QFAIL("NaN was accepted");
        } catch (const Error& error) {
            QVERIFY2(std::string(error.what()).find("sample 1 are") != std::string::npos,
                     error.what());
        }
    }

    void saysWhichSamplesHaveNoFiniteGradient() {
        models::Network network(
            models::buildArchitecture(
                {.kind = "mlp", .channels = 1, .height = 4, .width = 4, .classes = 3}),
            1);
        at::Tensor images = randomImages(3, 1, 4, at::kFloat);
        images[1].fill_(std::numeric_limits<float>::quiet_NaN());
        try {
            (void)empirical::FeatureExtractor(network).features(images, at::ones({3, 3}), 10);
            QFAIL("NaN was accepted");
        } catch (const Error& error) {
            QVERIFY2(std::string(error.what()).find("sample 11 ") != std::string::npos,
                     error.what());
            QCOMPARE(error.kind(), ErrorKind::BadInput);
        }
    }

    void refusesLabelsOutsideTheClasses() {
        const std::vector<std::int64_t> labels{0, 1, 10};
        QVERIFY_THROWS_EXCEPTION(Error,
                                 (void)empirical::outputVectors(KernelKind::LpNtk, labels, 10));
        QVERIFY_THROWS_EXCEPTION(Error, (void)empirical::kernelKind("ntk"));
    }
};

QTEST_GUILESS_MAIN(TestKernels)
#include "tst_kernels.moc"
