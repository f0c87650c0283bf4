// SPDX-License-Identifier: Apache-2.0
// J(x) V of every pass against central differences, and against J^T of the same pass.
#include "engine/models/device.h"
#include "engine/models/script_model.h"
#include "engine/models/tensors.h"
#include "engine/train/pass.h"
#include "tests/engine/models/norm_module.h"
#include "tests/engine/train/toy_set.h"
#include "tests/support/closeness.h"

#include <QTemporaryDir>
#include <QtTest>
#include <torch/torch.h>

#include <numeric>

using namespace winnow;

namespace {

using Tensors = std::vector<at::Tensor>;

constexpr std::int64_t kClasses = 4;

models::Architecture architecture(const std::string& kind, std::int64_t side) {
    return models::buildArchitecture(
        {.kind = kind,
         .channels = 1,
         .height = side,
         .width = side,
         .classes = kClasses,
         .baseWidth = kind == "resnet18" || kind == "convnet" ? 8 : 0,
         .hidden = kind == "mlp" ? std::vector<std::int64_t>{16, 8} : std::vector<std::int64_t>{}});
}

Tensors randomDirection(const models::Model& model, std::uint64_t seed) {
    torch::manual_seed(seed);
    Tensors direction;
    for (const at::Tensor& parameter : model.parameters())
        direction.push_back(at::randn(parameter.sizes(), at::kDouble).to(parameter.scalar_type()));
    return direction;
}

void move(const models::Model& model, const Tensors& direction, double step) {
    const at::NoGradGuard noGrad;
    const Tensors parameters = model.parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i)
        parameters[i].detach().add_(direction[i], step);
}

/// (z(w + h V) - z(w - h V)) / 2 h, in the model's own precision.
at::Tensor centralDifference(const models::Model& model,
                             train::Pass& pass,
                             std::span<const std::int64_t> samples,
                             const Tensors& direction) {
    constexpr double kStep = 1e-8;
    move(model, direction, kStep);
    const at::Tensor ahead = pass.forward(samples, {}, models::Mode::Evaluation).clone();
    move(model, direction, -2 * kStep);
    const at::Tensor behind = pass.forward(samples, {}, models::Mode::Evaluation).clone();
    move(model, direction, kStep);
    return (ahead - behind) / (2 * kStep);
}

std::vector<std::int64_t> firstSamples(std::int64_t count) {
    std::vector<std::int64_t> samples(static_cast<std::size_t>(count));
    std::iota(samples.begin(), samples.end(), std::int64_t{3});
    return samples;
}

void close(const at::Tensor& got, const at::Tensor& wanted, double tolerance) {
    const double largest = wanted.abs().max().item<double>();
    QVERIFY(largest > 1e-3);  // else nothing would be compared
    WINNOW_CLOSE(models::toArray(got.to(at::kDouble)),
                 models::toArray(wanted.to(at::kDouble)),
                 0,
                 tolerance * largest);
}

}  // namespace

class TestDirectional : public QObject {
    Q_OBJECT

    test::ToySet m_small{12, 12, kClasses, 4}, m_large{12, 28, kClasses, 5};

    [[nodiscard]] const test::ToySet& setFor(const std::string& kind) const {
        return kind.starts_with("lenet") ? m_large : m_small;
    }
    /// A network whose running statistics are not those of a fresh one.
    [[nodiscard]] models::Network network(const std::string& kind,
                                          models::Precision precision) const {
        const test::ToySet& set = setFor(kind);
        models::Network made(architecture(kind, set.side), 7, precision);
        const train::ImageSource source = set.source();
        for (int i = 0; i < 5; ++i)
            (void)train::autogradPass(made, source)
                ->forward(firstSamples(24), {}, models::Mode::Training);
        return made;
    }

private Q_SLOTS:
    void init() { models::useThreads(1); }

