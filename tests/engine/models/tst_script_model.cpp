// SPDX-License-Identifier: Apache-2.0
// A person's TorchScript module: what of it is kept, and put back.
#include "engine/models/script_model.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "tests/engine/models/norm_module.h"

#include <QTemporaryDir>
#include <QTest>
#include <torch/torch.h>

using namespace winnow;

class TestScriptModel : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path m_file;

    [[nodiscard]] std::unique_ptr<models::Model> opened(
        models::Precision precision = models::Precision::Float32) const {
        return models::loadScriptModel(m_file, {1, 6, 6}, precision);
    }
    static at::Tensor images(at::ScalarType type = at::kFloat) {
        torch::manual_seed(3);
        return (at::rand({8, 1, 6, 6}) * 3).to(type);
    }
    static at::Tensor answer(const models::Model& model) {
        const at::NoGradGuard noGrad;
        return model.logits(images(), models::Mode::Evaluation);
    }

private Q_SLOTS:
    void initTestCase() {
        m_file = m_folder.filePath("norm.pt").toStdString();
        test::saveNormModule(m_file, 6, 3);
    }

    void buffersAndParametersArePutBack() {
        const auto model = opened();
        {
            const at::NoGradGuard noGrad;
            (void)model->logits(images(), models::Mode::Training);
            for (at::Tensor parameter : model->parameters()) parameter.mul_(1.5);
        }
        const auto path = m_folder.filePath("kept.safetensors").toStdString();
        models::writeWeights(path, model->weights());
        const auto fresh = opened();
        QVERIFY(!at::equal(answer(*fresh), answer(*model)));
        fresh->load(models::readWeights(path), "kept");
        QVERIFY(at::equal(answer(*fresh), answer(*model)));
        QCOMPARE(fresh->weights().at("batches").as<std::int64_t>()[0], std::int64_t{1});
    }

    void indicesStayWholeNumbersInEitherPrecision() {
        const auto model = opened(models::Precision::Float64);
        QCOMPARE(model->weights().at("order").dtype, store::DType::Int64);
        QCOMPARE(model->weights().at("running_mean").dtype, store::DType::Float64);
        const at::NoGradGuard noGrad;
        const at::Tensor logits = model->logits(images(at::kDouble), models::Mode::Evaluation);
        QVERIFY(at::allclose(logits.to(at::kFloat), answer(*opened()), 1e-4, 1e-5));
    }

    void weightsThatDoNotFitAreNamed_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("parameter") << "weight";
        QTest::newRow("buffer") << "running_var";
    }
    void weightsThatDoNotFitAreNamed() {
        QFETCH(QString, name);
        const auto model = opened();
        const auto refusal = [&](const store::NamedArrays& weights) -> QString {
            try {
                model->load(weights, "w.npz");
            } catch (const Error& error) {
                return error.what();
            }
            return {};
        };
        store::NamedArrays weights = model->weights();
        weights[name.toStdString()] = models::toArray(at::zeros({7}));
        QVERIFY2(refusal(weights).startsWith(name + " is"), qPrintable(refusal(weights)));
        weights.erase(name.toStdString());
        QVERIFY2(refusal(weights).contains("w.npz has no " + name), qPrintable(refusal(weights)));
    }
};

QTEST_GUILESS_MAIN(TestScriptModel)
#include "tst_script_model.moc"
