// SPDX-License-Identifier: Apache-2.0
#include "engine/store/error.h"
#include "engine/train/last_layer.h"
#include "engine/train/pass.h"
#include "tests/engine/train/toy_set.h"
#include "tests/support/closeness.h"

#include <QtTest>
#include <torch/torch.h>

using namespace winnow;

namespace {

/// Whatever is not a network of Winnow's own.
class ForeignModel final : public models::Model {
public:
    at::Tensor logits(const at::Tensor& images, models::Mode) const override { return images; }
    std::vector<at::Tensor> parameters() const override { return {}; }
    std::vector<std::string> parameterNames() const override { return {}; }
    std::int64_t classes() const override { return 4; }
    store::NamedArrays weights() const override { return {}; }
    void load(const store::NamedArrays&, std::string_view) override {}
};

}  // namespace

class TestLastLayer : public QObject {
    Q_OBJECT

    jobs::SilentReporter m_silent;
    jobs::JobContext m_job{{}, m_silent};
    test::ToySet m_toy{10, 28, 4, 3};

private Q_SLOTS:
    void theLayerOnItsFeaturesGivesTheLogits_data() {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"lenet5", "lenet-code", "mlp", "resnet18"})
            QTest::newRow(kind) << kind;
    }
    void theLayerOnItsFeaturesGivesTheLogits() {
        QFETCH(QString, kind);
        const models::Network network(
            m_toy.architecture(kind.toStdString()), 5, models::Precision::Float64);
        const train::ImageSource source = m_toy.source();
        const std::vector<std::int64_t> samples{3, 0, 17};
        const train::LastLayer layer = train::lastLayer(network, "run-1", source, samples, m_job);
        QCOMPARE(layer.features.size(), samples.size() * static_cast<std::size_t>(layer.width));
        const at::Tensor features = at::tensor(layer.features, at::kDouble).view({3, layer.width});
        const at::Tensor theta = at::tensor(layer.theta, at::kDouble).view({4, layer.width + 1});
        const at::Tensor logits =
            at::addmm(theta.select(1, layer.width), features, theta.narrow(1, 0, layer.width).t())
                .contiguous();
        const auto pass = train::passOver(network, source);
        const at::Tensor wanted = pass->forward(samples, {}, models::Mode::Evaluation);
        const std::span<const double> got{logits.const_data_ptr<double>(), 12};
        const std::span<const double> truth{wanted.const_data_ptr<double>(), 12};
        WINNOW_CLOSE(got, truth, 1e-12, 1e-12);
    }

    void foreignCodeHasNoKnownLastLayer() {
        const train::ImageSource source = m_toy.source();
        try {
            (void)train::lastLayer(
                ForeignModel(), "run-7", source, std::vector<std::int64_t>{0}, m_job);
            QFAIL("taken");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY2(QString(error.what()).startsWith("run-7 is a TorchScript file"), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(TestLastLayer)
#include "tst_last_layer.moc"
