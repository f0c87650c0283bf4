// SPDX-License-Identifier: Apache-2.0
#include "engine/models/device.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/train/difficulty.h"
#include "engine/train/evaluation.h"
#include "engine/train/fitter.h"
#include "tests/engine/train/toy_set.h"
#include "tests/support/closeness.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace winnow;
using train::DifficultyLoss;
using train::RecordPass;

Q_DECLARE_METATYPE(winnow::train::DifficultyLoss)
Q_DECLARE_METATYPE(winnow::train::RecordPass)

class TestDifficulty : public QObject {
    Q_OBJECT

    static constexpr std::uint64_t kWeights = 3, kOrder = 11;
    static constexpr double kRounding = 1e-5;  // float32 logits of batches in another order
    test::ToySet m_toy{12, 12, 4, 1};
    train::ImageSource m_source = m_toy.source();
    jobs::SilentReporter m_silent;

    static train::TrainOptions options() {
        train::TrainOptions options;
        options.epochs = 5;
        options.batch = 16;
        options.learningRate = 0.05;
        return options;
    }
    [[nodiscard]] std::unique_ptr<models::Model> model(const std::string& kind) const {
        return std::make_unique<models::Network>(m_toy.architecture(kind), kWeights);
    }
    /// Samples 0, 1, ..., in falling order so that position and id differ.
    static std::vector<std::int64_t> samples(std::int64_t count) {
        std::vector<std::int64_t> ids(winnow::at(count));
        std::iota(ids.rbegin(), ids.rend(), 0);
        return ids;
    }
    /// The definition, epoch by epoch, with a network of its own.
    std::vector<double> byHand(const std::string& kind,
                               const std::vector<std::int64_t>& ids,
                               DifficultyLoss loss,
                               RecordPass record) {
        train::TrainOptions own = options();
        own.seed = kOrder;
        const auto network = model(kind);
        const auto pass = train::passOver(*network, m_source);
        train::Fitter fitter(*network, *pass, m_source, own, ids);
        std::vector<double> sum(m_toy.labels.size(), 0.0);
        const auto add = [&](std::span<const std::int64_t> of, const train::Outcome& outcome) {
            for (std::size_t i = 0; i < of.size(); ++i)
                sum[winnow::at(of[i])] +=
                    loss == DifficultyLoss::L2 ? outcome.error[i] : outcome.loss[i];
        };
        const auto stepMade =
            [&](std::int64_t, std::span<const std::int64_t> batch, const train::Outcome& outcome) {
                if (record == RecordPass::Training) add(batch, outcome);
            };
        for (std::int64_t epoch = 0; epoch < own.epochs; ++epoch) {
            fitter.fit(epoch, stepMade, {{}, m_silent});
            if (record == RecordPass::Evaluation)
                add(ids, train::evaluate(*pass, ids, m_source.labels, {}, {{}, m_silent}));
        }
        std::vector<double> wanted;
        for (const std::int64_t id : ids) wanted.push_back(sum[winnow::at(id)]);
        return wanted;
    }

private Q_SLOTS:
    void initTestCase() { models::useThreads(1); }
    void isTheSumOfTheLossesByHand_data() {
        QTest::addColumn<std::string>("kind");
        QTest::addColumn<int>("count");
        QTest::addColumn<DifficultyLoss>("loss");
        QTest::addColumn<RecordPass>("record");
        for (const char* kind : {"lenet5", "mlp"})
            for (const int count : {8, 16, 20})  // below, at and above one batch
                for (const auto loss : {DifficultyLoss::CrossEntropy, DifficultyLoss::L2})
                    for (const auto record : {RecordPass::Evaluation, RecordPass::Training})
                        QTest::addRow("%s %d %s %s",
                                      kind,
                                      count,
                                      loss == DifficultyLoss::L2 ? "l2" : "cross-entropy",
                                      record == RecordPass::Training ? "steps" : "evaluation")
                            << std::string(kind) << count << loss << record;
        // Norm layers see a batch otherwise than an evaluation does.
        QTest::newRow("resnet18 8 cross-entropy evaluation")
            << std::string("resnet18") << 8 << DifficultyLoss::CrossEntropy
            << RecordPass::Evaluation;
    }
    void isTheSumOfTheLossesByHand() {
        QFETCH(std::string, kind);
        QFETCH(int, count);
        QFETCH(DifficultyLoss, loss);
        QFETCH(RecordPass, record);
        train::SetTrainer trainer(model(kind), m_source, options());
        const auto ids = samples(count);
        const auto got = train::difficultyOf(trainer, ids, kOrder, {loss, record}, {{}, m_silent});
        QVERIFY(got.has_value());
        const auto wanted = byHand(kind, ids, loss, record);
        WINNOW_CLOSE(*got, wanted, kRounding, kRounding);
        QVERIFY(*std::ranges::max_element(*got) > *std::ranges::min_element(*got));
    }
    void everyTrainingBeginsAnew() {
        train::SetTrainer trainer(model("lenet5"), m_source, options());
        const jobs::JobContext job{{}, m_silent};
        const auto first = train::difficultyOf(trainer, samples(8), kOrder, {}, job);
        const auto between = train::difficultyOf(trainer, samples(40), 5, {}, job);
        const auto again = train::difficultyOf(trainer, samples(8), kOrder, {}, job);
        QVERIFY(first.has_value() && between.has_value());
        QCOMPARE(again, first);
    }
    void aDivergedTrainingHasNoDifficulty() {
        train::TrainOptions wild = options();
        wild.learningRate = 1e6;
        train::SetTrainer trainer(model("lenet5"), m_source, wild);
        QVERIFY(!train::difficultyOf(trainer, samples(40), 1, {}, {{}, m_silent}).has_value());
        wild.learningRate = 1e-3;
        train::SetTrainer calm(model("lenet5"), m_source, wild);
        QVERIFY(train::difficultyOf(calm, samples(40), 1, {}, {{}, m_silent}).has_value());
    }
    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        train::SetTrainer trainer(model("mlp"), m_source, options());
        QVERIFY_THROWS_EXCEPTION(
            Cancelled,
            (void)train::difficultyOf(trainer, samples(8), 1, {}, {stop.get_token(), m_silent}));
    }
    /// 8 x 8 pixels are a 1 x 1 map in the last stage of ResNet-18; the 17th sample is a batch.
    void aNormLayerWithoutSpreadIsNamed() {
        const test::ToySet small(12, 8, 4, 1);
        const train::ImageSource source = small.source();
        train::SetTrainer trainer(
            std::make_unique<models::Network>(small.architecture("resnet18"), 1),
            source,
            options());
        const jobs::JobContext job{{}, m_silent};
        QVERIFY(train::difficultyOf(trainer, samples(18), 1, {}, job).has_value());
        try {
            (void)train::difficultyOf(trainer, samples(17), 1, {}, job);
            QFAIL("a batch without spread was normalised");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY2(QString(error.what()).contains("layer4.0.bn1"), error.what());
        }
    }
    void theLossHasItsWords() {
        QVERIFY(train::difficultyLoss("l2") == DifficultyLoss::L2);
        QVERIFY(train::difficultyLoss("cross-entropy") == DifficultyLoss::CrossEntropy);
        QVERIFY_THROWS_EXCEPTION(Error, (void)train::difficultyLoss("hinge"));
    }
};

QTEST_GUILESS_MAIN(TestDifficulty)
#include "tst_difficulty.moc"