    void anyNetworkFollowsACentralDifference_data() {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"lenet5", "lenet-code", "resnet18", "mlp", "convnet"})
            QTest::newRow(kind) << kind;
    }
    void anyNetworkFollowsACentralDifference() {
        QFETCH(QString, kind);
        const models::Network model = network(kind.toStdString(), models::Precision::Float64);
        const train::ImageSource source = setFor(kind.toStdString()).source();
        const auto pass = train::passOver(model, source);
        const auto samples = firstSamples(7);
        for (const std::uint64_t seed : {1, 2}) {  // the second through a graph that is there
            const Tensors direction = randomDirection(model, seed);
            const at::Tensor wanted = centralDifference(model, *pass, samples, direction);
            const at::Tensor logits = pass->linearise(samples).clone();
            close(pass->directional(direction), wanted, 1e-5);
            close(pass->directional(direction), wanted, 1e-5);
            QVERIFY(at::equal(logits, pass->forward(samples, {}, models::Mode::Evaluation)));
        }
    }

    void aPersonsModuleFollowsACentralDifference() {
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.filePath("norm.pt").toStdString());
        test::saveNormModule(file, m_small.side, kClasses);
        const auto model = models::loadScriptModel(
            file, {1, m_small.side, m_small.side}, models::Precision::Float64);
        const train::ImageSource source = m_small.source();
        const auto pass = train::passOver(*model, source);
        const auto samples = firstSamples(9);
        const Tensors direction = randomDirection(*model, 3);
        const at::Tensor wanted = centralDifference(*model, *pass, samples, direction);
        (void)pass->linearise(samples);
        close(pass->directional(direction), wanted, 1e-5);
    }

    /// By hand in float32 against autograd in float64, for batches that fill the vectors' lanes and
    /// that do not.
    void theChainFollowsAutograd_data() {
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("threads");
        for (const int batch : {1, 7, 16, 20, 37})
            for (const int threads : {1, 2})
                QTest::addRow("%d samples, %d threads", batch, threads) << batch << threads;
    }
    void theChainFollowsAutograd() {
        QFETCH(int, batch);
        QFETCH(int, threads);
        models::useThreads(threads);
        const models::Network chain = network("lenet5", models::Precision::Float32);
        const models::Network exact(chain.architecture(),
                                    chain.weights(),
                                    "the same in float64",
                                    models::Precision::Float64);
        const train::ImageSource source = m_large.source();
        const auto quick = train::passOver(chain, source);
        const auto slow = train::autogradPass(exact, source);
        const auto samples = firstSamples(batch);
        close(quick->linearise(samples), slow->linearise(samples), 1e-5);
        for (const std::uint64_t seed : {1, 2}) {
            const Tensors direction = randomDirection(chain, seed);
            Tensors wide;
            for (const at::Tensor& part : direction) wide.push_back(part.to(at::kDouble));
            close(quick->directional(direction), slow->directional(wide), 1e-5);
        }
    }

    /// u . J V = <J^T u, V>, with both asked for in turn.
    void backwardIsTheTranspose_data() { anyNetworkFollowsACentralDifference_data(); }
    void backwardIsTheTranspose() {
        QFETCH(QString, kind);
        for (const auto precision : {models::Precision::Float32, models::Precision::Float64}) {
            const models::Network model = network(kind.toStdString(), precision);
            const train::ImageSource source = setFor(kind.toStdString()).source();
            const auto pass = train::passOver(model, source);
            const auto samples = firstSamples(11);
            const at::Tensor logits = pass->linearise(samples);
            const Tensors direction = randomDirection(model, 5);
            const bool wide = precision == models::Precision::Float64;
            for (int round = 0; round < 2; ++round) {
                const at::Tensor u = at::randn_like(logits);
                double transposed = 0;
                const Tensors& gradients = pass->backward(u);
                for (std::size_t i = 0; i < gradients.size(); ++i)
                    transposed +=
                        (gradients[i].to(at::kDouble) * direction[i]).sum().item<double>();
                const double along =
                    (u.to(at::kDouble) * pass->directional(direction)).sum().item<double>();
                QVERIFY2(std::abs(along - transposed) <=
                             (wide ? 1e-10 : 1e-4) * (1 + std::abs(transposed)),
                         qPrintable(QString("%1 %2").arg(along).arg(transposed)));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestDirectional)
#include "tst_directional.moc"
